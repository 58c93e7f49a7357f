#include "ui/ramp.h"

#include <math.h>

/* A press answers with its first picture: a fade that stood at its very start then would show
 * nothing until the second. */
static const int64_t head_start_ms = 16;

static float eased(il_ease ease, float p)
{
    switch (ease) {
    case IL_EASE_ENTER:
        return 1.0f - (1.0f - p) * (1.0f - p) * (1.0f - p);
    case IL_EASE_LEAVE:
        return p * p * p;
    case IL_EASE_SINE:
        break;
    }
    return (1.0f - cosf(3.14159265f * p)) * 0.5f;
}

void il_ramp_to(il_ramp *ramp, float to, int64_t length_ms, il_ease ease, int64_t now_ms)
{
    if (ramp->to == to && length_ms > 0) {
        return;
    }
    *ramp = (il_ramp){
        .from = il_ramp_at(ramp, now_ms),
        .to = to,
        .ease = ease,
        .start_ms = now_ms - (length_ms > 0 ? head_start_ms : 0),
        .length_ms = length_ms,
    };
}

float il_ramp_at(const il_ramp *ramp, int64_t now_ms)
{
    const int64_t gone = now_ms - ramp->start_ms;
    if (gone >= ramp->length_ms) {
        return ramp->to;
    }
    const float p = gone > 0 ? (float)gone / (float)ramp->length_ms : 0.0f;
    return ramp->from + (ramp->to - ramp->from) * eased(ramp->ease, p);
}

bool il_ramp_moves(const il_ramp *ramp, int64_t now_ms)
{
    return now_ms - ramp->start_ms < ramp->length_ms;
}
