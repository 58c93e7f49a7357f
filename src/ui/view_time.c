#include <stdio.h>
#include <stdlib.h>

#include "base/translate.h"
#include "ui/view_inside.h"

/* After so long a pause the thread is lost: the line or breath that was on begins again. */
static const int64_t short_pause_ms = 5000;
/* Left steps to the part before, within so long after the start of one. */
static const il_frames part_begun = 3 * IL_RATE_HZ;
/* An end that misses an "until" by less is left alone: a fit would be heard, the miss not seen. */
static const int64_t near_enough_ms = 1000;
static const int64_t check_every_ms = 1000;

static int64_t ms_from_frames(il_frames frames)
{
    return frames * 1000 / IL_RATE_HZ;
}

static il_frames frames_from_ms(int64_t ms)
{
    return ms * IL_RATE_HZ / 1000;
}

il_frames il_view_heard(const il_view *view)
{
    return view->status.heard;
}

const il_timeline *il_view_timeline(const il_view *view)
{
    return view->player.timeline(view->player.player);
}

void il_view_clock(char text[IL_TIME_SIZE], il_moment now, int64_t ms)
{
    const time_t at = now.wall.tv_sec + (time_t)((now.wall.tv_nsec / 1000000 + ms) / 1000);
    struct tm local;
    localtime_r(&at, &local);
    snprintf(text, IL_TIME_SIZE, "%02d:%02d", local.tm_hour, local.tm_min);
}

il_frames il_view_line_start(const il_timeline *timeline, il_frames at)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames start = at;
    for (int i = count - 1; i >= 0; i--) { // a breath is looked at after the words within it
        const il_cue *cue = &cues[i];
        const bool on = cue->at <= start && cue->at + cue->frames > start;
        const bool line = cue->kind == IL_CUE_SAY;
        const bool breath = cue->kind == IL_CUE_BREATH && cue->breath.paced;
        start = on && (line || breath) ? cue->at : start;
    }
    return start;
}

/* `timeline` instead of what plays, from `at` on. */
static bool load(il_view *view, il_timeline *timeline, il_frames at)
{
    il_error err = {0};
    if (!timeline || !view->player.load(view->player.player, timeline, at, &err)) {
        il_timeline_destroy(timeline);
        return false;
    }
    view->status.heard = at;
    view->ends_ms = 0;
    return true;
}

static void seek(il_view *view, il_frames at)
{
    if (at != il_view_heard(view)) {
        view->player.seek(view->player.player, at);
        view->status.heard = at;
        view->ends_ms = 0;
    }
}

/* How far what plays from `at` on ends behind the time asked for. */
static int64_t late_ms(const il_view *view, il_frames at, il_moment now)
{
    const il_frames rest = il_timeline_length(il_view_timeline(view)) - at;
    return now.ms + ms_from_frames(rest) - view->until_ms;
}

/* The time asked for cannot be met: say so, and offer the shortest close where that ends sooner. */
static void say_missed(il_view *view, il_frames at, il_moment now)
{
    const il_timeline *old = il_view_timeline(view);
    const il_frames rest = il_timeline_length(old) - at;
    il_timeline *close = il_timeline_close(old, at, NULL);
    const il_frames close_rest = close ? il_timeline_length(close) - at : rest;
    il_timeline_destroy(close);
    const bool early = late_ms(view, at, now) < 0;
    const bool offer = !early && close_rest < rest - IL_RATE_HZ;
    char time[IL_TIME_SIZE], text[IL_NOTICE_SIZE];
    il_view_clock(time, now, ms_from_frames(offer ? close_rest : rest));
    const char *format = early
                             ? _("%s is more than its silences stretch to. It ends just after %s.")
                         : offer ? _("%s can't be met any more. Shortest close ends just after %s.")
                                 : _("%s can't be met any more. It ends just after %s.");
    snprintf(text, sizeof text, format, view->until, time);
    il_view_unsay(view, IL_NOTICE_OFFER);
    il_view_say(view, offer ? IL_NOTICE_OFFER : IL_NOTICE_INFO, text, offer ? _("Take it") : NULL,
                offer ? 0 : now.ms + 8000);
    view->until_missed = true;
}

/* Go on at `at`, what begins from `from` on laid so that the time asked for is met. */
static void go_on(il_view *view, il_frames from, il_frames at, il_moment now)
{
    if (!view->until || llabs(late_ms(view, at, now)) <= near_enough_ms) {
        seek(view, at);
        return;
    }
    const il_frames length = at + frames_from_ms(view->until_ms - now.ms);
    il_timeline *fitted =
        length > at ? il_timeline_refit(il_view_timeline(view), from, length, NULL) : NULL;
    if (load(view, fitted, at)) {
        view->until_missed = false;
        il_view_unsay(view, IL_NOTICE_OFFER);
        return;
    }
    seek(view, at);
    say_missed(view, at, now);
}

void il_view_go(il_view *view, il_frames at, il_moment now)
{
    const il_frames length = il_timeline_length(il_view_timeline(view));
    const il_frames to = at < 0 ? 0 : at > length ? length : at;
    go_on(view, to, to, now);
}

void il_view_pause(il_view *view, il_frames fade, il_moment now)
{
    if (!view->paused) {
        view->paused = true;
        view->paused_ms = now.ms;
        view->player.pause(view->player.player, fade);
    }
}

void il_view_resume(il_view *view, il_moment now)
{
    if (!view->paused) {
        return;
    }
    view->paused = false;
    const il_frames heard = il_view_heard(view);
    const bool within = now.ms - view->paused_ms <= short_pause_ms;
    go_on(view, heard, within ? heard : il_view_line_start(il_view_timeline(view), heard), now);
    view->player.resume(view->player.player);
    view->ends_ms = 0;
}

/* The part that is on at `at`, -1 before the first. */
static int part_at(const il_part *parts, int count, il_frames at)
{
    int part = -1;
    while (part + 1 < count && parts[part + 1].at <= at) {
        part++;
    }
    return part;
}

void il_view_step(il_view *view, int steps, il_moment now)
{
    int count = 0;
    const il_part *parts = il_timeline_parts(il_view_timeline(view), &count);
    const il_frames heard = il_view_heard(view);
    int part = part_at(parts, count, heard);
    const il_frames start = part < 0 ? 0 : parts[part].at;
    if (steps > 0) {
        part += steps;
    } else if (heard - start < part_begun) {
        part += steps;
    }
    if (part < count) { // behind the last there is nothing to step to
        il_view_go(view, part < 0 ? 0 : parts[part].at, now);
    }
}

void il_view_part_start(il_view *view, il_moment now)
{
    int count = 0;
    const il_part *parts = il_timeline_parts(il_view_timeline(view), &count);
    const int part = part_at(parts, count, il_view_heard(view));
    il_view_go(view, part < 0 ? 0 : parts[part].at, now);
}

void il_view_to_share(il_view *view, float share, il_moment now)
{
    int count = 0;
    const il_timeline *timeline = il_view_timeline(view);
    const il_part *parts = il_timeline_parts(timeline, &count);
    const int part =
        part_at(parts, count, (il_frames)((double)share * (double)il_timeline_length(timeline)));
    il_view_go(view, part < 0 ? 0 : parts[part].at, now);
}

bool il_view_close_in(il_view *view, il_moment now)
{
    const il_frames heard = il_view_heard(view);
    const bool within = !view->paused || now.ms - view->paused_ms <= short_pause_ms;
    const il_frames at = within ? heard : il_view_line_start(il_view_timeline(view), heard);
    il_view_unsay(view, IL_NOTICE_OFFER);
    view->until_missed = view->until != NULL; // the close is wanted for itself now
    return load(view, il_timeline_close(il_view_timeline(view), heard, NULL), at);
}

void il_view_check_until(il_view *view, il_moment now)
{
    if (!view->until || view->until_missed || view->paused ||
        view->status.state != IL_PLAYER_PLAYING || now.ms - view->checked_ms < check_every_ms) {
        return;
    }
    view->checked_ms = now.ms;
    const il_frames heard = il_view_heard(view);
    if (il_timeline_length(il_view_timeline(view)) - heard > 2 * IL_RATE_HZ) {
        go_on(view, heard, heard, now);
    }
}
