#include "dsp/limit.h"

#include <math.h>

static const float linear_up_to = 0.80f;
static const double range_above = 0.09;

float il_limit(float sample)
{
    const float size = fabsf(sample);
    if (size <= linear_up_to) {
        return sample;
    }
    if (!isfinite(sample)) {
        return 0.0f;
    }
    const double above = (double)size - (double)linear_up_to;
    const double limited = (double)linear_up_to + range_above * tanh(above / range_above);
    return copysignf((float)limited, sample);
}

void il_limit_all(float *samples, int count)
{
    int above = 0; // nearly always none: one quick look over all
    for (int i = 0; i < count; i++) {
        above |= !(fabsf(samples[i]) <= linear_up_to);
    }
    for (int i = 0; above && i < count; i++) {
        samples[i] = il_limit(samples[i]);
    }
}
