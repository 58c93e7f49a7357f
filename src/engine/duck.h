#ifndef IL_ENGINE_DUCK_H
#define IL_ENGINE_DUCK_H

#include "base/error.h"
#include "base/frames.h"

/* How far beds step back for words: planned from when the words are, never from how loud they are,
 * so that a bed is down before the first word and does not pump.
 *
 * From 0.7 s before words it goes down along an S-curve in dB; it stays down over gaps under 4 s,
 * else waits 1 s and lifts in 3 s. Where several words ask, the most counts. */

/* Words from frame `at` up to `end`. */
typedef struct {
    il_frames at, end;
} il_duck_span;

typedef struct {
    il_duck_span *spans; // owned: apart by 4 s at least, in order
    int count, room;
} il_duck;

/* Words from `at` up to `end`, in any order. False, with `err`, when memory lacks. */
bool il_duck_add(il_duck *duck, il_frames at, il_frames end, il_error *err);

/* Once all are added: order them and join those that are close. */
void il_duck_settle(il_duck *duck);

/* The depth at `frame`, once settled: 0 not at all, 1 wholly. */
double il_duck_at(const il_duck *duck, il_frames frame);

void il_duck_finish(il_duck *duck);

#endif
