/* What the sounds are made of: always the same, and loops that close. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bowl.h"
#include "bubble.h"
#include "chance.h"

static void test_chance_is_the_same_in_any_order(void **state)
{
    (void)state;
    const double first = chance(7, 100);
    for (uint64_t i = 0; i < 100; i++) {
        chance(7, i);
    }
    assert_true(chance(7, 100) == first);
    assert_true(chance(8, 100) != first);
}

static void test_noise_is_white_and_even(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    double mean = 0.0, power = 0.0, next = 0.0, other = 0.0;
    for (uint64_t i = 0; i < COUNT; i++) {
        const double here = white(1, i);
        assert_true(here >= -1.0 && here < 1.0);
        mean += here / COUNT;
        power += here * here / COUNT;
        next += here * white(1, i + 1) / COUNT;
        other += here * white(2, i) / COUNT;
    }
    const double four_sigma = 4.0 / 3.0 / sqrt(COUNT); // of a product's mean; each has power 1/3
    assert_true(fabs(mean) < 2.0 * four_sigma);
    assert_true(fabs(power - 1.0 / 3.0) < four_sigma);
    assert_true(fabs(next) < four_sigma);
    assert_true(fabs(other) < four_sigma);
}

static void test_a_wandering_curve_closes_and_never_jumps(void **state)
{
    (void)state;
    const long frames = 1000;
    assert_true(fabs(wander(3, 11, frames, frames) - wander(3, 11, 0, frames)) < 1e-12);
    for (long i = 0; i < frames; i++) { // pi / 2 of the largest distance, 2, over 1000 / 11 frames
        const double step = wander(3, 11, i + 1, frames) - wander(3, 11, i, frames);
        assert_true(fabs(step) < 3.15 * 11 / 1000);
        assert_true(fabs(wander(3, 11, i, frames)) <= 1.0);
    }
}

static void test_a_bubble_runs_round_the_end_of_a_loop(void **state)
{
    (void)state;
    const bubble one = {.radius_m = 0.003, .rise = 0.05, .level = 0.5, .side = -0.4};
    sound early = sound_create(2 * RATE), late = sound_create(2 * RATE);
    const long turn = 2 * RATE - 700;
    bubble_add(&early, 0, &one);
    bubble_add(&late, turn, &one);
    for (long i = 0; i < early.frames; i++) {
        assert_true(early.left[i] == late.left[(i + turn) % late.frames]);
        assert_true(early.right[i] == late.right[(i + turn) % late.frames]);
    }
    sound_destroy(&early);
    sound_destroy(&late);
}

/* Counted over the first 20 ms: 3 / r is a kilohertz, and a bubble on the left is heard there first
 * and louder. */
static void test_a_bubble_rings_at_its_size_and_place(void **state)
{
    (void)state;
    const bubble one = {.radius_m = 0.003, .rise = 0.0, .level = 0.5, .side = -0.8};
    sound loop = sound_create(RATE);
    bubble_add(&loop, 0, &one);
    int turns = 0;
    double left = 0.0, right = 0.0;
    for (long i = 1; i < RATE / 50; i++) {
        turns += loop.left[i - 1] < 0.0 && loop.left[i] >= 0.0;
        left += loop.left[i] * loop.left[i];
        right += loop.right[i] * loop.right[i];
    }
    assert_in_range(turns, 18, 20);
    assert_true(left > 4.0 * right);
    assert_true(loop.left[1] != 0.0 && loop.right[1] == 0.0);
    sound_destroy(&loop);
}

static void test_a_stroke_begins_softly_and_ends_in_silence(void **state)
{
    (void)state;
    const stroke one = {
        .base_hz = 214.0, .ring_s = 4.0, .attack_s = 0.012, .level = 0.5, .seed = 1};
    sound bell = sound_create(8L * RATE);
    bowl_strike(&bell, 0.0, &one);
    const double peak = sound_peak(&bell);
    bowl_end(&bell, -60.0, 0.3);
    assert_in_range(bell.frames, 3 * RATE, 6 * RATE);
    for (long i = 0; i < RATE / 1000; i++) { // of 12 ms the first
        assert_true(fabs(bell.left[i]) < 0.05 * peak);
    }
    assert_true(fabs(bell.left[bell.frames - 1]) < 1e-9);
    double longest_quiet = 0.0, quiet = 0.0;
    for (long i = RATE / 50; i < 2L * RATE; i++) { // its beats never fall silent
        quiet = fabs(bell.left[i]) < 0.001 * peak ? quiet + 1.0 : 0.0;
        longest_quiet = fmax(longest_quiet, quiet);
    }
    assert_true(longest_quiet < RATE / 400.0);
    sound_destroy(&bell);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chance_is_the_same_in_any_order),
        cmocka_unit_test(test_noise_is_white_and_even),
        cmocka_unit_test(test_a_wandering_curve_closes_and_never_jumps),
        cmocka_unit_test(test_a_bubble_runs_round_the_end_of_a_loop),
        cmocka_unit_test(test_a_bubble_rings_at_its_size_and_place),
        cmocka_unit_test(test_a_stroke_begins_softly_and_ends_in_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
