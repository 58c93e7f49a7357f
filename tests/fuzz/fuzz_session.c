/* Any bytes as a session file: read, its problems printed, and where it is sound laid out and
 * planned. */
#include "fuzz.h"
#include "lengths.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/read.h"
#include "timeline/check.h"
#include "timeline/plan.h"

/* A session of more steps is read but not laid out: it is slow, and no likelier to go wrong. */
enum { STEPS_LAID_OUT = 150 };

/* What was printed of the problems. 100 problems, of which each takes two lines of a file and its
 * own texts, fill a part of it. */
static char printed[1 << 20];

static void check_printed(size_t size)
{
    size_t bad = 0;
    il_fuzz_check(il_utf8_valid(printed, size, &bad));
    for (const char *at = printed, *end = printed + size; at < end;) {
        const uint32_t point = il_utf8_next(&at, end);
        il_fuzz_check(!il_is_control(point) && point != '\r' && point != '\t');
    }
}

static void check_problems(const il_problems *problems)
{
    il_fuzz_check(problems->count >= 0 && problems->count <= IL_PROBLEMS_MAX);
    il_fuzz_check(problems->more == 0 || problems->count == IL_PROBLEMS_MAX);
    il_fuzz_check(!problems->out_of_memory);
    for (int i = 0; i < problems->count; i++) {
        const il_problem *problem = &problems->items[i];
        il_fuzz_check(problem->message[0] && problem->at.line >= 0 && problem->at.column >= 0);
        if (i > 0) {
            il_fuzz_check(problem->at.line >= problems->items[i - 1].at.line);
        }
    }
    FILE *out = fmemopen(printed, sizeof printed, "w");
    if (out) {
        il_problems_print(problems, out);
        fflush(out);
        const long size = ftell(out);
        fclose(out);
        il_fuzz_check(size >= 0 && (size_t)size < sizeof printed - 1); // nothing was cut
        check_printed((size_t)size);
    }
}

static void write_plan(const il_timeline *timeline, const il_range *range)
{
    il_buffer out = {0};
    il_plan_json(timeline, range, &out);
    il_plan_text(timeline, range, &out);
    il_plan_script(timeline, &out);
    il_captions_vtt(timeline, &out);
    il_captions_srt(timeline, &out);
    size_t bad = 0;
    il_fuzz_check(!out.failed && (!out.text || il_utf8_valid(out.text, out.size, &bad)));
    il_buffer_finish(&out);
}

static void lay_out(const il_session *session, il_timeline_request *request, const il_range *range)
{
    il_error err = {0};
    il_timeline *timeline = il_timeline_compile(session, request, &err);
    il_fuzz_check((timeline == NULL) == (err.message[0] != '\0'));
    if (timeline) {
        il_fuzz_check(!request->length || il_timeline_length(timeline) == request->length);
        il_fuzz_check_cues(timeline);
        write_plan(timeline, range);
    }
    il_timeline_destroy(timeline);
}

/* Words that are longer than the breaths in which they are spoken are known once times are. */
static bool is_sound(const il_session *session, const il_timeline_request *request)
{
    il_problems problems = {0};
    il_error err = {0};
    const bool done = il_timeline_check(session, request, &problems, &err);
    const bool sound = done && problems.errors == 0;
    il_problems_sort(&problems);
    check_problems(&problems);
    il_problems_finish(&problems);
    return sound;
}

static void lay_out_all(const il_session *session)
{
    il_timeline_request request = {.clips = &il_fuzz_clips};
    il_range range = {0};
    il_error err = {0};
    if (!is_sound(session, &request) ||
        !il_timeline_range(session, &request, &range, NULL, 0, NULL, &err)) {
        return;
    }
    il_fuzz_check(range.shortest >= 0 && range.shortest <= range.longest);
    const il_frames lengths[] = {0, range.shortest, range.shortest / 2 + range.longest / 2,
                                 range.longest};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        request.length = lengths[i];
        lay_out(session, &request, &range);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    il_problems problems = {0};
    il_error err = {0};
    il_session *session =
        il_session_read_bytes("fuzz.yaml", (const char *)data, size, NULL, &problems, &err);
    il_fuzz_check(!err.message[0] || !session);
    il_fuzz_check(session || problems.errors > 0 || err.message[0]);
    il_fuzz_check(!session || problems.errors == 0);
    check_problems(&problems);
    if (session && session->step_count <= STEPS_LAID_OUT) {
        lay_out_all(session);
    }
    il_session_destroy(session);
    il_problems_finish(&problems);
    return 0;
}
