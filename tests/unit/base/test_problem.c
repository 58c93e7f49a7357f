#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/problem.h"

static il_problem problem(int line, int column, il_severity severity, const char *message)
{
    il_problem made = {.at = {"a.yaml", line, column}, .severity = severity};
    strncpy(made.message, message, sizeof made.message - 1);
    return made;
}

static void set_source(il_problems *problems, const char *source)
{
    problems->source_size = strlen(source);
    problems->source = il_alloc(problems->source_size + 1, 1, NULL);
    assert_non_null(problems->source);
    memcpy(problems->source, source, problems->source_size);
}

/* What the problems print, for the test to free. */
static char *printed(const il_problems *problems)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    il_problems_print(problems, out);
    fclose(out);
    return text;
}

static void assert_prints(il_problems *problems, const char *wanted)
{
    char *text = printed(problems);
    assert_string_equal(text, wanted);
    free(text);
    il_problems_finish(problems);
}

static void test_expected_before_found_before_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *expected, *found, *nearest, *line;
    } rows[] = {
        {"", "", "", "a.yaml:2:3: error: wrong\n"},
        {"a pause", "", "", "a.yaml:2:3: error: wrong: expected a pause\n"},
        {"", "\"x\"", "", "a.yaml:2:3: error: wrong: found \"x\"\n"},
        {"a pause", "\"x\"", "", "a.yaml:2:3: error: wrong: expected a pause, found \"x\"\n"},
        {"", "", "say", "a.yaml:2:3: error: wrong (did you mean say?)\n"},
        {"a", "b", "c", "a.yaml:2:3: error: wrong: expected a, found b (did you mean c?)\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_problems problems = {0};
        il_problem made = problem(2, 3, IL_ERROR, "wrong");
        strcpy(made.expected, rows[i].expected);
        strcpy(made.found, rows[i].found);
        strcpy(made.nearest, rows[i].nearest);
        il_problems_add(&problems, &made);
        assert_prints(&problems, rows[i].line); // no source, no line of it
    }
}

static void test_the_caret_stands_under_its_letter(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int line, column;
        const char *shown;
    } rows[] = {
        {"one\n- pause: 4:30\n", 2, 10, "    2 | - pause: 4:30\n      |          ^\n"},
        {"\tx: y", 1, 2, "    1 |  x: y\n      |  ^\n"},         // a tab is one column
        {"息を: x", 1, 4, "    1 | 息を: x\n      |      ^\n"},  // wide letters are two
        {"é: x", 1, 4, "    1 | é: x\n      |    ^\n"},          // others one
        {"\xEF\xBB\xBFx: y", 1, 1, "    1 | x: y\n      | ^\n"}, // a byte order mark none
        {"a\r\nb: c\r\n", 2, 4, "    2 | b: c\n      |    ^\n"}, // no carriage return is shown
        {"a\rb: c", 2, 4, "    2 | b: c\n      |    ^\n"},       // nor one alone
        {"a: b", 1, 5, "    1 | a: b\n      |     ^\n"},         // behind the last letter
        {"a\n", 2, 1, "    2 | \n      | ^\n"},                  // behind the last line end
        {"a\n", 3, 1, ""},                                       // no such line
        {"x\x1B[31m\xE2\x80\xAEy\xFFz", 1, 1,
         "    1 | x\uFFFD[31m\uFFFDy\uFFFDz\n      | ^\n"}, // nothing that acts
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_problems problems = {0};
        char wanted[256];
        const il_problem made = problem(rows[i].line, rows[i].column, IL_WARNING, "w");
        set_source(&problems, rows[i].source);
        il_problems_add(&problems, &made);
        snprintf(wanted, sizeof wanted, "a.yaml:%d:%d: warning: w\n%s", rows[i].line,
                 rows[i].column, rows[i].shown);
        assert_prints(&problems, wanted);
    }
}

/* A line of 300 letters, a to z and again. */
static void test_a_long_line_is_cut_around_its_caret(void **state)
{
    (void)state;
    static const struct {
        int length, column;
        const char *start; // of what is shown
        size_t columns;    // shown, ellipses too
        size_t caret;      // from 0
    } rows[] = {
        {100, 100, "abc", 100, 99},                            // as long as may be
        {101, 1, "abc", 101, 0},                               // one ellipsis behind
        {300, 50, "abc", 101, 49},  {300, 200, "…q", 102, 80}, // and one in front
        {300, 300, "…", 81, 80},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char source[400] = "";
        for (int n = 0; n < rows[i].length; n++) {
            source[n] = (char)('a' + n % 26);
        }
        il_problems problems = {0};
        const il_problem made = problem(1, rows[i].column, IL_ERROR, "w");
        set_source(&problems, source);
        il_problems_add(&problems, &made);
        char *text = printed(&problems);
        char *shown = strstr(text, "    1 | ");
        assert_non_null(shown);
        shown += 8;
        assert_memory_equal(shown, rows[i].start, strlen(rows[i].start));
        char *end = strchr(shown, '\n');
        char *caret = strchr(end, '^');
        size_t columns = 0;
        for (const char *at = shown; at < end; at++) {
            columns += ((unsigned char)*at & 0xC0) != 0x80;
        }
        assert_int_equal(columns, rows[i].columns);
        assert_int_equal(caret - (end + 9), rows[i].caret);
        free(text);
        il_problems_finish(&problems);
    }
}

static void test_the_other_place_is_shown(void **state)
{
    (void)state;
    il_problems problems = {0};
    il_problem made = problem(2, 1, IL_ERROR, "say stands here twice");
    made.also = (il_place){"a.yaml", 1, 1};
    set_source(&problems, "say: a\nsay: b\n");
    il_problems_add(&problems, &made);
    assert_prints(&problems, "a.yaml:2:1: error: say stands here twice\n"
                             "    2 | say: b\n      | ^\n"
                             "a.yaml:1:1: note: the other one is here\n"
                             "    1 | say: a\n      | ^\n");
}

static void test_messages_cannot_act_on_a_terminal(void **state)
{
    (void)state;
    il_problems problems = {0};
    il_problem made = problem(0, 0, IL_ERROR,
                              "a\x1B]0;b\x07"
                              "c\nd\xE2\x80\xA9"
                              "e\xC2\x9B"
                              "f\xFFg");
    il_problems_add(&problems, &made);
    assert_prints(&problems, "a.yaml: error: a\uFFFD]0;b\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg\n");
}

static void test_a_text_too_long_ends_between_letters(void **state)
{
    (void)state;
    il_problems problems = {0};
    il_problem made = problem(1, 1, IL_ERROR, "w");
    for (size_t i = 0; i + 3 < sizeof made.found; i += 3) { // as a writer cuts it, within a letter
        memcpy(made.found + i, "息", 3);
    }
    memcpy(made.found + 78, "\xE6", 1);
    il_problems_add(&problems, &made);
    const char *kept = problems.items[0].found;
    assert_true(strlen(kept) < sizeof made.found);
    assert_string_equal(kept + strlen(kept) - 6, "息…");
    il_problems_finish(&problems);
}

static void test_a_hundred_are_kept_and_more_counted(void **state)
{
    (void)state;
    il_problems problems = {0};
    for (int i = 0; i < 103; i++) {
        const il_problem made = problem(i + 1, 1, IL_WARNING, "w");
        il_problems_add(&problems, &made);
    }
    assert_int_equal(problems.count, IL_PROBLEMS_MAX);
    assert_int_equal(problems.more, 3);
    assert_int_equal(problems.errors, 0);
    const il_problem error = problem(200, 1, IL_ERROR, "e");
    il_problems_add(&problems, &error); // goes before the last warning
    assert_int_equal(problems.count, IL_PROBLEMS_MAX);
    assert_int_equal(problems.more, 4);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.items[99].message, "e");
    assert_int_equal(problems.items[98].at.line, 99);
    char *text = printed(&problems);
    const char *last = "\na.yaml: and 4 more\n";
    assert_string_equal(text + strlen(text) - strlen(last), last);
    free(text);
    il_problems_finish(&problems);
}

static void test_sorting_keeps_what_was_found_first(void **state)
{
    (void)state;
    static const struct {
        int line, column;
        const char *message;
    } rows[] = {{3, 1, "f"}, {1, 5, "d"}, {1, 2, "b"}, {0, 0, "a"}, {1, 2, "c"}, {2, 1, "e"}};
    il_problems problems = {0};
    for (size_t i = 0; i < 6; i++) {
        const il_problem made = problem(rows[i].line, rows[i].column, IL_ERROR, rows[i].message);
        il_problems_add(&problems, &made);
    }
    il_problems_sort(&problems);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(problems.items[i].message[0], 'a' + i);
    }
    il_problems_finish(&problems);
}

static void test_names_outlive_their_reader(void **state)
{
    (void)state;
    il_problems problems = {0};
    char file[] = "a.yaml";
    il_problem made = problem(1, 1, IL_ERROR, "w");
    made.at.file = file;
    il_problems_add(&problems, &made);
    memset(file, 'x', sizeof file - 1);
    assert_prints(&problems, "a.yaml:1:1: error: w\n");
}

static void test_lack_of_memory_is_noted(void **state)
{
    (void)state;
    for (long nth = 1; nth <= 2; nth++) {
        il_problems problems = {0};
        const il_problem made = problem(1, 1, IL_ERROR, "w");
        il_alloc_fail(nth, false);
        il_problems_add(&problems, &made);
        il_alloc_fail(0, false);
        assert_true(problems.out_of_memory);
        assert_int_equal(problems.errors, 1); // it still counts
        assert_int_equal(problems.count, 0);
        il_problems_finish(&problems);
    }
}

static void test_an_error_names_its_file_once(void **state)
{
    (void)state;
    static const struct {
        il_place at;
        const char *message, *severity, *line;
    } rows[] = {
        {{"a.ogg", 0, 0}, "a.ogg: not there", NULL, "a.ogg: not there\n"},
        {{"a.ogg", 0, 0}, "b.ogg: not there", "error: ", "a.ogg: error: b.ogg: not there\n"},
        {{"a.yaml", 3, 4}, "no", NULL, "a.yaml:3:4: no\n"},
        {{NULL, 0, 0}, "out of memory", NULL, "interlude: out of memory\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {.at = rows[i].at};
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        strcpy(err.message, rows[i].message);
        il_error_print(&err, rows[i].severity, out);
        fclose(out);
        assert_string_equal(text, rows[i].line);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expected_before_found_before_nearest),
        cmocka_unit_test(test_the_caret_stands_under_its_letter),
        cmocka_unit_test(test_a_long_line_is_cut_around_its_caret),
        cmocka_unit_test(test_the_other_place_is_shown),
        cmocka_unit_test(test_messages_cannot_act_on_a_terminal),
        cmocka_unit_test(test_a_text_too_long_ends_between_letters),
        cmocka_unit_test(test_a_hundred_are_kept_and_more_counted),
        cmocka_unit_test(test_sorting_keeps_what_was_found_first),
        cmocka_unit_test(test_names_outlive_their_reader),
        cmocka_unit_test(test_lack_of_memory_is_noted),
        cmocka_unit_test(test_an_error_names_its_file_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
