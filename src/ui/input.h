#ifndef IL_UI_INPUT_H
#define IL_UI_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "scene/screen.h"

/* What a person does, whatever it was done with: a window's keys, pointer and fingers, or a
 * terminal's keys. Plain data. */

/* A key is the character on it, letters in lower case, or one of these, which no character is. */
enum {
    IL_KEY_ESCAPE = 0x110000,
    IL_KEY_ENTER,
    IL_KEY_TAB,
    IL_KEY_LEFT,
    IL_KEY_RIGHT,
    IL_KEY_UP,
    IL_KEY_DOWN,
    IL_KEY_F1,
    IL_KEY_F5,
    IL_KEY_F11,
    IL_KEY_OTHER, // one without a meaning
};

typedef enum {
    IL_INPUT_KEY,
    IL_INPUT_MOVE,        // of the pointer, over `control`
    IL_INPUT_PRESS,       // of the first button, or a tap
    IL_INPUT_DOUBLE,      // the second press of two
    IL_INPUT_RELEASE,     //
    IL_INPUT_WHEEL,       // `steps` up
    IL_INPUT_SWIPE,       // `steps` parts on
    IL_INPUT_TWO_FINGERS, //
    IL_INPUT_LEAVE,       // the pointer left the window
    IL_INPUT_CLOSE,       // of the window, or a signal: at once
} il_input_kind;

typedef struct {
    il_input_kind kind;
    uint32_t key;
    bool shift, ctrl, repeat; // `repeat`: it is held down
    bool touch;               // by a finger: nothing points afterwards
    il_control control;       // under the pointer
    float value;              // along it, 0 to 1, of a balance or the bottom line
    float x, y;               // pixels
    int steps;
} il_input;

#endif
