#include "play/player.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/engine.h"
#include "library/library.h"
#include "play/probe.h"
#include "support/sessions.h"

/* The whole way, through SDL's disk driver: what would have been heard, in a file. */

enum { S = IL_RATE_HZ };

static il_library *library;
static il_clips clips;
static il_session *session;
static char raw[64];

static int set_up(void **state)
{
    (void)state;
    il_error err = {0};
    setenv("INTERLUDE_SHARE", ".", 1);
    setenv("XDG_DATA_HOME", "/nonexistent", 1);
    library = il_library_create(&err);
    assert_non_null(library);
    clips = il_library_clips(library);
    session = sessions_open("sessions/between-two-hours.yaml");
    snprintf(raw, sizeof raw, "/tmp/il_player_%d.raw", (int)getpid());
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", raw, 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(raw);
    il_session_destroy(session);
    il_library_destroy(library);
    return 0;
}

static il_timeline *lay(il_frames length)
{
    const il_timeline_request request = {.clips = &clips, .length = length};
    il_error err = {0};
    il_timeline *timeline = il_timeline_compile(session, &request, &err);
    assert_non_null(timeline);
    return timeline;
}

static void sleep_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Until it is in this state, 20 s at most. */
static void wait_for(il_player *player, il_player_state state)
{
    for (int ms = 0; ms < 20000; ms += 5) {
        il_player_update(player);
        if (il_player_status_now(player).state == state) {
            return;
        }
        sleep_ms(5);
    }
    fail_msg("it never came to state %d, but is in %d", (int)state,
             (int)il_player_status_now(player).state);
}

static void wait_heard(il_player *player, il_frames at)
{
    for (int ms = 0; ms < 20000 && il_player_status_now(player).heard < at; ms += 2) {
        sleep_ms(2);
    }
}

/* What the driver wrote, without the silence in front; malloc'd. */
static float *read_raw(long *frames)
{
    FILE *in = fopen(raw, "rb");
    assert_non_null(in);
    struct stat about;
    assert_int_equal(fstat(fileno(in), &about), 0);
    float *samples = malloc((size_t)about.st_size);
    const size_t count = fread(samples, sizeof *samples, (size_t)about.st_size / 4, in);
    fclose(in);
    *frames = (long)count / 2;
    return samples;
}

static float *exported(const il_timeline *timeline, il_frames count)
{
    float *all = malloc((size_t)count * 2 * sizeof *all);
    il_engine *engine = il_engine_create(timeline, NULL);
    for (il_frames at = 0; at < count; at += 1000) {
        float stems[IL_STEMS][2000];
        float *const into[IL_STEMS] = {stems[0], stems[1], stems[2]};
        const float *const from[IL_STEMS] = {stems[0], stems[1], stems[2]};
        const int size = count - at < 1000 ? (int)(count - at) : 1000;
        il_engine_render(engine, at, size, into);
        il_engine_sum(from, size, all + 2 * at);
    }
    il_engine_destroy(engine);
    return all;
}

static void test_what_is_heard_is_what_is_exported_sample_for_sample(void **state)
{
    (void)state;
    il_player *player = il_player_create(IL_OUTPUT_SDL, NULL, NULL, NULL);
    assert_non_null(player);
    il_timeline *timeline = lay(200 * S), *same = lay(200 * S);
    assert_true(il_player_load(player, timeline, 0, NULL));
    il_player_resume(player);
    wait_for(player, IL_PLAYER_ENDED);
    const il_player_status status = il_player_status_now(player);
    assert_int_equal(status.dry, 0);
    assert_string_equal(status.driver, "disk");
    assert_true(status.heard == 200 * S);
    il_player_destroy(player);
    long frames = 0;
    float *heard = read_raw(&frames), *wanted = exported(same, 200 * S);
    long first = 0, from = 0; // where each of them is no longer silent
    while (first < frames && heard[2 * first] == 0.0f) {
        first++;
    }
    while (wanted[2 * from] == 0.0f) {
        from++;
    }
    assert_true(first >= from && frames - first >= 200 * S - from);
    assert_memory_equal(heard + 2 * first, wanted + 2 * from,
                        (size_t)(200 * S - from) * 2 * sizeof *heard);
    free(heard);
    free(wanted);
    il_timeline_destroy(same);
}

/* How much of a corner there is at frame `i`. */
static double corner_at(const float *samples, long i)
{
    return fabs((double)samples[2 * i + 2] - 2.0 * (double)samples[2 * i] +
                (double)samples[2 * i - 2]);
}

/* A click is a corner by itself: far sharper than everything within 5 ms of it. Consonants come in
 * crowds. */
static int clicks_in(const float *samples, long frames)
{
    int clicks = 0;
    for (long i = 300; i < frames - 300; i++) {
        const double here = corner_at(samples, i);
        double around = 0.0;
        for (long k = 4; here > 0.01 && k < 240; k++) {
            around = fmax(around, fmax(corner_at(samples, i - k), corner_at(samples, i + k)));
        }
        if (here > 0.01 && here > 5.0 * around) {
            print_message("a click at frame %ld: %.3f among %.3f\n", i, here, around);
            clicks++;
        }
    }
    return clicks;
}

static void test_a_cut_would_be_seen(void **state)
{
    (void)state;
    enum { COUNT = 4000, CUT = 2000 };
    float samples[2 * COUNT] = {0};
    for (int i = 0; i < COUNT; i++) {
        samples[2 * i] = i < CUT ? 0.2f * (float)sin(i * 0.03) : 0.0f;
    }
    assert_in_range(clicks_in(samples, COUNT), 1, 2);
}

/* Everything that a person does while it plays, and no step in the sound that is not the sound's
 * own. */
static void test_pause_seek_level_and_load_never_click(void **state)
{
    (void)state;
    il_player *player = il_player_create(IL_OUTPUT_SDL, NULL, NULL, NULL);
    assert_true(il_player_load(player, lay(200 * S), 20 * S, NULL));
    il_player_resume(player);
    wait_heard(player, 24 * S);
    il_player_pause(player);
    sleep_ms(150);
    il_player_resume(player);
    wait_heard(player, 30 * S);
    il_player_seek(player, 90 * S);
    wait_heard(player, 95 * S);
    il_player_seek(player, 50 * S);
    assert_true(il_player_status_now(player).heard < 60 * S);
    wait_heard(player, 52 * S);
    il_player_set_muted(player, true);
    wait_heard(player, 54 * S);
    il_player_set_muted(player, false);
    il_player_set_level(player, IL_GROUP_AMBIENCE, -12.0);
    wait_heard(player, 57 * S);
    assert_true(il_player_load(player, lay(300 * S), 100 * S, NULL));
    wait_heard(player, 105 * S);
    il_player_pause_in(player, S);
    sleep_ms(200);
    il_player_destroy(player);
    long frames = 0;
    float *heard = read_raw(&frames);
    assert_true(frames > 20 * S);
    assert_int_equal(clicks_in(heard, frames), 0);
    free(heard);
}

static void test_the_null_output_keeps_the_pace(void **state)
{
    (void)state;
    il_player *player = il_player_create(IL_OUTPUT_NULL, NULL, NULL, NULL);
    assert_true(il_player_load(player, lay(200 * S), 0, NULL));
    il_player_resume(player);
    wait_heard(player, S / 2);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    const il_frames before = il_player_status_now(player).heard;
    sleep_ms(1500);
    const il_frames after = il_player_status_now(player).heard;
    clock_gettime(CLOCK_MONOTONIC, &to);
    const double passed_s =
        (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
    const double gone_s = il_seconds_from_frames(after - before);
    assert_true(fabs(gone_s - passed_s) < 0.15);
    assert_false(il_player_status_now(player).silent); // it was asked for
    il_player_pause(player);
    sleep_ms(600);
    assert_int_equal(il_player_status_now(player).state, IL_PLAYER_PAUSED);
    const il_frames held = il_player_status_now(player).heard;
    sleep_ms(100);
    assert_true(il_player_status_now(player).heard == held);
    il_player_destroy(player);
}

static void test_without_a_device_it_plays_silently(void **state)
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    il_player *player = il_player_create(IL_OUTPUT_SDL, NULL, NULL, NULL);
    assert_true(il_player_load(player, lay(200 * S), 0, NULL));
    il_player_resume(player);
    wait_for(player, IL_PLAYER_PLAYING);
    wait_heard(player, S / 4);
    assert_true(il_player_status_now(player).silent);
    assert_string_equal(il_player_status_now(player).driver, "null");
    il_player_destroy(player);
    setenv("SDL_AUDIODRIVER", "disk", 1);
}

static void test_many_loads_and_seeks_leave_nothing_behind(void **state)
{
    (void)state;
    il_player *player = il_player_create(IL_OUTPUT_NULL, NULL, NULL, NULL);
    for (int i = 0; i < 40; i++) {
        assert_true(il_player_load(player, lay((190 + i) * (il_frames)S), i * (il_frames)S, NULL));
        il_player_seek(player, (40 - i) * (il_frames)S);
        if (i == 3) {
            il_player_resume(player);
        }
        if (i % 5 == 0) {
            sleep_ms(3);
        }
    }
    assert_true(il_timeline_length(il_player_timeline(player)) == 229 * S);
    wait_for(player, IL_PLAYER_PLAYING);
    il_player_destroy(player);
}

int main(void)
{
    il_probe_serve();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_heard_is_what_is_exported_sample_for_sample),
        cmocka_unit_test(test_a_cut_would_be_seen),
        cmocka_unit_test(test_pause_seek_level_and_load_never_click),
        cmocka_unit_test(test_the_null_output_keeps_the_pace),
        cmocka_unit_test(test_without_a_device_it_plays_silently),
        cmocka_unit_test(test_many_loads_and_seeks_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
