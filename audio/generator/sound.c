#include "sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

sound sound_create(long frames)
{
    sound made = {calloc((size_t)frames, sizeof(double)), calloc((size_t)frames, sizeof(double)),
                  frames};
    if (!made.left || !made.right) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    return made;
}

void sound_destroy(sound *made)
{
    free(made->left);
    free(made->right);
    *made = (sound){0};
}

void sound_scale(sound *made, double factor)
{
    for (long i = 0; i < made->frames; i++) {
        made->left[i] *= factor;
        made->right[i] *= factor;
    }
}

double sound_peak(const sound *made)
{
    double peak = 0.0;
    for (long i = 0; i < made->frames; i++) {
        peak = fmax(peak, fmax(fabs(made->left[i]), fabs(made->right[i])));
    }
    return peak;
}

static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

double chance(uint64_t seed, uint64_t index)
{
    return (double)(mix(mix(seed) ^ mix(index + 0x51ED270B7A4F3C1DU)) >> 11) * 0x1p-53;
}

double white(uint64_t seed, uint64_t frame)
{
    return 2.0 * chance(seed, frame) - 1.0;
}

double wander(uint64_t seed, long points, long frame, long frames)
{
    const double at = (double)frame / (double)frames * (double)points;
    const long before = (long)floor(at);
    const double turn = (1.0 - cos(pi * (at - (double)before))) / 2.0;
    const double a = chance(seed, (uint64_t)(before % points));
    const double b = chance(seed, (uint64_t)((before + 1) % points));
    return a + (b - a) * turn;
}

double pink_next(pink *state, double w)
{
    double *p = state->pole;
    p[0] = 0.99886 * p[0] + w * 0.0555179;
    p[1] = 0.99332 * p[1] + w * 0.0750759;
    p[2] = 0.96900 * p[2] + w * 0.1538520;
    p[3] = 0.86650 * p[3] + w * 0.3104856;
    p[4] = 0.55000 * p[4] + w * 0.5329522;
    p[5] = -0.7616 * p[5] - w * 0.0168980;
    const double out = p[0] + p[1] + p[2] + p[3] + p[4] + p[5] + p[6] + w * 0.5362;
    p[6] = w * 0.115926;
    return out * 0.11;
}

static void set(biquad *filter, double b0, double b1, double b2, double a0, double a1, double a2)
{
    filter->b0 = b0 / a0;
    filter->b1 = b1 / a0;
    filter->b2 = b2 / a0;
    filter->a1 = a1 / a0;
    filter->a2 = a2 / a0;
}

void biquad_band_pass(biquad *filter, double centre_hz, double q)
{
    const double w = 2.0 * pi * centre_hz / RATE, alpha = sin(w) / (2.0 * q);
    set(filter, alpha, 0.0, -alpha, 1.0 + alpha, -2.0 * cos(w), 1.0 - alpha);
}

void biquad_low_pass(biquad *filter, double corner_hz, double q)
{
    const double w = 2.0 * pi * corner_hz / RATE, alpha = sin(w) / (2.0 * q), c = cos(w);
    set(filter, (1.0 - c) / 2.0, 1.0 - c, (1.0 - c) / 2.0, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

void biquad_high_pass(biquad *filter, double corner_hz, double q)
{
    const double w = 2.0 * pi * corner_hz / RATE, alpha = sin(w) / (2.0 * q), c = cos(w);
    set(filter, (1.0 + c) / 2.0, -1.0 - c, (1.0 + c) / 2.0, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

double biquad_next(biquad *filter, double sample)
{
    const double out = filter->b0 * sample + filter->z1;
    filter->z1 = filter->b1 * sample - filter->a1 * out + filter->z2;
    filter->z2 = filter->b2 * sample - filter->a2 * out;
    return out;
}

void add_bubble(double *loop, long frames, long start, double radius_m, double level)
{
    const double damping = 0.13 / radius_m + 0.0072 * pow(radius_m, -1.5);
    const double hz = 3.0 / radius_m, rise = 0.1 * damping, attack_s = 0.0006;
    const long length = (long)(9.2 / damping * RATE); // until it is 80 dB down
    for (long i = 0; i < length; i++) {
        const double t = (double)i / RATE;
        const double onset = t < attack_s ? (1.0 - cos(pi * t / attack_s)) / 2.0 : 1.0;
        const double phase = 2.0 * pi * hz * t * (1.0 + rise * t);
        loop[(start + i) % frames] += level * onset * exp(-damping * t) * sin(phase);
    }
}

/* A measured bowl's modes, and how long and loud each rings under a soft mallet: each step is half
 * as loud again as under a hard one. Every mode is a pair a little apart, the second weaker, so
 * that the beating never falls silent. */
static const struct {
    double ratio, split_hz, level, t60_s;
} modes[] = {
    {1.0, 0.9, 1.0, 14.0},  {2.98, 2.1, 0.275, 8.0}, {5.70, 3.4, 0.070, 4.5},
    {9.0, 4.9, 0.015, 2.4}, {12.8, 6.0, 0.003, 1.3},
};

static void add_mode(sound *out, long start, long length, const stroke *how, double hz,
                     double t60_s, double level, double pan, double phase)
{
    const double left = cos(pan * pi / 2.0), right = sin(pan * pi / 2.0);
    const double decay = 6.907755278982137 / t60_s; // a thousandth after t60
    const long fade = RATE * 3 / 2;
    for (long i = 0; i < length && start + i < out->frames; i++) {
        const double t = (double)i / RATE;
        const double onset = t < how->attack_s ? (1.0 - cos(pi * t / how->attack_s)) / 2.0 : 1.0;
        const long left_frames = length - i;
        const double end =
            left_frames < fade ? (1.0 - cos(pi * (double)left_frames / (double)fade)) / 2.0 : 1.0;
        const double sample =
            level * onset * end * exp(-decay * t) * sin(2.0 * pi * hz * t + phase);
        out->left[start + i] += left * sample;
        out->right[start + i] += right * sample;
    }
}

void add_stroke(sound *out, double start_s, const stroke *how)
{
    const long start = (long)(start_s * RATE), length = (long)(how->length_s * RATE);
    for (unsigned i = 0; i < sizeof modes / sizeof *modes; i++) {
        const double hz = how->base_hz * modes[i].ratio;
        const double off = 0.06 * (chance(how->seed, 2 * i) - 0.5);
        const double touch = 1.0 + (i ? 0.3 * (chance(how->seed, 2 * i + 1) - 0.5) : 0.0);
        const double level = how->level * modes[i].level * touch;
        add_mode(out, start, length, how, hz, modes[i].t60_s, level, 0.47 + off, 0.0);
        add_mode(out, start, length, how, hz + modes[i].split_hz, modes[i].t60_s, 0.7 * level,
                 0.53 - off, 0.0);
    }
}

/* ---- loudness ---- */

/* The K-weighting of BS.1770-4 at 48 kHz: a head's shelf, then a high-pass. */
static void k_weighting(biquad stages[2])
{
    stages[0] = (biquad){.b0 = 1.53512485958697,
                         .b1 = -2.69169618940638,
                         .b2 = 1.19839281085285,
                         .a1 = -1.69065929318241,
                         .a2 = 0.73248077421585};
    stages[1] =
        (biquad){.b0 = 1.0, .b1 = -2.0, .b2 = 1.0, .a1 = -1.99004745483398, .a2 = 0.99007225036621};
}

/* Weighted power of each tenth of a second, both channels summed. */
static double *tenths(const sound *made, long *count)
{
    const long step = RATE / 10;
    *count = made->frames / step;
    double *power = calloc((size_t)*count + 1, sizeof *power);
    if (!power) {
        exit(3);
    }
    for (int side = 0; side < 2; side++) {
        biquad stages[2];
        k_weighting(stages);
        const double *samples = side ? made->right : made->left;
        for (long i = 0; i < *count * step; i++) {
            const double y = biquad_next(&stages[1], biquad_next(&stages[0], samples[i]));
            power[i / step] += y * y / (double)step;
        }
    }
    return power;
}

static double lufs(double power)
{
    return power > 0.0 ? -0.691 + 10.0 * log10(power) : -120.0;
}

static double over(const double *power, long from, long count)
{
    double sum = 0.0;
    for (long i = 0; i < count; i++) {
        sum += power[from + i] / (double)count;
    }
    return sum;
}

static double gated_mean(const double *power, long count, double gate)
{
    double sum = 0.0;
    long taken = 0;
    for (long i = 0; i + 4 <= count; i++) {
        const double block = over(power, i, 4);
        if (lufs(block) > gate) {
            sum += block;
            taken++;
        }
    }
    return taken ? sum / (double)taken : 0.0;
}

double loudness_integrated(const sound *made)
{
    long count = 0;
    double *power = tenths(made, &count);
    const double relative = lufs(gated_mean(power, count, -70.0)) - 10.0;
    const double whole = lufs(gated_mean(power, count, fmax(relative, -70.0)));
    free(power);
    return whole;
}

double loudness_momentary_most(const sound *made)
{
    long count = 0;
    double *power = tenths(made, &count), most = -120.0;
    for (long i = 0; i + 4 <= count; i++) {
        most = fmax(most, lufs(over(power, i, 4)));
    }
    free(power);
    return most;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double loudness_range(const sound *made)
{
    long count = 0;
    double *power = tenths(made, &count);
    const long blocks = count > 30 ? count - 30 : 0;
    double *levels = calloc((size_t)blocks + 1, sizeof *levels);
    if (!levels || !blocks) {
        free(levels);
        free(power);
        return 0.0;
    }
    for (long i = 0; i < blocks; i++) {
        levels[i] = lufs(over(power, i, 30));
    }
    qsort(levels, (size_t)blocks, sizeof *levels, compare);
    const double range = levels[blocks * 95 / 100] - levels[blocks / 10];
    free(levels);
    free(power);
    return range;
}
