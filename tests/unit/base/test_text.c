#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_durations_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        il_text_fault fault;
        il_frames millis;
    } rows[] = {
        {"3s", IL_TEXT_OK, 3000},
        {"0.5s", IL_TEXT_OK, 500},
        {"1m30s", IL_TEXT_OK, 90000},
        {"90s", IL_TEXT_OK, 90000},
        {"90m", IL_TEXT_OK, 5400000},
        {"1h5m", IL_TEXT_OK, 3900000},
        {"12h", IL_TEXT_OK, 43200000},
        {"4m17.125s", IL_TEXT_OK, 257125},
        {"0s", IL_TEXT_OK, 0},
        {"1h0.001s", IL_TEXT_OK, 3600001},
        {"30", IL_TEXT_NO_UNIT, 0},
        {"4:30", IL_TEXT_CLOCK, 0},
        {"4 s", IL_TEXT_SPACE, 0},
        {"1,5s", IL_TEXT_COMMA, 0},
        {"05s", IL_TEXT_LEADING_0, 0},
        {"1.2345s", IL_TEXT_TOO_FINE, 0},
        {"1m90s", IL_TEXT_OVER_60, 0},
        {"13h", IL_TEXT_TOO_LONG, 0},
        {"12h1s", IL_TEXT_TOO_LONG, 0},
        {"-3s", IL_TEXT_MINUS, 0},
        {"\xE2\x88\x92"
         "3s",
         IL_TEXT_MINUS, 0},
        {"", IL_TEXT_EMPTY, 0},
        {"s", IL_TEXT_OTHER, 0},
        {"1.5m", IL_TEXT_OTHER, 0},
        {"3s2m", IL_TEXT_OTHER, 0},
        {"yes", IL_TEXT_OTHER, 0},
        {"9999999999s", IL_TEXT_TOO_LONG, 0},
        {"3.s", IL_TEXT_OTHER, 0},
        {"1h1h", IL_TEXT_OTHER, 0},
        {"014", IL_TEXT_NO_UNIT, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_frames frames = -1;
        const il_text_fault fault = il_text_duration(rows[i].text, strlen(rows[i].text), &frames);
        if (fault != rows[i].fault) {
            fail_msg("%s: fault %d, not %d", rows[i].text, (int)fault, (int)rows[i].fault);
        }
        assert_int_equal(frames, fault ? -1 : rows[i].millis * 48);
    }
}

static void test_ranges_keep_their_order(void **state)
{
    (void)state;
    il_frames min = 0, max = 0;
    assert_int_equal(il_text_duration_range("4s..30s", 7, &min, &max), IL_TEXT_OK);
    assert_int_equal(min, 4 * 48000);
    assert_int_equal(max, 30 * 48000);
    assert_int_equal(il_text_duration_range("30s..4s", 7, &min, &max), IL_TEXT_BACKWARD);
    assert_int_equal(il_text_duration_range("4..30s", 6, &min, &max), IL_TEXT_NO_UNIT);
    int from = 0, to = 0;
    assert_int_equal(il_text_count_range("2..4", 4, 100, &from, &to), IL_TEXT_OK);
    assert_int_equal(from * 10 + to, 24);
    assert_int_equal(il_text_count_range("0..4", 4, 100, &from, &to), IL_TEXT_OTHER);
    assert_int_equal(il_text_count("101", 3, 100, &from), IL_TEXT_TOO_LONG);
}

static void test_levels_want_decibels(void **state)
{
    (void)state;
    double level = 0.0;
    assert_int_equal(il_text_level("-3 dB", 5, &level), IL_TEXT_OK);
    assert_true(level == -3.0);
    assert_int_equal(il_text_level("+1.5dB", 6, &level), IL_TEXT_OK);
    assert_true(level == 1.5);
    assert_int_equal(il_text_level("-3", 2, &level), IL_TEXT_NO_UNIT);
    assert_int_equal(il_text_level("1,5 dB", 6, &level), IL_TEXT_COMMA);
    assert_int_equal(il_text_level("-25 dB", 6, &level), IL_TEXT_TOO_LONG);
    assert_int_equal(il_text_level("\xE2\x88\x92"
                                   "3 dB",
                                   7, &level),
                     IL_TEXT_MINUS);
}

static void test_durations_are_written_as_they_are_read(void **state)
{
    (void)state;
    static const struct {
        il_frames frames, step;
        int direction;
        const char *text;
    } rows[] = {
        {257 * 48000, 48000, 0, "4m17s"},
        {45 * 48000, 48000, 0, "45s"},
        {3900 * 48000LL, 48000, 0, "1h5m"},
        {48001, 48000, 1, "2s"},
        {95999, 48000, -1, "1s"},
        {24000, 48, 0, "0.5s"},
        {0, 48000, 0, "0s"},
        {180 * 48000 + 24000, 48, 0, "3m0.5s"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32];
        il_text_from_duration(text, sizeof text, rows[i].frames, rows[i].step, rows[i].direction);
        assert_string_equal(text, rows[i].text);
    }
}

static void test_nearest_word_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"pause", "breathe", "bell", "say", "section"};
    assert_string_equal(il_text_nearest("puase", words, 5), "pause");
    assert_string_equal(il_text_nearest("Breath", words, 5), "breathe");
    assert_null(il_text_nearest("xylophone", words, 5));
    assert_null(il_text_nearest("", words, 5));
}

static void test_wrong_bytes_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bad;
    } rows[] = {{"ab\xFF", 2},
                {"\xC0\x80", 0},
                {"a\xED\xA0\x80", 1},
                {"\xF4\x90\x80\x80", 0},
                {"x\xE2\x82", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bad = 99;
        assert_false(il_utf8_valid(rows[i].text, strlen(rows[i].text), &bad));
        assert_int_equal(bad, rows[i].bad);
    }
    size_t bad = 0;
    assert_true(il_utf8_valid("h\xC3\xA9 \xEF\xBF\xBD", 7, &bad));
}

static void test_numbers_keep_their_point(void **state)
{
    (void)state;
    il_buffer buffer = {0};
    il_buffer_number(&buffer, -3.25, 3);
    il_buffer_text(&buffer, " ");
    il_buffer_number(&buffer, 0.05, 2);
    il_buffer_text(&buffer, " ");
    il_buffer_number(&buffer, 12.0, 2);
    assert_string_equal(buffer.text, "-3.25 0.05 12");
    il_buffer_finish(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_durations_are_read_exactly),
        cmocka_unit_test(test_ranges_keep_their_order),
        cmocka_unit_test(test_levels_want_decibels),
        cmocka_unit_test(test_durations_are_written_as_they_are_read),
        cmocka_unit_test(test_nearest_word_is_near),
        cmocka_unit_test(test_wrong_bytes_are_found),
        cmocka_unit_test(test_numbers_keep_their_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
