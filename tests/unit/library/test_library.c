#include "unit/library/place.h"

#include "base/memory.h"
#include "library/library.h"

static il_library *made(void)
{
    il_error err = {0};
    il_library *library = il_library_create(&err);
    assert_string_equal(err.message, "");
    assert_non_null(library);
    return library;
}

static void test_roots_come_from_the_environment(void **state)
{
    (void)state;
    il_library *library = made();
    assert_string_equal(il_library_share(library), place_path("share"));
    assert_string_equal(il_library_user(library), place_path("user/interlude"));
    il_library_destroy(library);
}

static void test_an_empty_or_relative_home_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *data, *home, *root;
    } homes[] = {
        {"", "", NULL},
        {"relative", "relative", NULL},
        {"relative", "/home/someone", "/home/someone/.local/share/interlude"},
        {"/data", "", "/data/interlude"},
    };
    char *before = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
        setenv("XDG_DATA_HOME", homes[i].data, 1);
        setenv("HOME", homes[i].home, 1);
        il_library *library = made();
        if (homes[i].root) {
            assert_string_equal(il_library_user(library), homes[i].root);
        } else {
            assert_null(il_library_user(library));
        }
        il_library_destroy(library);
    }
    if (before) {
        setenv("HOME", before, 1);
    }
    free(before);
}

static void test_a_share_that_is_no_folder_is_the_machines_fault(void **state)
{
    (void)state;
    setenv("INTERLUDE_SHARE", place_path("nowhere"), 1);
    il_error err = {0};
    assert_null(il_library_create(&err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_non_null(strstr(err.message, "INTERLUDE_SHARE"));
}

static void test_names_of_both_roots_stand_once_in_order(void **state)
{
    (void)state;
    place_file("share/sessions/b.yaml", "");
    place_file("share/sessions/c.yaml", "");
    place_file("share/sessions/notes.txt", "");
    place_file("share/sessions/.hidden.yaml", "");
    place_folder("share/sessions/folder.yaml");
    place_file("share/sessions/deeper/d.yaml", "");
    place_file("user/interlude/sessions/a.yaml", "");
    place_file("user/interlude/sessions/c.yaml", "");
    static const struct {
        const char *name, *file;
        bool users;
    } expected[] = {{"a", "user/interlude/sessions/a.yaml", true},
                    {"b", "share/sessions/b.yaml", false},
                    {"c", "user/interlude/sessions/c.yaml", true}};
    il_library *library = made();
    int count = 0;
    const il_library_entry *entries = il_library_entries(library, &count, NULL);
    assert_int_equal(count, 3);
    for (int i = 0; i < count; i++) {
        assert_string_equal(entries[i].name, expected[i].name);
        assert_string_equal(entries[i].file, place_path(expected[i].file));
        assert_int_equal(entries[i].users, expected[i].users);
    }
    il_library_destroy(library);
}

static void test_an_empty_library_lists_nothing(void **state)
{
    (void)state;
    il_library *library = made();
    int count = -1;
    assert_non_null(il_library_entries(library, &count, NULL));
    assert_int_equal(count, 0);
    for (int kind = 0; kind < IL_SOUND_KINDS; kind++) {
        il_library_names(library, (il_sound_kind)kind, &count);
        assert_int_equal(count, 0);
    }
    il_library_destroy(library);
}

static void test_a_session_is_a_file_or_a_name(void **state)
{
    (void)state;
    place_file("share/sessions/steady-water.yaml", "");
    place_file("user/interlude/sessions/with space.yaml", "");
    il_library *library = made();
    static const struct {
        const char *session, *file; // NULL: as it is
    } found[] = {
        {"steady-water", "share/sessions/steady-water.yaml"},
        {"with space", "user/interlude/sessions/with space.yaml"},
        {"some/where", NULL},
        {"steady-water.yaml", NULL},
        {"./steady-water", NULL},
        {".yaml", NULL},
    };
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        il_error err = {0};
        assert_string_equal(il_library_find(library, found[i].session, &err),
                            found[i].file ? place_path(found[i].file) : found[i].session);
    }
    il_library_destroy(library);
}

static void test_a_name_that_is_nowhere_gets_the_nearest(void **state)
{
    (void)state;
    place_file("share/sessions/steady-water.yaml", "");
    place_file("share/sessions/slow-map.yaml", "");
    il_library *library = made();
    static const struct {
        const char *name, *message;
    } missing[] = {
        {"steady-watr", "no session is called \"steady-watr\" (did you mean steady-water?)"},
        {"something-else", "no session is called \"something-else\""},
        {"", "no session is called \"\""},
        {"..", "no session is called \"..\""},
    };
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        il_error err = {0};
        assert_null(il_library_find(library, missing[i].name, &err));
        assert_string_equal(err.message, missing[i].message);
        assert_int_equal(err.fault, IL_FAULT_INPUT);
    }
    il_library_destroy(library);
}

static void test_sounds_are_known_by_a_file_or_a_row(void **state)
{
    (void)state;
    place_sound("share/audio/beds/stream.ogg", 4800);
    place_file("share/audio/beds/index.tsv",
               "name\tframes\tlufs\nstream.ogg\t4800\t-30.0\nrain.ogg\t9600\t-30.0\n");
    place_sound("user/interlude/audio/beds/fan.ogg", 4800);
    place_sound("user/interlude/audio/beds/stream.ogg", 4800);
    place_file("share/audio/beds/notes.txt", "");
    il_library *library = made();
    int count = 0;
    const char *const *names = il_library_names(library, IL_SOUND_BED, &count);
    assert_int_equal(count, 3);
    assert_string_equal(names[0], "fan");
    assert_string_equal(names[1], "rain");
    assert_string_equal(names[2], "stream");
    il_library_destroy(library);
}

static void test_a_row_that_is_none_is_told_and_passed_over(void **state)
{
    (void)state;
    place_sound("share/audio/bells/soft.ogg", 4800);
    place_file("share/audio/bells/index.tsv",
               "name\tframes\tlufs\nsoft.ogg\tmany\t-30.0\nclose.ogg\t9600\t-30.0\n");
    il_library *library = made();
    int count = 0;
    const il_error *faults = il_library_faults(library, &count);
    assert_int_equal(count, 1);
    assert_string_equal(faults[0].at.file, place_path("share/audio/bells/index.tsv"));
    assert_int_equal(faults[0].at.line, 2);
    il_library_names(library, IL_SOUND_BELL, &count);
    assert_int_equal(count, 2);
    il_library_destroy(library);
}

static void test_a_voice_tells_its_title_and_recordings(void **state)
{
    (void)state;
    place_file("share/audio/narration/heart/voice.yaml",
               "# a voice\ntitle: \"Higher voice\"\nsynthetic: yes\nmodel: {name: any}\n");
    place_sound("share/audio/narration/heart/here-1.ogg", 4800);
    place_file("share/audio/narration/heart/index.tsv",
               "name\tframes\tlufs\nhere-1.ogg\t4800\t-18.0\ngone-2.ogg\t9600\t-18.0\n");
    place_sound("user/interlude/audio/narration/heart/here-1.ogg", 4800);
    place_sound("user/interlude/audio/narration/heart/mine-3.ogg", 4800);
    place_file("share/audio/narration/quiet/voice.yaml", "title: [a list\n");
    il_library *library = made();
    il_voice_about about;
    il_error err = {0};
    assert_true(il_library_voice(library, "heart", &about, &err));
    assert_string_equal(about.title, "Higher voice");
    assert_int_equal(about.recordings, 2);
    assert_true(il_library_voice(library, "quiet", &about, &err));
    assert_null(about.title);
    assert_int_equal(about.recordings, 0);
    il_library_destroy(library);
}

static void test_every_lack_of_memory_is_told(void **state)
{
    (void)state;
    place_file("share/sessions/b.yaml", "");
    place_sound("share/audio/beds/stream.ogg", 4800);
    place_file("share/audio/beds/index.tsv",
               "name\tframes\tlufs\nstream.ogg\tmany\t-30.0\nrain.ogg\t9600\t-30.0\n");
    place_file("share/audio/narration/heart/voice.yaml", "title: Higher voice\n");
    place_file("user/interlude/sessions/a.yaml", "");
    for (int sticky = 0; sticky < 2; sticky++) {
        bool done = false;
        for (long nth = 1; !done; nth++) {
            il_error err = {0};
            int count = 0;
            il_voice_about about;
            il_alloc_fail(nth, sticky);
            il_library *library = il_library_create(&err);
            done = library && il_library_entries(library, &count, &err) &&
                   il_library_find(library, "a", &err) &&
                   il_library_voice(library, "heart", &about, &err);
            il_library_destroy(library);
            il_alloc_fail(0, false);
            assert_true(done || err.fault == IL_FAULT_MACHINE);
            assert_int_equal(done, err.message[0] == '\0');
            assert_in_range(nth, 1, 1000);
        }
    }
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, place_make, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(test_roots_come_from_the_environment),
        PLACED(test_an_empty_or_relative_home_is_none),
        PLACED(test_a_share_that_is_no_folder_is_the_machines_fault),
        PLACED(test_names_of_both_roots_stand_once_in_order),
        PLACED(test_an_empty_library_lists_nothing),
        PLACED(test_a_session_is_a_file_or_a_name),
        PLACED(test_a_name_that_is_nowhere_gets_the_nearest),
        PLACED(test_sounds_are_known_by_a_file_or_a_row),
        PLACED(test_a_row_that_is_none_is_told_and_passed_over),
        PLACED(test_a_voice_tells_its_title_and_recordings),
        PLACED(test_every_lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
