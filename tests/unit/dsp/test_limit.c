#include "dsp/limit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_what_is_not_loud_passes_bit_for_bit(void **state)
{
    (void)state;
    const float rows[] = {0.0f, -0.0f, 1e-30f, 0.1f, -0.5f, 0.79999995f, 0.8f, -0.8f};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const float passed = il_limit(rows[i]);
        assert_memory_equal(&passed, &rows[i], sizeof passed);
    }
}

static void test_above_it_bends_as_designed(void **state)
{
    (void)state;
    const double rows[] = {0.81, 0.85, 0.9, 1.0, 1.5, 10.0, 1e30};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const double wanted = 0.80 + 0.09 * tanh((rows[i] - 0.80) / 0.09);
        assert_float_equal(il_limit((float)rows[i]), wanted, 1e-6);
        assert_float_equal(il_limit((float)-rows[i]), -wanted, 1e-6);
    }
}

static void test_it_rises_without_a_step_and_stays_under_minus_1_db(void **state)
{
    (void)state;
    float before = il_limit(0.0f);
    for (int i = 1; i <= 200000; i++) {
        const float now = il_limit((float)i / 100000.0f);
        assert_true(now >= before && now - before < 1.1e-5f);
        before = now;
    }
    assert_true(before <= 0.8901f);
}

static void test_what_is_no_number_is_silence(void **state)
{
    (void)state;
    float samples[] = {NAN, INFINITY, -INFINITY, 0.5f, 2.0f};
    const float kept = il_limit(2.0f);
    il_limit_all(samples, 5);
    assert_true(samples[0] == 0.0f && samples[1] == 0.0f && samples[2] == 0.0f);
    assert_true(samples[3] == 0.5f && samples[4] == kept);
    il_limit_all(samples + 3, 1);
    assert_true(samples[3] == 0.5f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_loud_passes_bit_for_bit),
        cmocka_unit_test(test_above_it_bends_as_designed),
        cmocka_unit_test(test_it_rises_without_a_step_and_stays_under_minus_1_db),
        cmocka_unit_test(test_what_is_no_number_is_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
