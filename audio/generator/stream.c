#include "sounds.h"

#include <math.h>

/* A small stream over stones.
 *
 * Two independent banks of bubbles, one a side, over a soft bed of noise that wanders. Bubbles come
 * after Poisson, more and fewer of them as the water swells over tens of seconds and gurgles over
 * one or two; large ones are rare and low, small ones many and soft. Of each a little is heard on
 * the other side, later and weaker, as of something that is really there. */

static const double loop_s = 240.0;
static const double rate_hz = 110.0;                             // bubbles a second and side
static const double radius_least = 0.0010, radius_most = 0.0065; // 3 kHz down to 460 Hz
static const double bed_level = 0.30;
static const double bleed = 0.22;  // what the other side hears,
static const long bleed_late = 21; // this many frames later

/* How lively the water is at a frame: swells over 20 s, gurgles over a second and a half. */
static double liveliness(uint64_t seed, long frame, long frames)
{
    const double swell = wander(seed, 12, frame, frames);
    const double flow = wander(seed + 1, 47, frame, frames);
    const double gurgle = wander(seed + 2, 163, frame, frames);
    return 0.62 + 0.26 * swell + 0.22 * flow + 0.28 * gurgle;
}

static void add_bubbles(sound *loop, int side, uint64_t seed)
{
    double *near = side ? loop->right : loop->left, *far = side ? loop->left : loop->right;
    double at_s = 0.0;
    for (uint64_t i = 0; at_s < loop_s; i++) {
        at_s += -log(1.0 - chance(seed, 5 * i)) / (rate_hz * 1.4); // thinned below to the rate
        const long at = (long)(at_s * RATE);
        if (at >= loop->frames ||
            chance(seed, 5 * i + 1) * 1.4 > liveliness(seed + 7, at, loop->frames)) {
            continue;
        }
        const double share = chance(seed, 5 * i + 2), size = chance(seed, 5 * i + 3);
        const double radius = radius_least * pow(radius_most / radius_least, share);
        const double level = radius / radius_most * size * size;
        add_bubble(near, loop->frames, at, radius, level);
        add_bubble(far, loop->frames, at + bleed_late, radius, bleed * level);
    }
}

/* Pink noise through two bands whose centres wander; both rates go into the loop a whole number of
 * times, so that it closes. The first seconds run before the loop, to settle the filters. */
static void add_bed(double *side, long frames, uint64_t seed)
{
    pink colour = {{0}};
    biquad low = {0}, high = {0};
    const long settle = 10L * RATE;
    for (long i = -settle; i < frames; i++) {
        const long at = i < 0 ? frames + i : i;
        if (at % 64 == 0 || i == -settle) {
            biquad_band_pass(&low, 300.0 * pow(2.0, wander(seed + 3, 31, at, frames)), 0.9);
            biquad_band_pass(&high, 900.0 * pow(2.0, wander(seed + 4, 41, at, frames)), 0.9);
        }
        const double noise = pink_next(&colour, white(seed, (uint64_t)at));
        const double bed = biquad_next(&low, noise) + 0.7 * biquad_next(&high, noise);
        if (i >= 0) {
            side[at] += bed_level * bed * (0.8 + 0.4 * wander(seed + 5, 17, at, frames));
        }
    }
}

sound make_stream(void)
{
    sound loop = sound_create((long)(loop_s * RATE));
    add_bubbles(&loop, 0, 101);
    add_bubbles(&loop, 1, 202);
    add_bed(loop.left, loop.frames, 303);
    add_bed(loop.right, loop.frames, 404);
    return loop;
}
