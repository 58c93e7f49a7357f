#include "engine/engine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/mixing.h"

enum { S = IL_RATE_HZ };

static studio here;
static il_clip line, long_line, other_voice, bell, stream, ocean, drone, marred;
static il_clip words[IL_BREATH_REST + 1];

static void speak(int64_t frame, float *samples)
{
    samples[0] = (float)(0.2 * sin((double)frame * 0.03) + 0.02 * noise_at(frame, 1));
    samples[1] = (float)(0.1 * sin((double)frame * 0.03));
}

static void strike(int64_t frame, float *samples)
{
    const double t = (double)frame / S;
    const double level = 0.25 * exp(-t / 1.5) * (t < 0.012 ? t / 0.012 : 1.0);
    samples[0] = (float)(level * sin(2764.6 * t));
    samples[1] = (float)(level * sin(2771.0 * t));
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
    line = studio_record(&here, "line.ogg", speak, 70001, 1, NULL, 0);
    long_line = studio_record(&here, "long.ogg", speak, 150000, 1, NULL, 0);
    other_voice = studio_record(&here, "other.ogg", speak, 30000, 2, NULL, 0);
    bell = studio_record(&here, "bell.ogg", strike, 200000, 2, NULL, 0);
    stream = studio_record(&here, "stream.ogg", water, 500000, 2, NULL, 0);
    ocean = studio_record(&here, "ocean.ogg", waves, 130001, 1, NULL, 0);
    const char *const tags[] = {"LOOPSTART=4096", "LOOPLENGTH=96000"};
    drone = studio_record(&here, "drone.ogg", hum, 104192, 1, tags, 2);
    const char *const names[] = {"in.ogg", "", "hold.ogg", "out.ogg", "rest.ogg"};
    for (int i = 0; i <= IL_BREATH_REST; i++) {
        if (i != IL_BREATH_TOP_UP) {
            words[i] = studio_record(&here, names[i], speak, 20000 + 1000 * i, 1, NULL, 0);
        }
    }
    const il_vorbis_format format = {.name = "marred.ogg", .channels = 1, .quality = 0.5f};
    ogg_file file = ogg_file_record(speak, 150000, &format);
    file.bytes[ogg_file_page_at(&file, ogg_file_pages(&file) / 2) + 100] ^= 1;
    studio_put(&here, "marred.ogg", &file);
    ogg_file_free(&file);
    marred = (il_clip){.frames = 150000, .folder = here.path, .name = "marred.ogg"};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    studio_close(&here);
    return 0;
}

static il_engine_plan plan_of(const il_cue *cues, int count, il_frames length, il_frames fade_start)
{
    return (il_engine_plan){.cues = cues,
                            .cue_count = count,
                            .length = length,
                            .fade_start = fade_start,
                            .breath_words = words,
                            .cache_bytes = IL_ENGINE_CACHE_BYTES};
}

static const il_breath_cycle slow = {.in = 4 * S, .hold = S, .out = 6 * S, .rest = S};

/* Everything that sounds, close together, at frames that divide by nothing. */
static int busy_cues(il_cue *cues)
{
    const il_clip none = {0}, missing = {.frames = 1000, .folder = here.path, .name = "no.ogg"};
    int count = 0;
    cues[count++] = bed_cue(0, stream, 0.0, 6 * S);
    cues[count++] = bell_cue(0, bell, 0.0);
    cues[count++] = say_cue(2 * S + 7, line);
    cues[count++] = bell_cue(3 * S + 1, bell, -6.0);
    cues[count++] = say_cue(5 * S + 11, other_voice);
    cues[count++] = bed_cue(6 * S + 3, ocean, -3.0, 2 * S);
    cues[count++] = say_cue(7 * S, missing);
    cues[count++] = bed_cue(9 * S + 5, ocean, 3.0, S);
    cues[count++] = breath_cue(10 * S + 13, slow, IL_BREATH_CUE_SWELL);
    cues[count++] = say_cue(12 * S, marred);
    cues[count++] = bed_cue(14 * S, drone, 0.0, 5 * S);
    cues[count++] = breath_cue(22 * S + 14, slow, IL_BREATH_CUE_TONE);
    cues[count++] = bed_cue(26 * S, none, 0.0, S);
    cues[count++] = bed_cue(28 * S, stream, 0.0, 0);
    cues[count++] = breath_cue(34 * S + 15, slow, IL_BREATH_CUE_VOICE);
    cues[count++] = say_cue(44 * S + 1, long_line);
    return count;
}

enum { BUSY = 48 * S + 77 };

static unsigned long long seed = 1;

static int64_t chance(int64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(seed >> 33) % below;
}

static void assert_same(const stems *one, const stems *other, il_frames at, int count)
{
    for (int stem = 0; stem < IL_STEMS; stem++) {
        assert_memory_equal(stem_of(one, (il_stem)stem) + 2 * at,
                            stem_of(other, (il_stem)stem) + 2 * at,
                            2 * (size_t)count * sizeof(float));
    }
}

static void test_any_split_and_any_seek_give_the_same_samples(void **state)
{
    (void)state;
    il_cue cues[32];
    il_engine_plan plan = plan_of(cues, busy_cues(cues), BUSY, 40 * S);
    stems straight = render_all(&plan);
    stems split = {malloc(IL_STEMS * 2 * BUSY * sizeof(float)), BUSY};
    const size_t caches[] = {IL_ENGINE_CACHE_BYTES, 0, 300000};
    for (size_t row = 0; row < sizeof caches / sizeof *caches; row++) {
        plan.cache_bytes = caches[row];
        il_engine *engine = il_engine_create_planned(&plan, NULL);
        for (il_frames at = 0; at < BUSY;) {
            const int64_t size = 1 + chance(chance(2) ? 5000 : 100);
            const int count = size < BUSY - at ? (int)size : (int)(BUSY - at);
            render_into(engine, &split, at, count);
            at += count;
        }
        assert_same(&straight, &split, 0, BUSY);
        for (int i = 0; i < 150; i++) {
            const il_frames at = chance(BUSY);
            const int64_t size = 1 + chance(8000);
            const int count = size < BUSY - at ? (int)size : (int)(BUSY - at);
            render_into(engine, &split, at, count);
            assert_same(&straight, &split, at, count);
        }
        il_engine_destroy(engine);
    }
    free(straight.samples);
    free(split.samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_split_and_any_seek_give_the_same_samples),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
