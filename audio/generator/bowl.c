#include "bowl.h"

#include <math.h>

#include "chance.h"

static const double pi = 3.14159265358979323846;

/* How each mode lies to the base, how much of it a soft mallet wakes (a hard one, about twice as
 * much at each step) and how long it rings. A bowl is never quite round, so every mode is two, a
 * little apart: they beat. The second is half as strong, so that the beat never falls silent. */
static const struct {
    double ratio, split_hz, level, ring;
} modes[] = {
    {1.0, 0.9, 1.0, 1.0},    {2.98, 2.1, 0.275, 0.57},  {5.70, 3.4, 0.070, 0.32},
    {9.0, 4.9, 0.015, 0.17}, {12.8, 6.0, 0.003, 0.093},
};
static const double second = 0.5, apart = 0.16; // of a pair: its level, and how far to each side

static double onset(double t, double attack_s)
{
    return t < attack_s ? (1.0 - cos(pi * t / attack_s)) / 2.0 : 1.0;
}

static void add_mode(sound *out, long start, double hz, double ring_s, double attack_s,
                     double level, double side)
{
    const double left = sqrt((1.0 - side) / 2.0), right = sqrt((1.0 + side) / 2.0);
    const double decay = log(1000.0) / ring_s; // 60 dB
    for (long at = start; at < out->frames; at++) {
        const double t = (double)(at - start) / RATE;
        const double sample = level * onset(t, attack_s) * exp(-decay * t) * sin(2.0 * pi * hz * t);
        out->left[at] += left * sample;
        out->right[at] += right * sample;
    }
}

void bowl_strike(sound *out, double start_s, const stroke *how)
{
    const long start = (long)(start_s * RATE);
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
        const double hz = how->base_hz * modes[i].ratio, ring_s = how->ring_s * modes[i].ring;
        const double touch =
            i ? 1.0 + 0.15 * white(how->seed, i) : 1.0; // no stroke is like another
        const double level = how->level * modes[i].level * touch;
        const double side = i % 2 ? -apart : apart;
        add_mode(out, start, hz, ring_s, how->attack_s, level, side);
        add_mode(out, start, hz + modes[i].split_hz, ring_s, how->attack_s, second * level, -side);
    }
}

void bowl_end(sound *out, double floor_db, double fade_s)
{
    const double least = sound_peak(out) * pow(10.0, floor_db / 20.0);
    const long fade = (long)(fade_s * RATE);
    long end = out->frames;
    while (end > fade && fmax(fabs(out->left[end - 1]), fabs(out->right[end - 1])) < least) {
        end--;
    }
    end = end + fade < out->frames ? end + fade : out->frames;
    for (long i = 0; i < fade; i++) {
        const double factor = (1.0 - cos(pi * (double)i / (double)fade)) / 2.0;
        out->left[end - 1 - i] *= factor;
        out->right[end - 1 - i] *= factor;
    }
    sound_trim(out, end);
}
