#ifndef IL_UI_VIEW_INSIDE_H
#define IL_UI_VIEW_INSIDE_H

#include "ui/ramp.h"
#include "ui/view.h"

/* The inside of a view. Within this room, view*.c only. */

typedef enum {
    IL_MODE_SESSION,
    IL_MODE_ASKED,   // "End here?"
    IL_MODE_STEADY,  // the card
    IL_MODE_END,     // heard to its end
    IL_MODE_LEAVING, // the picture goes
    IL_MODE_DONE,
} il_mode;

/* What there is to say, the more pressing first: one line is shown at a time. */
typedef enum { IL_NOTICE_LOST, IL_NOTICE_OFFER, IL_NOTICE_INFO, IL_NOTICES } il_notice;

enum { IL_NOTICE_SIZE = 200, IL_TIME_SIZE = 24, IL_BED_SIZE = 64 };

struct il_view {
    il_view_player player;
    il_player_status status; // as of the last update
    il_mode mode;

    bool paused;        // by the person, or by a dialog
    bool paused_before; // a dialog: whether it was so before
    int64_t paused_ms;  // since when
    bool muted, captions, time;
    double volume, balance; // 0 to 1
    bool full_screen;

    const char *until;
    int64_t until_ms;
    bool until_missed;  // and said
    int64_t checked_ms; // when the end was last held against it
    int64_t ends_ms;    // of "Ready at", or 0: to be found anew

    bool controls;             // wanted
    int64_t controls_until_ms; // when they go by themselves
    il_control focus, pointed; //
    il_control held;           // what a pressed button drags
    float pointed_x;           //
    float still_x, still_y;    // where a click hid the controls: a trembling hand moves nothing
    int64_t pointer_until_ms;  // when the pointer hides
    bool keys;                 // the overlay
    il_dialog dialog;          // the last one, while it fades too

    struct {
        char text[IL_NOTICE_SIZE]; // empty: nothing to say
        const char *button;
        int64_t until_ms; // 0: as long as it is so
    } notices[IL_NOTICES];
    int shown; // of them, -1: none
    char shown_text[IL_NOTICE_SIZE];
    const char *shown_button;
    bool said_silent;

    int64_t ended_ms;
    int64_t left_ms_at_end; // how long before the time asked for the end was
    bool touched;           // since the end

    il_ramp curtain, dim, controls_alpha, captions_alpha, time_alpha, dialog_alpha, notice_alpha,
        end_alpha;
    char clock[IL_TIME_SIZE], ready[IL_TIME_SIZE + 16], steady[IL_TIME_SIZE * 2], bed[IL_BED_SIZE];
};

/* view_time.c: where it plays. */
il_frames il_view_heard(const il_view *view);
const il_timeline *il_view_timeline(const il_view *view);
void il_view_go(il_view *view, il_frames at, il_moment now); // to `at`, fitted to an until
void il_view_pause(il_view *view, il_frames fade, il_moment now);
void il_view_resume(il_view *view, il_moment now);
void il_view_step(il_view *view, int parts, il_moment now);
void il_view_part_start(il_view *view, il_moment now);
void il_view_to_share(il_view *view, float share, il_moment now); // the part there
bool il_view_close_in(il_view *view, il_moment now);              // go to the close
void il_view_check_until(il_view *view, il_moment now);

/* view_notice.c */
void il_view_say(il_view *view, il_notice kind, const char *text, const char *button,
                 int64_t until_ms);
void il_view_unsay(il_view *view, il_notice kind);
void il_view_update_notice(il_view *view, il_moment now);

/* view.c */
void il_view_enter(il_view *view, il_mode mode, il_moment now);
void il_view_show_controls(il_view *view, int64_t for_ms, il_moment now);
void il_view_hide_controls(il_view *view, il_moment now);
void il_view_set_volume(il_view *view, double volume, il_moment now);
void il_view_set_balance(il_view *view, double balance);

/* "10:55" of the wall clock, `ms` from now. */
void il_view_clock(char text[IL_TIME_SIZE], il_moment now, int64_t ms);

#endif
