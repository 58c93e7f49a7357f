#ifndef IL_UI_SESSION_H
#define IL_UI_SESSION_H

#include "ui/show.h"
#include "ui/view.h"

/* What a window and a terminal have in common: the player, the view that drives it, and the clock.
 */
typedef struct {
    il_player *player;
    il_view *view;
    int troubles; // that were told
} il_session_ui;

/* `changed` as for il_player_create. Takes run->timeline. False, with `err`, for lack of memory or
 * threads. */
bool il_session_ui_open(il_session_ui *session, const il_showing *run, bool full_screen,
                        void (*changed)(void *context), void *context, il_error *err);
void il_session_ui_close(il_session_ui *session);

/* il_view_update, and what it cannot know: recordings that were lost while it plays. */
void il_session_ui_update(il_session_ui *session, il_moment now);

il_moment il_moment_now(void);

/* Signals that end the program (TERM, INT, HUP) make `stop` be called with `context` on a thread of
 * its own. Begin before other threads do; false when there is no thread. */
typedef struct il_stopper il_stopper;
il_stopper *il_stopper_create(void (*stop)(void *context), void *context, il_error *err);
void il_stopper_destroy(il_stopper *stopper);

#endif
