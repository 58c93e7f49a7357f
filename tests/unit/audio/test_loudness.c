/* The meter that the sounds are levelled by, against what the recommendations state. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "loudness.h"

static void near_to(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within)) {
        fail_msg("%.3f is not within %.3f of %.3f", value, within, wanted);
    }
}

static void add_sine(double *channel, long from, long to, double hz, double level_db)
{
    for (long i = from; i < to; i++) {
        channel[i] += pow(10.0, level_db / 20.0) * sin(2.0 * acos(-1.0) * hz * (double)i / RATE);
    }
}

static sound sines(const double *levels_db, const int *tenths, int count)
{
    long frames = 0;
    for (int i = 0; i < count; i++) {
        frames += (long)tenths[i] * RATE / 10;
    }
    sound made = sound_create(frames);
    long at = 0;
    for (int i = 0; i < count; i++) {
        add_sine(made.left, at, at + (long)tenths[i] * RATE / 10, 1000.0, levels_db[i]);
        add_sine(made.right, at, at + (long)tenths[i] * RATE / 10, 1000.0, levels_db[i]);
        at += (long)tenths[i] * RATE / 10;
    }
    return made;
}

static void test_a_full_sine_in_one_channel_reads_minus_three(void **state)
{
    (void)state;
    sound made = sound_create(20L * RATE);
    add_sine(made.left, 0, made.frames, 997.0, 0.0);
    near_to(loudness_integrated(&made), -3.01, 0.02); // BS.1770, annex 1
    sound_destroy(&made);
}

/* EBU Tech 3341, cases 1 to 5, and 3342, cases 1 to 4: tones of 1 kHz in both channels. */
static void test_the_loudness_of_the_broadcasters_cases(void **state)
{
    (void)state;
    static const struct {
        int count;
        double levels_db[5];
        int tenths[5];
        double lufs, range_lu;
    } cases[] = {
        {1, {-23.0}, {200}, -23.0, 0.0},
        {1, {-33.0}, {200}, -33.0, 0.0},
        {3, {-36.0, -23.0, -36.0}, {100, 600, 100}, -23.0, (double)NAN},
        {5, {-72.0, -36.0, -23.0, -36.0, -72.0}, {100, 100, 600, 100, 100}, -23.0, (double)NAN},
        {3, {-26.0, -20.0, -26.0}, {200, 201, 200}, -23.0, (double)NAN},
        {2, {-20.0, -30.0}, {200, 200}, (double)NAN, 10.0},
        {2, {-20.0, -15.0}, {200, 200}, (double)NAN, 5.0},
        {2, {-40.0, -20.0}, {200, 200}, (double)NAN, 20.0},
        {5, {-50.0, -35.0, -20.0, -35.0, -50.0}, {200, 200, 200, 200, 200}, (double)NAN, 15.0},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        sound made = sines(cases[i].levels_db, cases[i].tenths, cases[i].count);
        if (!isnan(cases[i].lufs)) {
            near_to(loudness_integrated(&made), cases[i].lufs, 0.1);
        }
        if (!isnan(cases[i].range_lu)) {
            near_to(loudness_range(&made), cases[i].range_lu, 1.0); // the tolerance of 3342
        }
        sound_destroy(&made);
    }
}

static void test_the_loudest_moment_is_found_wherever_it_is(void **state)
{
    (void)state;
    sound made = sound_create(5L * RATE);
    for (int side = 0; side < 2; side++) {
        add_sine(side ? made.right : made.left, 2L * RATE, 2L * RATE + RATE / 2, 1000.0, -23.0);
    }
    near_to(loudness_momentary_most(&made), -23.0, 0.1);
    sound_destroy(&made);
}

static void test_a_peak_between_samples_is_seen(void **state)
{
    (void)state;
    sound made = sound_create(RATE);
    for (long i = 0; i < made.frames; i++) { // a quarter of the rate, no sample at its crest
        made.right[i] = sin(acos(-1.0) * ((double)i / 2.0 + 0.25));
    }
    near_to(sound_peak(&made), sqrt(0.5), 1e-9);
    near_to(true_peak(&made), 1.0, 0.02);
    sound_destroy(&made);
}

static void test_silence_and_a_moment_have_a_loudness(void **state)
{
    (void)state;
    sound silent = sound_create(RATE), moment = sound_create(100);
    assert_true(loudness_integrated(&silent) <= -120.0);
    assert_true(loudness_momentary_most(&moment) <= -120.0);
    near_to(loudness_range(&silent), 0.0, 0.0);
    near_to(loudness_range(&moment), 0.0, 0.0);
    sound_destroy(&silent);
    sound_destroy(&moment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_full_sine_in_one_channel_reads_minus_three),
        cmocka_unit_test(test_the_loudness_of_the_broadcasters_cases),
        cmocka_unit_test(test_the_loudest_moment_is_found_wherever_it_is),
        cmocka_unit_test(test_a_peak_between_samples_is_seen),
        cmocka_unit_test(test_silence_and_a_moment_have_a_loudness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
