#ifndef IL_DSP_TONE_H
#define IL_DSP_TONE_H

#include "base/error.h"
#include "base/frames.h"

/* A steady sound that repeats after some frames: the breath cue's voices.
 *
 * Made once, then looked up by frame, so that it is the same wherever playing begins. Every partial
 * goes through whole waves in the period, so there is no seam. */
typedef struct {
    float *samples; // owned: stereo, interleaved
    il_frames frames;
} il_tone;

/* One sine of it. Both rates times the period must be whole. */
typedef struct {
    double left_hz, right_hz;
    double level; // relative to the others
} il_partial;

/* Make `tone` of `count` partials, repeating after `frames`, with `rms` as its level in each
 * channel. Release it with il_tone_finish. False, with `err`, for lack of memory only. Any thread
 * but the callback. */
bool il_tone_init(il_tone *tone, il_frames frames, const il_partial *partials, int count,
                  double rms, il_error *err);

void il_tone_finish(il_tone *tone);

#endif
