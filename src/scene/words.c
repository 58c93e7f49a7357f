#include "scene/inside.h"

#include "base/translate.h"

static const il_frames word_lead = 3 * IL_RATE_HZ / 10;
static const il_frames word_fade = 45 * IL_RATE_HZ / 100;
static const il_frames word_least = 6 * IL_RATE_HZ / 10; // a shorter phase passes unnamed
static const il_frames caption_lead = 15 * IL_RATE_HZ / 100;
static const il_frames caption_in = 6 * IL_RATE_HZ / 10;
static const il_frames caption_out = 4 * IL_RATE_HZ / 10;

static const char *const phase_words[] = {
    [IL_BREATH_IN] = N_("Breathe in"), [IL_BREATH_TOP_UP] = N_("A little more"),
    [IL_BREATH_HOLD] = N_("Hold"),     [IL_BREATH_OUT] = N_("Breathe out"),
    [IL_BREATH_REST] = N_("Rest"),
};

/* The word that stands, since when, and the one it took the place of; NULL is no word. */
typedef struct {
    const char *word, *old;
    il_frames since, old_since;
    il_frames next; // when the next one comes, as far as was looked; INT64_MAX: not found
} turns;

/* The word turns to `word` at frame `at`, when that is not after `now`. */
static void turn(turns *in, const char *word, il_frames at, il_frames now)
{
    if (at > now) {
        in->next = at < in->next ? at : in->next;
    } else if (word != in->word) {
        in->old = in->word;
        in->old_since = in->since;
        in->word = word;
        in->since = at;
    }
}

static void turn_through(turns *in, const il_cue *cue, il_frames now)
{
    const il_breath_cycle *cycle = &cue->breath.cycle;
    const il_frames phases[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
    il_frames at = cue->at - word_lead;
    for (int i = IL_BREATH_IN; i <= IL_BREATH_REST; i++) {
        if (phases[i] >= word_least) {
            turn(in, phase_words[i], at, now);
        }
        at += phases[i];
    }
}

/* Every turn of the word up to `now` and the first one after it. */
static turns turns_at(const il_timeline *timeline, il_frames now)
{
    turns in = {.since = -word_fade, .old_since = -word_fade, .next = INT64_MAX};
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    il_frames run_end = -1; // of the breaths so far; -1: there was none
    for (const il_cue *end = cue + count; cue < end && in.next == INT64_MAX; cue++) {
        if (cue->kind != IL_CUE_BREATH || !cue->breath.paced) {
            continue;
        }
        if (run_end >= 0 && cue->at != run_end) {
            turn(&in, NULL, run_end - word_lead, now);
        }
        turn_through(&in, cue, now);
        run_end = il_cue_end(cue);
    }
    if (run_end >= 0 && in.next == INT64_MAX) {
        turn(&in, NULL, run_end - word_lead, now);
    }
    return in;
}

static void phases_at(const il_timeline *timeline, il_scene *scene)
{
    const turns in = turns_at(timeline, scene->at);
    const double shown = il_smooth(il_share(scene->at, in.since, word_fade));
    const double was = il_smooth(il_share(scene->at, in.old_since, word_fade));
    if (in.word) {
        scene->phases[0] = (il_scene_words){_(in.word), (float)shown};
    }
    if (in.old && shown < 1.0) {
        scene->phases[1] =
            (il_scene_words){_(in.old), (float)(was < 1.0 - shown ? was : 1.0 - shown)};
    }
}

/* A caption from the frame on at which it begins to come, to the one at which it begins to go. */
typedef struct {
    const char *text; // NULL: none
    const il_line *line;
    il_frames in, out;
} stretch;

/* The last two that have begun to come by `now`, and when the next does. */
typedef struct {
    stretch last, before;
    il_frames next;
} lines;

static void add_captions(lines *in, const il_cue *cue, il_frames now)
{
    for (int i = 0; i < cue->say.caption_count; i++) {
        const il_caption *caption = &cue->say.captions[i];
        const il_frames start = caption->at - caption_lead;
        if (start > now) {
            in->next = start < in->next ? start : in->next;
            return;
        }
        if (in->last.text && start < in->last.out) {
            in->last.out = start;
        }
        in->before = in->last;
        in->last = (stretch){caption->text, cue->say.line, start, il_cue_end(cue)};
    }
}

/* A card keeps its question on screen while it is open. */
static void keep_question(lines *in, const il_cue *cue)
{
    if (in->last.text && in->last.line == cue->card.ask && il_cue_end(cue) > in->last.out) {
        in->last.out = il_cue_end(cue);
    }
}

static lines lines_at(const il_timeline *timeline, il_frames now)
{
    lines in = {.next = INT64_MAX};
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    for (const il_cue *end = cue + count; cue < end && in.next == INT64_MAX; cue++) {
        if (cue->kind == IL_CUE_SAY) {
            add_captions(&in, cue, now);
        } else if (cue->kind == IL_CUE_CARD && cue->at <= now) {
            keep_question(&in, cue);
        }
    }
    return in;
}

static il_scene_words caption_at(const stretch *caption, il_frames now)
{
    if (!caption->text) {
        return (il_scene_words){0};
    }
    const double in = il_smooth(il_share(now, caption->in, caption_in));
    const double out = 1.0 - il_smooth(il_share(now, caption->out, caption_out));
    const float alpha = (float)(in < out ? in : out);
    return (il_scene_words){alpha > 0.0f ? caption->text : NULL, alpha};
}

void il_words_at(const il_timeline *timeline, il_scene *scene)
{
    phases_at(timeline, scene);
    const lines in = lines_at(timeline, scene->at);
    scene->captions[0] = caption_at(&in.last, scene->at);
    scene->captions[1] = caption_at(&in.before, scene->at);
}

static void caption_moves(const stretch *caption, il_motion *motion)
{
    if (caption->text) {
        il_motion_add(motion, caption->in, caption->in + caption_in);
        il_motion_add(motion, caption->out, caption->out + caption_out);
    }
}

void il_words_move(const il_timeline *timeline, il_motion *motion)
{
    const turns word = turns_at(timeline, motion->at);
    il_motion_add(motion, word.since, word.since + word_fade);
    il_motion_step(motion, word.next);
    const lines in = lines_at(timeline, motion->at);
    caption_moves(&in.last, motion);
    caption_moves(&in.before, motion);
    il_motion_step(motion, in.next);
}
