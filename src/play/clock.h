#ifndef IL_PLAY_CLOCK_H
#define IL_PLAY_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/frames.h"
#include "base/realtime.h"

/* What is heard now, from callbacks that come in jerks: a delay-locked loop over their times (F.
 * Adriaensen, "Using a DLL to filter time", 2005), published so that any thread reads it without a
 * lock. Times are seconds of a steady clock. */

/* What the callback tells of one turn. */
typedef struct {
    int64_t output; // frames given to the device before this turn, silence too
    int count;      // given in this turn
    il_frames at;   // of the timeline, that the turn begins with
    int moving;     // how many of `count` frames go on in the timeline; the rest is silence
} il_turn;

typedef struct {
    // the callback's
    double t1, e2, period_s; // when the next turn is expected, and the loop's second integrator
    int64_t next_output;     // what its `output` will be
    double age_s;            // since the loop began
    bool running;

    // published: odd `sequence` while it is written
    atomic_uint sequence;
    _Atomic double from_s, to_s; // this turn's filtered time, and the next one's
    atomic_llong output, at;
    atomic_int count, moving;
} il_clock;

void il_clock_init(il_clock *clock);

/* A turn begins at `now_s`. */
IL_REALTIME void il_clock_turn(il_clock *clock, double now_s, const il_turn *turn);

/* The frame of the timeline that is in the ear at `now_s`, when the device takes `latency` frames
 * to be heard. Before the first turn 0. Any thread. */
il_frames il_clock_heard(il_clock *clock, double now_s, il_frames latency);

#endif
