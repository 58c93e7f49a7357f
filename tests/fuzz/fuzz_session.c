/* Any bytes as a session file: read, judged, its problems printed. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/read.h"

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
    il_session_destroy(session);
    il_problems_finish(&problems);
    return 0;
}
