#ifndef IL_SCENE_SCREEN_H
#define IL_SCENE_SCREEN_H

#include "scene/scene.h"

/* All of what a player's window shows, as meaning: the scene of a session, and over it what one
 * operates. Plain data that the window fills and draw turns into primitives; alphas run 0 to 1. */

/* What can be pressed, pointed at or have the focus. */
typedef enum {
    IL_CONTROL_NONE,
    IL_CONTROL_PAUSE,
    IL_CONTROL_BACK,    // to the part before
    IL_CONTROL_FORWARD, // to the next part
    IL_CONTROL_BALANCE,
    IL_CONTROL_BED,
    IL_CONTROL_CAPTIONS,
    IL_CONTROL_STEADY,
    IL_CONTROL_END,
    IL_CONTROL_PROGRESS,
    IL_CONTROL_NOTICE,     // the button of a notice
    IL_CONTROL_DIALOG_END, // of "End here?" and of Steady me
    IL_CONTROL_DIALOG_CLOSE,
    IL_CONTROL_DIALOG_KEEP, // keep going
    IL_CONTROL_DIALOG_PART, // back to the start of this part
    IL_CONTROL_END_CLOSE,   // of the quiet close
    IL_CONTROL_END_AGAIN,   // once more
} il_control;

typedef enum { IL_DIALOG_NONE, IL_DIALOG_END_HERE, IL_DIALOG_STEADY, IL_DIALOG_KEYS } il_dialog;

enum { IL_KEY_ROWS_MAX = 40 };
typedef struct {
    const char *heading; // of a group that begins here, or NULL
    const char *keys;    // "Shift+Left", caps separated by a space; "or" between two ways
    const char *does;
} il_key_row;

typedef struct {
    il_scene scene;
    float curtain; // 1: only the ground, at the start and end; 0: all is shown
    float dim;     // the visual at 1 - 0.4 dim: paused, lost or asked

    struct {
        float alpha;
        bool paused, captions;
        double balance;     // 0 (bed alone) to 1 (voice alone), 0.5 both as meant
        const char *bed;    // shown name of the bed that sounds, "" for none
        const char *clock;  // "10:49"
        const char *ready;  // "Ready at 10:55", or ""
        il_control pointed; // under the pointer
        float pointed_x;    // of it, for the name above the bottom line
    } controls;
    il_control focus; // drawn with a ring when not NONE
    float time_alpha; // time left and bottom line without the controls (T)

    struct {
        il_dialog kind;
        float alpha;
        const char *steady_time;    // "Tuesday, 10:49"
        const char *steady_contact; // or NULL: the general line
        const il_key_row *keys;
        int key_count;
    } dialog;

    struct {
        const char *text; // NULL: none
        float alpha;
        const char *button; // or NULL
    } notice;

    struct {
        float alpha;      // the quiet close, over everything
        const char *line; // "A moment to stand up." or NULL
        const char *time; // "10:55"
        bool buttons;     // "Close" and "Once more" are offered
    } end;
} il_screen;

#endif
