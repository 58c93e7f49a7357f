#include <string.h>

#include "base/text.h"
#include "timeline/compile.h"

/* Fitting again while a session plays: what has begun becomes items that cannot stretch, what is
 * left of the part that is open is laid as it was expanded, and parts still ahead keep all their
 * freedom. */
typedef struct {
    const il_timeline *old;
    il_layout *layout;
    il_frames from;
    bool cut;   // what is open at `from` ends there: a silence at once, a run after its breath
    bool close; // only the last part follows
    il_error *err;
} refit;

static il_item *add_item(refit *in, const il_item *like)
{
    il_layout *layout = in->layout;
    il_item *item = il_grow((void **)&layout->items, &layout->count, &layout->room,
                            sizeof *layout->items, in->err);
    if (item) {
        *item = *like;
    }
    return item;
}

/* The rows of a run live with the old layout, which may go first. */
static bool own_rows(refit *in, il_item *item)
{
    if (item->kind != IL_ITEM_RUN) {
        return true;
    }
    const size_t count = IL_BREATHS_MAX + 1;
    il_frames *rows = il_arena_alloc(&in->layout->arena, count, sizeof *rows, in->err);
    if (rows) {
        memcpy(rows, item->rows, count * sizeof *rows);
        item->rows = rows;
    }
    return rows != NULL;
}

/* How many of a run's breaths have begun `played` frames into it, and how long those are. */
static int breaths_begun(const il_item *item, int count, il_frames played, il_frames *length,
                         il_error *err)
{
    il_breath_run run = item->run;
    run.count = count;
    il_breath_cycle *cycles = il_alloc((size_t)count, sizeof *cycles, err);
    int begun = 0;
    *length = 0;
    if (cycles) {
        il_breath_run_lay(&run, cycles);
        while (begun < count && *length < played) {
            *length += il_breath_length(&cycles[begun++]);
        }
    }
    il_free(cycles);
    return begun;
}

/* Until when words are spoken that began before `from`, in what lasts from `at` to `end`; `from`
 * when none are. They are spoken to their end. */
static il_frames spoken_to(const refit *in, il_frames at, il_frames end)
{
    il_frames to = in->from;
    for (int i = 0; i < in->old->cue_count && in->old->cues[i].at < in->from; i++) {
        const il_cue *cue = &in->old->cues[i];
        const bool within = cue->kind == IL_CUE_SAY && cue->at >= at && cue->at < end;
        to = within && cue->at + cue->frames > to ? cue->at + cue->frames : to;
    }
    return to;
}

/* What was cut before and is cut again: words that the first cut left out stay out. */
static il_frames first_cut(const il_item *item, il_frames at)
{
    return item->cut_at > 0 && item->cut_at < at ? item->cut_at : at;
}

/* A run that ends after the breath that is open, its breaths as they were laid. */
static bool cut_run(refit *in, il_item *item, const il_slot *slot, il_frames at)
{
    const il_frames played = spoken_to(in, at, at + slot->frames) - at;
    il_frames length = 0;
    item->cut_at = first_cut(item, in->from - at);
    item->cut_to = breaths_begun(item, slot->count, played, &length, in->err);
    il_frames *rows = (il_frames *)item->rows; // own_rows made it ours
    rows[slot->count] = length;
    return item->cut_to > 0;
}

static void cut_silence(refit *in, il_item *item, const il_slot *slot, il_frames at)
{
    const il_frames frames = spoken_to(in, at, at + slot->frames) - at;
    item->span = (il_elastic){frames, frames, frames};
    item->whole = item->cut_at > 0 ? item->whole : slot->frames;
    item->cut_at = first_cut(item, in->from - at);
}

/* A slot as an item that plays once: stretching no more when it has begun. */
static bool add_slot(refit *in, const il_slot *slot, il_frames at)
{
    il_item *item = add_item(in, &in->old->layout.items[slot->item]);
    if (!item || !own_rows(in, item)) {
        return false;
    }
    const bool begun = at < in->from;
    const bool cut = begun && in->cut && at + slot->frames > in->from;
    if (item->kind == IL_ITEM_RUN && begun) {
        item->counts = (il_count_range){slot->count, slot->count, slot->count};
        item->natural = item->rows[slot->count];
        return !cut || cut_run(in, item, slot, at);
    }
    if (item->kind == IL_ITEM_SILENCE && begun) {
        item->span = (il_elastic){slot->frames, slot->frames, slot->frames};
        if (cut) {
            cut_silence(in, item, slot, at);
        }
    }
    return true;
}

/* The items of a part that lies ahead, repeats and all. */
static bool add_ahead(refit *in, int section)
{
    const il_layout *old = &in->old->layout;
    const int shift = in->layout->count - old->first[section];
    for (int i = old->first[section]; i < old->first[section + 1]; i++) {
        il_item *item = add_item(in, &old->items[i]);
        if (!item || !own_rows(in, item)) {
            return false;
        }
        item->end += item->kind == IL_ITEM_REPEAT ? shift : 0;
    }
    return true;
}

/* Whether the section has begun: its part stands before `from`, even one in which nothing takes
 * time, or, before the first part, one of its slots does. */
static bool has_begun(const refit *in, int section)
{
    const il_section *wanted = &in->old->session->sections[section];
    for (int i = 0; i < in->old->part_count; i++) {
        if (in->old->parts[i].section == wanted) {
            return in->old->parts[i].at < in->from;
        }
    }
    il_frames at = 0;
    for (int i = 0; i < in->old->fit.count && at < in->from; i++) {
        if (in->old->layout.items[in->old->fit.slots[i].item].section == section) {
            return true;
        }
        at += in->old->fit.slots[i].frames;
    }
    return false;
}

static bool add_begun(refit *in, int section, bool last)
{
    il_frames at = 0;
    for (int i = 0; i < in->old->fit.count; i++) {
        const il_slot *slot = &in->old->fit.slots[i];
        const bool here = in->old->layout.items[slot->item].section == section;
        const bool wanted = at < in->from || !in->close || last;
        if (here && wanted && !add_slot(in, slot, at)) {
            return false;
        }
        at += slot->frames;
    }
    return true;
}

static int last_section(const refit *in)
{
    const il_layout *old = &in->old->layout;
    for (int i = in->old->session->section_count - 1; i > 0; i--) {
        if (old->present[i] && !il_layout_is_dropped(old, i, in->old->fit.dropped)) {
            return i;
        }
    }
    return 0;
}

static bool lay_section(refit *in, int section, int last)
{
    il_layout *layout = in->layout;
    const il_layout *old = &in->old->layout;
    layout->first[section] = layout->count;
    layout->present[section] =
        old->present[section] && !il_layout_is_dropped(old, section, in->old->fit.dropped);
    if (!layout->present[section]) {
        return true;
    }
    if (has_begun(in, section)) {
        return add_begun(in, section, section == last);
    }
    if (in->close && section != last) {
        layout->present[section] = false;
        return true;
    }
    return add_ahead(in, section);
}

static void order_drops(refit *in)
{
    il_layout *layout = in->layout;
    layout->drop_count = 0;
    for (int i = in->old->fit.dropped; i < in->old->layout.drop_count && !in->close; i++) {
        const int section = in->old->layout.drop_order[i];
        if (layout->present[section] && !has_begun(in, section)) {
            layout->drop_order[layout->drop_count++] = section;
        }
    }
}

static bool lay(refit *in)
{
    const il_session *session = in->old->session;
    const size_t sections = (size_t)session->section_count;
    il_layout *layout = in->layout;
    *layout = (il_layout){.session = session, .fade = in->old->fade};
    layout->first = il_arena_alloc(&layout->arena, sections + 1, sizeof *layout->first, in->err);
    layout->present = il_arena_alloc(&layout->arena, sections, sizeof *layout->present, in->err);
    layout->drop_order =
        il_arena_alloc(&layout->arena, sections, sizeof *layout->drop_order, in->err);
    if (!layout->first || !layout->present || !layout->drop_order) {
        return false;
    }
    const int last = last_section(in);
    for (int i = 0; i < session->section_count; i++) {
        if (!lay_section(in, i, last)) {
            return false;
        }
    }
    layout->first[session->section_count] = layout->count;
    order_drops(in);
    return true;
}

static void refuse(refit *in, il_frames length)
{
    il_stretch *stretches = NULL;
    int count = 0, room = 0;
    if (il_layout_stretches(in->layout, &stretches, &count, &room, in->err)) {
        il_frames least = stretches[0].from, most = stretches[0].to;
        for (int i = 1; i < count; i++) {
            least = stretches[i].from < least ? stretches[i].from : least;
            most = stretches[i].to > most ? stretches[i].to : most;
        }
        char asked[32], shortest[32], longest[32];
        il_text_from_duration(asked, sizeof asked, length, IL_RATE_HZ, 0);
        il_text_from_duration(shortest, sizeof shortest, least, IL_RATE_HZ, 1);
        il_text_from_duration(longest, sizeof longest, most, IL_RATE_HZ, -1);
        il_fail(in->err, in->old->session->length_at,
                "from here the session ends between %s and %s, not at %s", shortest, longest,
                asked);
    }
    il_free(stretches);
}

/* `length` 0: the shortest. */
static il_timeline *run(refit *in, il_frames length)
{
    il_layout layout;
    il_error own = {0};
    il_fit fit = {0};
    il_timeline *timeline = NULL;
    in->layout = &layout;
    in->err = in->err ? in->err : &own;
    if (lay(in)) {
        il_frames wanted = length;
        int *counts = il_alloc((size_t)layout.count, sizeof *counts, in->err);
        if (counts && length == 0) {
            il_layout_counts(&layout, 0.0, counts);
            wanted = il_layout_length(&layout, counts, 0.0, 0);
        }
        il_free(counts);
        if (counts && il_layout_fit(&layout, wanted, &fit, in->err)) {
            il_timeline_request request = in->old->request;
            request.clips = &in->old->clips;
            timeline = il_timeline_build(in->old->session, &request, in->old->choices, &layout,
                                         &fit, in->err);
        } else if (!in->err->message[0]) {
            refuse(in, wanted);
        }
    }
    il_layout_finish(&layout);
    return timeline;
}

il_timeline *il_timeline_refit(const il_timeline *old, il_frames from, il_frames length,
                               il_error *err)
{
    refit in = {.old = old, .from = from, .err = err};
    return run(&in, length);
}

il_timeline *il_timeline_move_on(const il_timeline *old, il_frames from, il_frames length,
                                 il_error *err)
{
    refit in = {.old = old, .from = from, .cut = true, .err = err};
    return run(&in, length);
}

il_timeline *il_timeline_close(const il_timeline *old, il_frames from, il_error *err)
{
    refit in = {.old = old, .from = from, .cut = true, .close = true, .err = err};
    return run(&in, 0);
}
