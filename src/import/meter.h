#ifndef IL_IMPORT_METER_H
#define IL_IMPORT_METER_H

#include <ebur128.h>

#include "base/error.h"
#include "base/frames.h"

/* How loud 48 kHz sound is, after ITU-R BS.1770-4 and EBU Tech 3341 (libebur128), and the longest
 * it is silent. Zeroed, then opened; one thread at a time. */
typedef struct {
    ebur128_state *state; // owned
    int channels;
    il_frames frames, metered; // so far; of them given to the meter
    double loudest;            // momentary, LUFS
    float peak;                // the largest sample
    il_frames silent;          // how long there has been no sound, at the last frame
} il_meter;

/* `both` says that one channel will be heard from both sides and counts as two. */
bool il_meter_open(il_meter *meter, int channels, bool both, il_error *err);
void il_meter_close(il_meter *meter);

/* `count` interleaved frames. */
bool il_meter_add(il_meter *meter, const float *samples, int count, il_error *err);

/* LUFS over all that was added: gated, or, of less than 400 ms, as it is. -HUGE_VAL when it is
 * silent. */
double il_meter_level(il_meter *meter);

/* LUFS of the loudest 400 ms, or of all that there is. */
double il_meter_loudest(il_meter *meter);

#endif
