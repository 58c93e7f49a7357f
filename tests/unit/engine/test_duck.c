#include "engine/duck.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

enum { S = IL_RATE_HZ, FALL = S * 7 / 10 };

static il_duck planned(const double (*words)[2], int count)
{
    il_duck duck = {0};
    for (int i = 0; i < count; i++) {
        assert_true(il_duck_add(&duck, il_frames_from_seconds(words[i][0]),
                                il_frames_from_seconds(words[i][1]), NULL));
    }
    il_duck_settle(&duck);
    return duck;
}

static void test_one_line(void **state)
{
    (void)state;
    const double words[][2] = {{10.0, 12.5}};
    il_duck duck = planned(words, 1);
    const struct {
        double at_s, depth;
    } rows[] = {
        {0.0, 0.0},  {9.3, 0.0},  {9.65, 0.5}, {10.0, 1.0}, {11.0, 1.0},
        {12.5, 1.0}, {13.5, 1.0}, {15.0, 0.5}, {16.5, 0.0}, {1e4, 0.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(fabs(il_duck_at(&duck, il_frames_from_seconds(rows[i].at_s)) - rows[i].depth) <
                    1e-9);
    }
    il_duck_finish(&duck);
}

static void test_it_stays_down_over_a_gap_under_4_s(void **state)
{
    (void)state;
    const double words[][2] = {{10.0, 12.0}, {15.9, 17.0}, {16.0, 16.5}, {20.99, 21.0}};
    il_duck duck = planned(words, 4);
    for (il_frames frame = 10 * S; frame <= 22 * S; frame += 100) {
        assert_true(il_duck_at(&duck, frame) == 1.0);
    }
    il_duck_finish(&duck);
}

static void test_over_a_gap_of_4_s_it_lifts_a_little(void **state)
{
    (void)state;
    const double words[][2] = {{10.0, 12.0}, {16.0, 17.0}};
    il_duck duck = planned(words, 2);
    assert_true(il_duck_at(&duck, 13 * S) == 1.0);
    // 0.7 s before the next words it has lifted for 2.3 of its 3 s, and goes down again
    const double x = 2.3 / 3.0;
    const double wanted = 1.0 - x * x * (3.0 - 2.0 * x);
    assert_true(fabs(il_duck_at(&duck, 16 * S - FALL) - wanted) < 1e-9);
    assert_true(il_duck_at(&duck, 16 * S) == 1.0);
    il_duck_finish(&duck);
}

static void test_depth_is_the_most_that_any_line_asks(void **state)
{
    (void)state;
    const double words[][2] = {{30.0, 31.0}, {10.0, 20.0}, {24.2, 24.4}, {12.0, 14.0}};
    il_duck all = planned(words, 4);
    for (il_frames frame = 0; frame < 40 * S; frame += 37) {
        double most = 0.0;
        for (int i = 0; i < 4; i++) {
            il_duck one = planned(&words[i], 1);
            const double depth = il_duck_at(&one, frame);
            most = depth > most ? depth : most;
            il_duck_finish(&one);
        }
        assert_true(fabs(il_duck_at(&all, frame) - most) < 1e-12);
    }
    il_duck_finish(&all);
}

static void test_it_never_jumps(void **state)
{
    (void)state;
    const double words[][2] = {{1.0, 2.0}, {6.01, 7.0}, {11.5, 11.6}, {16.0, 30.0}, {20.0, 21.0}};
    il_duck duck = planned(words, 5);
    double before = il_duck_at(&duck, 0);
    for (il_frames frame = 1; frame < 40 * S; frame++) {
        const double now = il_duck_at(&duck, frame);
        assert_true(fabs(now - before) <= 1.5 / FALL + 1e-12);
        before = now;
    }
    il_duck_finish(&duck);
}

static void test_no_words_no_depth(void **state)
{
    (void)state;
    const double words[][2] = {{1.0, 1.0}};
    il_duck duck = planned(words, 1), none = planned(NULL, 0);
    assert_true(il_duck_at(&duck, S) == 0.0);
    assert_true(il_duck_at(&none, S) == 0.0);
    il_duck_finish(&duck);
    il_duck_finish(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_it_stays_down_over_a_gap_under_4_s),
        cmocka_unit_test(test_over_a_gap_of_4_s_it_lifts_a_little),
        cmocka_unit_test(test_depth_is_the_most_that_any_line_asks),
        cmocka_unit_test(test_it_never_jumps),
        cmocka_unit_test(test_no_words_no_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
