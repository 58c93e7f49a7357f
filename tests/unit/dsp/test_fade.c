#include "dsp/fade.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const il_place somewhere = {.file = "a.yaml", .line = 14, .column = 7};

static void test_fade_goes_from_silence_to_full_and_back(void **state)
{
    (void)state;
    il_fade fade;
    assert_true(il_fade_init(&fade, 480000, 2.0, 3.0, somewhere, NULL));
    assert_int_equal(fade.in, 96000);
    assert_int_equal(fade.out, 144000);
    assert_true(il_fade_at(&fade, -1) == 0.0f);
    assert_true(il_fade_at(&fade, 0) == 0.0f);
    assert_float_equal(il_fade_at(&fade, 48000), sqrt(0.5), 1e-6);
    assert_true(il_fade_at(&fade, 96000) == 1.0f);
    assert_true(il_fade_at(&fade, 336000) == 1.0f);
    assert_float_equal(il_fade_at(&fade, 408000), sqrt(0.5), 1e-6);
    assert_true(il_fade_at(&fade, 479999) < 2e-5f);
    assert_true(il_fade_at(&fade, 480000) == 0.0f);
}

static void test_crossfade_keeps_power(void **state)
{
    (void)state;
    const il_fade going = {.length = 48000, .out = 48000}, coming = {.length = 96000, .in = 48000};
    for (il_frames frame = 0; frame < 48000; frame++) {
        const double a = (double)il_fade_at(&going, frame), b = (double)il_fade_at(&coming, frame);
        assert_true(fabs(a * a + b * b - 1.0) < 1e-6);
    }
}

static void test_fades_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    const struct {
        double in_s, out_s;
        const char *message;
    } rows[] = {
        {3.0, 2.0, "fades must fit a cue of 4 s, got 3 s in and 2 s out"},
        {-1.0, 2.0, "fades must fit a cue of 4 s, got -1 s in and 2 s out"},
        {0.0, 4.001, "fades must fit a cue of 4 s, got 0 s in and 4.001 s out"},
        {(double)NAN, 0.5, "fades must fit a cue of 4 s, got ? s in and 0.5 s out"},
        {0.5, (double)INFINITY, "fades must fit a cue of 4 s, got 0.5 s in and ? s out"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {0};
        il_fade fade = {.length = 1};
        assert_false(il_fade_init(&fade, 192000, rows[i].in_s, rows[i].out_s, somewhere, &err));
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.at.line, 14);
        assert_int_equal(fade.length, 1); // unchanged
    }
}

static void test_two_fades_that_fill_a_cue_never_overlap(void **state)
{
    (void)state;
    for (il_frames length = 1; length < 2000; length++) {
        il_fade fade;
        const double half = il_seconds_from_frames(length) / 2.0;
        assert_true(il_fade_init(&fade, length, half, half, somewhere, NULL));
        assert_true(fade.in + fade.out <= length);
    }
}

static void test_the_s_curve_begins_and_ends_level(void **state)
{
    (void)state;
    assert_true(il_fade_s_curve(-1.0) == 0.0);
    assert_true(il_fade_s_curve(0.0) == 0.0);
    assert_true(il_fade_s_curve(0.5) == 0.5);
    assert_true(il_fade_s_curve(1.0) == 1.0);
    assert_true(il_fade_s_curve(2.0) == 1.0);
    assert_true(il_fade_s_curve((double)NAN) == 0.0);
    double before = 0.0;
    for (int i = 1; i <= 1000; i++) {
        const double x = i / 1000.0, now = il_fade_s_curve(x);
        assert_true(now > before && now - before < 0.0016); // never steeper than 1.5
        assert_true(fabs(now + il_fade_s_curve(1.0 - x) - 1.0) < 1e-12);
        before = now;
    }
    assert_true(il_fade_s_curve(0.001) < 3.1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fade_goes_from_silence_to_full_and_back),
        cmocka_unit_test(test_crossfade_keeps_power),
        cmocka_unit_test(test_fades_that_do_not_fit_are_refused),
        cmocka_unit_test(test_two_fades_that_fill_a_cue_never_overlap),
        cmocka_unit_test(test_the_s_curve_begins_and_ends_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
