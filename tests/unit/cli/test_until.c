#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/until.h"

static void test_a_time_of_day_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int hour, minute; // -1: refused
    } times[] = {
        {"10:55", 10, 55},  {"0:00", 0, 0},    {"00:00", 0, 0},    {"9:05", 9, 5},
        {"23:59", 23, 59},  {"24:00", -1, -1}, {"10:60", -1, -1},  {"10:5", -1, -1},
        {"10:055", -1, -1}, {":30", -1, -1},   {"010:30", -1, -1}, {"10.30", -1, -1},
        {"", -1, -1},       {"10:", -1, -1},   {"10", -1, -1},     {"+9:30", -1, -1},
        {"10:3a", -1, -1},  {" 9:30", -1, -1},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        int hour = -1, minute = -1;
        assert_int_equal(il_until_read(times[i].text, &hour, &minute), times[i].hour >= 0);
        assert_int_equal(hour, times[i].hour);
        assert_int_equal(minute, times[i].minute);
    }
}

static il_frames hours(double count)
{
    return (il_frames)(count * 3600 * IL_RATE_HZ);
}

/* Moments of 2026 in seconds since 1970, and what a clock in Paris says then. */
enum {
    WINTER = 1768470900, // 15 January, 10:55:00
    SPRING = 1774742400, // 29 March, 01:00:00; from 02:00 it is 03:00
    AUTUMN = 1792882800, // 25 October, 01:00:00; after 03:00 it is 02:00 again
};

static void test_it_is_the_next_time_that_the_clock_says_so(void **state)
{
    (void)state;
    static const struct {
        int64_t now;
        long nanoseconds;
        int hour, minute;
        double hours;      // until then; negative: refused
        const char *words; // of the refusal
    } times[] = {
        {WINTER, 0, 10, 56, 1.0 / 60, NULL},
        {WINTER, 0, 11, 55, 1.0, NULL},
        {WINTER, 0, 22, 55, 12.0, NULL},
        {WINTER + 50400, 0, 10, 55, 10.0, NULL}, // 00:55 to 10:55
        {WINTER + 36000, 0, 0, 55, 4.0, NULL},   // 20:55 to 00:55 across midnight
        {WINTER, 500000000, 11, 55, 1.0 - 0.5 / 3600, NULL},
        {WINTER, 0, 10, 55, -1.0, "10:55 has just gone; "},
        {WINTER + 20, 0, 10, 55, -1.0, "10:55 has just gone; "},
        {WINTER, 1, 10, 55, -1.0, "10:55 has just gone; "},
        {WINTER + 240, 0, 10, 55, -1.0, "10:55 has gone, 4m ago; "},
        {WINTER, 0, 9, 50, -1.0, "09:50 has gone, 1h5m ago; "},
        {WINTER, 0, 22, 56, -1.0, "22:56 has gone, 11h59m ago; "},
        {SPRING, 0, 3, 30, 1.5, NULL},
        {SPRING, 0, 7, 0, 5.0, NULL},
        {AUTUMN, 0, 5, 0, 5.0, NULL},
    };
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct timespec now = {.tv_sec = times[i].now, .tv_nsec = times[i].nanoseconds};
        il_frames left = -1;
        il_error err = {0};
        const bool good = il_until_frames(times[i].hour, times[i].minute, now, &left, &err);
        assert_int_equal(good, times[i].hours >= 0);
        if (good) {
            assert_int_equal(left, hours(times[i].hours));
        } else {
            assert_int_equal(left, -1);
            assert_int_equal(err.fault, IL_FAULT_INPUT);
            assert_memory_equal(err.message, times[i].words, strlen(times[i].words));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_time_of_day_is_exact),
        cmocka_unit_test(test_it_is_the_next_time_that_the_clock_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
