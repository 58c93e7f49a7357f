#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "ui/view_inside.h"

static const il_frames ms_frames = IL_RATE_HZ / 1000;
static const int64_t ready_moves_ms = 2000; // by less, "Ready at" would waver about a minute's turn

/* No picture needs a finer time than a millisecond, and `--shot` can name that one. */
static il_frames shown_frame(const il_view *view)
{
    const il_frames heard = il_view_heard(view);
    return heard - heard % ms_frames;
}

/* "forest-rain" as a person would write it. */
static const char *bed_name(il_view *view, const char *bed)
{
    snprintf(view->bed, sizeof view->bed, "%s", bed ? bed : "");
    const char *slash = strrchr(view->bed, '/');
    if (slash) {
        memmove(view->bed, slash + 1, strlen(slash));
    }
    char *dot = strrchr(view->bed, '.');
    if (dot) {
        *dot = '\0';
    }
    for (char *at = view->bed; *at; at++) {
        *at = *at == '-' || *at == '_' ? ' ' : *at;
    }
    view->bed[0] = (char)toupper((unsigned char)view->bed[0]);
    return view->bed;
}

static const char *ready_at(il_view *view, il_moment now)
{
    char time[IL_TIME_SIZE];
    if (view->until && !view->until_missed) {
        snprintf(view->ready, sizeof view->ready, _("Ready at %s"), view->until);
        return view->ready;
    }
    const il_frames rest = il_timeline_length(il_view_timeline(view)) - il_view_heard(view);
    const int64_t ends_ms = now.ms + rest * 1000 / IL_RATE_HZ;
    if (!view->ends_ms || ends_ms > view->ends_ms + ready_moves_ms ||
        ends_ms < view->ends_ms - ready_moves_ms) {
        view->ends_ms = ends_ms;
    }
    il_view_clock(time, now, view->ends_ms - now.ms);
    snprintf(view->ready, sizeof view->ready, _("Ready at %s"), time);
    return view->ready;
}

static const char *steady_time(il_view *view, il_moment now)
{
    static const char *const days[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"), N_("Saturday")};
    struct tm local;
    localtime_r(&now.wall.tv_sec, &local);
    snprintf(view->steady, sizeof view->steady, "%s, %s", _(days[local.tm_wday]), view->clock);
    return view->steady;
}

static void fill_scene(il_view *view, il_moment now, il_screen *screen)
{
    il_scene_at(il_view_timeline(view), shown_frame(view), &screen->scene);
    const float alpha = il_ramp_at(&view->captions_alpha, now.ms);
    for (int i = 0; i < 2; i++) {
        screen->scene.captions[i].alpha *= alpha;
    }
    screen->curtain = il_ramp_at(&view->curtain, now.ms);
    screen->dim = il_ramp_at(&view->dim, now.ms);
}

static void fill_controls(il_view *view, il_moment now, il_screen *screen)
{
    screen->controls.alpha = il_ramp_at(&view->controls_alpha, now.ms);
    screen->controls.paused = view->paused;
    screen->controls.captions = view->captions;
    screen->controls.balance = view->balance;
    screen->controls.bed = bed_name(view, screen->scene.bed);
    screen->controls.clock = view->clock;
    screen->controls.ready = ready_at(view, now);
    screen->controls.pointed = view->pointed;
    screen->controls.pointed_x = view->pointed_x;
    screen->focus = view->focus;
    screen->time_alpha = il_ramp_at(&view->time_alpha, now.ms);
}

static void fill_dialog(il_view *view, il_moment now, il_screen *screen)
{
    screen->dialog.alpha = il_ramp_at(&view->dialog_alpha, now.ms);
    if (screen->dialog.alpha <= 0.0f && !il_ramp_moves(&view->dialog_alpha, now.ms)) {
        return;
    }
    screen->dialog.kind = view->dialog;
    screen->dialog.steady_time = steady_time(view, now);
    screen->dialog.keys = il_view_keys(view, &screen->dialog.key_count);
}

static void fill_end(il_view *view, il_moment now, il_screen *screen)
{
    screen->end.alpha = il_ramp_at(&view->end_alpha, now.ms);
    screen->end.time = view->clock;
    screen->end.buttons = view->mode == IL_MODE_END;
    if (view->until) {
        screen->end.line =
            view->left_ms_at_end >= 45000 ? _("A minute to stand up.") : _("A moment to stand up.");
    }
}

void il_view_screen(il_view *view, il_moment now, il_screen *screen)
{
    *screen = (il_screen){0};
    il_view_clock(view->clock, now, 0);
    fill_scene(view, now, screen);
    fill_controls(view, now, screen);
    fill_dialog(view, now, screen);
    fill_end(view, now, screen);
    screen->notice.alpha = il_ramp_at(&view->notice_alpha, now.ms);
    if (view->shown_text[0] && screen->notice.alpha > 0.0f) {
        screen->notice.text = view->shown_text;
        screen->notice.button = view->shown_button;
    }
}

static bool own_motion(const il_view *view, int64_t now_ms)
{
    const il_ramp *const ramps[] = {
        &view->curtain,    &view->dim,          &view->controls_alpha, &view->captions_alpha,
        &view->time_alpha, &view->dialog_alpha, &view->notice_alpha,   &view->end_alpha,
    };
    for (size_t i = 0; i < sizeof ramps / sizeof *ramps; i++) {
        if (il_ramp_moves(ramps[i], now_ms)) {
            return true;
        }
    }
    return false;
}

static int64_t nearer(int64_t wait, int64_t at, int64_t now_ms)
{
    return at > 0 && at - now_ms < wait ? (at > now_ms ? at - now_ms : 0) : wait;
}

/* Until the session's own picture changes, while it plays. */
static int64_t scene_wait(const il_view *view)
{
    const il_frames at = shown_frame(view);
    const il_frames next = il_scene_next_change(il_view_timeline(view), at);
    const bool ends = next >= il_timeline_length(il_view_timeline(view));
    const int64_t wait = (next - at) / ms_frames;
    return ends && wait > 1000 ? 1000 : wait;
}

/* Words that count: the clock by the minute, the time left by the second. */
static int64_t words_wait(const il_view *view, il_moment now, bool plays)
{
    const bool counts = view->controls || view->time;
    if (plays && counts) {
        const il_frames left = il_timeline_length(il_view_timeline(view)) - il_view_heard(view);
        return left % IL_RATE_HZ / ms_frames + 1;
    }
    return counts || view->dialog == IL_DIALOG_STEADY || view->mode == IL_MODE_END
               ? (60 - now.wall.tv_sec % 60) * 1000 - now.wall.tv_nsec / 1000000
               : 60000;
}

int il_view_wait_ms(const il_view *view, il_moment now)
{
    if (own_motion(view, now.ms)) {
        return 0;
    }
    const bool plays =
        view->mode == IL_MODE_SESSION && !view->paused && view->status.state == IL_PLAYER_PLAYING;
    int64_t wait = words_wait(view, now, plays);
    if (plays) {
        const int64_t scene = scene_wait(view);
        wait = scene < wait ? scene : wait;
    }
    wait = view->controls && view->focus == IL_CONTROL_NONE
               ? nearer(wait, view->controls_until_ms, now.ms)
               : wait;
    wait = now.ms < view->pointer_until_ms ? nearer(wait, view->pointer_until_ms, now.ms) : wait;
    for (int i = 0; i < IL_NOTICES; i++) {
        if (view->notices[i].text[0]) {
            wait = nearer(wait, view->notices[i].until_ms, now.ms);
        }
    }
    return (int)(wait > 60000 ? 60000 : wait);
}
