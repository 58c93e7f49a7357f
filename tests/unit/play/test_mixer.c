#include "play/mixer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The callback by itself: blocks are pushed by hand, turns are taken one after another. */

enum { S = IL_RATE_HZ, TURN = 1024 };

static il_mixer mixer;
static float out[2 * TURN];

static int set_up(void **state)
{
    (void)state;
    assert_true(il_mixer_init(&mixer, NULL));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    il_mixer_finish(&mixer);
    return 0;
}

/* A tone of 0.25 in the voice, the same at every frame of a generation. */
static float voice_at(il_frames at)
{
    return 0.25f * (float)sin((double)at * 0.02);
}

static void push(unsigned generation, il_frames at, int blocks, bool last)
{
    for (int b = 0; b < blocks; b++, at += IL_BLOCK_FRAMES) {
        il_block *block = il_ring_room(&mixer.ring);
        assert_non_null(block);
        memset(block, 0, sizeof *block);
        block->at = at;
        block->generation = generation;
        block->count = IL_BLOCK_FRAMES;
        block->last = last && b + 1 == blocks;
        for (int i = 0; i < IL_BLOCK_FRAMES; i++) {
            block->stems[IL_STEM_VOICE][2 * i] = voice_at(at + i);
            block->stems[IL_STEM_VOICE][2 * i + 1] = voice_at(at + i);
            block->stems[IL_STEM_AMBIENCE][2 * i] = 0.01f;
        }
        il_ring_push(&mixer.ring);
    }
}

/* The greatest step from one sample to the next, over turns. */
typedef struct {
    float last;
    double step;
} steps;

static void take_turn(steps *seen)
{
    il_mixer_fill(&mixer, out, TURN);
    for (int i = 0; i < TURN && seen; i++) {
        const double step = fabs((double)out[2 * i + 1] - (double)seen->last);
        seen->step = step > seen->step ? step : seen->step;
        seen->last = out[2 * i + 1];
    }
}

/* The tone itself steps by 0.005 at most. */
static void assert_no_click(const steps *seen)
{
    assert_true(seen->step < 0.0065);
}

static void begin(void)
{
    push(1, 0, 100, false);
    atomic_store(&mixer.generation, 1);
    atomic_store(&mixer.wants_play, true);
}

static void test_the_first_sample_is_whole_and_every_other_as_exported(void **state)
{
    (void)state;
    begin();
    for (int turn = 0; turn < 10; turn++) {
        il_mixer_fill(&mixer, out, TURN);
        for (int i = 0; i < TURN; i++) {
            const il_frames at = turn * TURN + i;
            assert_true(out[2 * i] == voice_at(at) + 0.01f);
            assert_true(out[2 * i + 1] == voice_at(at) + 0.0f);
        }
    }
    assert_int_equal(atomic_load(&mixer.dry), 0);
}

static void test_nothing_is_heard_before_it_is_to_play(void **state)
{
    (void)state;
    push(1, 0, 100, false);
    atomic_store(&mixer.generation, 1);
    for (int i = 0; i < 10; i++) {
        il_mixer_fill(&mixer, out, TURN);
        assert_true(out[2 * 500] == 0.0f && out[2 * 1000 + 1] == 0.0f);
    }
    assert_true(atomic_load(&mixer.held) && atomic_load(&mixer.at) == 0);
}

static void test_a_pause_fades_holds_and_goes_on_where_it_was(void **state)
{
    (void)state;
    steps seen = {0};
    begin();
    take_turn(&seen);
    atomic_store(&mixer.fade, 4800);
    atomic_store(&mixer.wants_play, false);
    for (int i = 0; i < 8; i++) {
        take_turn(&seen);
    }
    assert_true(atomic_load(&mixer.held));
    const il_frames held = atomic_load(&mixer.at);
    assert_in_range(held, TURN + 4790, TURN + 4810);
    for (int i = 0; i < 5; i++) {
        take_turn(&seen);
        assert_true(seen.last == 0.0f);
    }
    assert_true(atomic_load(&mixer.at) == held);
    atomic_store(&mixer.wants_play, true);
    take_turn(&seen);
    assert_true(atomic_load(&mixer.at) == held + TURN);
    for (int i = 0; i < 5; i++) {
        take_turn(&seen);
    }
    assert_no_click(&seen);
}

static void test_a_new_generation_takes_over_without_a_click(void **state)
{
    (void)state;
    steps seen = {0};
    begin();
    take_turn(&seen);
    push(2, 900000, 60, false);
    atomic_store(&mixer.generation, 2);
    take_turn(&seen); // the old one fades in 20 ms, the new one begins
    take_turn(&seen);
    assert_int_equal(atomic_load(&mixer.heard_generation), 2);
    assert_true(atomic_load(&mixer.at) >= 900000);
    for (int i = 0; i < 4; i++) {
        take_turn(&seen);
    }
    assert_no_click(&seen);
    assert_true(fabsf(out[2 * (TURN - 1) + 1] - voice_at(atomic_load(&mixer.at) - 1)) < 1e-6f);
}

static void test_a_seek_in_a_pause_is_there_at_once(void **state)
{
    (void)state;
    begin();
    take_turn(NULL);
    atomic_store(&mixer.fade, 480);
    atomic_store(&mixer.wants_play, false);
    take_turn(NULL);
    take_turn(NULL);
    push(2, 500000, 60, false);
    atomic_store(&mixer.generation, 2);
    take_turn(NULL);
    assert_true(atomic_load(&mixer.at) == 500000);
    assert_true(out[1] == 0.0f && out[2 * TURN - 1] == 0.0f);
}

static void test_a_dry_ring_fades_in_time_holds_and_is_counted(void **state)
{
    (void)state;
    steps seen = {0};
    push(1, 0, 52, false);
    atomic_store(&mixer.generation, 1);
    atomic_store(&mixer.wants_play, true);
    for (int i = 0; i < 16; i++) {
        take_turn(&seen);
    }
    assert_int_equal(atomic_load(&mixer.dry), 1);
    const il_frames held = atomic_load(&mixer.at);
    assert_true(atomic_load(&mixer.held) && held <= 52 * IL_BLOCK_FRAMES);
    push(1, 52 * IL_BLOCK_FRAMES, 60, false);
    for (int i = 0; i < 5; i++) {
        take_turn(&seen);
    }
    assert_true(atomic_load(&mixer.at) == held + 5 * TURN); // nothing was skipped
    assert_no_click(&seen);
}

static void test_the_end_is_heard_whole_and_is_not_dry(void **state)
{
    (void)state;
    push(1, 0, 12, true);
    atomic_store(&mixer.generation, 1);
    atomic_store(&mixer.wants_play, true);
    for (int i = 0; i < 2; i++) {
        il_mixer_fill(&mixer, out, TURN);
    }
    assert_false(atomic_load(&mixer.ended));
    il_mixer_fill(&mixer, out, TURN);
    assert_true(out[2 * TURN - 1] == voice_at(12 * IL_BLOCK_FRAMES - 1) + 0.0f);
    assert_true(atomic_load(&mixer.ended));
    assert_int_equal(atomic_load(&mixer.dry), 0);
    push(2, 0, 60, false); // once more
    atomic_store(&mixer.generation, 2);
    il_mixer_fill(&mixer, out, TURN);
    il_mixer_fill(&mixer, out, TURN);
    assert_false(atomic_load(&mixer.ended));
    assert_true(atomic_load(&mixer.at) > 0);
}

static void test_levels_glide_and_are_exact_when_they_are_there(void **state)
{
    (void)state;
    steps seen = {0};
    begin();
    take_turn(&seen);
    atomic_store(&mixer.levels[IL_GROUP_VOICE], 0.5f);
    for (int i = 0; i < 4; i++) {
        take_turn(&seen);
    }
    assert_true(out[2 * 100 + 1] == voice_at(4 * TURN + 100) * 0.5f + 0.0f);
    atomic_store(&mixer.levels[IL_GROUP_MASTER], 0.0f);
    for (int i = 0; i < 4; i++) {
        take_turn(&seen);
    }
    assert_true(out[2 * 100 + 1] == 0.0f);
    atomic_store(&mixer.levels[IL_GROUP_MASTER], 1.0f);
    atomic_store(&mixer.levels[IL_GROUP_VOICE], 1.0f);
    for (int i = 0; i < 4; i++) {
        take_turn(&seen);
    }
    assert_true(out[2 * 100 + 1] == voice_at(12 * TURN + 100) + 0.0f);
    assert_no_click(&seen);
}

static void test_a_lost_device_holds_the_frame(void **state)
{
    (void)state;
    begin();
    take_turn(NULL);
    atomic_store(&mixer.frozen, true);
    for (int i = 0; i < 10; i++) {
        take_turn(NULL);
    }
    const il_frames held = atomic_load(&mixer.at);
    assert_in_range(held, TURN, TURN + 961);
    assert_int_equal(atomic_load(&mixer.dry), 0);
    atomic_store(&mixer.frozen, false);
    take_turn(NULL);
    assert_true(atomic_load(&mixer.at) == held + TURN);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_the_first_sample_is_whole_and_every_other_as_exported),
        TEST(test_nothing_is_heard_before_it_is_to_play),
        TEST(test_a_pause_fades_holds_and_goes_on_where_it_was),
        TEST(test_a_new_generation_takes_over_without_a_click),
        TEST(test_a_seek_in_a_pause_is_there_at_once),
        TEST(test_a_dry_ring_fades_in_time_holds_and_is_counted),
        TEST(test_the_end_is_heard_whole_and_is_not_dry),
        TEST(test_levels_glide_and_are_exact_when_they_are_there),
        TEST(test_a_lost_device_holds_the_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
