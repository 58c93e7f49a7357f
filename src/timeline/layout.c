#include "timeline/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Rows of breath runs, by pattern: many steps of a session breathe alike. */
typedef struct run_rows {
    struct run_rows *next;
    il_breath_cycle cycle;
    bool ramp;
    int known; // rows 1 to this one are filled
    il_frames rows[IL_BREATHS_MAX + 1];
} run_rows;

/* What building needs beside the layout. */
typedef struct {
    il_layout *layout;
    const il_timeline_request *request;
    const il_clips *clips;
    run_rows *rows;
    int section;
    int closing; // order of the line marked as closing, or of the last words: later bells may go
    bool bells_go;
    il_error *err;
} builder;

il_frames il_reading_time(const char *text)
{
    int tenths = 0;
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        tenths += il_is_wide(il_utf8_next(&at, end)) ? 25 : 10;
    }
    return IL_RATE_HZ * 8 / 10 + (il_frames)tenths * (IL_RATE_HZ * 8 / 100) / 10;
}

void il_choices_resolve(const il_session *session, const il_timeline_request *request, int *choices,
                        int *fitted)
{
    *fitted = -1;
    for (int i = 0; i < session->choice_count; i++) {
        const int asked = request->choices ? request->choices[i] : -1;
        const int standard = session->choices[i].standard;
        choices[i] = asked >= 0 ? asked : standard >= 0 ? standard : 0;
        if (asked < 0 && standard < 0) {
            *fitted = i;
        }
    }
}

static il_item *add_item(builder *in, il_item_kind kind, const il_step *step)
{
    il_layout *layout = in->layout;
    il_item *item = il_grow((void **)&layout->items, &layout->count, &layout->room,
                            sizeof *layout->items, in->err);
    if (item) {
        item->kind = kind;
        item->step = step;
        item->section = in->section;
    }
    return item;
}

static bool add_words(builder *in, const il_step *step, const il_line *line)
{
    il_item *item = add_item(in, IL_ITEM_WORDS, step);
    if (!item) {
        return false;
    }
    item->line = line;
    if (in->clips && in->clips->line &&
        in->clips->line(in->clips->context, in->layout->session, line, &item->clip)) {
        item->length = item->clip.frames;
    } else {
        item->clip = (il_clip){0};
        item->length = il_reading_time(line->text);
    }
    return true;
}

static bool add_silence(builder *in, const il_step *step, il_elastic span)
{
    il_item *item = add_item(in, IL_ITEM_SILENCE, step);
    if (item) {
        item->span = span;
    }
    return item != NULL;
}

static bool add_bell(builder *in, const il_step *step)
{
    if (in->bells_go && step->order > in->closing) {
        return true;
    }
    il_item *item = add_item(in, IL_ITEM_MARK, step);
    if (item && in->clips && in->clips->bell &&
        in->clips->bell(in->clips->context, in->layout->session, step->bell.name, &item->clip)) {
        item->length = item->clip.frames;
    }
    return item != NULL;
}

static run_rows *rows_like(builder *in, const il_breath_run *run)
{
    for (run_rows *known = in->rows; known; known = known->next) {
        if (known->ramp == run->ramp &&
            memcmp(&known->cycle, &run->cycle, sizeof run->cycle) == 0) {
            return known;
        }
    }
    run_rows *made = il_arena_alloc(&in->layout->arena, 1, sizeof *made, in->err);
    if (made) {
        *made = (run_rows){.next = in->rows, .cycle = run->cycle, .ramp = run->ramp};
        in->rows = made;
    }
    return made;
}

/* The rows of `run`, as far as a step can ask for them: those of up to `count` breaths, and the
 * first that lasts longer than `time`. Each costs its breaths, so that all of them would cost
 * 125,000. */
static run_rows *rows_of(builder *in, const il_breath_run *run, int count, il_frames time)
{
    run_rows *rows = rows_like(in, run);
    il_breath_run longer = *run;
    while (rows && rows->known < IL_BREATHS_MAX &&
           (rows->known < count || rows->rows[rows->known] <= time)) {
        longer.count = ++rows->known;
        rows->rows[longer.count] = il_breath_run_lay(&longer, NULL);
    }
    return rows;
}

/* The most breaths that last at most `time`; 0 when one lasts longer. */
static int rows_within(const run_rows *rows, il_frames time)
{
    int low = 0, high = rows->known;
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        if (rows->rows[middle] <= time) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static int nearest_row(const run_rows *rows, il_frames time)
{
    const int below = rows_within(rows, time);
    if (below == 0) {
        return 1;
    }
    const il_frames *at = &rows->rows[below];
    const bool up = below < rows->known && at[1] - time < time - at[0];
    return up ? below + 1 : below;
}

/* Slower than a listener's first paced session may go: the same ratio at the limit. Patterns with
 * holds are not offered then and stay as they are. */
static void limit_pace(il_breath_cycle *cycle, double limit)
{
    const il_frames length = il_breath_length(cycle);
    const bool holds = cycle->top_up > 0 || cycle->hold > 0 || cycle->rest > 0;
    if (limit <= 0.0 || holds || 60.0 * IL_RATE_HZ / (double)length >= limit) {
        return;
    }
    const il_frames shorter = il_frames_from_seconds(60.0 / limit);
    cycle->in = (il_frames)((double)shorter * (double)cycle->in / (double)length + 0.5);
    cycle->out = shorter - cycle->in;
}

static bool add_run(builder *in, const il_step *step)
{
    const il_breathe *breathe = &step->breathe;
    il_item *item = add_item(in, IL_ITEM_RUN, step);
    if (!item) {
        return false;
    }
    item->run = (il_breath_run){.cycle = breathe->cycle, .count = 1, .ramp = breathe->ramp};
    limit_pace(&item->run.cycle, in->request->pace_limit);
    const run_rows *rows = breathe->by_cycles ? rows_of(in, &item->run, breathe->cycles.max, 0)
                                              : rows_of(in, &item->run, 1, breathe->time.max);
    if (!rows) {
        return false;
    }
    item->rows = rows->rows;
    il_count_range *counts = &item->counts;
    if (breathe->by_cycles) {
        *counts = breathe->cycles;
    } else if (breathe->time_exact) {
        counts->min = counts->natural = counts->max = nearest_row(rows, breathe->time.min);
    } else {
        counts->min = rows_within(rows, breathe->time.min - 1) + 1;
        counts->max = rows_within(rows, breathe->time.max);
        if (counts->max < counts->min) { // only a limited pace can bring this about
            counts->min = counts->max = nearest_row(rows, breathe->time.natural);
        }
        counts->natural = nearest_row(rows, breathe->time.natural);
    }
    counts->max = counts->max > IL_BREATHS_MAX ? IL_BREATHS_MAX : counts->max;
    counts->min = counts->min > counts->max ? counts->max : counts->min;
    counts->natural = counts->natural < counts->min   ? counts->min
                      : counts->natural > counts->max ? counts->max
                                                      : counts->natural;
    item->natural = item->rows[counts->natural];
    item->speaks_within = breathe->during_count > 0;
    return true;
}

static bool add_steps(builder *in, const il_steps *steps);

static bool add_muscles(builder *in, const il_step *step)
{
    const il_muscles *muscles = &step->muscles;
    if (!add_steps(in, &muscles->say)) {
        return false;
    }
    if (step->kind == IL_STEP_TENSE) {
        if (!add_silence(in, step, muscles->hold)) {
            return false;
        }
        in->layout->items[in->layout->count - 1].speaks_within = muscles->during != NULL;
        if (!add_steps(in, &muscles->release)) {
            return false;
        }
    }
    if (!add_silence(in, step, muscles->rest)) {
        return false;
    }
    in->layout->items[in->layout->count - 1].releases = true;
    return true;
}

static bool add_card(builder *in, const il_step *step)
{
    const il_card *card = &step->card;
    const int turn = in->request->turn < 0 ? 0 : in->request->turn % card->ask_count;
    if (!add_words(in, step, &card->asks[turn]) || !add_silence(in, step, card->span)) {
        return false;
    }
    in->layout->items[in->layout->count - 1].line = &card->asks[turn];
    return true;
}

static bool add_repeat(builder *in, const il_step *step)
{
    il_item *item = add_item(in, IL_ITEM_REPEAT, step);
    if (!item) {
        return false;
    }
    const int index = in->layout->count - 1;
    item->counts = step->repeat.times;
    if (!add_steps(in, &step->repeat.steps)) {
        return false;
    }
    in->layout->items[index].end = in->layout->count;
    return true;
}

static bool add_step(builder *in, const il_step *step)
{
    switch (step->kind) {
    case IL_STEP_SAY:
        return add_words(in, step, &step->say);
    case IL_STEP_PAUSE:
        return add_silence(in, step, step->pause.span);
    case IL_STEP_BREATHE:
        return step->breathe.paced ? add_run(in, step) : add_silence(in, step, step->breathe.time);
    case IL_STEP_TENSE:
    case IL_STEP_RELEASE:
        return add_muscles(in, step);
    case IL_STEP_CARD:
        return add_card(in, step);
    case IL_STEP_REPEAT:
        return add_repeat(in, step);
    case IL_STEP_BELL:
        return add_bell(in, step);
    default:
        return add_item(in, IL_ITEM_MARK, step) != NULL;
    }
}

static bool add_steps(builder *in, const il_steps *steps)
{
    for (int i = 0; i < steps->count; i++) {
        if (!add_step(in, &steps->items[i])) {
            return false;
        }
    }
    return true;
}

/* ---- which sections ---- */

static bool holds(const il_section *section, const int *choices)
{
    for (int i = 0; i < section->when_count; i++) {
        if (!(section->when[i].options >> choices[section->when[i].choice] & 1U)) {
            return false;
        }
    }
    return true;
}

/* Lowest keep first, among equals the last in the file. */
static void order_drops(il_layout *layout)
{
    const il_session *session = layout->session;
    for (int keep = 1; keep < 5; keep++) {
        for (int i = session->section_count - 1; i >= 0; i--) {
            if (layout->present[i] && session->sections[i].keep == keep) {
                layout->drop_order[layout->drop_count++] = i;
            }
        }
    }
}

bool il_layout_is_dropped(const il_layout *layout, int section, int dropped)
{
    for (int i = 0; i < dropped; i++) {
        if (layout->drop_order[i] == section) {
            return true;
        }
    }
    return false;
}

/* ---- the ending ---- */

static void find_words(const il_steps *steps, int *closing, int *last)
{
    for (int i = 0; i < steps->count; i++) {
        const il_step *step = &steps->items[i];
        const bool speaks = step->kind == IL_STEP_SAY || step->kind == IL_STEP_CARD ||
                            step->kind == IL_STEP_TENSE || step->kind == IL_STEP_RELEASE ||
                            (step->kind == IL_STEP_BREATHE && step->breathe.during_count > 0);
        if (speaks) {
            *last = step->order;
        }
        if (step->kind == IL_STEP_SAY && step->say.marks & IL_MARK_CLOSING && *closing < 0) {
            *closing = step->order;
        }
        if (step->kind == IL_STEP_REPEAT) {
            find_words(&step->repeat.steps, closing, last);
        }
    }
}

static void find_ending(builder *in)
{
    const il_session *session = in->layout->session;
    const il_ending ending = in->request->ending_set ? in->request->ending : session->ending;
    int closing = -1, last = -1;
    for (int i = 0; i < session->section_count; i++) {
        if (in->layout->present[i]) {
            find_words(&session->sections[i].steps, &closing, &last);
        }
    }
    in->closing = closing >= 0 ? closing : last;
    in->bells_go = ending != IL_ENDING_BELL;
    const il_frames most = (ending == IL_ENDING_SLEEP ? 300 : 14) * (il_frames)IL_RATE_HZ;
    const il_frames share = session->length / (ending == IL_ENDING_SLEEP ? 4 : 8);
    in->layout->fade = share < most ? share : most;
}

static void find_last_bed(const il_steps *steps, bool *sounds)
{
    for (int i = 0; i < steps->count; i++) {
        if (steps->items[i].kind == IL_STEP_SOUND) {
            *sounds = steps->items[i].sound.name != NULL;
        } else if (steps->items[i].kind == IL_STEP_REPEAT) {
            find_last_bed(&steps->items[i].repeat.steps, sounds);
        }
    }
}

/* Where no bed sounds at the end, nothing is left to fade. Sections dropped later may change the
 * bed; they do not change the ending. */
static void drop_needless_fade(il_layout *layout)
{
    bool sounds = layout->session->sound.name != NULL;
    for (int i = 0; i < layout->session->section_count; i++) {
        if (layout->present[i]) {
            find_last_bed(&layout->session->sections[i].steps, &sounds);
        }
    }
    layout->fade = sounds ? layout->fade : 0;
}

bool il_layout_init(il_layout *layout, const il_session *session,
                    const il_timeline_request *request, const int *choices, il_error *err)
{
    const size_t sections = (size_t)session->section_count;
    *layout = (il_layout){.session = session};
    layout->first = il_arena_alloc(&layout->arena, sections + 1, sizeof *layout->first, err);
    layout->present = il_arena_alloc(&layout->arena, sections, sizeof *layout->present, err);
    layout->drop_order = il_arena_alloc(&layout->arena, sections, sizeof *layout->drop_order, err);
    if (!layout->first || !layout->present || !layout->drop_order) {
        return false;
    }
    for (int i = 0; i < session->section_count; i++) {
        layout->present[i] = holds(&session->sections[i], choices);
    }
    builder in = {.layout = layout, .request = request, .clips = request->clips, .err = err};
    order_drops(layout);
    find_ending(&in);
    drop_needless_fade(layout);
    for (in.section = 0; in.section < session->section_count; in.section++) {
        layout->first[in.section] = layout->count;
        if (layout->present[in.section] && !add_steps(&in, &session->sections[in.section].steps)) {
            return false;
        }
    }
    layout->first[session->section_count] = layout->count;
    return true;
}

void il_layout_finish(il_layout *layout)
{
    il_free(layout->items);
    il_arena_finish(&layout->arena);
    *layout = (il_layout){0};
}

/* ---- lengths ---- */

static il_frames scaled(double factor, il_frames natural)
{
    const double frames = factor * (double)natural;
    return frames >= 9e15 ? INT64_MAX / 1024 : (il_frames)(frames + 0.5);
}

il_frames il_silence_at(const il_elastic *span, double y)
{
    const il_frames wanted = scaled(y, span->natural);
    return wanted < span->min ? span->min : wanted > span->max ? span->max : wanted;
}

double il_item_step(const il_item *item, int n)
{
    return item->kind == IL_ITEM_RUN ? (double)item->rows[n] / (double)item->natural
                                     : (double)n / item->counts.natural;
}

/* The most that begin at `x` or before, within bounds. */
static int count_at(const il_item *item, double x)
{
    int low = item->counts.min, high = item->counts.max;
    while (low < high) {
        const int middle = low + (high - low + 1) / 2;
        if (il_item_step(item, middle) <= x) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static bool is_counted(const il_item *item)
{
    return item->kind == IL_ITEM_RUN || item->kind == IL_ITEM_REPEAT;
}

void il_layout_counts(const il_layout *layout, double x, il_counts counts)
{
    for (int i = 0; i < layout->count; i++) {
        const il_item *item = &layout->items[i];
        counts[i] = is_counted(item) ? count_at(item, x) : 0;
    }
}

double il_layout_next(const il_layout *layout, double x)
{
    double next = HUGE_VAL;
    for (int i = 0; i < layout->count; i++) {
        const il_item *item = &layout->items[i];
        const int count = is_counted(item) ? count_at(item, x) : 0;
        const bool grows = is_counted(item) && count < item->counts.max;
        const double at = grows ? il_item_step(item, count + 1) : HUGE_VAL;
        next = at < next ? at : next;
    }
    return next;
}

double il_layout_most(const il_layout *layout)
{
    double most = 1.0;
    for (int i = 0; i < layout->count; i++) {
        const il_item *item = &layout->items[i];
        double at = 1.0;
        if (item->kind == IL_ITEM_SILENCE && item->span.natural > 0) {
            at = (double)item->span.max / (double)item->span.natural;
        } else if (is_counted(item)) {
            at = il_item_step(item, item->counts.max);
        }
        most = at > most ? at : most;
    }
    return most + 1e-3;
}

/* The latest that sounds, while walking. */
typedef struct {
    const il_layout *layout;
    const int *counts;
    double y;
    il_frames at;   // where the steps have got to
    il_frames ends; // the last tail or fade so far
} walk;

static void later(walk *in, il_frames end)
{
    in->ends = end > in->ends ? end : in->ends;
}

static void walk_items(walk *in, int from, int to)
{
    for (int i = from; i < to; i++) {
        const il_item *item = &in->layout->items[i];
        switch (item->kind) {
        case IL_ITEM_MARK:
            later(in, in->at + item->length);
            break;
        case IL_ITEM_WORDS:
            in->at += item->length;
            later(in, in->at + in->layout->fade);
            break;
        case IL_ITEM_SILENCE:
            in->at += il_silence_at(&item->span, in->y);
            later(in, item->speaks_within ? in->at + in->layout->fade : 0);
            break;
        case IL_ITEM_RUN:
            in->at += item->rows[in->counts[i]];
            later(in, item->speaks_within ? in->at + in->layout->fade : 0);
            break;
        case IL_ITEM_REPEAT: {
            const il_frames start = in->at;
            walk_items(in, i + 1, item->end);
            if (in->counts[i] > 1) { // only the last pass can end later than this one
                in->at = start + (in->at - start) * (in->counts[i] - 1);
                walk_items(in, i + 1, item->end);
            }
            i = item->end - 1;
            break;
        }
        }
    }
}

il_frames il_layout_length(const il_layout *layout, const il_counts counts, double y, int dropped)
{
    walk in = {
        .layout = layout, .counts = counts, .y = y, .at = layout->start, .ends = layout->ends};
    for (int i = 0; i < layout->session->section_count; i++) {
        if (!il_layout_is_dropped(layout, i, dropped)) {
            walk_items(&in, layout->first[i], layout->first[i + 1]);
        }
    }
    return in.ends > in.at ? in.ends : in.at;
}
