#ifndef IL_UI_RAMP_H
#define IL_UI_RAMP_H

#include <stdbool.h>
#include <stdint.h>

/* A value that glides from where it is to where it is wanted: what the interface itself moves
 * (controls, dialogs, notices), by the steady clock. Plain data; zeroed it rests at 0. One thread.
 */

/* The easings of the target picture. Enter: 1 - (1 - p)^3; leave: p^3; sine: (1 - cos(pi p)) / 2.
 */
typedef enum { IL_EASE_SINE, IL_EASE_ENTER, IL_EASE_LEAVE } il_ease;

typedef struct {
    float from, to;
    il_ease ease;
    int64_t start_ms, length_ms; // length 0: it rests at `to`
} il_ramp;

/* From what it is at `now_ms` to `to`, within `length_ms` (0: at once). Nothing happens when it is
 * there, or on its way there, already. */
void il_ramp_to(il_ramp *ramp, float to, int64_t length_ms, il_ease ease, int64_t now_ms);

float il_ramp_at(const il_ramp *ramp, int64_t now_ms);

bool il_ramp_moves(const il_ramp *ramp, int64_t now_ms);

#endif
