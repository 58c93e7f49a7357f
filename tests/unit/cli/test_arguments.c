#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "cli/arguments.h"

static const il_option options[] = {
    {"--length", "T", "how long"}, {"--json", NULL, "as JSON"}, {"-o", "FILE", "where"}, {0}};

static const il_command command = {
    .name = "make", .operands = "THING", .fewest = 0, .most = 2, .options = options};

enum { WORDS_MOST = 6 };

static int count_words(const char *const *words)
{
    int count = 0;
    while (count < WORDS_MOST && words[count]) {
        count++;
    }
    return count;
}

static void test_words_become_options_and_operands(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS_MOST];
        const char *length, *out;
        bool json, help;
        const char *operands[2];
    } calls[] = {
        {{0}, NULL, NULL, false, false, {0}},
        {{"a", "--json", "b"}, NULL, NULL, true, false, {"a", "b"}},
        {{"--length", "5m", "a"}, "5m", NULL, false, false, {"a"}},
        {{"--length=5m"}, "5m", NULL, false, false, {0}},
        {{"--length="}, "", NULL, false, false, {0}},
        {{"--length=a=b"}, "a=b", NULL, false, false, {0}},
        {{"--length", "--json"}, "--json", NULL, false, false, {0}},
        {{"--length", "1m", "--length", "2m"}, "2m", NULL, false, false, {0}},
        {{"-o", "x.ogg"}, NULL, "x.ogg", false, false, {0}},
        {{"-ox.ogg"}, NULL, "x.ogg", false, false, {0}},
        {{"-o=x"}, NULL, "=x", false, false, {0}},
        {{"--", "--json", "-o"}, NULL, NULL, false, false, {"--json", "-o"}},
        {{"-", ""}, NULL, NULL, false, false, {"-", ""}},
        {{"--help", "--nonsense"}, NULL, NULL, false, true, {0}},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        il_arguments arguments;
        il_error err = {0};
        assert_true(il_arguments_read(&arguments, &command, count_words(calls[i].words),
                                      calls[i].words, &err));
        const char *length = il_arguments_value(&arguments, "--length");
        const char *out = il_arguments_value(&arguments, "-o");
        assert_string_equal(length ? length : "none", calls[i].length ? calls[i].length : "none");
        assert_string_equal(out ? out : "none", calls[i].out ? calls[i].out : "none");
        assert_int_equal(il_arguments_has(&arguments, "--json"), calls[i].json);
        assert_int_equal(arguments.help, calls[i].help);
        for (int j = 0; j < 2; j++) {
            assert_int_equal(j < arguments.operand_count, calls[i].operands[j] != NULL);
            if (calls[i].operands[j]) {
                assert_string_equal(arguments.operands[j], calls[i].operands[j]);
            }
        }
        il_arguments_finish(&arguments);
    }
}

static void test_what_is_not_taken_is_the_usage(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS_MOST], *message;
    } calls[] = {
        {{"--lenght", "5m"}, "make has no option --lenght (did you mean --length?)"},
        {{"--len=5m"}, "make has no option --len (did you mean --length?)"},
        {{"--colour"}, "make has no option --colour; interlude make --help lists them"},
        {{"-x"}, "make has no option -x (did you mean -o?)"},
        {{"--json=1"}, "--json takes no value"},
        {{"a", "-o"}, "-o wants a value: -o FILE"},
        {{"a", "b", "c"}, "make takes one THING, got \"c\" too"},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        il_arguments arguments;
        il_error err = {0};
        assert_false(il_arguments_read(&arguments, &command, count_words(calls[i].words),
                                       calls[i].words, &err));
        assert_string_equal(err.message, calls[i].message);
        assert_int_equal(err.fault, IL_FAULT_USAGE);
        il_arguments_finish(&arguments);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_become_options_and_operands),
        cmocka_unit_test(test_what_is_not_taken_is_the_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
