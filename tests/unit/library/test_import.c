#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "unit/library/place.h"

#include "base/memory.h"
#include "library/library.h"

/* 16 bit WAV of a tone that changes with `seed`: what each test imports. */
static void place_wav(const char *name, int frames, int seed)
{
    place_file(name, "");
    FILE *out = fopen(place_path(name), "wb");
    assert_non_null(out);
    const uint32_t rate = 44100, bytes = (uint32_t)frames * 2, size = 36 + bytes;
    const uint32_t words[] = {0x46464952, size,     0x45564157, 0x20746D66, 16,   0x00010001,
                              rate,       2 * rate, 0x00100002, 0x61746164, bytes};
    assert_int_equal(fwrite(words, 4, 11, out),
                     11); // little-endian, as the machines of the tests are
    for (int i = 0; i < frames; i++) {
        const int16_t sample = (int16_t)((i * (90 + seed)) % 20000 - 10000);
        assert_int_equal(fwrite(&sample, 2, 1, out), 1);
    }
    assert_int_equal(fclose(out), 0);
}

static int cached(const char *ending)
{
    DIR *open = opendir(place_path("cache/interlude/imports"));
    int count = 0;
    const struct dirent *entry;
    while (open && (entry = readdir(open))) {
        const size_t size = strlen(entry->d_name), tail = strlen(ending);
        count += size >= tail && strcmp(entry->d_name + size - tail, ending) == 0;
    }
    if (open) {
        closedir(open);
    }
    return count;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void test_an_import_is_ours_and_kept(void **state)
{
    (void)state;
    place_wav("mine/a.wav", 44100, 1);
    il_import made, again;
    il_error err = {0};
    assert_true(il_import_file(place_path("mine"), "a.wav", IL_IMPORT_CLIP, NULL, &made, &err));
    assert_string_equal(made.fault, "");
    assert_int_equal(made.frames, 48000);
    assert_true(made.lufs > -18.02 && made.lufs < -17.98);
    il_vorbis *vorbis = il_vorbis_open(made.folder, made.file, &err);
    assert_non_null(vorbis);
    assert_int_equal(il_vorbis_frames(vorbis), 48000);
    il_vorbis_close(vorbis);
    setenv("INTERLUDE_IMPORT", "/nowhere", 1);
    assert_true(il_import_file(place_path("mine"), "a.wav", IL_IMPORT_CLIP, NULL, &again, &err));
    unsetenv("INTERLUDE_IMPORT");
    assert_string_equal(made.file, again.file);
    assert_int_equal(made.frames, again.frames);
    assert_true(made.lufs - again.lufs < 0.001 && again.lufs - made.lufs < 0.001);
    il_import_finish(&made);
    il_import_finish(&again);
}

/* Stops an import once it has come so far. */
typedef struct {
    int stop_at, calls, last;
} stopper;

static bool stop(void *context, const char *name, int thousandths)
{
    stopper *how = context;
    assert_string_equal(name, "long.wav");
    assert_true(thousandths >= how->last && thousandths <= 1000);
    how->last = thousandths;
    how->calls++;
    return thousandths < how->stop_at;
}

static void test_an_import_can_be_stopped_at_any_point(void **state)
{
    (void)state;
    place_wav("mine/long.wav", 44100 * 240, 1);
    static const int points[] = {0, 20, 600};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        stopper how = {.stop_at = points[i]};
        const il_import_watch watch = {.progress = stop, .context = &how};
        il_import made;
        const double begun = now_s();
        assert_true(
            il_import_file(place_path("mine"), "long.wav", IL_IMPORT_BED, &watch, &made, NULL));
        assert_true(made.stopped);
        assert_int_equal(made.frames, 0);
        assert_null(made.folder);
        assert_string_equal(made.fault, "long.wav: was not imported: stopped");
        assert_true(points[i] > 20 || now_s() - begun < 2.0); // the whole takes longer
        assert_int_equal(how.last, 1000);
        il_import_finish(&made);
        assert_int_equal(cached(""), cached(".")); // nothing but `.` and `..`
    }
}

/* One of several threads that import at once. */
typedef struct {
    const char *folder, *name;
    il_import made;
    bool good;
} worker;

static void *work(void *context)
{
    worker *in = context;
    in->good = il_import_file(in->folder, in->name, IL_IMPORT_BELL, NULL, &in->made, NULL);
    return NULL;
}

static void test_threads_import_at_once(void **state)
{
    (void)state;
    place_wav("mine/a.wav", 20000, 1);
    place_wav("mine/b.wav", 20000, 2);
    char folder[256];
    snprintf(folder, sizeof folder, "%s", place_path("mine"));
    worker workers[6];
    pthread_t threads[6];
    for (int i = 0; i < 6; i++) {
        workers[i] = (worker){.folder = folder, .name = i % 2 ? "a.wav" : "b.wav"};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        assert_true(workers[i].good);
        assert_string_equal(workers[i].made.fault, "");
        assert_int_equal(workers[i].made.frames, 21769);
        assert_string_equal(workers[i].made.file, workers[i % 2].made.file);
    }
    for (int i = 0; i < 6; i++) {
        il_import_finish(&workers[i].made);
    }
    assert_int_equal(cached(".ogg"), 2);
    assert_int_equal(cached(".part"), 0);
}

static void place_session(void)
{
    place_wav("mine/a.wav", 20000, 1);
    place_wav("mine/b.wav", 20000, 2);
    place_wav("mine/bed.wav", 90000, 3);
    place_wav("user/interlude/audio/bells/gong.wav", 20000, 4);
    place_file("mine/bad.wav", "no sound");
    place_file("mine/session.yaml",
               "interlude: 1\ntitle: T\nkind: transition\nlength: 30s\nsound: {bed: bed.wav}\n"
               "steps:\n  - say: Here.\n    clip: a.wav\n  - tense: jaw\n"
               "    say: [{say: Now., clip: b.wav}]\n  - say: There.\n    clip: bad.wav\n"
               "  - pause: 2s..2m\n  - bell: gong\n");
}

typedef struct {
    const char *file;
    atomic_bool cancel, done;
    bool all;
} ahead;

static bool on_progress(void *context, const char *name, int thousandths)
{
    (void)name, (void)thousandths;
    ahead *in = context;
    return !atomic_load(&in->cancel);
}

static void *prepare(void *context)
{
    ahead *in = context;
    const il_import_watch watch = {.progress = on_progress, .context = in};
    in->all = il_library_prepare(in->file, &watch, NULL);
    atomic_store(&in->done, true);
    return NULL;
}

static void test_a_session_is_prepared_on_another_thread(void **state)
{
    (void)state;
    place_session();
    ahead in = {.file = place_path("mine/session.yaml")};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, prepare, &in), 0);
    pthread_join(thread, NULL);
    assert_true(in.all);
    assert_int_equal(cached(".ogg"), 4);
    assert_int_equal(cached(".txt"), 5);

    setenv("INTERLUDE_IMPORT", "/nowhere", 1); // what follows finds it all
    il_error err = {0};
    il_problems problems = {0};
    il_session *session = il_session_read(place_path("mine/session.yaml"), NULL, &problems, &err);
    il_library *library = il_library_create(&err);
    const il_clips clips = il_library_clips(library);
    il_clip clip;
    assert_true(clips.bed(clips.context, session, "bed.wav", &clip));
    assert_true(clips.bell(clips.context, session, "gong", &clip));
    assert_int_equal(clip.frames, 21769);
    assert_non_null(strstr(clip.folder, "cache/interlude/imports"));
    il_vorbis *vorbis = il_vorbis_open(clip.folder, clip.name, &err);
    assert_non_null(vorbis);
    il_vorbis_close(vorbis);
    unsetenv("INTERLUDE_IMPORT");
    il_library_destroy(library);
    il_session_destroy(session);
    il_problems_finish(&problems);
}

static void test_a_preparation_can_be_stopped(void **state)
{
    (void)state;
    place_session();
    ahead in = {.file = place_path("mine/session.yaml"), .cancel = true};
    prepare(&in);
    assert_false(in.all);
    assert_int_equal(cached(".ogg"), 0);
}

static void test_every_lack_of_memory_is_told(void **state)
{
    (void)state;
    place_wav("mine/a.wav", 20000, 1);
    place_file("mine/bad.wav", "no sound");
    static const char *const names[] = {"a.wav", "bad.wav"};
    for (int i = 0; i < 2; i++) {
        bool failed = true;
        for (long nth = 1; failed; nth++) {
            il_import made;
            il_error err = {0};
            il_alloc_fail(nth, false);
            const bool good =
                il_import_file(place_path("mine"), names[i], IL_IMPORT_CLIP, NULL, &made, &err);
            failed = il_alloc_count() >= nth;
            il_alloc_fail(0, false);
            assert_true(good == !err.message[0]);
            assert_true(!good || made.frames > 0 || made.fault[0]);
            assert_null(strstr(made.fault, "memory"));
            il_import_finish(&made);
        }
    }
    assert_int_equal(cached(".part"), 0);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, place_make, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(test_an_import_is_ours_and_kept),
        PLACED(test_an_import_can_be_stopped_at_any_point),
        PLACED(test_threads_import_at_once),
        PLACED(test_a_session_is_prepared_on_another_thread),
        PLACED(test_a_preparation_can_be_stopped),
        PLACED(test_every_lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
