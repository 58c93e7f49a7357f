#ifndef IL_ENGINE_MIX_H
#define IL_ENGINE_MIX_H

#include <stdint.h>

#include "base/frames.h"

/* The inner loops: sound times gain, added to a stereo stem.
 *
 * A gain that changes is computed at every frame that divides by IL_CELL_FRAMES, and lies on a line
 * between: so it does not depend on where blocks begin. */
enum {
    IL_CELL_FRAMES = 64,
    IL_MIX_FRAMES = 1024, // rendered at once: all of it stays in the fastest cache
};

typedef double il_gain_at(const void *context, il_frames frame);

/* Add `count` frames of `samples`, 16 bit, mono or stereo interleaved, that are those from frame
 * `at` on, to `stem`. */
void il_mix_s16(float *stem, const int16_t *samples, int channels, il_frames at, int count,
                il_gain_at *gain, const void *context);

/* Add `count` stereo frames of a sound that repeats after `period` frames. */
void il_mix_periodic(float *stem, const float *sound, il_frames period, il_frames at, int count,
                     il_gain_at *gain, const void *context);

/* Add `left` and `right`, which may be one, at one gain. */
void il_mix_pair(float *stem, const float *left, const float *right, int count, float gain);

/* To 16 bit: nearest, halves to even, full scale 32768, the ends kept; interleaved from `channels`
 * (1 or 2) arrays. Samples are finite. */
void il_mix_to_s16(int16_t *out, const float *const *channels, int channel_count, int count);

#endif
