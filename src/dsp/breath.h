#ifndef IL_DSP_BREATH_H
#define IL_DSP_BREATH_H

#include "base/frames.h"
#include "base/realtime.h"

/* One breath: how long each of its phases lasts, in the order in which they pass. Phases of 0 frames
 * do not occur. */
typedef struct {
    il_frames in;     // > 0 but in a breath that nobody paces
    il_frames top_up; // the second, small inhale of a sigh
    il_frames hold;   // full
    il_frames out;
    il_frames rest; // empty
} il_breath_cycle;

typedef enum {
    IL_BREATH_IN,
    IL_BREATH_TOP_UP,
    IL_BREATH_HOLD,
    IL_BREATH_OUT,
    IL_BREATH_REST,
} il_breath_phase;

typedef struct {
    il_breath_phase phase;
    float fullness; // 0 empty to 1 full: the radius of the picture, the level of the swell
    float done;     // how much of the phase has passed, 0 to 1
    il_frames left; // of the phase
} il_breath;

il_frames il_breath_length(const il_breath_cycle *cycle);

/* The breath at `frame` (0 to the cycle's length) of `cycle`: the one function that picture, cue
 * sound and tests ask.
 *
 * Within a phase fullness follows a raised cosine, (1 - cos(pi t/T)) / 2, so its speed is zero at
 * each turn, like a real breath's. With a top-up the inhale reaches 0.7 and the top-up the rest.
 * Before the cycle it is empty, after it as at its end. Any thread. */
IL_REALTIME il_breath il_breath_at(const il_breath_cycle *cycle, il_frames frame);

#endif
