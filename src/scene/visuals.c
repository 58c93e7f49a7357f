#include <math.h>

#include "scene/inside.h"

static const il_frames fade = 2 * IL_RATE_HZ;      // one visual to the next, and the seed's glide
static const il_frames ring_fade = 2 * IL_RATE_HZ; // the ring of phases, with the pacing
static const il_frames regrowth = 4 * IL_RATE_HZ;  // a resting bud takes the next run's size
static const double pi = 3.14159265358979323846;

static double sine(double share)
{
    return (1.0 - cos(pi * share)) / 2.0;
}

static il_visual drawable(il_visual visual)
{
    return visual == IL_VISUAL_LOTUS || visual == IL_VISUAL_HORIZON ? visual : IL_VISUAL_LANTERN;
}

/* The change of visual that began last, and one that waits for its end. */
typedef struct {
    il_visual from, to;
    il_frames start;
    bool waiting;
    il_visual next;
    il_frames next_start;
} change;

static void begin_waiting(change *in, il_frames by)
{
    if (in->waiting && in->next_start <= by) {
        in->waiting = false;
        if (in->next != in->to) {
            in->from = in->to;
            in->to = in->next;
            in->start = in->next_start;
        }
    }
}

/* At most two visuals are ever seen: a change that comes within another waits until that is over,
 * and of several that wait the last is taken. */
static change change_at(const il_timeline *timeline, il_frames at)
{
    change in = {.from = IL_VISUAL_LANTERN, .to = IL_VISUAL_LANTERN, .start = -fade};
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    for (const il_cue *end = cue + count; cue < end && cue->at <= at; cue++) {
        if (cue->kind != IL_CUE_VISUAL) {
            continue;
        }
        begin_waiting(&in, cue->at);
        in.next = drawable(cue->visual);
        if (cue->at <= 0) {
            in.from = in.to = in.next;
            continue;
        }
        in.waiting = true;
        in.next_start = cue->at > in.start + fade ? cue->at : in.start + fade;
    }
    begin_waiting(&in, at);
    return in;
}

il_breaths il_breaths_at(const il_timeline *timeline, il_frames at)
{
    il_breaths found = {0};
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    for (const il_cue *end = cue + count; cue < end && !found.after; cue++) {
        if (cue->kind != IL_CUE_BREATH || !cue->breath.paced) {
            continue;
        }
        const il_cue **which = at >= il_cue_end(cue) ? &found.before
                               : at >= cue->at       ? &found.now
                                                     : &found.after;
        *which = cue;
    }
    return found;
}

/* Largest : smallest of a shape that breathes with `cue`: 1.7 under 6 s, opening to 2.5 at 8 s. */
static double ratio(const il_cue *cue)
{
    const double cycle_s = il_seconds_from_frames(il_breath_length(&cue->breath.cycle));
    const double open = (cycle_s - 6.0) / 2.0;
    return 1.7 + 0.8 * (open < 0.0 ? 0.0 : open > 1.0 ? 1.0 : open);
}

/* A new ratio is taken at the full breath, where every ratio has the same size, or while the bud
 * rests between two runs, so slowly that it is a rest still. */
static double growth(const il_breaths *breaths, il_frames at)
{
    const il_cue *before = breaths->before, *now = breaths->now, *after = breaths->after;
    if (now) {
        const il_breath_cycle *cycle = &now->breath.cycle;
        const bool full = at - now->at >= cycle->in + cycle->top_up;
        return ratio(!full && before && il_cue_end(before) == now->at ? before : now);
    }
    if (!before || !after) {
        return before ? ratio(before) : after ? ratio(after) : 2.5;
    }
    const il_frames gap = after->at - il_cue_end(before);
    const il_frames way = gap < regrowth ? gap : regrowth;
    const double share = sine(il_share(at, after->at - way, way));
    return ratio(before) + (ratio(after) - ratio(before)) * share;
}

/* The ring stands while a run is on; it comes before its first breath, empty, and goes after its
 * last. */
static void fill_ring(il_scene_visual *shown, const il_breaths *breaths, il_frames at)
{
    const il_cue *before = breaths->before, *after = breaths->after;
    const double out = before ? 1.0 - sine(il_share(at, il_cue_end(before), ring_fade)) : 0.0;
    const double in = after ? sine(il_share(at, after->at - ring_fade, ring_fade)) : 0.0;
    const il_cue *cue = breaths->now ? breaths->now : in > out ? after : before;
    if (!cue) {
        return;
    }
    const il_breath_cycle *cycle = &cue->breath.cycle;
    const il_frames length = il_breath_length(cycle);
    const il_frames within = at <= cue->at ? 0 : at - cue->at > length ? length : at - cue->at;
    const il_breath breath = il_breath_at(cycle, within);
    shown->cycle = *cycle;
    shown->phase = breath.phase;
    shown->done = breath.done;
    shown->turned = (float)within / (float)length;
    shown->cycle_alpha = breaths->now ? 1.0f : (float)(in > out ? in : out);
    shown->fullness = breaths->now ? breath.fullness : 0.0f;
    shown->paced = breaths->now != NULL;
}

void il_visuals_at(const il_timeline *timeline, il_scene *scene)
{
    const il_frames at = scene->at;
    const il_breaths breaths = il_breaths_at(timeline, at);
    il_scene_visual shown = {.growth = (float)growth(&breaths, at), .alpha = 1.0f, .scale = 1.0f};
    fill_ring(&shown, &breaths, at);
    const change in = change_at(timeline, at);
    const double share = sine(il_share(at, in.start, fade));
    if (share < 1.0 && in.from != in.to) {
        shown.visual = in.from;
        shown.alpha = (float)(1.0 - share);
        shown.scale = (float)(1.0 - 0.04 * share);
        scene->visuals[scene->visual_count++] = shown;
        shown.alpha = (float)share;
        shown.scale = (float)(0.96 + 0.04 * share);
        scene->seed_glide = (float)share;
    }
    shown.visual = in.to;
    scene->visuals[scene->visual_count++] = shown;
}

/* A run moves all the time: growing, falling, its ring filling while it holds or rests. */
static void breaths_move(const il_timeline *timeline, il_motion *motion)
{
    const il_breaths breaths = il_breaths_at(timeline, motion->at);
    if (breaths.now) {
        motion->moving = true;
    }
    if (breaths.before) {
        const il_frames end = il_cue_end(breaths.before);
        il_motion_add(motion, end, end + ring_fade);
    }
    if (breaths.after) {
        il_motion_add(motion, breaths.after->at - regrowth, breaths.after->at);
        il_motion_step(motion, breaths.after->at);
    }
}

static void horizon_moves(const il_timeline *timeline, il_motion *motion)
{
    const il_frames step = il_timeline_length(timeline) / 4096 + 1;
    il_motion_step(motion, (motion->at / step + 1) * step);
}

void il_visuals_move(const il_timeline *timeline, il_motion *motion)
{
    const change in = change_at(timeline, motion->at);
    if (in.from != in.to) {
        il_motion_add(motion, in.start, in.start + fade);
    }
    if (in.waiting) {
        il_motion_step(motion, in.next_start);
    }
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    const il_cue *end = cue + count;
    while (cue < end && (cue->kind != IL_CUE_VISUAL || cue->at <= motion->at)) {
        cue++;
    }
    if (cue < end) {
        il_motion_step(motion, cue->at);
    }
    if (in.to == IL_VISUAL_LOTUS) {
        breaths_move(timeline, motion);
    } else if (in.to == IL_VISUAL_HORIZON) {
        horizon_moves(timeline, motion);
    }
}
