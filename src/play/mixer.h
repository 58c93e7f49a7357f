#ifndef IL_PLAY_MIXER_H
#define IL_PLAY_MIXER_H

#include "play/clock.h"
#include "play/player.h"
#include "play/ring.h"

/* What runs in the audio callback: blocks out of the ring, at their levels, faded as the transport
 * wishes, summed and limited. Whoever drives it, a device or a timer, calls il_mixer_fill.
 *
 * Everything that could click fades. A pause fades for as long as it was asked to; a new generation
 * fades what played in 20 ms, drops it and fades its own in; where the ring runs dry it fades in
 * time and holds its frame, so that nothing is ever skipped. At levels of 0 dB, without a fade, the
 * samples are those of an export. */
typedef struct {
    il_ring ring;
    il_clock clock;

    // wishes, of the main thread
    atomic_bool wants_play;
    atomic_uint generation; // of what is to be heard
    atomic_int fade;        // frames that a pause or a resume takes
    _Atomic float levels[IL_GROUPS];
    atomic_bool frozen; // the device is gone: hold, silently

    // what became of them, of the callback
    atomic_llong at;         // the next frame of the timeline that goes to the device
    atomic_bool ended, held; // heard to its end; silent, holding its frame
    atomic_uint dry, heard_generation;
    atomic_ulong turns;
    atomic_llong turn_ns;  // when the last turn was
    atomic_llong worst_ns; // the longest that a turn took

    // the callback's own
    float levels_now[IL_GROUPS], level_steps[IL_GROUPS], level_goals[IL_GROUPS];
    int level_left[IL_GROUPS];
    float transport, gate; // 0 to 1, before they are made smooth
    bool gate_open, started;
    int taken; // frames taken of the front block
    int64_t output;
    unsigned playing; // its generation
} il_mixer;

bool il_mixer_init(il_mixer *mixer, il_error *err);
void il_mixer_finish(il_mixer *mixer);

/* `count` frames, interleaved, into `out`. */
IL_REALTIME void il_mixer_fill(il_mixer *mixer, float *out, int count);

/* Seconds of the clock that turns are counted by. Any thread. */
IL_REALTIME double il_mixer_now_s(void);

#endif
