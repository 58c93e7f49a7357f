#include "filter.h"

#include <math.h>

#include "sound.h"

static const double turn = 6.28318530717958647693;

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
    const double w = turn * centre_hz / RATE, alpha = sin(w) / (2.0 * q);
    set(filter, alpha, 0.0, -alpha, 1.0 + alpha, -2.0 * cos(w), 1.0 - alpha);
}

void biquad_low_pass(biquad *filter, double corner_hz, double q)
{
    const double w = turn * corner_hz / RATE, alpha = sin(w) / (2.0 * q), c = cos(w);
    set(filter, (1.0 - c) / 2.0, 1.0 - c, (1.0 - c) / 2.0, 1.0 + alpha, -2.0 * c, 1.0 - alpha);
}

double biquad_next(biquad *filter, double sample)
{
    const double out = filter->b0 * sample + filter->z1;
    filter->z1 = filter->b1 * sample - filter->a1 * out + filter->z2;
    filter->z2 = filter->b2 * sample - filter->a2 * out;
    return out;
}
