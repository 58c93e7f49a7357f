#include "ui/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "ui/view_inside.h"

static const int64_t curtain_ms = 1200, leave_ms = 600, dim_ms = 1000, end_ms = 2400;
static const int64_t steady_ms = 1000, dialog_in_ms = 180, dialog_out_ms = 600;
static const int64_t controls_in_ms = 180, controls_out_ms = 600;
static const int64_t sleep_ms = 8000;     // a bright window goes slowly where somebody sleeps
static const int64_t end_rest_ms = 30000; // untouched so long, the end dims and leaves full screen
static const il_frames steady_fade = IL_RATE_HZ, leave_fade = IL_RATE_HZ * 8 / 10;

/* Lines of the timeline that have no recording. */
static int missing_recordings(const il_timeline *timeline, int *lines)
{
    int count = 0, missing = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    *lines = 0;
    for (int i = 0; i < count; i++) {
        *lines += cues[i].kind == IL_CUE_SAY;
        missing += cues[i].kind == IL_CUE_SAY && !cues[i].say.clip.folder;
    }
    return missing;
}

static void tell_missing(il_view *view, il_moment now)
{
    int lines = 0;
    char text[IL_NOTICE_SIZE];
    const int missing = missing_recordings(il_view_timeline(view), &lines);
    if (missing == 0) {
        return;
    }
    if (missing == lines) {
        snprintf(text, sizeof text, "%s", _("It has no recordings; its words are shown instead."));
    } else if (missing == 1) {
        snprintf(text, sizeof text, "%s",
                 _("One recording is missing; its words are shown instead."));
    } else {
        snprintf(text, sizeof text, _("%d recordings are missing; their words are shown instead."),
                 missing);
    }
    il_view_tell(view, text, now);
}

il_view *il_view_create(const il_view_options *options, il_moment now, il_error *err)
{
    il_view *view = il_alloc(1, sizeof *view, err);
    if (!view) {
        return NULL;
    }
    view->player = options->player;
    view->muted = options->muted;
    view->full_screen = options->full_screen;
    view->until = options->until;
    view->until_ms = options->until_ms;
    view->volume = 1.0;
    view->balance = 0.5;
    view->captions = true;
    view->shown = -1;
    view->checked_ms = now.ms;
    view->status = view->player.status(view->player.player);
    il_ramp_to(&view->captions_alpha, 1.0f, 0, IL_EASE_SINE, now.ms);
    il_ramp_to(&view->curtain, 1.0f, 0, IL_EASE_SINE, now.ms);
    il_ramp_to(&view->curtain, 0.0f, curtain_ms, IL_EASE_SINE, now.ms);
    tell_missing(view, now);
    view->player.set_muted(view->player.player, view->muted);
    view->player.resume(view->player.player);
    return view;
}

void il_view_destroy(il_view *view)
{
    il_free(view);
}

static void open_dialog(il_view *view, il_dialog kind, int64_t in_ms, il_moment now)
{
    if (view->dialog != kind) {
        il_ramp_to(&view->dialog_alpha, 0.0f, 0, IL_EASE_SINE, now.ms);
    }
    view->dialog = kind;
    il_ramp_to(&view->dialog_alpha, 1.0f, in_ms,
               kind == IL_DIALOG_STEADY ? IL_EASE_SINE : IL_EASE_ENTER, now.ms);
}

static void close_dialog(il_view *view, il_moment now)
{
    const bool steady = view->dialog == IL_DIALOG_STEADY;
    il_ramp_to(&view->dialog_alpha, 0.0f, steady ? steady_ms : dialog_out_ms,
               steady ? IL_EASE_SINE : IL_EASE_LEAVE, now.ms);
    view->focus = IL_CONTROL_NONE;
}

static void ask(il_view *view, il_dialog kind, int64_t in_ms, il_frames fade, il_moment now)
{
    if (view->mode == IL_MODE_SESSION) {
        view->paused_before = view->paused;
    }
    il_view_hide_controls(view, now);
    il_view_pause(view, fade, now);
    open_dialog(view, kind, in_ms, now);
    view->focus = IL_CONTROL_DIALOG_END;
}

/* The quiet close. A session to fall asleep to leaves nothing lit. */
static void end(il_view *view, il_moment now)
{
    view->ended_ms = now.ms;
    view->touched = false;
    view->left_ms_at_end = view->until_ms - now.ms;
    il_view_unsay(view, IL_NOTICE_OFFER);
    il_view_hide_controls(view, now);
    if (il_timeline_ending(il_view_timeline(view)) == IL_ENDING_SLEEP) {
        il_ramp_to(&view->curtain, 1.0f, sleep_ms, IL_EASE_SINE, now.ms);
    } else {
        il_ramp_to(&view->end_alpha, 1.0f, end_ms, IL_EASE_SINE, now.ms);
    }
}

void il_view_enter(il_view *view, il_mode mode, il_moment now)
{
    if (view->keys) {
        view->keys = false;
        close_dialog(view, now);
    }
    switch (mode) {
    case IL_MODE_SESSION:
        close_dialog(view, now);
        break;
    case IL_MODE_ASKED:
        ask(view, IL_DIALOG_END_HERE, dialog_in_ms, 0, now);
        break;
    case IL_MODE_STEADY:
        ask(view, IL_DIALOG_STEADY, steady_ms, steady_fade, now);
        break;
    case IL_MODE_END:
        end(view, now);
        break;
    case IL_MODE_LEAVING:
        il_view_pause(view, leave_fade, now);
        il_ramp_to(&view->curtain, 1.0f, leave_ms, IL_EASE_SINE, now.ms);
        close_dialog(view, now);
        il_view_hide_controls(view, now);
        break;
    case IL_MODE_DONE:
        break;
    }
    view->mode = mode;
}

void il_view_show_controls(il_view *view, int64_t for_ms, il_moment now)
{
    if (view->mode != IL_MODE_SESSION) {
        return;
    }
    const int64_t until = now.ms + for_ms;
    view->controls_until_ms =
        view->controls && view->controls_until_ms > until ? view->controls_until_ms : until;
    view->controls = true;
    il_ramp_to(&view->controls_alpha, 1.0f, controls_in_ms, IL_EASE_ENTER, now.ms);
}

void il_view_hide_controls(il_view *view, il_moment now)
{
    view->controls = false;
    view->focus = IL_CONTROL_NONE;
    view->pointed = IL_CONTROL_NONE;
    view->held = IL_CONTROL_NONE;
    il_ramp_to(&view->controls_alpha, 0.0f, controls_out_ms, IL_EASE_LEAVE, now.ms);
}

/* What an ear takes for a share of loudness: the square of it as amplitude, silent at 0. */
static double level_db(double share)
{
    return share <= 0.0 ? -60.0 : fmax(-60.0, 40.0 * log10(share));
}

void il_view_set_volume(il_view *view, double volume, il_moment now)
{
    char text[IL_NOTICE_SIZE];
    view->volume = fmin(1.0, fmax(0.0, round(volume * 20.0) / 20.0));
    view->player.set_level(view->player.player, IL_GROUP_MASTER, level_db(view->volume));
    if (view->muted && view->volume > 0.0) {
        view->muted = false;
        view->player.set_muted(view->player.player, false);
    }
    snprintf(text, sizeof text, _("Volume %d %%"), (int)lround(view->volume * 100.0));
    il_view_say(view, IL_NOTICE_INFO, text, NULL, now.ms + 2000);
}

void il_view_set_balance(il_view *view, double balance)
{
    view->balance = fmin(1.0, fmax(0.0, balance));
    if (fabs(view->balance - 0.5) < 0.02) {
        view->balance = 0.5; // it is found again without aiming
    }
    const double voice = fmin(1.0, 2.0 * view->balance);
    const double ambience = fmin(1.0, 2.0 * (1.0 - view->balance));
    view->player.set_level(view->player.player, IL_GROUP_VOICE, level_db(voice));
    view->player.set_level(view->player.player, IL_GROUP_AMBIENCE, level_db(ambience));
}

static void update_sound(il_view *view, il_moment now)
{
    if (view->status.state == IL_PLAYER_LOST) {
        if (!view->notices[IL_NOTICE_LOST].text[0]) {
            il_view_say(view, IL_NOTICE_LOST, _("Sound is gone. Waiting for it to return."), NULL,
                        0);
        }
    } else {
        il_view_unsay(view, IL_NOTICE_LOST);
    }
    if (view->status.silent && !view->said_silent) {
        view->said_silent = true;
        il_view_tell(view, _("No sound device was found. It plays silently, with captions."), now);
    }
}

/* At the end, untouched: the desktop comes back at the time that was asked for. */
static void update_end(il_view *view, il_moment now)
{
    const bool rested = now.ms - view->ended_ms >= end_rest_ms;
    const bool reached = !view->until || now.ms >= view->until_ms;
    if (rested && reached && !view->touched) {
        view->full_screen = false;
        view->touched = true; // once
    }
    il_ramp_to(&view->dim, rested ? 1.0f : 0.0f, dim_ms, IL_EASE_SINE, now.ms);
}

void il_view_update(il_view *view, il_moment now)
{
    view->player.update(view->player.player);
    view->status = view->player.status(view->player.player);
    update_sound(view, now);
    if (view->mode == IL_MODE_SESSION && view->status.state == IL_PLAYER_ENDED) {
        il_view_enter(view, IL_MODE_END, now);
    }
    if (view->mode == IL_MODE_SESSION) {
        il_view_check_until(view, now);
        const bool idle = view->focus == IL_CONTROL_NONE && view->held == IL_CONTROL_NONE;
        if (view->controls && idle && now.ms >= view->controls_until_ms) {
            il_view_hide_controls(view, now);
        }
    }
    if (view->mode == IL_MODE_END) {
        update_end(view, now);
    } else if (view->mode != IL_MODE_LEAVING) {
        const bool dims = view->paused || view->status.state == IL_PLAYER_LOST;
        il_ramp_to(&view->dim, dims ? 1.0f : 0.0f, dim_ms, IL_EASE_SINE, now.ms);
    }
    if (view->mode == IL_MODE_LEAVING && !il_ramp_moves(&view->curtain, now.ms)) {
        il_view_enter(view, IL_MODE_DONE, now);
    }
    il_view_update_notice(view, now);
}

il_view_wants il_view_wants_now(const il_view *view, il_moment now)
{
    return (il_view_wants){
        .done = view->mode == IL_MODE_DONE,
        .full_screen = view->full_screen,
        .pointer = now.ms < view->pointer_until_ms,
        .awake =
            view->mode == IL_MODE_SESSION && !view->paused && view->status.state != IL_PLAYER_LOST,
    };
}

bool il_view_leaves_dialog(const il_view *view)
{
    return !view->keys && view->mode != IL_MODE_ASKED && view->mode != IL_MODE_STEADY;
}
