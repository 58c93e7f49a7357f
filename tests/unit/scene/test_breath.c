#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/staging.h"

enum { S = IL_RATE_HZ };

static const char two_runs[] = "  - pause: 10s\n"
                               "  - breathe: coherent\n    cycles: 3\n    ramp: off\n"
                               "  - pause: 10s\n"
                               "  - breathe: {in: 2s, out: 3s}\n    cycles: 4\n    ramp: off\n"
                               "  - pause: 10s..20s\n";
static const char head[] = "length: 2m0s\nending: quiet\nvisual: lotus";

static void test_fullness_is_the_breath_at_every_frame(void **state)
{
    (void)state;
    staging set = stage("  - breathe: box\n    cycles: 4\n  - breathe: sigh\n    cycles: 4\n"
                        "  - pause: 1s..4m\n",
                        "length: 2m0s\nending: quiet\nvisual: lotus\ncaution: holds");
    int count = 0, breaths = 0;
    const il_cue *cues = il_timeline_cues(set.timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind != IL_CUE_BREATH) {
            continue;
        }
        breaths++;
        for (il_frames at = 0; at < cues[i].frames; at += 479) {
            const il_scene_visual shown = scene_at(&set, cues[i].at + at).visuals[0];
            const il_breath breath = il_breath_at(&cues[i].breath.cycle, at);
            assert_true(shown.paced);
            assert_int_equal(shown.phase, breath.phase);
            assert_float_equal(shown.fullness, breath.fullness, 0.0);
            assert_float_equal(shown.done, breath.done, 0.0);
            assert_float_equal(shown.turned, (float)at / (float)cues[i].frames, 1e-6);
        }
    }
    assert_int_equal(breaths, 8);
    strike(&set);
}

static void test_a_bud_rests_between_runs(void **state)
{
    (void)state;
    staging set = stage(two_runs, head);
    const il_scene_visual shown = scene_at(&set, 5 * S).visuals[0];
    assert_false(shown.paced);
    assert_float_equal(shown.fullness, 0.0, 0.0);
    assert_float_equal(shown.cycle_alpha, 0.0, 0.0);
    strike(&set);
}

static void test_the_ring_comes_before_a_run_and_goes_after_it(void **state)
{
    (void)state;
    staging set = stage(two_runs, head);
    const il_cue *first = cue_of(&set, IL_CUE_BREATH, 0), *last = cue_of(&set, IL_CUE_BREATH, 2);
    il_scene_visual shown = scene_at(&set, first->at - S).visuals[0];
    assert_float_equal(shown.cycle_alpha, 0.5, 1e-6);
    assert_float_equal(shown.turned, 0.0, 0.0);
    assert_float_equal(scene_at(&set, first->at).visuals[0].cycle_alpha, 1.0, 0.0);
    shown = scene_at(&set, last->at + last->frames + S).visuals[0];
    assert_float_equal(shown.cycle_alpha, 0.5, 1e-6);
    assert_float_equal(shown.turned, 1.0, 0.0);
    strike(&set);
}

static void test_growth_follows_the_cycle(void **state)
{
    (void)state;
    staging set = stage(two_runs, head);
    const il_cue *slow = cue_of(&set, IL_CUE_BREATH, 1), *quick = cue_of(&set, IL_CUE_BREATH, 4);
    assert_float_equal(scene_at(&set, slow->at).visuals[0].growth, 2.5, 1e-6);
    assert_float_equal(scene_at(&set, quick->at).visuals[0].growth, 1.7, 1e-6);
    strike(&set);
}

/* How large the outer petals are, as draw has it: at the full breath the growth does not matter. */
static double reach(const il_scene_visual *shown)
{
    const double m = pow((1.02 / (double)shown->growth - 0.408) / 0.612, 1.0 / 1.45);
    const double b = m + (1.0 - m) * (double)shown->fullness;
    return 0.408 + 0.612 * pow(b, 1.45);
}

static void test_a_new_growth_never_jumps(void **state)
{
    (void)state;
    staging runs = stage(two_runs, head);
    staging ramp = stage("  - breathe: steady\n    for: 3m\n  - breathe: {in: 2s, out: 3s}\n"
                         "    cycles: 6\n    ramp: off\n  - pause: 1s..2m\n",
                         "length: 4m\nending: quiet\nvisual: lotus");
    const staging *sets[] = {&runs, &ramp};
    for (int i = 0; i < 2; i++) {
        double before = 0.0;
        for (il_frames at = 0; at < il_timeline_length(sets[i]->timeline); at += S / 100) {
            const il_scene scene = scene_at(sets[i], at);
            const double now = reach(&scene.visuals[0]);
            assert_true(at == 0 || fabs(now - before) < 0.006);
            before = now;
        }
    }
    strike(&runs);
    strike(&ramp);
}

static void test_the_word_turns_before_its_phase(void **state)
{
    (void)state;
    staging set = stage(two_runs, head);
    const il_cue *breath = cue_of(&set, IL_CUE_BREATH, 1);
    const il_frames out = breath->at + breath->breath.cycle.in, lead = 3 * S / 10;
    il_scene scene = scene_at(&set, out - lead - 1);
    assert_string_equal(scene.phases[0].text, "Breathe in");
    assert_float_equal(scene.phases[0].alpha, 1.0, 1e-6);
    scene = scene_at(&set, out - lead + 225 * S / 1000);
    assert_string_equal(scene.phases[0].text, "Breathe out");
    assert_string_equal(scene.phases[1].text, "Breathe in");
    assert_float_equal(scene.phases[0].alpha, 0.5, 1e-3);
    assert_float_equal(scene.phases[1].alpha, 0.5, 1e-3);
    scene = scene_at(&set, out + 15 * S / 100);
    assert_float_equal(scene.phases[0].alpha, 1.0, 1e-6);
    assert_null(scene.phases[1].text);
    strike(&set);
}

static void test_no_word_stands_where_nobody_paces(void **state)
{
    (void)state;
    staging set = stage(two_runs, head);
    const il_cue *last = cue_of(&set, IL_CUE_BREATH, 2);
    const il_scene scene = scene_at(&set, last->at + last->frames + S);
    assert_null(scene.phases[0].text);
    assert_null(scene.phases[1].text);
    strike(&set);
}

static void test_the_subtitle_tells_the_pattern(void **state)
{
    (void)state;
    staging set = stage("  - section: Breathe\n  - breathe: steady\n    for: 3m\n"
                        "  - section: Square\n  - breathe: box\n    cycles: 3\n"
                        "  - pause: 1s..2m\n",
                        "length: 4m\nending: quiet\nvisual: lotus\ncaution: holds");
    assert_string_equal(scene_at(&set, S).subtitle, "Breathe, in 4 and out 6. Part 1 of 2");
    const il_cue *pause = cue_of(&set, IL_CUE_PAUSE, 0);
    assert_string_equal(scene_at(&set, pause->at - S).subtitle,
                        "Square, in 4, hold 4, out 4 and rest 4. Part 2 of 2");
    assert_string_equal(scene_at(&set, pause->at).subtitle, "Square. Part 2 of 2");
    strike(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fullness_is_the_breath_at_every_frame),
        cmocka_unit_test(test_a_bud_rests_between_runs),
        cmocka_unit_test(test_the_ring_comes_before_a_run_and_goes_after_it),
        cmocka_unit_test(test_growth_follows_the_cycle),
        cmocka_unit_test(test_a_new_growth_never_jumps),
        cmocka_unit_test(test_the_word_turns_before_its_phase),
        cmocka_unit_test(test_no_word_stands_where_nobody_paces),
        cmocka_unit_test(test_the_subtitle_tells_the_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
