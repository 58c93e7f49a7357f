#include <math.h>

#include "bubble.h"
#include "chance.h"
#include "filter.h"
#include "sounds.h"

/* A small stream over stones.
 *
 * It runs through a dozen places, each with bubbles of about one size, a liveliness of its own and
 * a spot between left and right; beneath them is the noise of water moving. A place gurgles over
 * half a second to two, comes and goes over ten; all together swell over half a minute. */

static const double loop_s = 240.0;

/* ---- the places ---- */

enum { PLACES = 14 };
static const double radius_least = 0.0006, radius_most = 0.0052; // 5 kHz down to 580 Hz
static const double rate_all_hz = 640.0; // bubbles a second, of places all alike: 780 as they are
static const double spread = 0.22;       // of the radii of a place, as a factor's logarithm

typedef struct {
    double radius_m, side, rate_hz;
    uint64_t seed;
} place;

/* Places from small to large bubbles, in turn left and right. The larger the fewer. */
static place place_at(int number)
{
    const double share = (number + 0.5) / PLACES;
    const uint64_t seed = 1000 + 10 * (uint64_t)number;
    const double side = (number % 2 ? 1.0 : -1.0) * (0.45 + 0.5 * chance(seed, 0));
    const double few = pow(6.0, -(share - 0.5)); // from 2.4 times as many to 0.4
    return (place){radius_least * pow(radius_most / radius_least, share), side,
                   rate_all_hz / PLACES * few, seed};
}

/* How lively a place is at a frame, about 1. */
static double liveliness(const place *here, long frame, long frames)
{
    const double gurgle = wander(here->seed + 1, 307 + 10 * (long)(here->seed % 7), frame, frames);
    const double flow = wander(here->seed + 2, 29, frame, frames);
    const double swell = wander(77, 11, frame, frames); // of all
    return exp(0.55 * gurgle + 0.45 * flow + 0.15 * swell);
}

/* The bubble whose chances are those from `of` + 2 on. A third of them rise, near the surface. */
static bubble bubble_of(const place *here, uint64_t of)
{
    const uint64_t seed = here->seed + 3;
    const double size = spread * (white(seed, of + 2) + white(seed, of + 3));
    const double radius = here->radius_m * exp(size);
    const double loud = chance(seed, of + 4), near = chance(seed, of + 5);
    return (bubble){.radius_m = radius,
                    .rise = near > 0.65 ? 0.1 * (near - 0.65) / 0.35 : 0.0,
                    .level = pow(radius / radius_most, 0.9) * (0.15 + 0.85 * loud * loud),
                    .side = fmax(-1.0, fmin(1.0, here->side + 0.2 * white(seed, of + 6)))};
}

static void add_place(sound *loop, const place *here)
{
    const double most = exp(1.15);
    double at_s = 0.0;
    for (uint64_t i = 0;; i++) {
        const uint64_t of = 8 * i;
        at_s -= log(1.0 - chance(here->seed + 3, of)) / (here->rate_hz * most);
        const long at = (long)(at_s * RATE);
        if (at >= loop->frames) {
            return;
        }
        if (chance(here->seed + 3, of + 1) * most > liveliness(here, at, loop->frames)) {
            continue; // thinned: Poisson at a rate that changes
        }
        const bubble one = bubble_of(here, of);
        bubble_add(loop, at, &one);
    }
}

/* ---- the water between them ---- */

static const double water_level = 1.1;

static double drift(uint64_t seed, double hz, double octaves, long points, long frame, long frames)
{
    return hz * pow(2.0, octaves * wander(seed, points, frame, frames));
}

/* Pink noise through three bands whose centres drift. The last seconds of the loop run before its
 * first, to settle the filters: so it closes. */
static void add_water(double *side, long frames, uint64_t seed)
{
    pink colour = {{0}};
    biquad low = {0}, middle = {0}, high = {0}, soft = {0};
    biquad_low_pass(&soft, 3400.0, 0.5);
    double swell = 0.0;
    for (long i = -10L * RATE; i < frames; i++) {
        const long at = i < 0 ? frames + i : i;
        if (at % FILTER_STEP == 0) {
            biquad_band_pass(&low, drift(seed + 1, 210.0, 0.3, 19, at, frames), 0.7);
            biquad_band_pass(&middle, drift(seed + 2, 430.0, 0.45, 31, at, frames), 0.8);
            biquad_band_pass(&high, drift(seed + 3, 1250.0, 0.45, 41, at, frames), 0.7);
            swell =
                exp(0.12 * wander(seed + 4, 53, at, frames) + 0.10 * wander(77, 11, at, frames));
        }
        const double noise = pink_next(&colour, white(seed, (uint64_t)at));
        const double water = 0.5 * biquad_next(&low, noise) + biquad_next(&middle, noise) +
                             0.8 * biquad_next(&high, noise);
        const double softened = biquad_next(&soft, water);
        if (i >= 0) {
            side[at] += water_level * swell * softened;
        }
    }
}

sound make_stream(void)
{
    sound loop = sound_create((long)(loop_s * RATE));
    for (int i = 0; i < PLACES; i++) {
        const place here = place_at(i);
        add_place(&loop, &here);
    }
    add_water(loop.left, loop.frames, 303);
    add_water(loop.right, loop.frames, 404);
    return loop;
}
