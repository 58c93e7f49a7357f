#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/sessions.h"
#include "timeline/plan.h"

/* A session of every kind of step, laid out at three lengths: its cues as text, so that a change of
 * them is a difference that one can read.
 *
 * With INTERLUDE_WRITE_EXPECTED set the texts are written instead: read what changed before it is
 * committed. */

#define SESSION "tests/sessions/every-step.yaml"

static void check(il_frames seconds)
{
    char path[64];
    snprintf(path, sizeof path, "tests/golden/every-step-%ds.txt", (int)seconds);
    il_session *session = sessions_open(SESSION);
    const il_range range = sessions_range(session);
    il_timeline *timeline = sessions_lay(session, seconds * IL_RATE_HZ);
    assert_non_null(timeline);
    il_buffer text = {0};
    il_plan_text(timeline, &range, &text);
    assert_false(text.failed);
    if (getenv("INTERLUDE_WRITE_EXPECTED")) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(text.text, out);
        fclose(out);
    } else {
        size_t size = 0;
        char *wanted = il_file_read(path, 1 << 20, &size, NULL);
        assert_non_null(wanted);
        assert_string_equal(text.text, wanted);
        il_free(wanted);
    }
    il_buffer_finish(&text);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_short(void **state)
{
    (void)state;
    check(70);
}

static void test_natural(void **state)
{
    (void)state;
    check(90);
}

static void test_long(void **state)
{
    (void)state;
    check(110);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_natural),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
