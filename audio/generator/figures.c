#include "figures.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "loudness.h"

static const double pi = 3.14159265358979323846;

enum { SPECTRUM = 8192, TENTH = RATE / 10, SEAM = 64 };

static double decibels(double amplitude)
{
    return 20.0 * log10(fmax(amplitude, 1e-9));
}

static double power(const sound *made, long from, long count)
{
    double sum = 0.0;
    for (long i = from; i < from + count; i++) {
        sum += made->left[i] * made->left[i] + made->right[i] * made->right[i];
    }
    return sum / (double)(2 * count);
}

/* ---- the spectrum ---- */

/* Every value to the place whose number has its own bits in reverse. */
static void reverse_bits(double complex *values, int count)
{
    for (int i = 1, j = 0; i < count; i++) {
        int bit = count >> 1;
        for (; j & bit; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            const double complex other = values[i];
            values[i] = values[j];
            values[j] = other;
        }
    }
}

/* Cooley and Tukey's transform, in place; `count` is a power of two. */
static void transform(double complex *values, int count)
{
    reverse_bits(values, count);
    for (int width = 2; width <= count; width *= 2) {
        for (int i = 0; i < count; i++) {
            const int k = i % width;
            if (k < width / 2) {
                const double complex turned =
                    values[i + width / 2] * cexp(CMPLX(0.0, -2.0 * pi * k / width));
                values[i + width / 2] = values[i] - turned;
                values[i] += turned;
            }
        }
    }
}

/* Power times frequency over power, both channels, from windows a whole window apart. */
static double centroid(const sound *made)
{
    static double complex values[SPECTRUM];
    double weighted = 0.0, sum = 0.0;
    for (long at = 0; at + SPECTRUM <= made->frames; at += SPECTRUM) {
        for (int i = 0; i < SPECTRUM; i++) {
            const double hann = 0.5 - 0.5 * cos(2.0 * pi * i / SPECTRUM);
            values[i] = hann * CMPLX(made->left[at + i], made->right[at + i]);
        }
        transform(values, SPECTRUM);
        for (int i = 1; i < SPECTRUM; i++) { // left and right lie in one: their powers add up
            const double here = creal(values[i] * conj(values[i]));
            sum += here;
            weighted += here * (i < SPECTRUM / 2 ? i : SPECTRUM - i);
        }
    }
    return sum > 0.0 ? weighted / sum * RATE / SPECTRUM : 0.0;
}

/* ---- left and right ---- */

static double sides(const sound *made)
{
    double both = 0.0, left = 0.0, right = 0.0;
    for (long i = 0; i < made->frames; i++) {
        both += made->left[i] * made->right[i];
        left += made->left[i] * made->left[i];
        right += made->right[i] * made->right[i];
    }
    return both / sqrt(fmax(left * right, 1e-30));
}

/* ---- clicks ---- */

static double bend(const double *samples, long frames, long at)
{
    return fabs(samples[(at + 1) % frames] - 2.0 * samples[at] +
                samples[(at + frames - 1) % frames]);
}

/* How sharply the wave bends over frames `from` to `to` round the loop: at most, or in the mean. */
static double bends(const sound *made, long from, long to, bool most)
{
    double sharpest = 0.0, sum = 0.0;
    for (long i = from; i < to; i++) {
        const long at = (i + made->frames) % made->frames;
        const double here =
            fmax(bend(made->left, made->frames, at), bend(made->right, made->frames, at));
        sharpest = fmax(sharpest, here);
        sum += here / (double)(to - from);
    }
    return most ? sharpest : sum;
}

/* ---- repetition ---- */

enum { SLOW = 20 }; // tenths to each side: what changes more slowly than this is no repetition

/* The level of each tenth of a second, less its mean over 4 s around; the caller frees it. */
static double *quick_level(const sound *made, long count)
{
    double *level = calloc((size_t)count, sizeof *level);
    double *quick = calloc((size_t)count, sizeof *quick);
    if (!level || !quick) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    for (long i = 0; i < count; i++) {
        level[i] = sqrt(power(made, i * TENTH, TENTH));
    }
    for (long i = 0; i < count; i++) {
        quick[i] = level[i];
        for (long k = -SLOW; k <= SLOW; k++) {
            quick[i] -= level[(i + k + count) % count] / (2 * SLOW + 1);
        }
    }
    free(level);
    return quick;
}

/* The correlation of a loop's level with itself `lag` tenths on. */
static double likeness(const double *level, long count, long lag)
{
    double both = 0.0, own = 0.0;
    for (long i = 0; i < count; i++) {
        both += level[i] * level[(i + lag) % count];
        own += level[i] * level[i];
    }
    return both / fmax(own, 1e-30);
}

static void find_repeat(const sound *made, figures *found)
{
    const long count = made->frames / TENTH;
    if (count <= SLOW) {
        return;
    }
    double *level = quick_level(made, count);
    for (long lag = 10; lag <= count / 2; lag++) {
        const double here = likeness(level, count, lag);
        if (here > found->repeat) {
            found->repeat = here;
            found->repeat_s = (double)lag / 10.0;
        }
    }
    free(level);
}

figures figures_of(const sound *made, bool loops)
{
    const double mean_bend = fmax(bends(made, 1, made->frames - 1, false), 1e-12);
    figures found = {
        .lufs = loops ? loudness_integrated(made) : loudness_momentary_most(made),
        .range_lu = loudness_range(made),
        .crest_db = decibels(sound_peak(made) / sqrt(fmax(power(made, 0, made->frames), 1e-18))),
        .peak_dbtp = decibels(true_peak(made)),
        .centroid_hz = centroid(made),
        .sides = sides(made),
        .click = bends(made, 1, made->frames - 1, true) / mean_bend,
    };
    if (loops) {
        found.seam = bends(made, -SEAM, SEAM, true) / mean_bend;
        find_repeat(made, &found);
    }
    return found;
}
