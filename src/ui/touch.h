#ifndef IL_UI_TOUCH_H
#define IL_UI_TOUCH_H

#include "ui/input.h"

/* Fingers on a touch screen, made into what a pointer would do: a tap is a click, two taps a double
 * click, a swipe to the left or right a part on or back, two fingers pause. A finger held still for
 * long is the second button, which no screen has a use for yet: it does nothing, and no click
 * either. Plain data; zeroed nobody touches. */
typedef struct {
    int fingers;    // down now
    bool spent;     // what it means is said, or it means nothing
    bool drags;     // it holds a control, and moves it
    int64_t id;     // of the first finger
    float x, y;     // where it came down, pixels
    int64_t ms;     // and when
    int64_t tap_ms; // the last tap, 0: none
    float tap_x, tap_y;
} il_touch;

/* A finger came down, moved or was lifted at (x, y) at `ms`. `height` of the window says what is
 * far. Each fills `input` but for its control and returns true when it means something. With
 * `drags`, what lies under a finger that comes down is dragged by it. */
bool il_touch_down(il_touch *touch, int64_t id, float x, float y, int64_t ms, bool drags,
                   il_input *input);
bool il_touch_move(il_touch *touch, int64_t id, float x, float y, il_input *input);
bool il_touch_up(il_touch *touch, int64_t id, float x, float y, int64_t ms, float height,
                 il_input *input);

#endif
