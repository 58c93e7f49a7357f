#ifndef IL_DSP_FADE_H
#define IL_DSP_FADE_H

#include "base/error.h"
#include "base/frames.h"
#include "base/realtime.h"

/* How one cue comes and goes: silent, rising to full, and silent again at its end.
 *
 * Engine and scene read the same fade, so what is heard and what is seen rise together. Plain
 * data: copy it freely, there is nothing to free. */
typedef struct {
    il_frames length; // of the whole cue, always > 0
    il_frames in;     // 0 starts at full
    il_frames out;    // in + out <= length
} il_fade;

/* Fill `fade` for a cue of `length` frames (> 0) from fade times in seconds.
 *
 * Seconds become frames here and nowhere later. Fails at `at`, with `fade` unchanged, when a time
 * is negative or the two do not fit into the cue one after the other. */
bool il_fade_init(il_fade *fade, il_frames length, double in_s, double out_s, il_place at,
                  il_error *err);

/* The factor on samples at `frame`, 0 to 1; 0 before the cue begins and after it ends.
 *
 * A fade follows sin(pi/2 x), x from 0 to 1. Where two cues fade across each other, one is at the
 * sine and the other at the cosine, and sin^2 + cos^2 = 1: their power together stays level. */
IL_REALTIME float il_fade_at(const il_fade *fade, il_frames frame);

/* The rising half by itself: 0 up to `done` 0, 1 from `done` = `length` (>= 0) on. */
IL_REALTIME float il_fade_rise(il_frames done, il_frames length);

/* A curve from 0 to 1 that begins and ends level, 3x^2 - 2x^3 (smoothstep), for x from 0 to 1; held
 * at its ends outside. */
IL_REALTIME double il_fade_s_curve(double x);

#endif
