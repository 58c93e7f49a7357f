#include "dsp/tone.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"

enum { FRAMES = 9600 };

static const il_partial chord[] = {{165.0, 170.0, 1.0}, {330.0, 335.0, 0.5}};

static void test_a_tone_has_the_level_it_was_asked_for(void **state)
{
    (void)state;
    il_tone tone = {0};
    assert_true(il_tone_init(&tone, FRAMES, chord, 2, 0.02, NULL));
    for (int channel = 0; channel < 2; channel++) {
        double power = 0.0;
        for (int i = 0; i < FRAMES; i++) {
            const double sample = (double)tone.samples[2 * i + channel];
            power += sample * sample;
        }
        assert_float_equal(sqrt(power / FRAMES), 0.02, 1e-6);
    }
    il_tone_finish(&tone);
}

static void test_a_tone_goes_round_without_a_seam(void **state)
{
    (void)state;
    il_tone tone = {0};
    assert_true(il_tone_init(&tone, FRAMES, chord, 2, 0.02, NULL));
    double within = 0.0, across = 0.0;
    for (int channel = 0; channel < 2; channel++) {
        for (int i = 1; i < FRAMES; i++) {
            const double step = fabs((double)tone.samples[2 * i + channel] -
                                     (double)tone.samples[2 * (i - 1) + channel]);
            within = step > within ? step : within;
        }
        const double step =
            fabs((double)tone.samples[channel] - (double)tone.samples[2 * (FRAMES - 1) + channel]);
        across = step > across ? step : across;
    }
    assert_true(across <= within);
    il_tone_finish(&tone);
}

static void test_a_tone_without_memory_is_an_error(void **state)
{
    (void)state;
    il_tone tone = {0};
    il_error err = {0};
    il_alloc_fail(1, false);
    assert_false(il_tone_init(&tone, FRAMES, chord, 2, 0.02, &err));
    il_alloc_fail(0, false);
    assert_string_equal(err.message, "out of memory");
    il_tone_finish(&tone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tone_has_the_level_it_was_asked_for),
        cmocka_unit_test(test_a_tone_goes_round_without_a_seam),
        cmocka_unit_test(test_a_tone_without_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
