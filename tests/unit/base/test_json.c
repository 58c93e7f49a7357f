#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"

static void test_strings_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a \"b\" \\c/", "\"a \\\"b\\\" \\\\c/\""},
        {"a\nb", "\"a\\nb\""},
        {"a\tb\r", "\"a\\u0009b\\u000d\""},
        {"\x01\x1B[31m\x7F", "\"\\u0001\\u001b[31m\\u007f\""},
        {"\xC2\x85\xE2\x80\xA8\xE2\x80\xAE", "\"\\u0085\\u2028\\u202e\""},
        {"é息🧘", "\"é息🧘\""},
        {"a\xFFz\xC0\xAF", "\"a\uFFFDz\uFFFD\uFFFD\""},
        {NULL, "null"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_buffer buffer = {0};
        il_json json = {.out = &buffer};
        il_json_text(&json, NULL, rows[i].text);
        assert_string_equal(buffer.text, rows[i].json);
        il_buffer_finish(&buffer);
    }
}

static void test_numbers_are_json(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *json;
    } rows[] = {
        {0.0, 0, "0"},          {-0.0, 3, "0"},         {1.5, 3, "1.5"},
        {-18.25, 1, "-18.3"},   {2.0, 6, "2"},          {0.0625, 4, "0.0625"},
        {0.999, 2, "1"},        {-0.004, 2, "0"},       {1e15, 6, "1000000000000000"},
        {0.0 / 0.0, 2, "null"}, {1.0 / 0.0, 2, "null"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_buffer buffer = {0};
        il_json json = {.out = &buffer};
        il_json_number(&json, NULL, rows[i].value, rows[i].decimals);
        assert_string_equal(buffer.text, rows[i].json);
        il_buffer_finish(&buffer);
    }
}

static void write_cues(il_json *json)
{
    il_json_open(json, NULL, '{');
    il_json_integer(json, "format", 1);
    il_json_open(json, "dropped", '[');
    il_json_close(json, ']');
    il_json_open(json, "none", '{');
    il_json_close(json, '}');
    il_json_open(json, "cues", '[');
    for (int i = 0; i < 2; i++) {
        il_json_open(json, NULL, '{');
        il_json_integer(json, "at", INT64_MIN + i);
        il_json_bool(json, "last", i == 1);
        il_json_open(json, "captions", '[');
        il_json_open(json, NULL, '{');
        il_json_text(json, "text", "Feet.");
        il_json_close(json, '}');
        il_json_open(json, NULL, '{');
        il_json_text(json, "text", NULL);
        il_json_close(json, '}');
        il_json_close(json, ']');
        il_json_close(json, '}');
    }
    il_json_close(json, ']');
    il_json_close(json, '}');
}

static void test_a_cue_stands_on_a_line(void **state)
{
    (void)state;
    il_buffer buffer = {0};
    il_json json = {.out = &buffer};
    write_cues(&json);
    assert_string_equal(
        buffer.text,
        "{\n"
        "  \"format\": 1,\n"
        "  \"dropped\": [],\n"
        "  \"none\": {},\n"
        "  \"cues\": [\n"
        "    {\"at\": -9223372036854775808, \"last\": false, \"captions\": [{\"text\": \"Feet.\"}, "
        "{\"text\": null}]},\n"
        "    {\"at\": -9223372036854775807, \"last\": true, \"captions\": [{\"text\": \"Feet.\"}, "
        "{\"text\": null}]}\n"
        "  ]\n"
        "}\n");
    il_buffer_finish(&buffer);
}

static void test_lack_of_memory_is_remembered(void **state)
{
    (void)state;
    for (long nth = 1; nth <= 2; nth++) {
        il_buffer buffer = {0};
        il_json json = {.out = &buffer};
        il_alloc_fail(nth, false);
        write_cues(&json);
        il_alloc_fail(0, false);
        assert_true(buffer.failed);
        il_buffer_finish(&buffer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings_are_escaped),
        cmocka_unit_test(test_numbers_are_json),
        cmocka_unit_test(test_a_cue_stands_on_a_line),
        cmocka_unit_test(test_lack_of_memory_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
