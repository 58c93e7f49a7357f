#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/staging.h"

enum { S = IL_RATE_HZ };

static const char visuals[] = "  - pause: 10s\n"
                              "  - visual: lotus\n"
                              "  - pause: 10s\n"
                              "  - visual: body\n"
                              "  - pause: 1s\n"
                              "  - visual: horizon\n"
                              "  - pause: 20s\n";

static void test_visuals_cross_fade_in_two_seconds(void **state)
{
    (void)state;
    staging set = stage(visuals, "length: 41s\nending: quiet");
    il_scene scene = scene_at(&set, 10 * S - 1);
    assert_int_equal(scene.visual_count, 1);
    assert_int_equal(scene.visuals[0].visual, IL_VISUAL_LANTERN);
    scene = scene_at(&set, 11 * S);
    assert_int_equal(scene.visual_count, 2);
    assert_int_equal(scene.visuals[0].visual, IL_VISUAL_LANTERN);
    assert_int_equal(scene.visuals[1].visual, IL_VISUAL_LOTUS);
    for (int i = 0; i < 2; i++) {
        assert_float_equal(scene.visuals[i].alpha, 0.5, 1e-6);
        assert_float_equal(scene.visuals[i].scale, 0.98, 1e-6);
    }
    assert_float_equal(scene.seed_glide, 0.5, 1e-6);
    scene = scene_at(&set, 12 * S);
    assert_int_equal(scene.visual_count, 1);
    assert_int_equal(scene.visuals[0].visual, IL_VISUAL_LOTUS);
    assert_float_equal(scene.visuals[0].alpha, 1.0, 0.0);
    assert_float_equal(scene.visuals[0].scale, 1.0, 0.0);
    strike(&set);
}

static void test_a_change_within_a_change_waits_for_its_end(void **state)
{
    (void)state;
    staging set = stage(visuals, "length: 41s\nending: quiet");
    il_scene scene = scene_at(&set, 21 * S + S / 2); // body, since 20 s, is a lantern
    assert_int_equal(scene.visuals[1].visual, IL_VISUAL_LANTERN);
    scene = scene_at(&set, 22 * S + S); // the horizon was asked for at 21 s
    assert_int_equal(scene.visual_count, 2);
    assert_int_equal(scene.visuals[0].visual, IL_VISUAL_LANTERN);
    assert_int_equal(scene.visuals[1].visual, IL_VISUAL_HORIZON);
    assert_float_equal(scene.seed_glide, 0.5, 1e-6);
    strike(&set);
}

static void test_nothing_on_screen_jumps(void **state)
{
    (void)state;
    staging set = stage(visuals, "length: 41s\nending: quiet");
    const il_frames step = S / 30;
    float shown[IL_VISUAL_DARK + 1] = {0};
    for (il_frames at = 0; at <= il_timeline_length(set.timeline); at += step) {
        const il_scene scene = scene_at(&set, at);
        float now[IL_VISUAL_DARK + 1] = {0}, sum = 0.0f;
        for (int i = 0; i < scene.visual_count; i++) {
            now[scene.visuals[i].visual] += scene.visuals[i].alpha;
            sum += scene.visuals[i].alpha;
        }
        assert_float_equal(sum, 1.0, 1e-5);
        for (int i = 0; i <= IL_VISUAL_DARK && at > 0; i++) {
            assert_float_equal(now[i], shown[i], 0.03); // a sine over 2 s: 0.026 a picture
        }
        memcpy(shown, now, sizeof now);
    }
    strike(&set);
}

static void test_captions_come_before_the_voice_and_go_after_it(void **state)
{
    (void)state;
    staging set =
        stage("  - pause: 5s\n  - say: Here.\n  - pause: 5s\n", "length: 11.2s\nending: quiet");
    const il_cue *say = cue_of(&set, IL_CUE_SAY, 0);
    const il_frames end = say->at + say->frames;
    assert_null(scene_at(&set, say->at - 15 * S / 100).captions[0].text);
    assert_string_equal(scene_at(&set, say->at).captions[0].text, "Here.");
    assert_true(scene_at(&set, say->at).captions[0].alpha < 0.5f);
    assert_float_equal(scene_at(&set, say->at + 45 * S / 100).captions[0].alpha, 1.0, 1e-6);
    assert_float_equal(scene_at(&set, end).captions[0].alpha, 1.0, 1e-6);
    assert_float_equal(scene_at(&set, end + 2 * S / 10).captions[0].alpha, 0.5, 1e-6);
    assert_null(scene_at(&set, end + 4 * S / 10).captions[0].text);
    strike(&set);
}

static void test_a_caption_gives_way_to_the_next(void **state)
{
    (void)state;
    staging set =
        stage("  - say: One.\n  - say: Two.\n  - pause: 1s..9s\n", "length: 10s\nending: quiet");
    const il_cue *two = cue_of(&set, IL_CUE_SAY, 1);
    const il_scene scene = scene_at(&set, two->at);
    assert_string_equal(scene.captions[0].text, "Two.");
    assert_string_equal(scene.captions[1].text, "One.");
    assert_true(scene.captions[1].alpha < 1.0f);
    assert_null(scene_at(&set, two->at + S / 2).captions[1].text);
    strike(&set);
}

static void test_a_card_keeps_its_question(void **state)
{
    (void)state;
    staging set = stage("  - card: insight\n    ask: One thing I learned.\n    for: 20s..40s\n",
                        "length: 32s\nending: quiet\nvisual: card");
    const il_cue *card = cue_of(&set, IL_CUE_CARD, 0);
    const il_scene scene = scene_at(&set, card->at + card->frames - 1);
    assert_string_equal(scene.captions[0].text, "One thing I learned.");
    assert_float_equal(scene.captions[0].alpha, 1.0, 1e-6);
    strike(&set);
}

static const char parts[] = "  - pause: 2s\n"
                            "  - section: Close\n"
                            "  - say: Here.\n"
                            "  - pause: 20s\n"
                            "  - section: Move\n"
                            "  - say: There.\n"
                            "  - pause: 20s\n"
                            "  - section: Move\n"
                            "  - say: And there.\n"
                            "  - pause: 20s\n"
                            "  - section: Bell\n"
                            "  - bell: soft\n"
                            "  - pause: 2s\n";

static void test_parts_to_the_eye(void **state)
{
    (void)state;
    staging set = stage(parts, "length: 68.3s\nending: quiet\nvisual: horizon");
    int count = 0;
    const il_part *part = il_timeline_parts(set.timeline, &count);
    assert_int_equal(count, 4);
    const il_scene scene = scene_at(&set, part[2].at);
    assert_int_equal(scene.part_count, 2); // Move and Move are one; a closing bell is none
    assert_string_equal(scene.part_names[0], "Close");
    assert_string_equal(scene.part_names[1], "Move");
    assert_float_equal(scene.part_ends[0],
                       (float)part[1].at / (float)il_timeline_length(set.timeline), 1e-6);
    assert_float_equal(scene.part_ends[1], 1.0, 0.0);
    assert_int_equal(scene.part_now, 1);
    assert_string_equal(scene.subtitle, "Move. Part 2 of 2");
    assert_int_equal(scene_at(&set, 0).part_now, 0); // 2 s before it are its own
    assert_int_equal(scene_at(&set, part[3].at).part_now, 1);
    strike(&set);
}

static void test_a_long_beginning_has_no_name(void **state)
{
    (void)state;
    staging set = stage("  - pause: 20s\n  - section: Sit\n  - say: Here.\n  - pause: 40s\n",
                        "length: 61.2s\nending: quiet");
    const il_scene scene = scene_at(&set, 0);
    assert_int_equal(scene.part_count, 2);
    assert_null(scene.part_names[0]);
    assert_int_equal(scene.part_now, 0);
    assert_string_equal(scene.subtitle, "");
    assert_string_equal(scene_at(&set, 30 * S).subtitle, "Sit. Part 1 of 1");
    strike(&set);
}

static void test_a_lantern_names_its_part_for_six_seconds(void **state)
{
    (void)state;
    staging set = stage(parts, "length: 68.3s\nending: quiet");
    int count = 0;
    const il_frames at = il_timeline_parts(set.timeline, &count)[1].at;
    assert_string_equal(scene_at(&set, at + S).part.text, "Move");
    assert_float_equal(scene_at(&set, at + S).part.alpha, 1.0, 1e-6);
    assert_float_equal(scene_at(&set, at + 6 * S).part.alpha, 1.0, 1e-6);
    assert_float_equal(scene_at(&set, at + 7 * S).part.alpha, 0.5, 1e-6);
    assert_null(scene_at(&set, at + 8 * S).part.text);
    strike(&set);
    set = stage(parts, "length: 68.3s\nending: quiet\nvisual: horizon");
    assert_float_equal(scene_at(&set, at + S).part.alpha, 0.0, 0.0);
    strike(&set);
}

static void test_outside_is_the_nearer_end(void **state)
{
    (void)state;
    staging set = stage(parts, "length: 68.3s\nending: quiet");
    assert_int_equal(scene_at(&set, -S).at, 0);
    assert_int_equal(scene_at(&set, 1000 * S).at, il_timeline_length(set.timeline));
    assert_float_equal(scene_at(&set, 1000 * S).gone, 1.0, 0.0);
    strike(&set);
}

/* Where it says that nothing moves, the scenes on the way are the same but for the clock. */
static void check_stillness(const staging *set)
{
    const il_frames length = il_timeline_length(set->timeline);
    il_frames still = 0;
    for (il_frames at = 0; at < length;) {
        const il_frames next = il_scene_next_change(set->timeline, at);
        assert_true(next >= at && next <= length);
        if (next <= at + 1) {
            at += S / 60;
            continue;
        }
        il_scene first = scene_at(set, at), last = scene_at(set, next - 1);
        last.at = first.at;
        last.gone = first.gone;
        assert_memory_equal(&first, &last, sizeof first);
        still += next - at;
        at = next;
    }
    assert_true(still > length / 4);
}

static void test_nothing_changes_before_the_next_change(void **state)
{
    (void)state;
    staging set = stage(parts, "length: 68.3s\nending: quiet");
    check_stillness(&set);
    strike(&set);
    set = stage(visuals, "length: 41s\nending: quiet");
    check_stillness(&set);
    strike(&set);
    set = stage("  - say: Here.\n  - pause: 20s\n  - breathe: box\n    cycles: 2\n  - pause: 40s\n",
                "length: 1m33.2s\nending: quiet\nvisual: lotus\ncaution: holds");
    check_stillness(&set);
    strike(&set);
}

static void test_a_horizon_goes_in_small_steps(void **state)
{
    (void)state;
    staging set = stage("  - pause: 5m\n", "length: 5m\nending: quiet\nvisual: horizon");
    const il_frames next = il_scene_next_change(set.timeline, 100 * S);
    assert_in_range(next, 100 * S + 1, 100 * S + S / 10);
    strike(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visuals_cross_fade_in_two_seconds),
        cmocka_unit_test(test_a_change_within_a_change_waits_for_its_end),
        cmocka_unit_test(test_nothing_on_screen_jumps),
        cmocka_unit_test(test_captions_come_before_the_voice_and_go_after_it),
        cmocka_unit_test(test_a_caption_gives_way_to_the_next),
        cmocka_unit_test(test_a_card_keeps_its_question),
        cmocka_unit_test(test_parts_to_the_eye),
        cmocka_unit_test(test_a_long_beginning_has_no_name),
        cmocka_unit_test(test_a_lantern_names_its_part_for_six_seconds),
        cmocka_unit_test(test_outside_is_the_nearer_end),
        cmocka_unit_test(test_nothing_changes_before_the_next_change),
        cmocka_unit_test(test_a_horizon_goes_in_small_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
