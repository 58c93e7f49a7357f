#include "unit/library/place.h"

#include "base/memory.h"
#include "library/library.h"

#include <ogg/ogg.h>

static il_library *made(void)
{
    il_error err = {0};
    il_library *library = il_library_create(&err);
    assert_string_equal(err.message, "");
    return library;
}

/* The file of a line's recording, beneath the place. */
static const char *clip_file(const char *folder, const char *text)
{
    static char path[256];
    char name[IL_CLIP_NAME_SIZE];
    assert_true(il_clip_name(text, name, NULL));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static il_frames line_frames(il_library *library, const il_session *session, const char *text,
                             const char *own)
{
    const il_clips clips = il_library_clips(library);
    const il_line line = {.text = text, .clip = own};
    il_clip clip = {0};
    return clips.line(clips.context, session, &line, &clip) ? clip.frames : 0;
}

static const char share_heart[] = "share/audio/narration/heart";
static const char user_heart[] = "user/interlude/audio/narration/heart";

static void test_the_users_recording_goes_before_ours(void **state)
{
    (void)state;
    place_sound(clip_file(share_heart, "Here."), 4800);
    place_sound(clip_file(share_heart, "There."), 4900);
    place_sound(clip_file(user_heart, "here"), 5000);
    const il_session session = {.voice = "heart", .folder = place};
    il_library *library = made();
    assert_int_equal(line_frames(library, &session, "Here!", NULL), 5000);
    assert_int_equal(line_frames(library, &session, "There.", NULL), 4900);
    assert_int_equal(line_frames(library, &session, "Nowhere.", NULL), 0);
    assert_true(il_library_ok(library, NULL));
    il_library_destroy(library);
}

static void test_a_session_is_spoken_in_one_voice(void **state)
{
    (void)state;
    place_sound(clip_file("share/audio/narration/anna", "Here."), 4800);
    place_sound(clip_file("share/audio/narration/heart", "There."), 4900);
    il_library *library = made();
    const il_session heart = {.voice = "heart", .folder = place};
    assert_int_equal(line_frames(library, &heart, "Here.", NULL), 0);
    assert_int_equal(line_frames(library, &heart, "There.", NULL), 4900);
    const il_session any = {.folder = place}; // the library's first
    assert_int_equal(line_frames(library, &any, "Here.", NULL), 4800);
    assert_int_equal(line_frames(library, &any, "There.", NULL), 0);
    const il_session nobody = {.voice = "nobody", .folder = place};
    assert_int_equal(line_frames(library, &nobody, "Here.", NULL), 0);
    il_library_destroy(library);
}

static void test_a_recording_beside_the_session_goes_first(void **state)
{
    (void)state;
    place_sound(clip_file(share_heart, "Here."), 4800);
    place_sound("mine/own/here.ogg", 6000);
    place_file("mine/own/broken.ogg", "not a sound");
    const char *folder = place_path("mine");
    const il_session session = {.voice = "heart", .folder = folder};
    il_library *library = made();
    assert_int_equal(line_frames(library, &session, "Here.", "own/here.ogg"), 6000);
    assert_int_equal(line_frames(library, &session, "Here.", "own/broken.ogg"), 4800);
    assert_int_equal(line_frames(library, &session, "Here.", "own/missing.ogg"), 4800);
    assert_int_equal(line_frames(library, &session, "Here.", "own"), 4800);
    il_library_destroy(library);
}

static void test_the_index_says_how_long_without_opening(void **state)
{
    (void)state;
    place_file("share/audio/bells/soft.ogg", "never opened");
    place_file("share/audio/bells/index.tsv",
               "name\tframes\tlufs\nsoft.ogg\t96000\t-23.0\ngone.ogg\t96000\t-23.0\n");
    place_sound("share/audio/bells/close.ogg", 4800); // no row: opened
    place_file("share/audio/bells/broken.ogg", "opened in vain");
    il_library *library = made();
    const il_clips clips = il_library_clips(library);
    const il_session session = {.folder = place};
    static const struct {
        const char *name;
        il_frames frames;
    } bells[] = {{"soft", 96000}, {"close", 4800}, {"broken", 0}, {"gone", 0}, {"none", 0}};
    for (int pass = 0; pass < 2; pass++) { // the second time from what was learnt
        for (size_t i = 0; i < sizeof bells / sizeof *bells; i++) {
            il_clip clip = {0};
            const bool found = clips.bell(clips.context, &session, bells[i].name, &clip);
            assert_int_equal(found, bells[i].frames > 0);
            assert_int_equal(clip.frames, bells[i].frames);
            if (found) {
                char name[64];
                snprintf(name, sizeof name, "%s.ogg", bells[i].name);
                assert_string_equal(clip.name, name);
                assert_string_equal(clip.folder, place_path("share/audio/bells"));
            }
        }
    }
    il_library_destroy(library);
}

static void test_a_bed_with_a_dot_is_beside_the_session(void **state)
{
    (void)state;
    place_sound("share/audio/beds/stream.ogg", 4800);
    place_sound("mine/stream.ogg", 5000);
    const char *folder = place_path("mine");
    const il_session session = {.folder = folder};
    il_library *library = made();
    const il_clips clips = il_library_clips(library);
    il_clip clip = {0};
    assert_true(clips.bed(clips.context, &session, "stream", &clip));
    assert_int_equal(clip.frames, 4800);
    assert_true(clips.bed(clips.context, &session, "stream.ogg", &clip));
    assert_int_equal(clip.frames, 5000);
    assert_string_equal(clip.folder, folder);
    assert_string_equal(clip.name, "stream.ogg");
    assert_false(clips.bed(clips.context, &session, "../share/audio/beds/stream.ogg", &clip));
    il_library_destroy(library);
}

static void test_many_recordings_beside_sessions_are_kept_apart(void **state)
{
    (void)state;
    place_sound("a/x.ogg", 4800);
    place_sound("b/x.ogg", 5000);
    char folders[2][128];
    snprintf(folders[0], sizeof folders[0], "%s", place_path("a"));
    snprintf(folders[1], sizeof folders[1], "%s", place_path("b"));
    il_library *library = made();
    for (int i = 0; i < 100; i++) {
        const il_session session = {.folder = folders[i % 2]};
        char missing[32];
        snprintf(missing, sizeof missing, "%d.ogg", i * 7919 % 100);
        assert_int_equal(line_frames(library, &session, "Here.", missing), 0);
        assert_int_equal(line_frames(library, &session, "Here.", "x.ogg"), i % 2 ? 5000 : 4800);
    }
    il_library_destroy(library);
}

static const char head[] = "interlude: 1\ntitle: T\nkind: transition\nlength: 30s\n";

/* What is said of a session with this text behind its head, as check prints it. */
static void check_says(const char *text, const char *expected)
{
    char whole[2048], printed[4096] = "";
    snprintf(whole, sizeof whole, "%s%s", head, text);
    place_file("mine/session.yaml", whole);
    il_error err = {0};
    il_problems problems = {0};
    il_session *session = il_session_read(place_path("mine/session.yaml"), NULL, &problems, &err);
    il_library *library = made();
    assert_string_equal(err.message, "");
    if (!session) {
        il_problems_print(&problems, stderr);
    }
    assert_non_null(session);
    const int before = problems.count;
    assert_true(il_library_check(library, session, &problems, &err));
    size_t used = 0;
    for (int i = before; i < problems.count; i++) {
        const il_problem *one = &problems.items[i];
        used += (size_t)snprintf(printed + used, sizeof printed - used,
                                 "%d:%d %s: %s | %s | %s | %s\n", one->at.line, one->at.column,
                                 one->severity == IL_ERROR ? "error" : "warning", one->message,
                                 one->expected, one->found, one->nearest);
    }
    assert_string_equal(printed, expected);
    il_problems_finish(&problems);
    il_session_destroy(session);
    il_library_destroy(library);
}

static void place_sounds(void)
{
    place_sound("share/audio/beds/stream.ogg", 4800);
    place_sound("share/audio/beds/rain.ogg", 4800);
    place_sound("share/audio/bells/soft.ogg", 4800);
    place_file("share/audio/bells/broken.ogg", "no sound");
    place_file("share/audio/bells/index.tsv", "name\tframes\tlufs\nclose.ogg\t4800\t-23.0\n");
    place_sound(clip_file(share_heart, "Here."), 4800);
}

static void test_unknown_names_are_errors_with_the_nearest(void **state)
{
    (void)state;
    place_sounds();
    check_says("voice: hart\nsound: strem\nsteps:\n  - bell: sofft\n  - sound: none\n"
               "  - repeat: 2\n    steps:\n      - sound: {bed: waterfall, level: -3 dB}\n"
               "  - pause: 20s\n",
               "5:8 error: there is no such voice | heart | \"hart\" | heart\n"
               "6:8 error: there is no such bed | rain or stream | \"strem\" | stream\n"
               "8:11 error: there is no such bell | broken, close or soft | \"sofft\" | soft\n"
               "12:22 error: there is no such bed | rain or stream | \"waterfall\" | \n");
}

static void test_known_names_without_a_sound_are_told_once(void **state)
{
    (void)state;
    place_sounds();
    check_says("steps:\n  - bell: close\n  - pause: 20s\n  - bell: close\n  - bell: soft\n",
               "6:11 warning: this bell cannot be heard: its recording is not there |  | "
               " | \n");
}

static void test_names_without_a_library_point_at_its_folder(void **state)
{
    (void)state;
    check_says("steps:\n  - bell: soft\n  - pause: 20s\n",
               "6:11 error: there is no such bell | a file of audio/bells | \"soft\" | \n");
}

static void test_paths_beside_the_session(void **state)
{
    (void)state;
    place_sounds();
    place_sound("mine/bowl.ogg", 4800);
    check_says("sound: waves.ogg\nsteps:\n  - bell: bowl.ogg\n  - bell: sub/none.ogg\n"
               "  - say: Here.\n    clip: gone.ogg\n  - say: There.\n    clip: bowl.ogg\n"
               "  - pause: 20s\n  - tense: jaw\n    say: [Now.]\n    during: Still.\n",
               "5:8 error: this bed is not beside the session |  | \"waves.ogg\" | \n"
               "8:11 error: this bell is not beside the session |  | \"sub/none.ogg\" | \n"
               "10:11 warning: this recording is not beside the session |  | \"gone.ogg\" | \n");
}

/* The same recording at another rate: its header says so, with the checksum of its page mended. */
static void at_rate(const char *name, long rate)
{
    unsigned char bytes[58];
    FILE *file = fopen(place_path(name), "r+b");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
    for (int i = 0; i < 4; i++) {
        bytes[40 + i] = (unsigned char)(rate >> (8 * i));
    }
    ogg_page page = {.header = bytes, .header_len = 28, .body = bytes + 28, .body_len = 30};
    ogg_page_checksum_set(&page);
    rewind(file);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
}

static void test_another_kind_of_recording_is_told_why(void **state)
{
    (void)state;
    place_sounds();
    place_sound("mine/slow.ogg", 4800);
    place_sound("mine/slower.ogg", 4800);
    at_rate("mine/slow.ogg", 44100); // imported
    at_rate("mine/slower.ogg", 4000);
    char whole[512];
    snprintf(whole, sizeof whole,
             "%ssteps:\n  - say: Here.\n    clip: slow.ogg\n  - say: There.\n"
             "    clip: slower.ogg\n  - pause: 20s\n",
             head);
    place_file("mine/session.yaml", whole);
    il_error err = {0};
    il_problems problems = {0};
    il_session *session = il_session_read(place_path("mine/session.yaml"), NULL, &problems, &err);
    il_library *library = made();
    const int before = problems.count;
    assert_true(il_library_check(library, session, &problems, &err));
    assert_int_equal(problems.count, before + 1);
    const il_problem *told = &problems.items[before];
    assert_int_equal(told->severity, IL_WARNING);
    assert_string_equal(told->message, "this recording cannot be used: slower.ogg: is at 4000 Hz; "
                                       "Interlude takes 8000 to 192000 Hz");
    assert_int_equal(told->at.line, 9);
    assert_int_equal(line_frames(library, session, "Here.", "slow.ogg"), 5224); // 4800 / 0.91875
    il_problems_finish(&problems);
    il_session_destroy(session);
    il_library_destroy(library);
}

static void test_a_recording_cut_short_is_told_and_used(void **state)
{
    (void)state;
    place_sound("share/audio/bells/soft.ogg", 480000);
    place_sound("mine/own.ogg", 480000);
    assert_int_equal(truncate(place_path("share/audio/bells/soft.ogg"), 20000), 0);
    assert_int_equal(truncate(place_path("mine/own.ogg"), 20000), 0);
    place_file("mine/session.yaml", "interlude: 1\ntitle: T\nkind: transition\nlength: 30s\n"
                                    "steps:\n  - bell: soft\n  - bell: soft\n"
                                    "  - bell: own.ogg\n  - pause: 20s\n");
    il_error err = {0};
    il_problems problems = {0};
    il_session *session = il_session_read(place_path("mine/session.yaml"), NULL, &problems, &err);
    assert_non_null(session);
    il_library *library = made();
    const int before = problems.count;
    assert_true(il_library_check(library, session, &problems, &err));
    assert_int_equal(problems.count, before + 2);
    for (int i = before; i < problems.count; i++) {
        assert_non_null(strstr(problems.items[i].message, "this bell ends early: "));
    }
    const il_clips clips = il_library_clips(library);
    il_clip clip;
    assert_true(clips.bell(clips.context, session, "soft", &clip));
    assert_in_range(clip.frames, 1, 479999);
    il_problems_finish(&problems);
    il_session_destroy(session);
    il_library_destroy(library);
}

static void test_every_recording_can_be_held_against_its_row(void **state)
{
    (void)state;
    place_sound("share/audio/bells/good.ogg", 4800);
    place_sound("share/audio/bells/longer.ogg", 4900);
    place_sound("share/audio/bells/new.ogg", 4800);
    place_file("share/audio/bells/index.tsv", "name\tframes\tlufs\ngood.ogg\t4800\t-20\n"
                                              "longer.ogg\t4800\t-20\ngone.ogg\t4800\t-20\n");
    place_file("user/interlude/audio/beds/broken.ogg", "no sound");
    place_file(clip_file(user_heart, "Here."), "no sound");
    il_library *library = made();
    il_error err = {0};
    int count = 0;
    il_library_faults(library, &count);
    assert_int_equal(count, 0);
    assert_true(il_library_prove(library, &err));
    const il_error *faults = il_library_faults(library, &count);
    assert_int_equal(count, 4);
    static const char *const words[] = {"broken.ogg: ", "here-", "gone.ogg: ",
                                        "longer.ogg: the index says 4800 frames, it has 4900"};
    for (int i = 0; i < 4; i++) {
        assert_memory_equal(faults[i].message, words[i], strlen(words[i]));
    }
    il_library_destroy(library);
}

static void test_lack_of_memory_is_never_a_missing_recording(void **state)
{
    (void)state;
    place_sounds();
    place_sound("mine/own.ogg", 4800);
    const char *folder = place_path("mine");
    const il_session session = {.voice = "heart", .folder = folder};
    bool done = false;
    for (long nth = 1; !done; nth++) {
        assert_in_range(nth, 1, 1000);
        il_library *library = made();
        il_error err = {0};
        il_alloc_fail(nth, false);
        const il_frames words = line_frames(library, &session, "Here.", NULL);
        const il_frames own = line_frames(library, &session, "Else.", "own.ogg");
        done = il_alloc_count() < nth;
        il_alloc_fail(0, false);
        const bool found = words == 4800 && own == 4800;
        assert_true(il_library_ok(library, &err) ? found : err.fault == IL_FAULT_MACHINE);
        il_library_destroy(library);
    }
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, place_make, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(test_the_users_recording_goes_before_ours),
        PLACED(test_a_session_is_spoken_in_one_voice),
        PLACED(test_a_recording_beside_the_session_goes_first),
        PLACED(test_the_index_says_how_long_without_opening),
        PLACED(test_a_bed_with_a_dot_is_beside_the_session),
        PLACED(test_many_recordings_beside_sessions_are_kept_apart),
        PLACED(test_unknown_names_are_errors_with_the_nearest),
        PLACED(test_known_names_without_a_sound_are_told_once),
        PLACED(test_names_without_a_library_point_at_its_folder),
        PLACED(test_paths_beside_the_session),
        PLACED(test_another_kind_of_recording_is_told_why),
        PLACED(test_a_recording_cut_short_is_told_and_used),
        PLACED(test_every_recording_can_be_held_against_its_row),
        PLACED(test_lack_of_memory_is_never_a_missing_recording),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
