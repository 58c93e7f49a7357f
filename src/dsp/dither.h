#ifndef IL_DSP_DITHER_H
#define IL_DSP_DITHER_H

#include <stdint.h>

#include "base/frames.h"

/* `count` frames of interleaved stereo in `samples`, which are those from frame `at` (>= 0) on, to
 * 16 bit in `out`.
 *
 * Triangular dither of two steps peak to peak makes what rounding leaves independent of the sound
 * (Lipshitz, Wannamaker, Vanderkooy, "Quantization and Dither", J. Audio Eng. Soc. 40 (5), 1992).
 * It comes from a hash of frame and channel, so any stretch gives the same numbers as the whole.
 * Full scale is 32768; beyond it the ends are kept, and what is no number is 0. Any thread. */
void il_dither_s16(const float *samples, il_frames at, int count, int16_t *out);

#endif
