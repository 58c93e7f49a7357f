#include "base/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

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
    assert_int_equal(il_text_level("+1.5 dB", 7, &level), IL_TEXT_OK);
    assert_true(level == 1.5);
    assert_int_equal(il_text_level("0 dB", 4, &level), IL_TEXT_OK);
    assert_true(level == 0.0);
    level = 7.0;
    assert_int_equal(il_text_level("-3dB", 4, &level), IL_TEXT_SPACE);
    assert_int_equal(il_text_level("-3  dB", 6, &level), IL_TEXT_SPACE);
    assert_int_equal(il_text_level("-03 dB", 6, &level), IL_TEXT_LEADING_0);
    assert_int_equal(il_text_level("-3 db", 5, &level), IL_TEXT_OTHER);
    assert_int_equal(il_text_level("6.1 dB", 6, &level), IL_TEXT_TOO_LONG);
    assert_true(level == 7.0); // a fault changes nothing
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
        {3605 * 48000LL, 48000, 0, "1h5s"},
        {49, 1, 1, "0.002s"}, // up, to the millisecond too
        {47, 1, -1, "0s"},
        {-48000, 48000, 0, "0s"},
        {43200 * 48000LL, 48000, 0, "12h"},
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
    static const struct {
        double value;
        int decimals;
        const char *text;
    } rows[] = {
        {-3.25, 3, "-3.25"},
        {0.05, 2, "0.05"},
        {12.0, 2, "12"},
        {-0.0001, 3, "0"},
        {0.9996, 3, "1"},
        {-9.9996, 3, "-10"},
        {1.000001, 6, "1.000001"},
        {2646818259922.828125, 6, "2646818259922.828125"}, // more than a scaled int64 holds
        {1e18, 0, "1000000000000000000"},
    };
    // the locale of a desktop must not show; where there is no such one, only the C locale is tried
    setlocale(LC_ALL, "de_DE.UTF-8");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_buffer buffer = {0};
        il_buffer_number(&buffer, rows[i].value, rows[i].decimals);
        assert_string_equal(buffer.text, rows[i].text);
        il_buffer_finish(&buffer);
    }
    setlocale(LC_ALL, "C");
}

static void test_clocks_count_what_is_over(void **state)
{
    (void)state;
    static const struct {
        il_frames frames;
        bool millis;
        const char *text;
    } rows[] = {
        {0, false, "0:00"},
        {257 * 48000, false, "4:17"},
        {258 * 48000 - 1, false, "4:17"},
        {3900 * 48000LL, false, "1:05:00"},
        {257 * 48000 + 12000, true, "04:17.250"},
        {48000 - 24, true, "00:01.000"},
        {3900 * 48000LL, true, "01:05:00.000"},
        {-1, false, "0:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[32];
        il_text_clock(text, sizeof text, rows[i].frames, rows[i].millis);
        assert_string_equal(text, rows[i].text);
    }
}

static void test_wide_letters_fill_two_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t points, columns;
    } rows[] = {
        {"", 0, 0},
        {"Feet.", 5, 5},
        {"été", 3, 3},
        {"息を吸う", 4, 8},
        {"한！", 2, 4},                 // Hangul, and a full-width mark
        {"\U0001F9D8\U00020000", 2, 4}, // beyond the first plane
        {"…“α", 3, 3},                  // ambiguous ones count one
        {"a\xFF\xE6\x81", 4, 4},        // bytes that are no letters count one each
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(il_text_points(rows[i].text), rows[i].points);
        assert_int_equal(il_text_columns(rows[i].text), rows[i].columns);
    }
}

static void test_controls_are_what_the_contract_lists(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
    } controls[] = {{0, 8},           {0xB, 0xC},       {0xE, 0x1F},      {0x7F, 0x9F},
                    {0x2028, 0x2029}, {0x202A, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}};
    const size_t count = sizeof controls / sizeof *controls;
    size_t next = 0;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        while (next < count && point > controls[next].last) {
            next++;
        }
        assert_true(il_is_control(point) == (next < count && point >= controls[next].first));
    }
}

static void test_every_code_point_is_read_back(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 7) {
        char bytes[4];
        const size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        uint32_t rest = point;
        for (size_t i = size - 1; i > 0; i--, rest >>= 6) {
            bytes[i] = (char)(0x80 | (rest & 0x3F));
        }
        bytes[0] = (char)(size == 1 ? rest : (0xF00u >> size & 0xFFu) | rest);
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        const char *at = bytes;
        const uint32_t read = il_utf8_next(&at, bytes + size);
        assert_int_equal(read, surrogate ? 0xFFFD : point);
        assert_int_equal(at - bytes, surrogate ? 1 : size);
        if (size > 1) { // cut short
            at = bytes;
            assert_int_equal(il_utf8_next(&at, bytes + size - 1), 0xFFFD);
            assert_int_equal(at - bytes, 1);
        }
    }
}

static void test_a_buffer_remembers_that_memory_lacked(void **state)
{
    (void)state;
    long asked = 0;
    for (long nth = 0; nth <= asked; nth++) {
        il_buffer buffer = {0};
        il_alloc_fail(nth, false);
        for (int i = 0; i < 1000; i++) {
            il_buffer_print(&buffer, "%d-", i);
        }
        asked = nth == 0 ? il_alloc_count() : asked;
        il_alloc_fail(0, false);
        assert_true(buffer.failed == (nth > 0));
        assert_int_equal(buffer.text ? strlen(buffer.text) : 0, buffer.size); // whole so far
        il_buffer_finish(&buffer);
    }
    assert_true(asked > 2);
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
        cmocka_unit_test(test_clocks_count_what_is_over),
        cmocka_unit_test(test_wide_letters_fill_two_columns),
        cmocka_unit_test(test_controls_are_what_the_contract_lists),
        cmocka_unit_test(test_every_code_point_is_read_back),
        cmocka_unit_test(test_a_buffer_remembers_that_memory_lacked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
