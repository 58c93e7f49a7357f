#include "dsp/dither.h"

/* The finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014): every bit of a frame's number reaches every bit of the result. */
static uint64_t hash(uint64_t frame)
{
    uint64_t x = (frame + 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

/* `sample` in steps of 2^-16 of a 16 bit step. */
static int64_t scaled(float sample)
{
    if (sample >= -1.0f && sample <= 1.0f) {
        return (int64_t)(sample * 2147483648.0f);
    }
    const int64_t full = INT64_C(1) << 31;
    return sample > 1.0f ? full : sample < -1.0f ? -full : 0;
}

/* The two halves of `random` are each uniform over a step; their sum is triangular over two. */
static int16_t rounded(float sample, uint32_t random)
{
    const int64_t noise = (int64_t)(random & 0xffff) + (int64_t)(random >> 16) - 0xffff;
    const int64_t step = (scaled(sample) + noise + 0x8000) >> 16;
    return (int16_t)(step > INT16_MAX ? INT16_MAX : step < INT16_MIN ? INT16_MIN : step);
}

void il_dither_s16(const float *samples, il_frames at, int count, int16_t *out)
{
    for (int i = 0; i < count; i++) {
        const uint64_t random = hash((uint64_t)(at + i));
        out[2 * i] = rounded(samples[2 * i], (uint32_t)random);
        out[2 * i + 1] = rounded(samples[2 * i + 1], (uint32_t)(random >> 32));
    }
}
