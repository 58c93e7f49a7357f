#include "ui/touch.h"

#include <math.h>

static const int64_t long_ms = 600, double_ms = 400;
static const float still = 0.025f, far = 0.08f; // of the window's height

static il_input touched(il_input_kind kind, float x, float y)
{
    return (il_input){.kind = kind, .x = x, .y = y, .touch = true};
}

bool il_touch_down(il_touch *touch, int64_t id, float x, float y, int64_t ms, bool drags,
                   il_input *input)
{
    touch->fingers++;
    if (touch->fingers == 1) {
        touch->id = id;
        touch->spent = drags;
        touch->drags = drags;
        touch->x = x;
        touch->y = y;
        touch->ms = ms;
        *input = touched(IL_INPUT_PRESS, x, y);
        return drags;
    }
    const bool second = touch->fingers == 2 && !touch->spent;
    touch->spent = true;
    *input = touched(IL_INPUT_TWO_FINGERS, x, y);
    return second;
}

bool il_touch_move(il_touch *touch, int64_t id, float x, float y, il_input *input)
{
    *input = touched(IL_INPUT_MOVE, x, y);
    return touch->drags && id == touch->id;
}

static bool tap(il_touch *touch, float x, float y, int64_t ms, float height, il_input *input)
{
    const bool again = touch->tap_ms && ms - touch->tap_ms <= double_ms &&
                       hypotf(x - touch->tap_x, y - touch->tap_y) <= 2.0f * still * height;
    *input = touched(again ? IL_INPUT_DOUBLE : IL_INPUT_PRESS, x, y);
    touch->tap_ms = again ? 0 : ms;
    touch->tap_x = x;
    touch->tap_y = y;
    return true;
}

bool il_touch_up(il_touch *touch, int64_t id, float x, float y, int64_t ms, float height,
                 il_input *input)
{
    const bool dragged = touch->drags && id == touch->id;
    const bool open = touch->fingers == 1 && !touch->spent && id == touch->id;
    const float dx = x - touch->x, dy = y - touch->y;
    touch->fingers -= touch->fingers > 0;
    if (dragged) {
        touch->drags = false;
        *input = touched(IL_INPUT_RELEASE, x, y);
        return true;
    }
    if (!open) {
        return false;
    }
    if (hypotf(dx, dy) <= still * height) {
        return ms - touch->ms < long_ms && tap(touch, x, y, ms, height, input);
    }
    *input = touched(IL_INPUT_SWIPE, x, y);
    input->steps = dx < 0.0f ? 1 : -1;
    return fabsf(dx) >= far * height && fabsf(dx) >= 2.0f * fabsf(dy);
}
