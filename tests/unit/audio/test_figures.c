/* The figures that audio/README.md gives, on sounds whose figures are known. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chance.h"
#include "figures.h"

static void near_to(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within)) {
        fail_msg("%.3f is not within %.3f of %.3f", value, within, wanted);
    }
}

/* A tone, `right` times as strong on the right; 1000 turns a second close in any whole second. */
static sound make_tone(double level, double right)
{
    sound tone = sound_create(8L * RATE);
    for (long i = 0; i < tone.frames; i++) {
        tone.left[i] = level * sin(2.0 * acos(-1.0) * (double)(i % 48) / 48.0);
        tone.right[i] = right * tone.left[i];
    }
    return tone;
}

static void test_a_tone_is_where_and_as_loud_as_it_is(void **state)
{
    (void)state;
    sound tone = make_tone(0.1, 1.0);
    const figures is = figures_of(&tone, true);
    near_to(is.lufs, -20.0, 0.1); // EBU Tech 3341: in both channels
    near_to(is.peak_dbtp, -20.0, 0.05);
    near_to(is.crest_db, 3.01, 0.01);
    near_to(is.centroid_hz, 1000.0, 1.0);
    near_to(is.range_lu, 0.0, 0.01);
    sound_destroy(&tone);
}

static void test_sides_tell_one_sound_from_two(void **state)
{
    (void)state;
    static const double rights[] = {1.0, 0.3, -1.0};
    for (int i = 0; i < 3; i++) {
        sound tone = make_tone(0.1, rights[i]);
        near_to(figures_of(&tone, false).sides, rights[i] > 0.0 ? 1.0 : -1.0, 1e-9);
        sound_destroy(&tone);
    }
    sound noise = sound_create(8L * RATE);
    for (long i = 0; i < noise.frames; i++) {
        noise.left[i] = 0.1 * white(1, (uint64_t)i);
        noise.right[i] = 0.1 * white(2, (uint64_t)i);
    }
    near_to(figures_of(&noise, false).sides, 0.0, 0.01);
    near_to(figures_of(&noise, false).centroid_hz, RATE / 4.0, 100.0); // even up to half the rate
    sound_destroy(&noise);
}

static void test_a_step_at_the_seam_is_seen_there(void **state)
{
    (void)state;
    sound tone = make_tone(0.1, 1.0);
    near_to(figures_of(&tone, true).seam, 1.57, 0.02); // pi / 2: a sine's crest over its mean
    sound_trim(&tone, tone.frames - 12);               // a quarter turn is missing
    const figures is = figures_of(&tone, true);
    assert_true(is.seam > 50.0);
    assert_true(is.click < 1.6);
    sound_destroy(&tone);
}

static void test_what_comes_again_is_found_at_its_lag(void **state)
{
    (void)state;
    sound noise = sound_create(40L * RATE);
    for (long i = 0; i < noise.frames; i++) { // the loudness of each tenth comes again after 12.5 s
        const long tenth = i / (RATE / 10);
        const double level = 0.2 + 0.1 * white(8, (uint64_t)(tenth % 125));
        noise.left[i] = level * white(1, (uint64_t)i);
        noise.right[i] = level * white(2, (uint64_t)i);
    }
    const figures is = figures_of(&noise, true);
    assert_true(is.repeat > 0.5);
    near_to(is.repeat_s, 12.5, 0.05);
    sound_destroy(&noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_tone_is_where_and_as_loud_as_it_is),
        cmocka_unit_test(test_sides_tell_one_sound_from_two),
        cmocka_unit_test(test_a_step_at_the_seam_is_seen_there),
        cmocka_unit_test(test_what_comes_again_is_found_at_its_lag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
