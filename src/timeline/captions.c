#include <string.h>

#include "base/text.h"
#include "timeline/compile.h"

enum { LINE_COLUMNS = 62 };

/* A stretch of text; its ends stand at letters, not at spaces. */
typedef struct {
    const char *from, *to;
} stretch;

/* Past the letter at `*at`; returns its columns. */
static int step(const char **at, const char *to)
{
    if ((unsigned char)**at < 0x80) {
        (*at)++;
        return 1;
    }
    return il_is_wide(il_utf8_next(at, to)) ? 2 : 1;
}

static int columns_between(const char *from, const char *to)
{
    int columns = 0;
    while (from < to) {
        columns += step(&from, to);
    }
    return columns;
}

static int columns_of(stretch text)
{
    return columns_between(text.from, text.to);
}

/* The space at which two lines are most nearly equal, the first not the shorter; where that does
 * not fit, the last one at which both do. NULL when there is none. */
static const char *line_break(stretch text, int whole)
{
    const char *best = NULL;
    int before = 0;
    for (const char *at = text.from; at < text.to;) {
        if (*at == ' ') {
            const int after = whole - before - 1;
            if (before <= LINE_COLUMNS && after <= LINE_COLUMNS) {
                best = at;
                if (before >= after) {
                    return best;
                }
            }
        }
        before += step(&at, text.to);
    }
    return best;
}

/* How good it is to split behind the letter in front of a space: 3 a sentence, 2 a comma, 1 a word.
 */
static int split_rank(const char *from, const char *space)
{
    const char last = space > from ? space[-1] : ' ';
    const bool quoted = (last == '"' || last == '\'' || last == ')') && space - from > 1;
    const char mark = quoted ? space[-2] : last;
    if (mark == '.' || mark == '?' || mark == '!') {
        return 3;
    }
    return mark == ',' || mark == ';' || mark == ':' ? 2 : 1;
}

/* The best place to split: of the best rank that leaves a fifth on both sides, the nearest to the
 * middle. Text without a space is cut at its middle letter. */
static stretch first_half(stretch text, int whole, const char **rest)
{
    const char *best = NULL;
    int best_rank = 0, best_off = whole, before = 0;
    for (const char *at = text.from; at < text.to;) {
        if (*at == ' ') {
            const int off = before * 2 > whole ? before * 2 - whole : whole - before * 2;
            const bool edge = before * 5 < whole || (whole - before) * 5 < whole;
            const int rank = edge ? 0 : split_rank(text.from, at);
            if (rank > best_rank || (rank == best_rank && off < best_off)) {
                best = at;
                best_rank = rank;
                best_off = off;
            }
        }
        before += step(&at, text.to);
    }
    if (best) {
        *rest = best + 1;
        return (stretch){text.from, best};
    }
    const char *middle = text.from;
    while (columns_between(text.from, middle) * 2 < whole) {
        il_utf8_next(&middle, text.to);
    }
    *rest = middle;
    return (stretch){text.from, middle};
}

/* Captions being collected; the letters before each say when it begins. */
typedef struct {
    il_arena *arena;
    il_caption *items;
    int count, room;
    il_frames at, frames;
    int letters;        // of the whole
    int letters_before; // of what was taken so far
    il_error *err;
} captions;

/* The text, with its second line beginning behind `space`, if there is one. */
static char *two_lines(captions *in, stretch text, const char *space)
{
    char *copy = il_arena_text(in->arena, text.from, (size_t)(text.to - text.from), in->err);
    if (copy && space) {
        copy[space - text.from] = '\n';
    }
    return copy;
}

static bool take(captions *in, stretch text, int columns, const char *space)
{
    if (in->count == in->room) {
        const int more = in->room ? in->room * 2 : 1;
        il_caption *grown = il_arena_alloc(in->arena, (size_t)more, sizeof *grown, in->err);
        if (!grown) {
            return false;
        }
        if (in->count > 0) {
            memcpy(grown, in->items, (size_t)in->count * sizeof *grown);
        }
        in->items = grown;
        in->room = more;
    }
    char *shown = two_lines(in, text, space);
    const il_frames share = in->letters > 0 ? in->frames * in->letters_before / in->letters : 0;
    in->items[in->count++] = (il_caption){.at = in->at + share, .text = shown};
    in->letters_before += columns;
    return shown != NULL;
}

/* Texts have at most 16 KiB, and each split leaves a fifth on both sides or halves: it ends soon.
 */
static bool split(captions *in, stretch text)
{
    const int columns = columns_of(text);
    const char *space = columns > LINE_COLUMNS ? line_break(text, columns) : NULL;
    if (columns <= LINE_COLUMNS || space) {
        return take(in, text, columns, space);
    }
    const char *rest = NULL;
    const stretch half = first_half(text, columns, &rest);
    return split(in, half) && split(in, (stretch){rest, text.to});
}

const il_caption *il_captions_lay(il_arena *arena, const char *text, il_frames at, il_frames frames,
                                  int *count, il_error *err)
{
    const stretch whole = {text, text + strlen(text)};
    captions in = {
        .arena = arena, .at = at, .frames = frames, .letters = columns_of(whole), .err = err};
    if (!split(&in, whole)) {
        return NULL;
    }
    *count = in.count;
    return in.items;
}
