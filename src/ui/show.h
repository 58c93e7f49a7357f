#ifndef IL_UI_SHOW_H
#define IL_UI_SHOW_H

#include "play/player.h"

/* A session played to a person, in a window or in a terminal, until it is over or they leave. */

typedef struct {
    il_timeline *timeline; // owned by what plays it from the call on, however that ends
    il_frames from;        // where it begins
    bool windowed, muted;
    const char *until; // "10:55" as it was asked for, or NULL
    il_frames left;    // with `until`: how long it is until then
    const char *share; // where our fonts may be, or NULL
    il_output output;
} il_showing;

/* In a window, on the main thread. False, with `err` (the machine's fault), when there is no
 * display or no font. */
bool il_show_window(const il_showing *run, il_error *err);

/* In the terminal, a line at a time: words, phases and parts on standard output, keys from standard
 * input where that is a terminal. Needs neither display nor device. */
bool il_show_plain(const il_showing *run, il_error *err);

/* The picture of `timeline` at frame `at`, `width` x `height`, as a PNG at `path`: what the window
 * draws when nobody touches it. Needs no display. */
bool il_show_shot(const il_timeline *timeline, il_frames at, int width, int height,
                  const char *share, const char *path, il_error *err);

#endif
