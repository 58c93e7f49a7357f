#include "chance.h"

#include <math.h>

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
    const double turn = (1.0 - cos(3.14159265358979323846 * (at - (double)before))) / 2.0;
    const double a = white(seed, (uint64_t)(before % points));
    const double b = white(seed, (uint64_t)((before + 1) % points));
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
