#ifndef IL_UI_VIEW_H
#define IL_UI_VIEW_H

#include <time.h>

#include "base/error.h"
#include "play/player.h"
#include "scene/screen.h"
#include "ui/input.h"

/* A session as a person is in it: what keys, pointer and fingers do, and what is on screen for it.
 *
 * It knows neither window nor terminal: inputs go in, a screen comes out, and the time is an
 * argument, so that a window, `play --plain` and a test drive the same thing. One thread. */
typedef struct il_view il_view;

/* When something happens. */
typedef struct {
    int64_t ms;           // of a clock that never jumps and counts through sleep of the machine
    struct timespec wall; // what the clock on the wall shows, for words only
} il_moment;

/* The functions of il_player, so that a test can stand in for it. */
typedef struct {
    void *player;
    bool (*load)(void *player, il_timeline *timeline, il_frames at, il_error *err);
    const il_timeline *(*timeline)(void *player);
    void (*resume)(void *player);
    void (*pause)(void *player, il_frames fade); // 0: the player's own
    void (*seek)(void *player, il_frames at);
    void (*set_level)(void *player, il_group_level group, double db);
    void (*set_muted)(void *player, bool muted);
    il_player_status (*status)(void *player);
    void (*update)(void *player);
} il_view_player;

typedef struct {
    il_view_player player; // with a timeline loaded, paused
    bool muted, full_screen;
    const char *until; // "10:55" as it was asked for, borrowed; NULL: a plain length
    int64_t until_ms;  // when that is, by il_moment.ms
} il_view_options;

/* Starts to play. NULL, with `err`, for lack of memory. */
il_view *il_view_create(const il_view_options *options, il_moment now, il_error *err);
void il_view_destroy(il_view *view); // the player is its caller's

/* What a person did. */
void il_view_input(il_view *view, const il_input *input, il_moment now);

/* Look at the player, and let time do what it does. Once a turn of the main loop. */
void il_view_update(il_view *view, il_moment now);

/* What is to be seen. Strings are the view's and the timeline's: until the next input or update. */
void il_view_screen(il_view *view, il_moment now, il_screen *screen);

/* In how many milliseconds the next picture can differ: 0 while something moves, a minute at most.
 */
int il_view_wait_ms(const il_view *view, il_moment now);

/* What the window is to be. */
typedef struct {
    bool done;        // leave: close the window
    bool full_screen; //
    bool pointer;     // shown
    bool awake;       // a session plays: no screen saver
} il_view_wants;
il_view_wants il_view_wants_now(const il_view *view, il_moment now);

/* Something the program has to say, shown for 8 s; copied. */
void il_view_tell(il_view *view, const char *text, il_moment now);

/* Whether the dialog that is still seen is on its way out. */
bool il_view_leaves_dialog(const il_view *view);

/* The keys that do something now, as il_screen has them. */
const il_key_row *il_view_keys(const il_view *view, int *count);

/* Where what plays goes on after a long pause at `at`: the start of the line or breath that is on;
 * `at` itself in a silence. */
il_frames il_view_line_start(const il_timeline *timeline, il_frames at);

#endif
