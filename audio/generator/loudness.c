#include "loudness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "filter.h"

static const double pi = 3.14159265358979323846;
static const double nothing_lufs = -120.0;

enum { TENTH = RATE / 10, MOMENTARY = 4, SHORT_TERM = 30 }; // windows in tenths of a second

/* Weighted power of each whole tenth of a second, the channels' sum: windows are made of them. */
typedef struct {
    double *power; // owned
    long count;
} tenths;

/* The K-weighting of BS.1770 at 48 kHz: a head's shelf, then a high-pass. */
static double k_weighted(biquad stages[2], double sample)
{
    return biquad_next(&stages[1], biquad_next(&stages[0], sample));
}

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

static double *numbers(long count)
{
    double *made = calloc((size_t)count + 1, sizeof *made);
    if (!made) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    return made;
}

static tenths weigh(const sound *made)
{
    const long count = made->frames / TENTH;
    const tenths all = {numbers(count), count};
    for (int side = 0; side < 2; side++) {
        biquad stages[2];
        k_weighting(stages);
        const double *samples = side ? made->right : made->left;
        for (long i = 0; i < count * TENTH; i++) {
            const double weighted = k_weighted(stages, samples[i]);
            all.power[i / TENTH] += weighted * weighted / TENTH;
        }
    }
    return all;
}

static double lufs(double power)
{
    return power > 0.0 ? -0.691 + 10.0 * log10(power) : nothing_lufs;
}

/* The power of every window of `width` tenths, one starting at each tenth; the caller frees it. */
static double *windows(const tenths *all, long width, long *count)
{
    *count = all->count < width ? 0 : all->count - width + 1;
    double *power = numbers(*count);
    for (long i = 0; i < *count; i++) {
        for (long k = 0; k < width; k++) {
            power[i] += all->power[i + k] / (double)width;
        }
    }
    return power;
}

static double gated_mean(const double *power, long count, double gate_lufs)
{
    double sum = 0.0;
    long taken = 0;
    for (long i = 0; i < count; i++) {
        if (lufs(power[i]) > gate_lufs) {
            sum += power[i];
            taken++;
        }
    }
    return taken ? sum / (double)taken : 0.0;
}

/* What lies more than `under_lu` below the mean of all that is no silence does not count. */
static double gate(const double *power, long count, double under_lu)
{
    return fmax(lufs(gated_mean(power, count, -70.0)) - under_lu, -70.0);
}

static double *windows_of(const sound *made, long width, long *count)
{
    tenths all = weigh(made);
    double *power = windows(&all, width, count);
    free(all.power);
    return power;
}

double loudness_integrated(const sound *made)
{
    long count = 0;
    double *power = windows_of(made, MOMENTARY, &count);
    const double whole = lufs(gated_mean(power, count, gate(power, count, 10.0)));
    free(power);
    return whole;
}

double loudness_momentary_most(const sound *made)
{
    long count = 0;
    double *power = windows_of(made, MOMENTARY, &count), most = 0.0;
    for (long i = 0; i < count; i++) {
        most = fmax(most, power[i]);
    }
    free(power);
    return lufs(most);
}

static int rising(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double loudness_range(const sound *made)
{
    long count = 0, above = 0;
    double *power = windows_of(made, SHORT_TERM, &count);
    const double least = gate(power, count, 20.0);
    qsort(power, (size_t)count, sizeof *power, rising);
    while (above < count && lufs(power[above]) <= least) {
        above++;
    }
    const double last = (double)(count - above - 1);
    const double range = last < 0.0 ? 0.0
                                    : lufs(power[above + lround(0.95 * last)]) -
                                          lufs(power[above + lround(0.10 * last)]);
    free(power);
    return range;
}

/* A windowed sinc, `at` frames from its middle. */
static double sinc(double at, double reach)
{
    return sin(pi * at) / (pi * at) * (0.5 + 0.5 * cos(pi * at / reach));
}

enum { REACH = 16 }; // frames to each side that a value between two samples is made of

static double between(const double *samples, const double *taps)
{
    double value = 0.0;
    for (int k = 0; k < 2 * REACH; k++) {
        value += taps[k] * samples[k];
    }
    return value;
}

double true_peak(const sound *made)
{
    double taps[3][2 * REACH], peak = sound_peak(made);
    for (int quarter = 0; quarter < 3; quarter++) {
        for (int k = 0; k < 2 * REACH; k++) {
            taps[quarter][k] = sinc(k - REACH + 1 - (quarter + 1) / 4.0, REACH);
        }
    }
    for (long i = 0; i + 2 * REACH <= made->frames; i++) {
        for (int quarter = 0; quarter < 3; quarter++) {
            peak = fmax(peak, fabs(between(made->left + i, taps[quarter])));
            peak = fmax(peak, fabs(between(made->right + i, taps[quarter])));
        }
    }
    return peak;
}
