#include "dsp/breath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { S = IL_RATE_HZ };

static const il_breath_cycle steady = {.in = 4 * S, .out = 6 * S};
static const il_breath_cycle sigh = {.in = 2 * S, .top_up = S, .out = 6 * S, .rest = S};
static const il_breath_cycle box = {.in = 4 * S, .hold = 4 * S, .out = 4 * S, .rest = 4 * S};

static void test_a_cycle_is_as_long_as_its_phases(void **state)
{
    (void)state;
    assert_true(il_breath_length(&steady) == 10 * S);
    assert_true(il_breath_length(&sigh) == 10 * S);
    assert_true(il_breath_length(&box) == 16 * S);
}

static void test_fullness_follows_a_raised_cosine(void **state)
{
    (void)state;
    for (int i = 0; i <= 100; i++) {
        const double p = i / 100.0;
        const il_breath in = il_breath_at(&steady, (il_frames)(p * 4 * S));
        const il_breath out = il_breath_at(&steady, (il_frames)(4 * S + p * 6 * S));
        assert_true(fabs((double)in.fullness - (1.0 - cos(M_PI * p)) / 2.0) < 1e-4);
        assert_true(fabs((double)out.fullness - (1.0 + cos(M_PI * p)) / 2.0) < 1e-4);
    }
}

static void test_phases_pass_in_their_order_at_their_frames(void **state)
{
    (void)state;
    const struct {
        const il_breath_cycle *cycle;
        il_frames at;
        il_breath_phase phase;
        il_frames left;
    } rows[] = {
        {&steady, 0, IL_BREATH_IN, 4 * S},      {&steady, 4 * S - 1, IL_BREATH_IN, 1},
        {&steady, 4 * S, IL_BREATH_OUT, 6 * S}, {&steady, 10 * S - 1, IL_BREATH_OUT, 1},
        {&sigh, 2 * S, IL_BREATH_TOP_UP, S},    {&sigh, 3 * S, IL_BREATH_OUT, 6 * S},
        {&sigh, 9 * S, IL_BREATH_REST, S},      {&box, 4 * S, IL_BREATH_HOLD, 4 * S},
        {&box, 8 * S - 1, IL_BREATH_HOLD, 1},   {&box, 8 * S, IL_BREATH_OUT, 4 * S},
        {&box, 15 * S, IL_BREATH_REST, S},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const il_breath breath = il_breath_at(rows[i].cycle, rows[i].at);
        assert_int_equal(breath.phase, rows[i].phase);
        assert_true(breath.left == rows[i].left);
    }
}

static void test_holds_are_full_and_rests_empty(void **state)
{
    (void)state;
    for (il_frames at = 4 * S; at < 8 * S; at += 999) {
        assert_true(il_breath_at(&box, at).fullness == 1.0f);
        assert_true(il_breath_at(&box, at + 8 * S).fullness == 0.0f);
    }
}

static void test_a_top_up_is_the_second_step_from_seven_tenths(void **state)
{
    (void)state;
    assert_true(fabsf(il_breath_at(&sigh, 2 * S - 1).fullness - 0.7f) < 1e-5f);
    assert_true(fabsf(il_breath_at(&sigh, 2 * S).fullness - 0.7f) < 1e-5f);
    assert_true(fabsf(il_breath_at(&sigh, 5 * S / 2).fullness - 0.85f) < 1e-4f);
    assert_true(fabsf(il_breath_at(&sigh, 3 * S).fullness - 1.0f) < 1e-5f);
}

/* Its speed is zero at every turn, so no step is ever larger than the steepest of a cosine. */
static void test_fullness_never_jumps(void **state)
{
    (void)state;
    const il_breath_cycle *const cycles[] = {&steady, &sigh, &box};
    for (int c = 0; c < 3; c++) {
        float last = 0.0f;
        for (il_frames at = 0; at < il_breath_length(cycles[c]); at++) {
            const float now = il_breath_at(cycles[c], at).fullness;
            assert_true(fabsf(now - last) < 2e-5f && now >= 0.0f && now <= 1.0f);
            last = now;
        }
    }
}

static void test_outside_a_cycle_it_is_empty_before_and_at_its_end_after(void **state)
{
    (void)state;
    assert_true(il_breath_at(&steady, -1).fullness == 0.0f);
    assert_true(il_breath_at(&steady, 10 * S).fullness == 0.0f);
    assert_true(il_breath_at(&box, 1000 * (il_frames)S).fullness == 0.0f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_cycle_is_as_long_as_its_phases),
        cmocka_unit_test(test_fullness_follows_a_raised_cosine),
        cmocka_unit_test(test_phases_pass_in_their_order_at_their_frames),
        cmocka_unit_test(test_holds_are_full_and_rests_empty),
        cmocka_unit_test(test_a_top_up_is_the_second_step_from_seven_tenths),
        cmocka_unit_test(test_fullness_never_jumps),
        cmocka_unit_test(test_outside_a_cycle_it_is_empty_before_and_at_its_end_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
