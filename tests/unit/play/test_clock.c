#include "play/clock.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CHUNK = 1024, S = IL_RATE_HZ };
static const double period_s = (double)CHUNK / S;

static unsigned seed = 1;

static double chance(void)
{
    seed = seed * 1664525U + 1013904223U;
    return (double)(seed >> 8) / 16777216.0 - 0.5;
}

static void turn(il_clock *clock, int number, double now_s, int moving)
{
    const il_turn one = {.output = (int64_t)number * CHUNK,
                         .count = CHUNK,
                         .at = (il_frames)number * CHUNK,
                         .moving = moving};
    il_clock_turn(clock, now_s, &one);
}

/* Callbacks that come up to 6 ms early or late: what is shown goes on evenly. */
static void test_jerks_of_the_callback_are_not_seen(void **state)
{
    (void)state;
    il_clock clock;
    il_clock_init(&clock);
    double worst = 0.0;
    il_frames last = 0;
    for (int i = 0; i < 1000; i++) {
        const double at_s = 100.0 + i * period_s;
        turn(&clock, i, at_s + 0.012 * chance(), CHUNK);
        for (int k = 1; k < 4; k++) { // pictures between two turns
            const double now_s = at_s + (0.3 + 0.2 * k) * period_s;
            const il_frames heard = il_clock_heard(&clock, now_s, 0);
            if (i > 400) {
                const double off = fabs((double)heard / S - (now_s - 100.0));
                worst = off > worst ? off : worst;
                assert_true(heard >= last);
            }
            last = heard;
        }
    }
    assert_true(worst < 0.002);
}

static void test_the_latency_is_taken_off(void **state)
{
    (void)state;
    il_clock clock;
    il_clock_init(&clock);
    for (int i = 0; i < 50; i++) {
        turn(&clock, i, 10.0 + i * period_s, CHUNK);
    }
    const il_frames at = il_clock_heard(&clock, 10.0 + 49.5 * period_s, 0);
    assert_in_range(at, 49 * CHUNK + CHUNK / 2 - 2, 49 * CHUNK + CHUNK / 2 + 2);
    assert_true(il_clock_heard(&clock, 10.0 + 49.5 * period_s, 1536) == at - 1536);
}

static void test_silence_holds_the_frame(void **state)
{
    (void)state;
    il_clock clock;
    il_clock_init(&clock);
    for (int i = 0; i < 20; i++) {
        turn(&clock, i, 10.0 + i * period_s, i < 19 ? CHUNK : 100);
    }
    assert_true(il_clock_heard(&clock, 10.0 + 19.9 * period_s, 0) == 19 * CHUNK + 100);
    turn(&clock, 20, 10.0 + 20 * period_s, 0);
    assert_true(il_clock_heard(&clock, 10.0 + 20.5 * period_s, 0) == 20 * CHUNK);
}

/* A device that stops, or a machine that slept: no rush to catch up. */
static void test_without_turns_it_goes_on_for_three_at_most(void **state)
{
    (void)state;
    il_clock clock;
    il_clock_init(&clock);
    for (int i = 0; i < 20; i++) {
        turn(&clock, i, 10.0 + i * period_s, CHUNK);
    }
    assert_in_range(il_clock_heard(&clock, 40.0, 0), 22 * CHUNK - 4, 22 * CHUNK + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jerks_of_the_callback_are_not_seen),
        cmocka_unit_test(test_the_latency_is_taken_off),
        cmocka_unit_test(test_silence_holds_the_frame),
        cmocka_unit_test(test_without_turns_it_goes_on_for_three_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
