#include "bubble.h"

#include <complex.h>
#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;
static const double ears_frames = 22.0; // 0.46 ms, the time sound needs from one ear to the other
static const double floor_nepers = 7.0; // a bubble ends 61 dB down: below its many neighbours

static void add(double *channel, long frames, long at, double sample)
{
    channel[at % frames] += sample;
}

/* a + b i. CMPLX of the standard is not in every compiler's library. */
static double complex rectangular(double a, double b)
{
    const double parts[2] = {a, b};
    double complex made;
    memcpy(&made, parts, sizeof made);
    return made;
}

/* sin(2 pi hz t (1 + rise t)) under its decay, by turning a pointer: the pointer's own speed grows
 * by the same turn each frame. */
void bubble_add(sound *loop, long start, const bubble *one)
{
    const double hz = 3.0 / one->radius_m;
    const double damping = 0.13 / one->radius_m + 0.0072 * pow(one->radius_m, -1.5);
    const double angle = 2.0 * pi * hz / RATE, bend = angle * one->rise * damping / RATE;
    const long attack = (long)(fmax(0.0006, 1.0 / hz) * RATE);
    const long length = (long)(floor_nepers / damping * RATE);
    const double left = sqrt((1.0 - one->side) / 2.0), right = sqrt((1.0 + one->side) / 2.0);
    const long late = lround(ears_frames * one->side); // of the left ear, when positive
    const long left_at = start + (late > 0 ? late : 0), right_at = start - (late < 0 ? late : 0);
    double complex pointer = one->level;
    double complex step = cexp(rectangular(-damping / RATE, angle + bend));
    const double complex faster = cexp(rectangular(0.0, 2.0 * bend));
    for (long i = 0; i < length; i++) {
        const double onset = i < attack ? (1.0 - cos(pi * (double)i / (double)attack)) / 2.0 : 1.0;
        const double sample = onset * cimag(pointer);
        add(loop->left, loop->frames, left_at + i, left * sample);
        add(loop->right, loop->frames, right_at + i, right * sample);
        pointer *= step;
        step *= faster;
    }
}
