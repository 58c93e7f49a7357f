#include <string.h>

#include "timeline/compile.h"

static const il_frames start_fade = 6 * IL_RATE_HZ;

/* Laying cues, one slot after another. */
typedef struct {
    il_timeline *timeline;
    il_frames at;
    int section; // of the session, -1 before any
    int part;    // of the timeline, -1 before the first
    il_error *err;
    bool failed;
} laying;

static il_cue *add_cue(laying *in, il_cue_kind kind, il_frames at, il_frames frames, int order,
                       il_place place)
{
    il_timeline *timeline = in->timeline;
    il_cue *cue = il_grow((void **)&timeline->cues, &timeline->cue_count, &timeline->cue_room,
                          sizeof *cue, in->err);
    if (!cue) {
        in->failed = true;
        return NULL;
    }
    cue->at = at;
    cue->frames = frames;
    cue->kind = kind;
    cue->order = order;
    cue->place = place;
    cue->section = in->part;
    return cue;
}

static void add_say(laying *in, const il_step *step, const il_line *line, const il_clip *clip,
                    il_frames at, il_frames frames)
{
    il_cue *cue = add_cue(in, IL_CUE_SAY, at, frames, step->order, line->at);
    if (!cue) {
        return;
    }
    cue->say.line = line;
    cue->say.clip = *clip;
    cue->say.captions =
        il_captions_lay(&in->timeline->arena, line->caption ? line->caption : line->text, at,
                        frames, &cue->say.caption_count, in->err);
    in->failed = in->failed || !cue->say.captions;
}

static il_frames look_up(const laying *in, const il_line *line, il_clip *clip)
{
    const il_clips *clips = &in->timeline->clips;
    *clip = (il_clip){0};
    if (clips->line && clips->line(clips->context, in->timeline->session, line, clip)) {
        return clip->frames;
    }
    *clip = (il_clip){0};
    return il_reading_time(line->text);
}

static void add_bed(laying *in, const il_sound *sound, il_frames at, il_frames fade, int order,
                    il_place place)
{
    il_cue *cue = add_cue(in, IL_CUE_BED, at, 0, order, place);
    if (!cue) {
        return;
    }
    cue->bed.name = sound->name;
    cue->bed.level_db = sound->level_db;
    cue->bed.fade = fade;
    const il_clips *clips = &in->timeline->clips;
    if (!sound->name || !clips->bed ||
        !clips->bed(clips->context, in->timeline->session, sound->name, &cue->bed.clip)) {
        cue->bed.clip = (il_clip){0};
    }
}

static void add_mark(laying *in, const il_item *item)
{
    const il_step *step = item->step;
    il_cue *cue = NULL;
    switch (step->kind) {
    case IL_STEP_BELL:
        cue = add_cue(in, IL_CUE_BELL, in->at, item->length, step->order, step->at);
        if (cue) {
            cue->bell.name = step->bell.name;
            cue->bell.level_db = step->bell.level_db;
            cue->bell.clip = item->clip;
        }
        break;
    case IL_STEP_SOUND:
        add_bed(in, &step->sound, in->at, step->sound.fade, step->order, step->at);
        break;
    case IL_STEP_VISUAL:
        cue = add_cue(in, IL_CUE_VISUAL, in->at, 0, step->order, step->at);
        if (cue) {
            cue->visual = step->visual;
        }
        break;
    case IL_STEP_RING:
        cue = add_cue(in, IL_CUE_RING, in->at, 0, step->order, step->at);
        if (cue) {
            cue->ring = step->ring;
        }
        break;
    default:
        break;
    }
}

/* What is said in a hold, after a quiet moment of at most a second. In one that was cut they stand
 * where they stood, if they had begun. */
static void add_held_words(laying *in, const il_item *item, il_frames frames)
{
    const il_line *line = item->step->muscles.during;
    il_clip clip;
    const il_frames words = look_up(in, line, &clip);
    const il_frames room = (item->cut_at ? item->whole : frames) - words;
    const il_frames quiet = room < 0 ? 0 : room / 2 < IL_RATE_HZ ? room / 2 : IL_RATE_HZ;
    if (item->cut_at == 0 || quiet < item->cut_at) {
        add_say(in, item->step, line, &clip, in->at + quiet, words);
    }
}

/* A pause, a hold with what is said in it, a rest, a card, or a breath that nobody paces. */
static void add_silence(laying *in, const il_item *item, il_frames frames)
{
    const il_step *step = item->step;
    const bool muscles = step->kind == IL_STEP_TENSE || step->kind == IL_STEP_RELEASE;
    const il_cue_kind kind = muscles ? (item->releases ? IL_CUE_RELEASE : IL_CUE_TENSE)
                             : step->kind == IL_STEP_CARD    ? IL_CUE_CARD
                             : step->kind == IL_STEP_BREATHE ? IL_CUE_BREATH
                                                             : IL_CUE_PAUSE;
    il_cue *cue = add_cue(in, kind, in->at, frames, step->order, step->at);
    if (!cue) {
        return;
    }
    if (muscles) {
        cue->muscles.groups = step->muscles.groups;
        cue->muscles.count = step->muscles.group_count;
        if (item->speaks_within) {
            add_held_words(in, item, frames);
        }
    } else if (kind == IL_CUE_CARD) {
        cue->card.card = &step->card;
        cue->card.ask = item->line;
    } else if (kind == IL_CUE_BREATH) {
        cue->breath.count = 1;
        cue->breath.cue = IL_BREATH_CUE_NONE;
    } else {
        cue->pause.name = step->pause.name;
        cue->pause.span = step->pause.span;
    }
}

/* When the out-breath of each breath begins. */
static il_frames out_begins(const il_breath_cycle *cycle)
{
    return cycle->in + cycle->top_up + cycle->hold;
}

/* The lines of a run, evenly over it, each with an out-breath: line i of n begins with the
 * out-breath nearest behind a share (i + 1) / (n + 1) of the breaths, but not before the line in
 * front has ended, and earlier where it would be spoken beyond the run. In a run that was cut,
 * those that had begun, where they were. */
static void add_during(laying *in, const il_item *item, const il_breath_cycle *cycles, int count,
                       const il_frames *starts)
{
    const il_breathe *breathe = &item->step->breathe;
    const il_frames end = starts[count - 1] + il_breath_length(&cycles[count - 1]);
    il_frames free_from = in->at;
    for (int i = 0; i < breathe->during_count; i++) {
        il_clip clip;
        const il_frames words = look_up(in, &breathe->during[i], &clip);
        int breath = (int)((long long)count * (i + 1) / (breathe->during_count + 1));
        breath = breath >= count ? count - 1 : breath;
        il_frames at = starts[breath] + out_begins(&cycles[breath]);
        while (at < free_from && breath + 1 < count) {
            breath++;
            at = starts[breath] + out_begins(&cycles[breath]);
        }
        while (at + words > end && breath > 0 &&
               starts[breath - 1] + out_begins(&cycles[breath - 1]) >= free_from) {
            breath--;
            at = starts[breath] + out_begins(&cycles[breath]);
        }
        at = at < free_from ? free_from : at;
        if (item->cut_at > 0 && at >= in->at + item->cut_at) {
            return;
        }
        add_say(in, item->step, &breathe->during[i], &clip, at, words);
        free_from = at + words;
    }
}

static void add_run(laying *in, const il_item *item, int count)
{
    const il_step *step = item->step;
    il_breath_run run = item->run;
    run.count = count;
    il_breath_cycle *cycles = il_alloc((size_t)count, sizeof *cycles, in->err);
    il_frames *starts = il_alloc((size_t)count, sizeof *starts, in->err);
    if (cycles && starts) {
        il_breath_run_lay(&run, cycles);
        il_frames at = in->at;
        const int played = item->cut_to ? item->cut_to : count;
        for (int i = 0; i < count; i++) {
            const il_frames length = il_breath_length(&cycles[i]);
            il_cue *cue =
                i < played ? add_cue(in, IL_CUE_BREATH, at, length, step->order, step->at) : NULL;
            starts[i] = at;
            at += length;
            if (cue) {
                cue->breath.cycle = cycles[i];
                cue->breath.index = i;
                cue->breath.count = count;
                cue->breath.paced = true;
                cue->breath.cue = i + 1 < count ? step->breathe.cue : IL_BREATH_CUE_NONE;
            }
        }
        add_during(in, item, cycles, count, starts);
    } else {
        in->failed = true;
    }
    il_free(cycles);
    il_free(starts);
}

/* Close the part that is open, if there is one. */
static void end_part(laying *in)
{
    il_timeline *timeline = in->timeline;
    if (in->part >= 0) {
        il_part *part = &timeline->parts[in->part];
        part->frames = in->at - part->at;
    }
}

static void begin_section(laying *in, int section)
{
    const il_section *entered = &in->timeline->session->sections[section];
    in->section = section;
    if (!entered->name) {
        return;
    }
    end_part(in);
    in->part = in->timeline->part_count++;
    in->timeline->parts[in->part] = (il_part){.section = entered, .at = in->at};
    il_cue *cue = add_cue(in, IL_CUE_SECTION, in->at, 0, entered->order, entered->at);
    if (cue) {
        cue->part = entered;
    }
}

/* Sections without a step that plays still begin: those between the last slot's and `to`. */
static void enter_sections(laying *in, int to)
{
    const il_timeline *timeline = in->timeline;
    for (int i = in->section + 1; i <= to; i++) {
        if (timeline->layout.present[i] &&
            !il_layout_is_dropped(&timeline->layout, i, timeline->fit.dropped)) {
            begin_section(in, i);
        }
    }
}

static void lay_slot(laying *in, const il_slot *slot)
{
    const il_item *item = &in->timeline->layout.items[slot->item];
    if (item->section != in->section) {
        enter_sections(in, item->section);
    }
    switch (item->kind) {
    case IL_ITEM_MARK:
        add_mark(in, item);
        break;
    case IL_ITEM_WORDS:
        add_say(in, item->step, item->line, &item->clip, in->at, item->length);
        break;
    case IL_ITEM_SILENCE:
        add_silence(in, item, slot->frames);
        break;
    case IL_ITEM_RUN:
        add_run(in, item, slot->count);
        break;
    case IL_ITEM_REPEAT:
        break; // expanded
    }
    in->at += slot->frames;
}

static void lay_head(laying *in)
{
    const il_session *session = in->timeline->session;
    il_cue *visual = add_cue(in, IL_CUE_VISUAL, 0, 0, -1, session->visual_at);
    if (visual) {
        visual->visual = session->visual;
    }
    if (session->sound.name) {
        add_bed(in, &session->sound, 0, start_fade, -1, session->sound.name_at);
    }
}

static int compare_cues(const void *a, const void *b)
{
    const il_cue *x = a, *y = b;
    if (x->at != y->at) {
        return x->at < y->at ? -1 : 1;
    }
    return (x->order > y->order) - (x->order < y->order);
}

/* Cues are laid in order but for words spoken within a run, which stand behind its breaths: each
 * goes back by as many as the run has left. Stable: a breath stands before the words that begin
 * with it.
 */
static void sort_cues(il_timeline *timeline)
{
    il_cue *cues = timeline->cues;
    for (int i = 1; i < timeline->cue_count; i++) {
        int to = i;
        while (to > 0 && compare_cues(&cues[to - 1], &cues[i]) > 0) {
            to--;
        }
        if (to < i) {
            const il_cue moved = cues[i];
            memmove(&cues[to + 1], &cues[to], (size_t)(i - to) * sizeof *cues);
            cues[to] = moved;
        }
    }
}

static void set_part_extents(il_timeline *timeline)
{
    for (int i = 0; i < timeline->cue_count; i++) {
        il_cue *cue = &timeline->cues[i];
        if (cue->kind == IL_CUE_SECTION) {
            cue->frames = timeline->parts[cue->section].frames;
        }
    }
}

static bool list_dropped(il_timeline *timeline, il_error *err)
{
    const il_layout *layout = &timeline->layout;
    timeline->dropped = il_arena_alloc(&timeline->arena, (size_t)timeline->fit.dropped,
                                       sizeof *timeline->dropped, err);
    for (int i = 0; timeline->dropped && i < timeline->session->section_count; i++) {
        if (layout->present[i] && il_layout_is_dropped(layout, i, timeline->fit.dropped)) {
            timeline->dropped[timeline->dropped_count++] = &timeline->session->sections[i];
        }
    }
    return timeline->dropped != NULL;
}

static void find_breath_words(il_timeline *timeline)
{
    static const il_line words[IL_BREATH_REST + 1] = {
        [IL_BREATH_IN] = {.text = "Breathe in."},
        [IL_BREATH_HOLD] = {.text = "Hold."},
        [IL_BREATH_OUT] = {.text = "Breathe out."},
        [IL_BREATH_REST] = {.text = "Rest."},
    };
    timeline->has_breath_words = timeline->clips.line != NULL;
    for (int i = 0; i <= IL_BREATH_REST && timeline->has_breath_words; i++) {
        if (words[i].text && !timeline->clips.line(timeline->clips.context, timeline->session,
                                                   &words[i], &timeline->breath_words[i])) {
            timeline->has_breath_words = false;
        }
    }
}

static bool has_voice_cue(const il_timeline *timeline)
{
    for (int i = 0; i < timeline->cue_count; i++) {
        if (timeline->cues[i].kind == IL_CUE_BREATH &&
            timeline->cues[i].breath.cue == IL_BREATH_CUE_VOICE) {
            return true;
        }
    }
    return false;
}

/* Room for a cue a slot and a part, so that few timelines have to move what they have. */
static bool make_room(il_timeline *timeline, il_error *err)
{
    const int room = timeline->fit.count + timeline->session->section_count + 8;
    timeline->cues = il_alloc((size_t)room, sizeof *timeline->cues, err);
    timeline->cue_room = timeline->cues ? room : 0;
    return timeline->cues != NULL;
}

static bool lay_all(il_timeline *timeline, il_error *err)
{
    laying in = {.timeline = timeline, .section = -1, .part = -1, .err = err};
    lay_head(&in);
    for (int i = 0; i < timeline->fit.count && !in.failed; i++) {
        lay_slot(&in, &timeline->fit.slots[i]);
    }
    enter_sections(&in, timeline->session->section_count - 1);
    end_part(&in);
    if (in.failed || !list_dropped(timeline, err)) {
        return false;
    }
    sort_cues(timeline);
    set_part_extents(timeline);
    timeline->length = timeline->fit.length;
    if (has_voice_cue(timeline)) {
        find_breath_words(timeline);
    }
    return true;
}

il_timeline *il_timeline_build(const il_session *session, const il_timeline_request *request,
                               const int *choices, il_layout *layout, const il_fit *fit,
                               il_error *err)
{
    il_timeline *timeline = il_alloc(1, sizeof *timeline, err);
    if (!timeline) {
        return NULL;
    }
    timeline->session = session;
    timeline->request = *request;
    timeline->request.choices = NULL;
    timeline->clips = request->clips ? *request->clips : (il_clips){0};
    timeline->request.clips = NULL;
    timeline->layout = *layout;
    *layout = (il_layout){0};
    timeline->fit = *fit;
    timeline->fade = timeline->layout.fade;
    timeline->ending = request->ending_set ? request->ending : session->ending;
    const size_t choice_count = (size_t)session->choice_count;
    timeline->choices = il_arena_alloc(&timeline->arena, choice_count + 1, sizeof(int), err);
    timeline->parts = il_arena_alloc(&timeline->arena, (size_t)session->section_count + 1,
                                     sizeof *timeline->parts, err);
    if (!timeline->choices || !timeline->parts) {
        il_timeline_destroy(timeline);
        return NULL;
    }
    if (choice_count > 0) {
        memcpy(timeline->choices, choices, choice_count * sizeof *choices);
    }
    if (!make_room(timeline, err) || !lay_all(timeline, err)) {
        il_timeline_destroy(timeline);
        return NULL;
    }
    return timeline;
}

void il_timeline_destroy(il_timeline *timeline)
{
    if (timeline) {
        il_free(timeline->cues);
        il_layout_finish(&timeline->layout);
        il_arena_finish(&timeline->arena);
        il_free(timeline);
    }
}

const il_session *il_timeline_session(const il_timeline *timeline)
{
    return timeline->session;
}

il_frames il_timeline_length(const il_timeline *timeline)
{
    return timeline->length;
}

const il_cue *il_timeline_cues(const il_timeline *timeline, int *count)
{
    *count = timeline->cue_count;
    return timeline->cues;
}

const il_part *il_timeline_parts(const il_timeline *timeline, int *count)
{
    *count = timeline->part_count;
    return timeline->parts;
}

const il_section *const *il_timeline_dropped(const il_timeline *timeline, int *count)
{
    *count = timeline->dropped_count;
    return timeline->dropped;
}

const int *il_timeline_choices(const il_timeline *timeline)
{
    return timeline->choices;
}

il_ending il_timeline_ending(const il_timeline *timeline)
{
    return timeline->ending;
}

const il_clip *il_timeline_breath_words(const il_timeline *timeline)
{
    return timeline->has_breath_words ? timeline->breath_words : NULL;
}

il_frames il_timeline_fade_start(const il_timeline *timeline)
{
    const il_frames start = timeline->length - timeline->fade;
    return start < 0 ? 0 : start;
}
