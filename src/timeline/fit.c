#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "timeline/layout.h"

static const double comfortable =
    0.6; // below this silences are cut so short that a part goes instead

/* ---- from counts to slots ---- */

static bool add_slot(il_layout *layout, il_fit *fit, int *room, int item, int count, il_error *err)
{
    if (fit->count == *room) {
        const int more = *room ? *room * 2 : 64;
        il_slot *grown = il_arena_alloc(&layout->arena, (size_t)more, sizeof *grown, err);
        if (!grown) {
            return false;
        }
        if (fit->count > 0) {
            memcpy(grown, fit->slots, (size_t)fit->count * sizeof *grown);
        }
        fit->slots = grown;
        *room = more;
    }
    fit->slots[fit->count++] = (il_slot){.item = item, .count = count};
    return true;
}

static bool expand(il_layout *layout, const int *counts, il_fit *fit, int *room, int from, int to,
                   il_error *err)
{
    for (int i = from; i < to; i++) {
        if (layout->items[i].kind != IL_ITEM_REPEAT) {
            if (!add_slot(layout, fit, room, i, counts[i], err)) {
                return false;
            }
            continue;
        }
        const int end = layout->items[i].end;
        for (int pass = 0; pass < counts[i]; pass++) {
            if (!expand(layout, counts, fit, room, i + 1, end, err)) {
                return false;
            }
        }
        i = end - 1;
    }
    return true;
}

static bool expand_all(il_layout *layout, const int *counts, il_fit *fit, il_error *err)
{
    int room = 0;
    for (int i = 0; i < layout->session->section_count; i++) {
        if (!il_layout_is_dropped(layout, i, fit->dropped) &&
            !expand(layout, counts, fit, &room, layout->first[i], layout->first[i + 1], err)) {
            return false;
        }
    }
    return true;
}

static void set_lengths(const il_layout *layout, il_fit *fit, double y)
{
    for (int i = 0; i < fit->count; i++) {
        il_slot *slot = &fit->slots[i];
        const il_item *item = &layout->items[slot->item];
        slot->frames = item->kind == IL_ITEM_WORDS     ? item->length
                       : item->kind == IL_ITEM_SILENCE ? il_silence_at(&item->span, y)
                       : item->kind == IL_ITEM_RUN     ? item->rows[slot->count]
                                                       : 0;
    }
}

/* The latest end that the slot brings about, itself ending at `at`. */
static il_frames end_of(const il_layout *layout, const il_slot *slot, il_frames at)
{
    const il_item *item = &layout->items[slot->item];
    if (item->kind == IL_ITEM_MARK) {
        return at + item->length;
    }
    const bool speaks = item->kind == IL_ITEM_WORDS || item->speaks_within;
    return speaks ? at + layout->fade : at;
}

/* One frame more for each silence that has room, in playing order, until the whole ends on
 * `length`. A silence behind which nothing reaches the end would gain nothing and is passed over.
 */
static bool give_rest(const il_layout *layout, il_fit *fit, il_frames length, il_frames *behind)
{
    il_frames at = layout->start, whole = layout->ends, given = 0;
    for (int i = 0; i < fit->count; i++) { // behind[i]: the latest end from slot i on
        at += fit->slots[i].frames;
        behind[i] = end_of(layout, &fit->slots[i], at);
    }
    behind[fit->count] = at;
    for (int i = fit->count - 1; i >= 0; i--) {
        behind[i] = behind[i] > behind[i + 1] ? behind[i] : behind[i + 1];
    }
    whole = behind[0] > whole ? behind[0] : whole;
    for (int i = 0; i < fit->count && whole < length; i++) {
        const il_item *item = &layout->items[fit->slots[i].item];
        if (item->kind == IL_ITEM_SILENCE && fit->slots[i].frames < item->span.max &&
            behind[i] + given == whole) {
            fit->slots[i].frames++;
            given++;
            whole++;
        }
    }
    return given > 0 || whole == length;
}

static il_frames fit_length(const il_layout *layout, const il_fit *fit)
{
    il_frames at = layout->start, whole = layout->ends;
    for (int i = 0; i < fit->count; i++) {
        at += fit->slots[i].frames;
        const il_frames end = end_of(layout, &fit->slots[i], at);
        whole = end > whole ? end : whole;
    }
    return at > whole ? at : whole;
}

/* ---- factors ---- */

/* The lengths at the two factors between which the one that is looked for lies. */
typedef struct {
    const il_layout *layout;
    int *counts;
    bool fixed; // counts stay, only silences follow the factor
    int dropped;
    il_frames length;
    double low, high; // at `low` the whole is at most `length`, at `high` it is longer
    il_frames at_low, at_high;
} bracket;

static il_frames length_at(const bracket *in, double x)
{
    if (!in->fixed) {
        il_layout_counts(in->layout, x, in->counts);
    }
    return il_layout_length(in->layout, in->counts, x, in->dropped);
}

static void narrow(bracket *in, double x)
{
    if (x <= in->low || x >= in->high) {
        return;
    }
    const il_frames at = length_at(in, x);
    if (at <= in->length) {
        in->low = x;
        in->at_low = at;
    } else {
        in->high = x;
        in->at_high = at;
    }
}

/* Wide apart, lengths lie nearly on a straight line: where it meets `length`, the factor is close.
 */
static void narrow_by_line(bracket *in)
{
    const double width = in->high - in->low,
                 share = (double)(in->length - in->at_low) / (double)(in->at_high - in->at_low);
    const double guess = in->low + width * share;
    narrow(in, guess - width / 1024.0);
    narrow(in, guess + width / 1024.0);
}

/* The greatest factor from 0 to `most` at which the whole is at most `length`, to the last bit that
 * matters; it has to hold at 0. */
static double bisect(const il_layout *layout, int *counts, bool fixed, int dropped,
                     il_frames length, double most)
{
    bracket in = {layout, counts, fixed, dropped, length, 0.0, most, 0, 0};
    in.at_high = length_at(&in, most);
    if (in.at_high <= length) {
        return most;
    }
    in.at_low = length_at(&in, 0.0);
    double middle = most / 2.0;
    while (middle > in.low && middle < in.high) {
        if (in.high - in.low > 1e-7 * most) { // nearer than that, rounding makes steps of the line
            narrow_by_line(&in);
            middle = (in.low + in.high) / 2.0;
        }
        narrow(&in, middle);
        middle = (in.low + in.high) / 2.0;
    }
    return in.low;
}

/* The same for silences alone, where `low` will do. Most often it is the greatest already: what
 * made the counts end there was a silence. */
static double bisect_silences(const il_layout *layout, int *counts, int dropped, il_frames length,
                              double low, double most)
{
    const double above = nextafter(low, most);
    return low > 0.0 && il_layout_length(layout, counts, above, dropped) > length
               ? low
               : bisect(layout, counts, true, dropped, length, most);
}

/* With these counts, silences alone brought to `length`, at the factor `low` or more. False when
 * they cannot. */
static bool fit_silences(il_layout *layout, int *counts, int dropped, il_frames length, double low,
                         il_fit *fit, il_error *err)
{
    const double most = il_layout_most(layout);
    if (il_layout_length(layout, counts, 0.0, dropped) > length ||
        il_layout_length(layout, counts, most, dropped) < length) {
        return false;
    }
    const double y = bisect_silences(layout, counts, dropped, length, low, most);
    *fit = (il_fit){.dropped = dropped, .x = fit->x};
    if (!expand_all(layout, counts, fit, err)) {
        return false;
    }
    il_frames *behind = il_alloc((size_t)fit->count + 1, sizeof *behind, err);
    if (!behind) {
        return false;
    }
    set_lengths(layout, fit, y);
    while (fit_length(layout, fit) < length && give_rest(layout, fit, length, behind)) {
    }
    il_free(behind);
    fit->length = fit_length(layout, fit);
    return fit->length == length;
}

/* The candidate that leaves out `dropped` sections. */
static bool fit_candidate(il_layout *layout, int *counts, int dropped, il_frames length,
                          il_fit *fit, il_error *err)
{
    il_layout_counts(layout, 0.0, counts);
    if (il_layout_length(layout, counts, 0.0, dropped) > length) {
        return false;
    }
    fit->x = bisect(layout, counts, false, dropped, length, il_layout_most(layout));
    il_layout_counts(layout, fit->x, counts);
    if (fit_silences(layout, counts, dropped, length, fit->x, fit, err)) {
        return true;
    }
    // The next counts up. Those down cannot help: at x the sum is at most `length`, so what failed
    // is the most that these counts reach, and fewer reach less.
    const double next = il_layout_next(layout, fit->x);
    if (next >= HUGE_VAL || (err && err->message[0])) {
        return false;
    }
    il_layout_counts(layout, next, counts);
    return fit_silences(layout, counts, dropped, length, 0.0, fit, err);
}

bool il_layout_fit(il_layout *layout, il_frames length, il_fit *fit, il_error *err)
{
    int *counts = il_alloc((size_t)layout->count, sizeof *counts, err);
    bool found = false;
    for (int dropped = 0; counts && dropped <= layout->drop_count; dropped++) {
        il_fit tried = {0};
        if (fit_candidate(layout, counts, dropped, length, &tried, err)) {
            *fit = tried;
            found = true;
            if (tried.x >= comfortable) {
                break;
            }
        }
    }
    il_free(counts);
    return found && !(err && err->message[0]);
}

/* ---- what can be reached ---- */

/* The stretches between two factors whose own are known. */
typedef struct {
    il_layout *layout;
    int *counts;
    int dropped;
    double most;
    const double *steps; // factors at which a count grows, rising
    il_stretch **stretches;
    int *count, *room;
    il_error *err;
} search;

static il_stretch reach(search *in, int step)
{
    il_layout_counts(in->layout, in->steps[step], in->counts);
    return (il_stretch){il_layout_length(in->layout, in->counts, 0.0, in->dropped),
                        il_layout_length(in->layout, in->counts, in->most, in->dropped)};
}

static bool add_stretch(search *in, il_stretch stretch)
{
    il_stretch *last = *in->count > 0 ? &(*in->stretches)[*in->count - 1] : NULL;
    if (last && stretch.from >= last->from && stretch.from <= last->to + 1) {
        last->to = stretch.to > last->to ? stretch.to : last->to;
        return true;
    }
    il_stretch *more = il_grow((void **)in->stretches, in->count, in->room, sizeof *more, in->err);
    if (more) {
        *more = stretch;
    }
    return more != NULL;
}

enum {
    STRETCHES_MAX = 4096
}; // beyond it a range is more hole than not, and the rest is passed over

/* Both ends of what counts reach rise with them. So when the last step of a stretch of steps begins
 * where the first one ends, or before, all between is reached and none of it has to be looked at.
 */
static bool search_between(search *in, int low, il_stretch at_low, int high, il_stretch at_high)
{
    if (high - low <= 1 || at_high.from <= at_low.to + 1) {
        return add_stretch(in, at_high);
    }
    if (*in->count > STRETCHES_MAX) {
        return true;
    }
    const int middle = low + (high - low) / 2;
    const il_stretch at_middle = reach(in, middle);
    return search_between(in, low, at_low, middle, at_middle) &&
           search_between(in, middle, at_middle, high, at_high);
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Every factor at which a count grows, rising, with 0 in front. */
static double *growth_steps(const il_layout *layout, int *count, il_error *err)
{
    size_t room = 1;
    for (int i = 0; i < layout->count; i++) {
        room += (size_t)(layout->items[i].counts.max - layout->items[i].counts.min);
    }
    double *steps = il_alloc(room, sizeof *steps, err);
    *count = steps ? 1 : 0;
    for (int i = 0; steps && i < layout->count; i++) {
        const il_item *item = &layout->items[i];
        for (int n = item->counts.min + 1; n <= item->counts.max; n++) {
            steps[(*count)++] = il_item_step(item, n);
        }
    }
    if (steps) {
        qsort(steps, (size_t)*count, sizeof *steps, compare_doubles);
    }
    return steps;
}

bool il_layout_stretches(il_layout *layout, il_stretch **stretches, int *count, int *room,
                         il_error *err)
{
    int step_count = 0;
    double *steps = growth_steps(layout, &step_count, err);
    int *counts = il_alloc((size_t)layout->count, sizeof *counts, err);
    bool good = steps && counts;
    for (int dropped = 0; good && dropped <= layout->drop_count; dropped++) {
        search in = {.layout = layout,
                     .counts = counts,
                     .dropped = dropped,
                     .most = il_layout_most(layout),
                     .steps = steps,
                     .stretches = stretches,
                     .count = count,
                     .room = room,
                     .err = err};
        const il_stretch least = reach(&in, 0);
        const int before = *count;
        il_stretch *first = il_grow((void **)stretches, count, room, sizeof *first, err);
        good = first != NULL;
        if (good) {
            (*stretches)[before] = least;
            good = step_count < 2 ||
                   search_between(&in, 0, least, step_count - 1, reach(&in, step_count - 1));
        }
    }
    il_free(steps);
    il_free(counts);
    return good;
}
