/* A small session made from the bytes, laid out at a length that they choose: what must hold for
 * every timeline, and what is said about the range against what can be laid out. */
#include "fuzz.h"
#include "lengths.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "session/read.h"
#include "timeline/plan.h"

enum { STEPS = 12, HOLES = 8192 };

/* The bytes, taken one after another; 0 once they are used up. */
typedef struct {
    const uint8_t *at, *end;
} taker;

static int take(taker *from, int below)
{
    return from->at < from->end ? *from->at++ % below : 0;
}

/* --- the session --- */

static void write_duration(il_buffer *out, il_frames frames)
{
    char text[32];
    il_text_from_duration(text, sizeof text, frames, IL_RATE_HZ / 1000, 0);
    il_buffer_text(out, text);
}

/* An elastic silence from 0.1 s on, 50 s wide at most; it may have no width. */
static void write_range(il_buffer *out, taker *from)
{
    const il_frames least = (il_frames)(1 + take(from, 250)) * IL_RATE_HZ / 10;
    const il_frames width = (il_frames)take(from, 3) * take(from, 250) * IL_RATE_HZ / 10;
    write_duration(out, least);
    il_buffer_text(out, "..");
    write_duration(out, least + width);
}

static void write_say(il_buffer *out, taker *from, const char *indent)
{
    static const char *const words[] = {"One.", "Another line of words.", "Letting it be.",
                                        "A line that is longer than any of the others."};
    il_buffer_print(out, "%s- say: %s %d\n", indent, words[take(from, 4)], take(from, 9));
}

static void write_pause(il_buffer *out, taker *from, const char *indent)
{
    static const char *const names[] = {"sentence", "noticing", "question", "practice"};
    const int kind = take(from, 4);
    il_buffer_print(out, "%s- pause: ", indent);
    if (kind == 0) {
        il_buffer_text(out, names[take(from, 4)]);
    } else if (kind == 1) {
        write_duration(out, (il_frames)(1 + take(from, 250)) * IL_RATE_HZ / 7 / 48 * 48);
    } else {
        write_range(out, from);
    }
    il_buffer_text(out, "\n");
}

static void write_breaths(il_buffer *out, taker *from, const char *indent)
{
    static const char *const patterns[] = {
        "steady",  "coherent", "long-out", "box", "4-7-8", "sigh", "{in: 3s, out: 4.5s}",
        "as-it-is"};
    const int pattern = take(from, 8);
    const int least = 1 + take(from, 12);
    const int most = least + take(from, 12);
    il_buffer_print(out, "%s- breathe: %s\n", indent, patterns[pattern]);
    if (pattern < 7 && take(from, 2)) {
        il_buffer_print(out, "%s  cycles: %d..%d\n", indent, least, most);
    } else {
        il_buffer_print(out, "%s  for: ", indent);
        write_duration(out, least * 5 * (il_frames)IL_RATE_HZ);
        il_buffer_text(out, "..");
        write_duration(out, most * 7 * (il_frames)IL_RATE_HZ);
        il_buffer_text(out, "\n");
    }
    if (pattern < 7) {
        il_buffer_print(out, "%s  ramp: %s\n", indent, take(from, 2) ? "on" : "off");
    }
}

static void write_repeat(il_buffer *out, taker *from, const char *indent, bool nested)
{
    const int least = 1 + take(from, 3);
    const int most = least + take(from, 4);
    const char *inner = nested ? "          " : "      ";
    il_buffer_print(out, "%s- repeat: %d..%d\n%s  steps:\n", indent, least, most, indent);
    write_say(out, from, inner);
    write_pause(out, from, inner);
    if (take(from, 3) == 0) {
        write_breaths(out, from, inner);
    }
    if (!nested && take(from, 2)) {
        write_repeat(out, from, inner, true);
    }
}

static void write_muscles(il_buffer *out, taker *from)
{
    const bool tense = take(from, 2);
    il_buffer_print(out, "  - %s: jaw\n    say: A jaw %d.\n", tense ? "tense" : "release",
                    take(from, 5));
    if (tense && take(from, 2)) {
        il_buffer_text(out, "    hold: 5s..9s\n    during: Held.\n");
    }
    il_buffer_text(out, "    rest: ");
    write_range(out, from);
    il_buffer_text(out, "\n");
}

static void write_section(il_buffer *out, taker *from, int number)
{
    const int when = take(from, 6);
    il_buffer_print(out, "  - section: Part %d\n    keep: %d\n", number, 1 + take(from, 5));
    if (when < 3) {
        il_buffer_print(out, "    when: {path: %s}\n",
                        when == 0   ? "long"
                        : when == 1 ? "short"
                                    : "[short, long]");
    }
}

static void write_step(il_buffer *out, taker *from, int number)
{
    static const char *const marks[] = {"bell: soft", "sound: none", "sound: stream",
                                        "visual: tide", "ring: self"};
    switch (take(from, 10)) {
    case 0:
    case 1:
        write_say(out, from, "  ");
        break;
    case 2:
        write_breaths(out, from, "  ");
        break;
    case 3:
        write_repeat(out, from, "  ", false);
        break;
    case 4:
        write_muscles(out, from);
        break;
    case 5:
        il_buffer_print(out, "  - card: c%d\n    ask: What was it?\n    for: ", number);
        write_range(out, from);
        il_buffer_text(out, "\n");
        break;
    case 6:
    case 7:
        write_section(out, from, number);
        break;
    case 8:
        il_buffer_print(out, "  - %s\n", marks[take(from, 5)]);
        break;
    default:
        write_pause(out, from, "  ");
    }
}

static void write_session(il_buffer *out, taker *from)
{
    static const char *const endings[] = {"bell", "quiet", "sleep"};
    static const char *const defaults[] = {"fit", "short", "long"};
    il_buffer_print(out,
                    "interlude: 1\ntitle: T\nkind: body\nlength: %ds\nending: %s\nsound: %s\n"
                    "choices:\n  path: {ask: Which?, of: [short, long], default: %s}\nsteps:\n",
                    1 + take(from, 250) * 2, endings[take(from, 3)],
                    take(from, 2) ? "stream" : "none", defaults[take(from, 3)]);
    const int steps = 1 + take(from, STEPS);
    for (int i = 0; i < steps; i++) {
        write_step(out, from, i);
    }
}

/* --- the timeline --- */

static void check_span(const il_cue *cue, const il_elastic *span)
{
    il_fuzz_check(cue->frames >= span->min && cue->frames <= span->max);
}

/* What is spoken, breathed and left silent: no words over words, no breath cut or torn from the one
 * before, no silence outside its bounds. */
static void check_cues(const il_timeline *timeline)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames spoken = 0;
    const il_cue *breath = NULL;
    for (int i = 0; i < count; i++) {
        const il_cue *cue = &cues[i];
        if (cue->kind == IL_CUE_SAY) {
            il_fuzz_check(cue->at >= spoken && cue->frames > 0 && cue->say.caption_count > 0);
            spoken = cue->at + cue->frames;
        } else if (cue->kind == IL_CUE_PAUSE) {
            check_span(cue, &cue->pause.span);
        } else if (cue->kind == IL_CUE_CARD) {
            check_span(cue, &cue->card.card->span);
        } else if (cue->kind == IL_CUE_BREATH && cue->breath.paced) {
            const int index = cue->breath.index;
            il_fuzz_check(cue->frames == il_breath_length(&cue->breath.cycle));
            il_fuzz_check(index >= 0 && index < cue->breath.count);
            il_fuzz_check(index == 0 || (breath && breath->breath.index == index - 1 &&
                                         breath->at + breath->frames == cue->at));
            breath = cue;
        }
        if (breath && breath != cue && cue->at >= breath->at + breath->frames) {
            il_fuzz_check(breath->breath.index == breath->breath.count - 1);
        }
    }
}

static void check_dropped(const il_timeline *timeline)
{
    int dropped = 0;
    int parts = 0;
    const il_section *const *sections = il_timeline_dropped(timeline, &dropped);
    const il_part *all = il_timeline_parts(timeline, &parts);
    for (int i = 0; i < dropped; i++) {
        il_fuzz_check(sections[i]->keep < 5);
        for (int p = 0; p < parts; p++) {
            il_fuzz_check(all[p].section != sections[i]);
        }
    }
}

static void check_timeline(const il_timeline *timeline)
{
    il_fuzz_check_cues(timeline);
    check_cues(timeline);
    check_dropped(timeline);
}

/* The same session at the same length gives the same bytes. */
static void check_twice(const il_session *session, const il_timeline_request *request,
                        const il_timeline *timeline, const il_range *range)
{
    il_timeline *again = il_timeline_compile(session, request, NULL);
    il_buffer first = {0};
    il_buffer second = {0};
    il_fuzz_check(again != NULL);
    il_plan_json(timeline, range, &first);
    il_plan_json(again, range, &second);
    il_fuzz_check(first.size == second.size && memcmp(first.text, second.text, first.size) == 0);
    il_buffer_finish(&first);
    il_buffer_finish(&second);
    il_timeline_destroy(again);
}

/* A length as the bytes choose it: at the range's edges, within it, or a little outside. */
typedef struct {
    int kind, share, frames;
    int begun;           // how much of it has passed when it is fitted again, of 250
    int change, seconds; // what it is then fitted to: the same, longer, shorter
} choice;

/* What had begun before `from` is where it was; with `whole`, as long as it was too. */
static void check_kept(const il_timeline *old, const il_timeline *again, il_frames from, bool whole)
{
    int old_count = 0;
    int count = 0;
    const il_cue *was = il_timeline_cues(old, &old_count);
    const il_cue *is = il_timeline_cues(again, &count);
    for (int i = 0; i < old_count && was[i].at < from; i++) {
        il_fuzz_check(i < count && is[i].at == was[i].at && is[i].kind == was[i].kind);
        il_fuzz_check(is[i].order == was[i].order);
        il_fuzz_check(!whole || is[i].kind == IL_CUE_SECTION || is[i].frames == was[i].frames);
    }
}

static void check_closed(const il_timeline *old, il_frames from)
{
    il_timeline *closed = il_timeline_close(old, from, NULL);
    il_fuzz_check(closed != NULL && il_timeline_length(closed) <= il_timeline_length(old));
    il_fuzz_check_cues(closed);
    check_kept(old, closed, from, false);
    il_timeline_destroy(closed);
}

static void check_again(const il_timeline *old, const choice *chosen)
{
    const il_frames whole = il_timeline_length(old);
    const il_frames from = whole * chosen->begun / 250;
    const il_frames change = (il_frames)chosen->seconds * IL_RATE_HZ / 4;
    const il_frames lengths[] = {whole, whole + change, whole - change};
    const il_frames length = lengths[chosen->change] > 0 ? lengths[chosen->change] : whole;
    il_error err = {0};
    il_timeline *again = il_timeline_refit(old, from, length, &err);
    il_fuzz_check((again == NULL) == (err.message[0] != '\0'));
    il_fuzz_check(again || length != whole); // what it is, it can be
    if (again) {
        il_fuzz_check(il_timeline_length(again) == length);
        il_fuzz_check_cues(again);
        check_kept(old, again, from, true);
    }
    il_timeline_destroy(again);
    again = il_timeline_move_on(old, from, length, NULL);
    if (again) {
        il_fuzz_check(il_timeline_length(again) == length);
        il_fuzz_check_cues(again);
        check_kept(old, again, from, false);
        check_closed(again, from + (length > from ? (length - from) / 3 : 0));
    }
    il_timeline_destroy(again);
    check_closed(old, from);
}

/* What the range says of `length`. */
static bool reachable(il_frames length, const il_range *range, const il_hole *holes, int count)
{
    for (int i = 0; i < count; i++) {
        if (length > holes[i].from && length < holes[i].to) {
            return false;
        }
    }
    return length >= range->shortest && length <= range->longest;
}

static il_frames chosen_length(const choice *chosen, const il_range *range)
{
    const il_frames within = (range->longest - range->shortest) * chosen->share / 250;
    const il_frames lengths[] = {range->shortest, range->longest,
                                 range->shortest + within + chosen->frames,
                                 range->shortest + within - chosen->frames};
    return lengths[chosen->kind] > 0 ? lengths[chosen->kind] : 1;
}

static void lay_out(const il_session *session, const choice *chosen)
{
    static il_hole holes[HOLES];
    il_timeline_request request = {.clips = &il_fuzz_clips};
    il_range range = {0};
    il_error err = {0};
    int count = 0;
    il_fuzz_check(il_timeline_range(session, &request, &range, holes, HOLES, &count, &err));
    il_fuzz_check(range.shortest >= 0 && range.shortest <= range.longest);
    il_fuzz_check(range.natural == session->length);
    request.length = chosen_length(chosen, &range);
    il_timeline *timeline = il_timeline_compile(session, &request, &err);
    if (getenv("IL_FUZZ_SHOW")) {
        fprintf(stderr, "asked for %lld of %lld to %lld, %d holes: %s\n", (long long)request.length,
                (long long)range.shortest, (long long)range.longest, count,
                timeline ? "fits" : err.message);
    }
    il_fuzz_check((timeline == NULL) == (err.message[0] != '\0'));
    if (count <= HOLES) {
        il_fuzz_check((timeline != NULL) == reachable(request.length, &range, holes, count));
    }
    if (timeline) {
        il_fuzz_check(il_timeline_length(timeline) == request.length);
        check_timeline(timeline);
        check_twice(session, &request, timeline, &range);
        check_again(timeline, chosen);
    }
    il_timeline_destroy(timeline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    taker from = {data, data + size};
    il_buffer text = {0};
    il_problems problems = {0};
    il_error err = {0};
    choice chosen = {take(&from, 4), take(&from, 251), take(&from, 256), 0, 0, 0};
    chosen.begun = take(&from, 251);
    chosen.change = take(&from, 3);
    chosen.seconds = take(&from, 200);
    write_session(&text, &from);
    if (getenv("IL_FUZZ_SHOW")) { // to see what a finding is made of
        fputs(text.text, stderr);
    }
    il_session *session =
        il_session_read_bytes("fuzz.yaml", text.text, text.size, NULL, &problems, &err);
    if (session) { // a range of breaths may hold no whole breath
        lay_out(session, &chosen);
    }
    il_session_destroy(session);
    il_problems_finish(&problems);
    il_buffer_finish(&text);
    return 0;
}
