#include "export/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vorbis/vorbisfile.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "dsp/dither.h"
#include "engine/engine.h"
#include "media/vorbis.h"
#include "session/read.h"
#include "timeline/plan.h"

static const char written[] = "interlude: 1\n"
                              "title: Fünf = Five\n"
                              "summary: A few lines.\n"
                              "kind: mindfulness\n"
                              "length: 20s\n"
                              "author: Ann\n"
                              "license: CC BY 4.0\n"
                              "sources: [Geller 2017, Own words]\n"
                              "steps:\n"
                              "  - section: Open\n"
                              "  - say: A line that sounds.\n"
                              "  - pause: 2s..30s\n"
                              "  - section: Close\n"
                              "  - say: Another that sounds.\n"
                              "  - pause: 2s..30s\n"
                              "  - say: A line that sounds.\n"
                              "  - pause: 1s\n";

enum { CLIP_FRAMES = 2 * IL_RATE_HZ + 77 };

/* A folder of its own for every test, with a recording in it and a folder to write to. */
static char folder[64], recordings[80], target[80];
static il_session *session;
static il_timeline *timeline;
static const char *clip_name;

static bool line_clip(void *context, const il_session *of, const il_line *line, il_clip *clip)
{
    (void)context, (void)of, (void)line;
    if (clip_name) {
        *clip = (il_clip){.frames = CLIP_FRAMES, .folder = recordings, .name = clip_name};
    }
    return clip_name != NULL;
}

static bool no_sound(void *context, const il_session *of, const char *name, il_clip *clip)
{
    (void)context, (void)of, (void)name, (void)clip;
    return false;
}

static const il_clips clips = {.line = line_clip, .bell = no_sound, .bed = no_sound};

static const char *in_target(const char *name)
{
    static char paths[16][128]; // more than any test has in use
    static unsigned next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/%s", target, name);
    return path;
}

static void write_recording(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/line.ogg", recordings);
    FILE *out = fopen(path, "wb");
    il_error err = {0};
    const il_vorbis_format format = {.name = path, .channels = 1, .quality = 0.5f};
    il_vorbis_writer *writer = il_vorbis_writer_create(out, &format, &err);
    float samples[IL_RATE_HZ / 10];
    for (int at = 0; at < CLIP_FRAMES;) {
        const int left = CLIP_FRAMES - at;
        const int count = left < IL_RATE_HZ / 10 ? left : IL_RATE_HZ / 10;
        for (int i = 0; i < count; i++, at++) {
            samples[i] = 0.3f * sinf(0.02f * (float)at) * sinf(0.00003f * (float)at);
        }
        assert_true(il_vorbis_write(writer, samples, count, &err));
    }
    assert_true(il_vorbis_writer_finish(writer, &err));
    il_vorbis_writer_destroy(writer);
    assert_int_equal(fclose(out), 0);
}

static void compile(il_frames length)
{
    il_error err = {0};
    il_timeline_destroy(timeline);
    timeline = il_timeline_compile(session,
                                   &(il_timeline_request){.clips = &clips, .length = length}, &err);
    assert_non_null(timeline);
}

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/il-export-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    snprintf(recordings, sizeof recordings, "%s/recordings", folder);
    snprintf(target, sizeof target, "%s/target", folder);
    mkdir(recordings, 0700);
    mkdir(target, 0700);
    write_recording();
    clip_name = "line.ogg";
    il_problems problems = {0};
    il_error err = {0};
    session =
        il_session_read_bytes("five.yaml", written, sizeof written - 1, NULL, &problems, &err);
    assert_non_null(session);
    il_problems_finish(&problems);
    compile(0);
    return 0;
}

static int count_and_remove(const char *path, bool removes)
{
    int count = 0;
    DIR *entries = opendir(path);
    for (struct dirent *entry; (entry = readdir(entries));) {
        count += entry->d_name[0] != '.';
        if (removes) {
            unlinkat(dirfd(entries), entry->d_name, 0);
        }
    }
    closedir(entries);
    return count;
}

static int teardown(void **state)
{
    (void)state;
    il_timeline_destroy(timeline);
    timeline = NULL;
    il_session_destroy(session);
    session = NULL;
    count_and_remove(recordings, true);
    count_and_remove(target, true);
    rmdir(recordings);
    rmdir(target);
    return rmdir(folder);
}

static void export_to(const il_export_request *request)
{
    il_error err = {0};
    il_export_report report = {0};
    const bool good = il_export(timeline, request, &report, &err);
    assert_string_equal(err.message, "");
    assert_true(good);
    assert_int_equal(report.count, 0);
    il_export_report_finish(&report);
}

static char *bytes_of(const char *name, size_t *size)
{
    char *bytes = il_file_read(in_target(name), 1 << 28, size, NULL);
    assert_non_null(bytes);
    return bytes;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(in_target(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void expect(const char *name, const char *text)
{
    size_t size = 0;
    char *found = bytes_of(name, &size);
    assert_string_equal(found, text);
    il_free(found);
}

/* What a listener hears, straight from the engine. */
static float *heard(void)
{
    il_error err = {0};
    const il_frames length = il_timeline_length(timeline);
    float *out = calloc((size_t)length * 2, sizeof *out);
    il_engine *engine = il_engine_create(timeline, &err);
    float stems[IL_STEMS][2 * 480];
    for (il_frames at = 0; at < length; at += 480) {
        const int count = length - at < 480 ? (int)(length - at) : 480;
        il_engine_render(engine, at, count, (float *const[]){stems[0], stems[1], stems[2]});
        il_engine_sum((const float *const[]){stems[0], stems[1], stems[2]}, count, out + 2 * at);
    }
    il_engine_destroy(engine);
    return out;
}

static void test_16_bit_is_what_is_heard_dithered(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.wav")});
    size_t size = 0;
    char *file = bytes_of("a.wav", &size);
    const size_t frames = (size_t)il_timeline_length(timeline);
    assert_int_equal(frames, 20 * IL_RATE_HZ);
    float *want = heard();
    int16_t *s16 = calloc(frames * 2, sizeof *s16);
    il_dither_s16(want, 0, (int)frames, s16);
    uint32_t data = 0;
    memcpy(&data, file + 40, 4);
    assert_int_equal(data, frames * 4);
    assert_memory_equal(file + 44, s16, frames * 4);
    double power = 0.0;
    for (size_t i = 0; i < frames * 2; i++) {
        power += (double)want[i] * (double)want[i];
    }
    assert_true(power > 100.0); // it does sound
    free(s16);
    free(want);
    il_free(file);
}

static void test_float_is_what_is_heard(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.WAV"), .float_samples = true});
    size_t size = 0;
    char *file = bytes_of("a.WAV", &size);
    const size_t frames = (size_t)il_timeline_length(timeline);
    float *want = heard();
    assert_memory_equal(file + 58, want, frames * 8);
    free(want);
    il_free(file);
}

static void test_wav_has_its_tags_and_parts(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.wav")});
    size_t size = 0;
    char *file = bytes_of("a.wav", &size);
    const char *tail = file + 44 + il_timeline_length(timeline) * 4;
    const size_t left = size - (size_t)(tail - file);
    const char *const texts[] = {"INAM", "Fünf = Five",  "IART", "Ann",
                                 "ICOP", "CC BY 4.0",    "ILNG", "en",
                                 "ISBJ", "A few lines.", "ICMT", "Sources: Geller 2017; Own words",
                                 "cue ", "labl",         "Open", "Close"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_non_null(memmem(tail, left, texts[i], strlen(texts[i])));
    }
    int parts = 0;
    const il_part *part = il_timeline_parts(timeline, &parts);
    assert_int_equal(parts, 2);
    const char *cue = memmem(tail, left, "cue ", 4);
    for (int i = 0; i < parts; i++) {
        uint32_t at = 0;
        memcpy(&at, cue + 12 + 24 * i + 20, 4);
        assert_int_equal(at, part[i].at);
    }
    il_free(file);
}

static OggVorbis_File opened(const char *name)
{
    OggVorbis_File vorbis;
    assert_int_equal(ov_fopen(in_target(name), &vorbis), 0);
    assert_int_equal(ov_streams(&vorbis), 1);
    return vorbis;
}

static void test_ogg_decodes_to_what_is_heard(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.ogg")});
    OggVorbis_File vorbis = opened("a.ogg");
    float *want = heard();
    assert_int_equal(ov_pcm_total(&vorbis, -1), il_timeline_length(timeline));
    double signal = 0.0, noise = 0.0;
    long got = 0;
    for (int64_t at = 0;; at += got) {
        float **pcm = NULL;
        int link = 0;
        got = ov_read_float(&vorbis, &pcm, 1024, &link);
        assert_true(got >= 0);
        if (got == 0) {
            assert_int_equal(at, il_timeline_length(timeline));
            break;
        }
        for (long i = 0; i < 2 * got; i++) {
            const double right = (double)want[2 * at + i];
            const double wrong = (double)pcm[i % 2][i / 2] - right;
            signal += right * right;
            noise += wrong * wrong;
        }
    }
    assert_true(signal > 100.0);
    assert_true(10.0 * log10(signal / noise) > 20.0);
    ov_clear(&vorbis);
    free(want);
}

static void test_ogg_has_its_tags_and_chapters(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.ogg")});
    OggVorbis_File vorbis = opened("a.ogg");
    int parts = 0;
    const il_frames close_at = il_timeline_parts(timeline, &parts)[1].at;
    char chapter[64];
    snprintf(chapter, sizeof chapter, "CHAPTER002=00:00:%02d.%03d", (int)(close_at / IL_RATE_HZ),
             (int)(close_at % IL_RATE_HZ / (IL_RATE_HZ / 1000)));
    const char *const want[] = {"TITLE=Fünf = Five",
                                "ARTIST=Ann",
                                "LICENSE=CC BY 4.0",
                                "LANGUAGE=en",
                                "DESCRIPTION=A few lines.",
                                "COMMENT=Sources: Geller 2017; Own words",
                                "CHAPTER001=00:00:00.000",
                                "CHAPTER001NAME=Open",
                                chapter,
                                "CHAPTER002NAME=Close"};
    const vorbis_comment *comment = ov_comment(&vorbis, -1);
    assert_int_equal(comment->comments, sizeof want / sizeof *want);
    for (int i = 0; i < comment->comments; i++) {
        assert_string_equal(comment->user_comments[i], want[i]);
    }
    ov_clear(&vorbis);
}

static void test_the_same_again_gives_the_same_bytes(void **state)
{
    (void)state;
    const char *const names[] = {"a.wav", "b.wav", "a.ogg", "b.ogg"};
    for (int i = 0; i < 4; i++) {
        export_to(&(il_export_request){.path = in_target(names[i])});
    }
    for (int i = 0; i < 4; i += 2) {
        size_t first_size = 0, second_size = 0;
        char *first = bytes_of(names[i], &first_size);
        char *second = bytes_of(names[i + 1], &second_size);
        assert_int_equal(first_size, second_size);
        assert_memory_equal(first, second, first_size);
        il_free(first);
        il_free(second);
    }
}

static void test_another_length_has_another_serial(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.ogg")});
    compile(21 * IL_RATE_HZ);
    export_to(&(il_export_request){.path = in_target("b.ogg")});
    OggVorbis_File first = opened("a.ogg"), second = opened("b.ogg");
    assert_int_not_equal(ov_serialnumber(&first, -1), ov_serialnumber(&second, -1));
    assert_int_equal(ov_pcm_total(&second, -1), 21 * IL_RATE_HZ);
    ov_clear(&first);
    ov_clear(&second);
}

static void test_captions_stand_beside_it(void **state)
{
    (void)state;
    export_to(&(il_export_request){.path = in_target("a.wav"), .captions = in_target("a.vtt")});
    export_to(&(il_export_request){.path = in_target("b.wav"), .captions = in_target("b.SRT")});
    il_buffer vtt = {0}, srt = {0};
    il_captions_vtt(timeline, &vtt);
    il_captions_srt(timeline, &srt);
    expect("a.vtt", vtt.text);
    expect("b.SRT", srt.text);
    assert_int_equal(count_and_remove(target, false), 4);
    il_buffer_finish(&vtt);
    il_buffer_finish(&srt);
}

static void test_endings_decide_or_are_refused(void **state)
{
    (void)state;
    const struct {
        const char *path, *captions;
        bool float_samples;
        const char *names; // what the refusal names; NULL when there is none
    } rows[] = {
        {"a.wav", NULL, false, NULL},          {"a.wav", "a.vtt", true, NULL},
        {"x/a.OGG", "/b.SRT", false, NULL},    {"a.mp3", NULL, false, ".wav or .ogg"},
        {"a", NULL, false, ".wav or .ogg"},    {"", NULL, false, ".wav or .ogg"},
        {"-", NULL, false, ".wav or .ogg"},    {".wav", NULL, false, ".wav or .ogg"},
        {"awav", NULL, false, ".wav or .ogg"}, {"a.wav.part", NULL, false, ".wav or .ogg"},
        {"a.ogg", NULL, true, ".wav"},         {"a.wav", "a.txt", false, ".vtt or .srt"},
        {"a.wav", "", false, ".vtt or .srt"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {0};
        const il_export_request request = {.path = rows[i].path,
                                           .captions = rows[i].captions,
                                           .float_samples = rows[i].float_samples};
        assert_int_equal(il_export_check(&request, &err), !rows[i].names);
        if (rows[i].names) {
            assert_int_equal(err.fault, IL_FAULT_USAGE);
            assert_non_null(strstr(err.message, rows[i].names));
        }
    }
}

typedef struct {
    il_frames last, stop_at;
    int calls;
} watcher;

static bool watch(void *context, il_frames done, il_frames total)
{
    watcher *seen = context;
    assert_true(done > seen->last && done <= total);
    assert_int_equal(total, il_timeline_length(timeline));
    seen->last = done;
    seen->calls++;
    return done < seen->stop_at;
}

static void test_progress_ends_at_the_whole(void **state)
{
    (void)state;
    watcher seen = {.stop_at = INT64_MAX};
    export_to(
        &(il_export_request){.path = in_target("a.wav"), .progress = watch, .context = &seen});
    assert_int_equal(seen.last, il_timeline_length(timeline));
    assert_in_range(seen.calls, 20, 21);
}

/* Expect `request` to fail as the machine's fault, with `part` in the message, and nothing of it to
 * be left but the old a.wav. */
static void expect_failure(const il_export_request *request, const char *part)
{
    il_error err = {0};
    il_export_report report = {0};
    put("a.wav", "old");
    assert_false(il_export(timeline, request, &report, &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_non_null(strstr(err.message, part));
    expect("a.wav", "old");
    assert_int_equal(count_and_remove(target, false), 1);
    il_export_report_finish(&report);
}

static void test_cancelled_it_leaves_nothing(void **state)
{
    (void)state;
    const il_frames stops[] = {0, 5 * IL_RATE_HZ, 20 * IL_RATE_HZ};
    for (int i = 0; i < 3; i++) {
        watcher seen = {.stop_at = stops[i]};
        expect_failure(&(il_export_request){.path = in_target("a.wav"),
                                            .captions = in_target("a.vtt"),
                                            .progress = watch,
                                            .context = &seen},
                       "cancelled");
        assert_true(seen.last < stops[i] + 2 * IL_RATE_HZ);
    }
}

static void test_where_it_cannot_be_written_nothing_is(void **state)
{
    (void)state;
    expect_failure(&(il_export_request){.path = in_target("none/a.wav")}, "no such folder");
    expect_failure(
        &(il_export_request){.path = in_target("a.wav"), .captions = in_target("none/a.vtt")},
        "no such folder");
    expect_failure(&(il_export_request){.path = in_target("a.wav/a.ogg")}, "no such folder");
}

static void test_a_device_without_room_is_the_machines_fault(void **state)
{
    (void)state;
    assert_int_equal(symlink("/dev/full", in_target("full.wav")), 0);
    assert_int_equal(symlink("/dev/full", in_target("full.ogg")), 0);
    assert_int_equal(symlink("/dev/full", in_target("full.vtt")), 0);
    const il_export_request requests[] = {
        {.path = in_target("full.wav")},
        {.path = in_target("full.ogg")},
        {.path = in_target("a.wav"), .captions = in_target("full.vtt")}};
    put("a.wav", "old");
    for (int i = 0; i < 3; i++) {
        il_error err = {0};
        assert_false(il_export(timeline, &requests[i], NULL, &err));
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        assert_non_null(strstr(err.message, "the disk is full"));
        expect("a.wav", "old");
        assert_int_equal(count_and_remove(target, false), 4);
    }
}

/* Every place at which a file can stop growing: in its head, its sound, its last bytes. */
static void test_a_file_that_may_not_grow_is_the_machines_fault(void **state)
{
    (void)state;
    const struct {
        const char *name;
        rlim_t bytes;
    } rows[] = {{"a.wav", 10},  {"a.wav", 44},    {"a.wav", 1000000}, {"a.wav", 3840100},
                {"b.ogg", 100}, {"b.ogg", 10000}, {"b.ogg", 20000}};
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put("a.wav", "old");
        struct rlimit before, limit;
        getrlimit(RLIMIT_FSIZE, &before);
        limit = (struct rlimit){rows[i].bytes, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        il_error err = {0};
        const bool good =
            il_export(timeline, &(il_export_request){.path = in_target(rows[i].name)}, NULL, &err);
        setrlimit(RLIMIT_FSIZE, &before);
        assert_false(good);
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        expect("a.wav", "old");
        assert_int_equal(count_and_remove(target, false), 1);
    }
}

static void write_text(const char *path, const char *text)
{
    const int file = open(path, O_WRONLY);
    if (file >= 0) {
        dprintf(file, "%s", text);
        close(file);
    }
}

/* A full disk in name spaces of our own: 0 when all is well, 77 when they are not to be had. */
static int on_a_small_disk(void)
{
    const uid_t user = getuid();
    const gid_t group = getgid();
    char map[64];
    if (unshare(CLONE_NEWNS | (user ? CLONE_NEWUSER : 0)) != 0) {
        return 77;
    }
    if (user) {
        write_text("/proc/self/setgroups", "deny");
        snprintf(map, sizeof map, "0 %u 1", user);
        write_text("/proc/self/uid_map", map);
        snprintf(map, sizeof map, "0 %u 1", group);
        write_text("/proc/self/gid_map", map);
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", target, "tmpfs", 0, "size=24k") != 0) {
        return 77;
    }
    const char *const names[] = {"b.wav", "b.ogg"};
    for (int i = 0; i < 2; i++) {
        put("a.wav", "old");
        il_error err = {0};
        const il_export_request request = {.path = in_target(names[i]),
                                           .captions = in_target("b.vtt")};
        if (il_export(timeline, &request, NULL, &err) || err.fault != IL_FAULT_MACHINE ||
            !strstr(err.message, "the disk is full") || count_and_remove(target, false) != 1) {
            fprintf(stderr, "%s: %s\n", names[i], err.message);
            return 1;
        }
    }
    return 0;
}

static void test_a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        _exit(on_a_small_disk());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
        print_message("SKIP: no file system may be mounted here\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_recordings_that_are_not_there_are_warnings(void **state)
{
    (void)state;
    clip_name = NULL;
    compile(0);
    il_error err = {0};
    il_export_report report = {0};
    assert_true(
        il_export(timeline, &(il_export_request){.path = in_target("a.wav")}, &report, &err));
    assert_int_equal(report.count, 1);
    assert_non_null(strstr(report.warnings[0].message, "2 lines have no recording"));
    assert_int_equal(report.warnings[0].at.line, 11);
    il_export_report_finish(&report);
}

static void test_recordings_that_are_damaged_are_warnings(void **state)
{
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/line.ogg", recordings);
    assert_int_equal(truncate(path, 6000), 0);
    il_error err = {0};
    il_export_report report = {0};
    assert_true(
        il_export(timeline, &(il_export_request){.path = in_target("a.wav")}, &report, &err));
    assert_int_equal(report.count, 1);
    assert_non_null(strstr(report.warnings[0].message, "line.ogg"));
    il_export_report_finish(&report);
    struct stat about;
    assert_int_equal(stat(in_target("a.wav"), &about), 0);
    assert_true(about.st_size > 20 * IL_RATE_HZ * 4);
}

static void test_every_lack_of_memory_ends_cleanly(void **state)
{
    (void)state;
    size_t size = 0, again = 0;
    export_to(&(il_export_request){.path = in_target("whole.wav")});
    char *whole = bytes_of("whole.wav", &size);
    const il_export_request request = {.path = in_target("a.wav"), .captions = in_target("a.vtt")};
    bool complete = false;
    for (long nth = 1; !complete && nth < 1000; nth++) {
        il_error err = {0};
        il_export_report report = {0};
        il_alloc_fail(nth, false);
        const bool good = il_export(timeline, &request, &report, &err);
        complete = il_alloc_count() < nth;
        il_alloc_fail(0, false);
        if (good && report.count == 0) { // nothing was lost by it
            char *bytes = bytes_of("a.wav", &again);
            assert_int_equal(again, size);
            assert_memory_equal(bytes, whole, size);
            il_free(bytes);
        } else if (!good) {
            assert_int_equal(err.fault, IL_FAULT_MACHINE);
        }
        unlink(in_target("a.wav"));
        unlink(in_target("a.vtt"));
        assert_int_equal(count_and_remove(target, false), 1);
        il_export_report_finish(&report);
    }
    assert_true(complete);
    il_free(whole);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_16_bit_is_what_is_heard_dithered),
        IN_FOLDER(test_float_is_what_is_heard),
        IN_FOLDER(test_wav_has_its_tags_and_parts),
        IN_FOLDER(test_ogg_decodes_to_what_is_heard),
        IN_FOLDER(test_ogg_has_its_tags_and_chapters),
        IN_FOLDER(test_the_same_again_gives_the_same_bytes),
        IN_FOLDER(test_another_length_has_another_serial),
        IN_FOLDER(test_captions_stand_beside_it),
        cmocka_unit_test(test_endings_decide_or_are_refused),
        IN_FOLDER(test_progress_ends_at_the_whole),
        IN_FOLDER(test_cancelled_it_leaves_nothing),
        IN_FOLDER(test_where_it_cannot_be_written_nothing_is),
        IN_FOLDER(test_a_device_without_room_is_the_machines_fault),
        IN_FOLDER(test_a_file_that_may_not_grow_is_the_machines_fault),
        IN_FOLDER(test_a_full_disk_leaves_nothing),
        IN_FOLDER(test_recordings_that_are_not_there_are_warnings),
        IN_FOLDER(test_recordings_that_are_damaged_are_warnings),
        IN_FOLDER(test_every_lack_of_memory_ends_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
