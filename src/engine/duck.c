#include "engine/duck.h"

#include <stdlib.h>

#include "base/memory.h"
#include "dsp/fade.h"

// all in frames
static const il_frames fall = IL_RATE_HZ * 7 / 10;
static const il_frames gap = 4 * IL_RATE_HZ;
static const il_frames wait = IL_RATE_HZ;
static const il_frames lift = 3 * IL_RATE_HZ;

bool il_duck_add(il_duck *duck, il_frames at, il_frames end, il_error *err)
{
    if (end <= at) {
        return true;
    }
    il_duck_span *span =
        il_grow((void **)&duck->spans, &duck->count, &duck->room, sizeof *duck->spans, err);
    if (!span) {
        return false;
    }
    *span = (il_duck_span){.at = at, .end = end};
    return true;
}

static int compare(const void *a, const void *b)
{
    const il_duck_span *one = a, *other = b;
    return one->at < other->at ? -1 : one->at > other->at;
}

void il_duck_settle(il_duck *duck)
{
    if (duck->count == 0) {
        return;
    }
    qsort(duck->spans, (size_t)duck->count, sizeof *duck->spans, compare);
    il_duck_span *last = duck->spans;
    for (int i = 1; i < duck->count; i++) {
        const il_duck_span *span = &duck->spans[i];
        if (span->at - last->end < gap) {
            last->end = span->end > last->end ? span->end : last->end;
        } else {
            *++last = *span;
        }
    }
    duck->count = (int)(last - duck->spans) + 1;
}

static double depth(const il_duck_span *span, il_frames frame)
{
    if (frame < span->at) {
        return il_fade_s_curve(1.0 - (double)(span->at - frame) / (double)fall);
    }
    return 1.0 - il_fade_s_curve((double)(frame - span->end - wait) / (double)lift);
}

/* How many spans begin at or before `frame`. */
static int begun(const il_duck *duck, il_frames frame)
{
    int low = 0, high = duck->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (duck->spans[middle].at <= frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

double il_duck_at(const il_duck *duck, il_frames frame)
{
    // a fall is shorter and a lift no longer than the gap: only the neighbours ask
    const int next = begun(duck, frame);
    const double before = next > 0 ? depth(&duck->spans[next - 1], frame) : 0.0;
    const double after = next < duck->count ? depth(&duck->spans[next], frame) : 0.0;
    return before > after ? before : after;
}

void il_duck_finish(il_duck *duck)
{
    il_free(duck->spans);
    *duck = (il_duck){0};
}
