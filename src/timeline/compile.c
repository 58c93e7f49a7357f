#include "timeline/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The layouts that a request may take: one, or one for each option of the choice that is fitted. */
typedef struct {
    const il_session *session;
    const il_timeline_request *request;
    int *choices;
    int fitted;  // or -1
    int options; // how many layouts there are
    il_error *err;
} candidates;

static bool candidates_init(candidates *in, const il_session *session,
                            const il_timeline_request *request, il_error *err)
{
    *in = (candidates){.session = session, .request = request, .err = err};
    in->choices = il_alloc((size_t)session->choice_count + 1, sizeof *in->choices, err);
    if (!in->choices) {
        return false;
    }
    il_choices_resolve(session, request, in->choices, &in->fitted);
    in->options = in->fitted >= 0 ? session->choices[in->fitted].option_count : 1;
    return true;
}

static bool lay_option(candidates *in, int option, il_layout *layout)
{
    if (in->fitted >= 0) {
        in->choices[in->fitted] = option;
    }
    if (il_layout_init(layout, in->session, in->request, in->choices, in->err)) {
        return true;
    }
    il_layout_finish(layout);
    return false;
}

static bool failed(const il_error *err)
{
    return err && err->message[0];
}

/* The first option that ends on `length`, as a timeline. NULL without a message when none does. */
static il_timeline *fit_some(candidates *in, il_frames length)
{
    for (int option = 0; option < in->options; option++) {
        il_layout layout;
        il_fit fit = {0};
        if (!lay_option(in, option, &layout)) {
            return NULL;
        }
        if (il_layout_fit(&layout, length, &fit, in->err)) {
            il_timeline *timeline =
                il_timeline_build(in->session, in->request, in->choices, &layout, &fit, in->err);
            il_layout_finish(&layout);
            return timeline;
        }
        il_layout_finish(&layout);
        if (failed(in->err)) {
            return NULL;
        }
    }
    return NULL;
}

static int compare_stretches(const void *a, const void *b)
{
    const il_stretch *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Every stretch that can be reached, in order and without overlap. From il_alloc. */
static il_stretch *all_stretches(candidates *in, int *count)
{
    il_stretch *stretches = NULL;
    int room = 0;
    *count = 0;
    for (int option = 0; option < in->options; option++) {
        il_layout layout;
        bool good = lay_option(in, option, &layout);
        if (good) {
            good = il_layout_stretches(&layout, &stretches, count, &room, in->err);
            il_layout_finish(&layout);
        }
        if (!good) {
            il_free(stretches);
            return NULL;
        }
    }
    qsort(stretches, (size_t)*count, sizeof *stretches, compare_stretches);
    int kept = 0;
    for (int i = 1; i < *count; i++) {
        if (stretches[i].from <= stretches[kept].to + 1) {
            const il_frames to = stretches[i].to;
            stretches[kept].to = to > stretches[kept].to ? to : stretches[kept].to;
        } else {
            stretches[++kept] = stretches[i];
        }
    }
    *count = kept + 1;
    return stretches;
}

/* The lengths that can be reached nearest to `length`, below and above; -1 where there is none. */
static void nearest_lengths(const il_stretch *stretches, int count, il_frames length,
                            il_frames *below, il_frames *above)
{
    *below = *above = -1;
    for (int i = 0; i < count; i++) {
        if (stretches[i].to < length) {
            *below = stretches[i].to;
        } else if (stretches[i].from > length && *above < 0) {
            *above = stretches[i].from;
        }
    }
}

enum { SHOWN = 32 };

/* Whole seconds where they lie in the range; a range shorter than a second to the millisecond. */
static void show_bounds(il_frames from, il_frames to, char shortest[SHOWN], char longest[SHOWN])
{
    const il_frames up = (from + IL_RATE_HZ - 1) / IL_RATE_HZ * IL_RATE_HZ;
    const il_frames step = up <= to ? IL_RATE_HZ : IL_RATE_HZ / 1000;
    il_text_from_duration(shortest, SHOWN, from, step, 1);
    il_text_from_duration(longest, SHOWN, to, step, -1);
}

static void refuse(candidates *in, il_frames length)
{
    int count = 0;
    il_stretch *stretches = all_stretches(in, &count);
    if (!stretches) {
        return;
    }
    char asked[SHOWN], a[SHOWN], b[SHOWN];
    il_text_from_duration(asked, sizeof asked, length, IL_RATE_HZ / 1000, 0);
    const il_frames shortest = stretches[0].from, longest = stretches[count - 1].to;
    const il_place at = in->session->length_at;
    show_bounds(shortest, longest, a, b);
    il_frames below = 0, above = 0;
    nearest_lengths(stretches, count, length, &below, &above);
    if (shortest == longest) {
        il_text_from_duration(a, sizeof a, shortest, IL_RATE_HZ / 1000, 0);
        il_fail(in->err, at,
                "nothing in the session can stretch, so its only length is %s, not %s; "
                "a pause such as 4s..30s would give it room",
                a, asked);
    } else if (length < shortest || length > longest) {
        il_fail(in->err, at, "the session plays from %s to %s, not %s; %s", a, b, asked,
                length < shortest ? "parts with a lower keep would let it be shorter"
                                  : "longer pauses would let it be longer");
    } else {
        il_text_from_duration(a, sizeof a, below, IL_RATE_HZ / 1000, -1);
        il_text_from_duration(b, sizeof b, above, IL_RATE_HZ / 1000, 1);
        il_fail(in->err, at,
                "the session cannot last %s: the nearest lengths are %s and %s; wider pauses would "
                "close the gap",
                asked, a, b);
    }
    il_free(stretches);
}

/* The natural length, or the nearest one where another voice or a choice makes it impossible. */
static il_timeline *fit_nearest(candidates *in)
{
    int count = 0;
    il_stretch *stretches = all_stretches(in, &count);
    if (!stretches) {
        return NULL;
    }
    const il_frames length = in->session->length;
    il_frames below = 0, above = 0;
    nearest_lengths(stretches, count, length, &below, &above);
    const bool up = below < 0 || (above >= 0 && above - length < length - below);
    il_free(stretches);
    return fit_some(in, up ? above : below);
}

il_timeline *il_timeline_compile(const il_session *session, const il_timeline_request *request,
                                 il_error *err)
{
    candidates in;
    il_error own = {0};
    il_error *trouble = err ? err : &own;
    if (!candidates_init(&in, session, request, trouble)) {
        return NULL;
    }
    const il_frames length = request->length > 0 ? request->length : session->length;
    il_timeline *timeline = fit_some(&in, length);
    if (!timeline && !failed(trouble) && request->length <= 0) {
        timeline = fit_nearest(&in);
    }
    if (!timeline && !failed(trouble)) {
        refuse(&in, length);
    }
    il_free(in.choices);
    return timeline;
}

bool il_timeline_range(const il_session *session, const il_timeline_request *request,
                       il_range *range, il_hole *holes, int room, int *count, il_error *err)
{
    candidates in;
    il_error own = {0};
    if (!candidates_init(&in, session, request, err ? err : &own)) {
        return false;
    }
    int stretch_count = 0;
    il_stretch *stretches = all_stretches(&in, &stretch_count);
    il_free(in.choices);
    if (!stretches) {
        return false;
    }
    *range = (il_range){.shortest = stretches[0].from,
                        .natural = session->length,
                        .longest = stretches[stretch_count - 1].to};
    if (count) {
        *count = stretch_count - 1;
    }
    for (int i = 0; holes && i + 1 < stretch_count && i < room; i++) {
        holes[i] = (il_hole){stretches[i].to, stretches[i + 1].from};
    }
    il_free(stretches);
    return true;
}
