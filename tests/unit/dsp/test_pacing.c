#include "dsp/pacing.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { S = IL_RATE_HZ };

static const il_breath_pattern *pattern(const char *name)
{
    int count = 0;
    const il_breath_pattern *patterns = il_breath_patterns(&count);
    for (int i = 0; i < count; i++) {
        if (strcmp(patterns[i].name, name) == 0) {
            return &patterns[i];
        }
    }
    fail_msg("no pattern %s", name);
    return NULL;
}

/* Seconds of the guide's table: in, top-up, hold, out, rest. */
static void test_patterns_are_those_of_the_guide(void **state)
{
    (void)state;
    const struct {
        const char *name;
        double seconds[5];
        double rate;
    } rows[] = {
        {"steady", {4, 0, 0, 6, 0}, 6.0}, {"coherent", {5.5, 0, 0, 5.5, 0}, 5.45},
        {"even", {4, 0, 0, 4, 0}, 7.5},   {"long-out", {3, 0, 0, 5, 0}, 7.5},
        {"sigh", {2, 1, 0, 6, 1}, 6.0},   {"box", {4, 0, 4, 4, 4}, 3.75},
        {"4-7-8", {4, 0, 7, 8, 0}, 3.16}, {"pursed", {2, 0, 0, 4, 0}, 10.0},
    };
    int count = 0;
    const il_breath_pattern *patterns = il_breath_patterns(&count);
    assert_int_equal(count, 9);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const il_breath_cycle *cycle = &patterns[i].cycle;
        const il_frames phases[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
        assert_string_equal(patterns[i].name, rows[i].name);
        for (int p = 0; p < 5; p++) {
            assert_true(phases[p] == il_frames_from_seconds(rows[i].seconds[p]));
        }
        assert_true(fabs(60.0 * S / (double)il_breath_length(cycle) - rows[i].rate) < 0.01);
    }
    assert_string_equal(patterns[8].name, "as-it-is");
    assert_false(patterns[8].paced);
}

static void test_a_long_run_starts_at_five_seconds_and_a_short_one_at_seven(void **state)
{
    (void)state;
    il_breath_cycle cycles[IL_BREATHS_MAX];
    const struct {
        int count;
        double first_s;
    } rows[] = {{60, 5.0}, {30, 5.0}, {24, 6.0}, {18, 7.0}, {6, 7.0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const il_breath_run run = {pattern("steady")->cycle, rows[i].count, true};
        il_breath_run_lay(&run, cycles);
        const double first_s = il_seconds_from_frames(il_breath_length(&cycles[0]));
        assert_true(fabs(first_s - rows[i].first_s) < 1e-4);
    }
}

/* The formula of the ramp, breath by breath. */
static void test_breaths_grow_by_smoothstep_over_two_minutes_or_half_the_run(void **state)
{
    (void)state;
    il_breath_cycle cycles[IL_BREATHS_MAX];
    for (int count = 4; count <= 90; count += 7) {
        const il_breath_run run = {pattern("coherent")->cycle, count, true};
        const double run_s = 11.0 * count, over_s = fmin(120.0, run_s / 2.0);
        const double from_s = run_s <= 180.0   ? 7.0
                              : run_s >= 300.0 ? 5.0
                                               : 7.0 - (run_s - 180.0) / 60.0;
        il_breath_run_lay(&run, cycles);
        double at_s = 0.0, last_s = 0.0;
        for (int i = 0; i < count; i++) {
            const double x = fmin(1.0, at_s / over_s);
            const double wanted = from_s + (11.0 - from_s) * x * x * (3.0 - 2.0 * x);
            const double held = i > 0 ? fmin(wanted, last_s + 0.6) : wanted;
            const double is = il_seconds_from_frames(il_breath_length(&cycles[i]));
            assert_true(fabs(is - held) < 1e-3);
            at_s += is;
            last_s = is;
        }
    }
}

static void test_no_breath_grows_by_more_than_six_tenths_or_beyond_the_pattern(void **state)
{
    (void)state;
    il_breath_cycle cycles[IL_BREATHS_MAX];
    const char *const names[] = {"steady", "coherent", "even", "long-out"};
    for (int n = 0; n < 4; n++) {
        for (int count = 1; count <= 200; count++) {
            const il_breath_run run = {pattern(names[n])->cycle, count, true};
            il_breath_run_lay(&run, cycles);
            for (int i = 0; i < count; i++) {
                const il_frames length = il_breath_length(&cycles[i]);
                assert_true(length <= il_breath_length(&run.cycle));
                assert_true(cycles[i].in >= 3 * S / 2 && cycles[i].out >= 3 * S / 2);
                assert_true(i == 0 || length - il_breath_length(&cycles[i - 1]) <= S * 6 / 10);
            }
        }
    }
}

static void test_in_and_out_keep_their_ratio(void **state)
{
    (void)state;
    il_breath_cycle cycles[IL_BREATHS_MAX];
    const il_breath_run run = {pattern("steady")->cycle, 60, true};
    il_breath_run_lay(&run, cycles);
    for (int i = 0; i < run.count; i++) {
        const double ratio = (double)cycles[i].in / (double)il_breath_length(&cycles[i]);
        assert_true(fabs(ratio - 0.4) < 1e-4);
    }
}

static void test_holds_enter_by_thirds(void **state)
{
    (void)state;
    il_breath_cycle cycles[8];
    const il_breath_run run = {pattern("box")->cycle, 8, true};
    il_breath_run_lay(&run, cycles);
    assert_true(cycles[0].hold == 4 * S / 3 && cycles[0].rest == 4 * S / 3);
    assert_in_range(cycles[1].hold, 8 * S / 3, 8 * S / 3 + 1);
    for (int i = 2; i < 8; i++) {
        assert_memory_equal(&cycles[i], &run.cycle, sizeof run.cycle);
    }
    assert_true(cycles[0].in == 4 * S && cycles[0].out == 4 * S);
}

static void test_a_pattern_quicker_than_the_start_and_ramp_off_have_none(void **state)
{
    (void)state;
    il_breath_cycle cycles[20];
    const il_breath_run runs[] = {{pattern("pursed")->cycle, 20, true},
                                  {pattern("steady")->cycle, 20, false},
                                  {pattern("box")->cycle, 20, false}};
    for (int r = 0; r < 3; r++) {
        il_breath_run_lay(&runs[r], cycles);
        for (int i = 0; i < 20; i++) {
            assert_memory_equal(&cycles[i], &runs[r].cycle, sizeof *cycles);
        }
    }
}

static void test_the_length_is_the_sum_and_rises_with_the_count(void **state)
{
    (void)state;
    static il_breath_cycle cycles[IL_BREATHS_MAX];
    int patterns = 0;
    const il_breath_pattern *all = il_breath_patterns(&patterns);
    for (int p = 0; p < patterns && all[p].paced; p++) {
        il_frames last = 0;
        for (int count = 1; count <= IL_BREATHS_MAX; count += count < 80 ? 1 : 37) {
            const il_breath_run run = {all[p].cycle, count, true};
            il_frames sum = 0;
            const il_frames whole = il_breath_run_lay(&run, cycles);
            for (int i = 0; i < count; i++) {
                sum += il_breath_length(&cycles[i]);
            }
            assert_true(whole == sum && whole == il_breath_run_lay(&run, NULL) && whole > last);
            last = whole;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns_are_those_of_the_guide),
        cmocka_unit_test(test_a_long_run_starts_at_five_seconds_and_a_short_one_at_seven),
        cmocka_unit_test(test_breaths_grow_by_smoothstep_over_two_minutes_or_half_the_run),
        cmocka_unit_test(test_no_breath_grows_by_more_than_six_tenths_or_beyond_the_pattern),
        cmocka_unit_test(test_in_and_out_keep_their_ratio),
        cmocka_unit_test(test_holds_enter_by_thirds),
        cmocka_unit_test(test_a_pattern_quicker_than_the_start_and_ramp_off_have_none),
        cmocka_unit_test(test_the_length_is_the_sum_and_rises_with_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
