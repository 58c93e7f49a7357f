#include "engine/engine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/memory.h"
#include "dsp/fade.h"
#include "support/mixing.h"

/* What is heard, measured on the rendered stems. */

enum { S = IL_RATE_HZ };

static studio here;
static il_clip line, bell, stream, ocean, drone;

static void speak(int64_t frame, float *samples)
{
    samples[0] = (float)(0.2 * sin((double)frame * 0.03));
}

static void strike(int64_t frame, float *samples)
{
    const double t = (double)frame / S;
    samples[0] = samples[1] =
        (float)(0.2 * exp(-t / 1.5) * (t < 0.012 ? t / 0.012 : 1.0) * sin(2764.6 * t));
}

static void water(int64_t frame, float *samples)
{
    samples[0] = (float)(0.05 * noise_at(frame, 2));
    samples[1] = (float)(0.05 * noise_at(frame, 3));
}

static void waves(int64_t frame, float *samples)
{
    samples[0] = (float)(0.05 * noise_at(frame, 4));
    samples[1] = (float)(0.05 * noise_at(frame, 5));
}

/* Periodic in 12,000 frames. */
static void hum(int64_t frame, float *samples)
{
    samples[0] = (float)(0.05 * sin(6.283185307179586 * 220.0 * (double)frame / S));
}

static int set_up(void **state)
{
    (void)state;
    studio_open(&here);
    line = studio_record(&here, "line.ogg", speak, 2 * S, 1, NULL, 0);
    bell = studio_record(&here, "bell.ogg", strike, 4 * S, 2, NULL, 0);
    stream = studio_record(&here, "stream.ogg", water, 20 * S, 2, NULL, 0);
    ocean = studio_record(&here, "ocean.ogg", waves, 20 * S, 2, NULL, 0);
    const char *const tags[] = {"LOOPSTART=4096", "LOOPLENGTH=96000"};
    drone = studio_record(&here, "drone.ogg", hum, 104192, 1, tags, 2);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    studio_close(&here);
    return 0;
}

static stems rendered(const il_cue *cues, int count, il_frames length, il_frames fade_start)
{
    const il_engine_plan plan = {.cues = cues,
                                 .cue_count = count,
                                 .length = length,
                                 .fade_start = fade_start,
                                 .cache_bytes = IL_ENGINE_CACHE_BYTES};
    return render_all(&plan);
}

static void assert_near_db(double db, double wanted, double within)
{
    if (!(fabs(db - wanted) <= within)) {
        fail_msg("%.2f dB, not %.2f within %.2f", db, wanted, within);
    }
}

static void test_a_bed_steps_back_five_decibels_for_words(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, stream, 0.0, S), say_cue(12 * S, line)};
    stems all = rendered(cues, 2, 40 * S, 40 * S);
    const double before = rms_of(&all, IL_STEM_AMBIENCE, 8 * S, 3 * S);
    const double under = rms_of(&all, IL_STEM_AMBIENCE, 12 * S, 2 * S);
    const double waiting = rms_of(&all, IL_STEM_AMBIENCE, 14 * S, S);
    const double after = rms_of(&all, IL_STEM_AMBIENCE, 19 * S, 3 * S);
    assert_near_db(db_of(under / before), -5.0, 0.15);
    assert_near_db(db_of(waiting / before), -5.0, 0.15);
    assert_near_db(db_of(after / before), 0.0, 0.15);
    free(all.samples);
}

static void test_a_change_of_beds_keeps_the_level(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, stream, 0.0, S), bed_cue(10 * S, ocean, 0.0, 5 * S)};
    stems all = rendered(cues, 2, 25 * S, 25 * S);
    const double before = rms_of(&all, IL_STEM_AMBIENCE, 6 * S, 3 * S);
    for (il_frames at = 10 * S; at < 15 * S; at += S) {
        assert_near_db(db_of(rms_of(&all, IL_STEM_AMBIENCE, at, S) / before), 0.0, 0.25);
    }
    free(all.samples);
}

static void test_the_level_of_a_session_is_in_decibels(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, stream, 0.0, S), bed_cue(8 * S, stream, -6.0, 2 * S)};
    stems all = rendered(cues, 2, 20 * S, 20 * S);
    const double before = rms_of(&all, IL_STEM_AMBIENCE, 4 * S, 4 * S);
    assert_near_db(db_of(rms_of(&all, IL_STEM_AMBIENCE, 12 * S, 4 * S) / before), -6.0, 0.15);
    free(all.samples);
}

static void test_bells_ring_over_each_other(void **state)
{
    (void)state;
    const il_cue both[] = {bell_cue(0, bell, 0.0), bell_cue(S, bell, -6.0)};
    stems all = rendered(both, 2, 8 * S, 8 * S);
    stems first = rendered(&both[0], 1, 8 * S, 8 * S);
    stems second = rendered(&both[1], 1, 8 * S, 8 * S);
    const float *sum = stem_of(&all, IL_STEM_CUES), *one = stem_of(&first, IL_STEM_CUES),
                *other = stem_of(&second, IL_STEM_CUES);
    for (il_frames i = 0; i < 2 * 8 * S; i++) {
        assert_true(fabsf(sum[i] - one[i] - other[i]) < 1e-6f);
    }
    assert_near_db(db_of(rms_of(&second, IL_STEM_CUES, S, S) / rms_of(&first, IL_STEM_CUES, 0, S)),
                   -6.0, 0.01);
    free(all.samples);
    free(first.samples);
    free(second.samples);
}

static void test_stems_hold_what_is_theirs(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, stream, 0.0, S), bell_cue(4 * S, bell, 0.0),
                           say_cue(10 * S, line)};
    stems all = rendered(cues, 3, 16 * S, 16 * S);
    assert_true(rms_of(&all, IL_STEM_VOICE, 0, 10 * S) == 0.0);
    assert_true(rms_of(&all, IL_STEM_VOICE, 10 * S, 2 * S) > 0.1);
    assert_true(rms_of(&all, IL_STEM_VOICE, 12 * S, 4 * S) == 0.0);
    assert_true(rms_of(&all, IL_STEM_CUES, 0, 4 * S) == 0.0);
    assert_true(rms_of(&all, IL_STEM_CUES, 4 * S, S) > 0.01);
    free(all.samples);
}

static void test_the_end_is_silent_and_nothing_steps_there(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, drone, 0.0, S)};
    stems all = rendered(cues, 1, 20 * S, 10 * S);
    assert_true(rms_of(&all, IL_STEM_AMBIENCE, 20 * S - 480, 480) < 1e-4);
    assert_true(rms_of(&all, IL_STEM_AMBIENCE, 0, 48) < 1e-4);
    free(all.samples);
}

/* A sine of 220 Hz at 0.05 steps by 0.00144 at most; a seam would show. */
static void test_a_loop_goes_round_without_a_seam(void **state)
{
    (void)state;
    const il_cue cues[] = {bed_cue(0, drone, 0.0, S)};
    stems all = rendered(cues, 1, 30 * S, 30 * S);
    assert_true(step_of(&all, IL_STEM_AMBIENCE, 0, 28 * S) < 0.0015);
    for (il_frames at = 4 * S; at < 24 * S; at += S / 2) {
        const double rms = rms_of(&all, IL_STEM_AMBIENCE, at, S / 2);
        assert_near_db(db_of(rms / (0.05 / sqrt(2.0))), 0.0, 0.1);
    }
    free(all.samples);
}

/* The picture's radius and the swell ask the same function: where the breath is full it is loudest,
 * where it is empty it is silent, and in between they go together. */
static void test_the_swell_is_as_loud_as_the_breath_is_full(void **state)
{
    (void)state;
    const il_breath_cycle cycle = {.in = 4 * S, .out = 6 * S};
    const il_cue cues[] = {breath_cue(0, cycle, IL_BREATH_CUE_SWELL)};
    stems all = rendered(cues, 1, 10 * S, 10 * S);
    const il_frames window = S / 4;
    double loudest = 0.0;
    il_frames loudest_at = 0;
    double last = 0.0;
    for (il_frames at = 0; at + window <= 10 * S; at += window) {
        const double rms = rms_of(&all, IL_STEM_CUES, at, window);
        const double full = (double)il_breath_at(&cycle, at + window / 2).fullness;
        assert_true(full > 0.02 || rms < 2e-3);
        assert_true(at + window / 2 > 4 * S || rms >= last * 0.98 || full < 0.05);
        assert_true(at < 4 * S + window || rms <= last * 1.02 || full < 0.05);
        loudest_at = rms > loudest ? at : loudest_at;
        loudest = rms > loudest ? rms : loudest;
        last = rms;
    }
    assert_in_range(loudest_at, 4 * S - 2 * window, 4 * S + window);
    free(all.samples);
}

static void test_a_missing_recording_is_silent_and_noted_once(void **state)
{
    (void)state;
    const il_clip missing = {.frames = S, .folder = here.path, .name = "gone.ogg"};
    const il_cue cues[] = {say_cue(0, missing), say_cue(2 * S, missing), say_cue(4 * S, line)};
    const il_engine_plan plan = {
        .cues = cues, .cue_count = 3, .length = 8 * S, .fade_start = 8 * S};
    il_engine *engine = il_engine_create_planned(&plan, NULL);
    stems all = {malloc(IL_STEMS * 2 * 8 * S * sizeof(float)), 8 * S};
    render_into(engine, &all, 0, 8 * S);
    int count = 0;
    const il_engine_trouble *troubles = il_engine_troubles(engine, &count);
    assert_int_equal(count, 1);
    assert_string_equal(troubles[0].name, "gone.ogg");
    assert_true(rms_of(&all, IL_STEM_VOICE, 0, 4 * S) == 0.0);
    assert_true(rms_of(&all, IL_STEM_VOICE, 4 * S, S) > 0.1);
    assert_true(il_engine_ok(engine, NULL));
    il_engine_destroy(engine);
    free(all.samples);
}

static void test_recordings_are_open_only_while_they_sound(void **state)
{
    (void)state;
    il_cue cues[40];
    for (int i = 0; i < 40; i++) {
        cues[i] = say_cue(i * 3 * (il_frames)S, line);
    }
    const il_engine_plan plan = {
        .cues = cues, .cue_count = 40, .length = 120 * S, .fade_start = 120 * S};
    il_engine *engine = il_engine_create_planned(&plan, NULL);
    float voice[2 * 4800], ambience[2 * 4800], bells[2 * 4800];
    float *const to[IL_STEMS] = {voice, ambience, bells};
    for (il_frames at = 0; at < 120 * S; at += 4800) {
        il_engine_render(engine, at, 4800, to);
        assert_in_range(il_engine_open_count(engine), 0, 2);
    }
    il_engine_destroy(engine);
}

/* Every allocation fails in turn: an engine is there or it is not, and nothing leaks. */
static void test_without_memory_there_is_no_engine_and_a_message(void **state)
{
    (void)state;
    const il_cue cues[] = {
        bed_cue(0, stream, 0.0, S), say_cue(S, line), bell_cue(2 * S, bell, 0.0),
        breath_cue(3 * S, (il_breath_cycle){.in = S, .out = S}, IL_BREATH_CUE_SWELL)};
    const il_engine_plan plan = {
        .cues = cues, .cue_count = 4, .length = 9 * S, .fade_start = 9 * S};
    bool made = false;
    for (long nth = 1; !made; nth++) {
        il_error err = {0};
        il_alloc_fail(nth, false);
        il_engine *engine = il_engine_create_planned(&plan, &err);
        il_alloc_fail(0, false);
        made = engine != NULL;
        assert_int_equal(made, err.message[0] == '\0');
        assert_true(made || err.fault == IL_FAULT_MACHINE);
        il_engine_destroy(engine);
        assert_true(nth < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_bed_steps_back_five_decibels_for_words),
        cmocka_unit_test(test_a_change_of_beds_keeps_the_level),
        cmocka_unit_test(test_the_level_of_a_session_is_in_decibels),
        cmocka_unit_test(test_bells_ring_over_each_other),
        cmocka_unit_test(test_stems_hold_what_is_theirs),
        cmocka_unit_test(test_the_end_is_silent_and_nothing_steps_there),
        cmocka_unit_test(test_a_loop_goes_round_without_a_seam),
        cmocka_unit_test(test_the_swell_is_as_loud_as_the_breath_is_full),
        cmocka_unit_test(test_a_missing_recording_is_silent_and_noted_once),
        cmocka_unit_test(test_recordings_are_open_only_while_they_sound),
        cmocka_unit_test(test_without_memory_there_is_no_engine_and_a_message),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
