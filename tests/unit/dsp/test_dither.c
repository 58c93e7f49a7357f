#include "dsp/dither.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FRAMES = 200000 };

static float *constant(float value)
{
    float *samples = malloc(sizeof *samples * 2 * FRAMES);
    for (int i = 0; i < 2 * FRAMES; i++) {
        samples[i] = value;
    }
    return samples;
}

static void test_any_stretch_gives_the_same_numbers(void **state)
{
    (void)state;
    float *samples = constant(0.25f);
    int16_t *whole = malloc(sizeof *whole * 2 * FRAMES);
    il_dither_s16(samples, 0, FRAMES, whole);
    const int at[] = {0, 1, 255, 4096, 199999};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        int16_t part[2 * 100];
        const int count = FRAMES - at[i] < 100 ? FRAMES - at[i] : 100;
        il_dither_s16(samples + 2 * at[i], at[i], count, part);
        assert_memory_equal(part, whole + 2 * at[i], (size_t)count * 4);
    }
    free(whole);
    free(samples);
}

/* What is left by rounding has, at every value between two steps, the same mean (none) and the same
 * power (a quarter of a step squared): that is what triangular dither is for. */
static void test_the_error_does_not_depend_on_the_value(void **state)
{
    (void)state;
    int16_t *out = malloc(sizeof *out * 2 * FRAMES);
    for (int tenth = 0; tenth <= 10; tenth++) {
        const double value = 100.0 + tenth / 10.0;
        float *samples = constant((float)(value / 32768.0));
        il_dither_s16(samples, 0, FRAMES, out);
        for (int channel = 0; channel < 2; channel++) {
            double sum = 0.0, power = 0.0;
            for (int i = 0; i < FRAMES; i++) {
                const double wrong = out[2 * i + channel] - value;
                assert_true(fabs(wrong) < 1.5);
                sum += wrong;
                power += wrong * wrong;
            }
            assert_true(fabs(sum / FRAMES) < 0.005);
            assert_true(fabs(power / FRAMES - 0.25) < 0.005);
        }
        free(samples);
    }
    free(out);
}

/* Neither from one frame to another, nor left and right. */
static void test_the_noise_repeats_nowhere(void **state)
{
    (void)state;
    float *samples = constant(0.5f / 32768.0f);
    int16_t *out = malloc(sizeof *out * 2 * FRAMES);
    il_dither_s16(samples, 0, FRAMES, out);
    const int lags[] = {1, 2, 3, 4, 5, 8, 16, 255, 256, 512, 1024, 2048, 48000};
    for (size_t row = 0; row < sizeof lags / sizeof *lags; row++) {
        double sum = 0.0;
        int count = 0;
        for (int i = 0; i + lags[row] < 2 * FRAMES; i++, count++) {
            sum += (out[i] - 0.5) * (out[i + lags[row]] - 0.5);
        }
        assert_true(fabs(sum / count) < 0.002); // beside a power of 0.25
    }
    free(out);
    free(samples);
}

static void test_what_is_too_loud_or_no_number_stays_in_range(void **state)
{
    (void)state;
    const struct {
        float sample;
        int low, high;
    } rows[] = {
        {1.0f, 32767, 32767},
        {-1.0f, -32768, -32767},
        {3.0f, 32767, 32767},
        {INFINITY, 32767, 32767},
        {-INFINITY, -32768, -32767},
        {-1e30f, -32768, -32767},
        {NAN, -1, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (il_frames at = 0; at < 100; at++) {
            const float samples[2] = {rows[i].sample, rows[i].sample};
            int16_t out[2];
            il_dither_s16(samples, at, 1, out);
            assert_in_range(out[0] + 40000, rows[i].low + 40000, rows[i].high + 40000);
            assert_in_range(out[1] + 40000, rows[i].low + 40000, rows[i].high + 40000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_stretch_gives_the_same_numbers),
        cmocka_unit_test(test_the_error_does_not_depend_on_the_value),
        cmocka_unit_test(test_the_noise_repeats_nowhere),
        cmocka_unit_test(test_what_is_too_loud_or_no_number_stays_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
