#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"

/* A folder of its own for every test, with paths in it. */
static char folder[64];

static const char *in_folder(const char *name)
{
    static char paths[4][128];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/il-new-file-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; (entry = readdir(entries));) {
        unlinkat(dirfd(entries), entry->d_name, 0);
        unlinkat(dirfd(entries), entry->d_name, AT_REMOVEDIR);
    }
    closedir(entries);
    return rmdir(folder);
}

static int entries_in_folder(void)
{
    int count = 0;
    DIR *entries = opendir(folder);
    while (readdir(entries)) {
        count++;
    }
    closedir(entries);
    return count - 2; // itself and the one above
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void expect(const char *name, const char *text)
{
    size_t size = 0;
    char *found = il_file_read(in_folder(name), 1000, &size, NULL);
    assert_non_null(found);
    assert_string_equal(found, text);
    il_free(found);
}

static il_new_file begun(const char *name, const char *text)
{
    il_new_file file;
    il_error err = {0};
    assert_true(il_file_create(&file, in_folder(name), &err));
    assert_true(fputs(text, file.stream) >= 0);
    return file;
}

static void test_it_appears_only_when_it_is_whole(void **state)
{
    (void)state;
    il_error err = {0};
    il_new_file file = begun("a", "new");
    assert_int_equal(access(in_folder("a"), F_OK), -1);
    assert_true(il_file_commit(&file, &err));
    expect("a", "new");
    assert_int_equal(entries_in_folder(), 1);
}

static void test_an_old_file_keeps_its_mode_and_its_place_until_then(void **state)
{
    (void)state;
    il_error err = {0};
    put("a", "old");
    assert_int_equal(chmod(in_folder("a"), 0640), 0);
    il_new_file file = begun("a", "new");
    expect("a", "old");
    assert_true(il_file_commit(&file, &err));
    expect("a", "new");
    struct stat about;
    assert_int_equal(stat(in_folder("a"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0640);
    assert_int_equal(entries_in_folder(), 1);
}

static void test_an_abandoned_one_leaves_nothing(void **state)
{
    (void)state;
    put("a", "old");
    il_new_file file = begun("a", "new");
    il_file_abandon(&file);
    il_file_abandon(&file);
    expect("a", "old");
    assert_int_equal(entries_in_folder(), 1);
}

static void test_a_handler_leaves_nothing(void **state)
{
    (void)state;
    il_new_file first = begun("a", "new");
    il_new_file second = begun("b", "new");
    assert_int_equal(entries_in_folder(), 2);
    il_new_files_unlink();
    assert_int_equal(entries_in_folder(), 0);
    il_file_abandon(&first);
    il_file_abandon(&second);
}

static void test_where_it_cannot_stand_is_the_machines_fault(void **state)
{
    (void)state;
    assert_int_equal(mkdir(in_folder("folder"), 0700), 0);
    put("file", "");
    char long_name[300];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    const char *const names[] = {"folder", "none/a", "file/a"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        il_error err = {0};
        il_new_file file;
        assert_false(il_file_create(&file, in_folder(names[i]), &err));
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
    }
    il_error err = {0};
    il_new_file file;
    assert_false(il_file_create(&file, long_name, &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_int_equal(entries_in_folder(), 2);
}

static void test_a_device_is_written_straight_into(void **state)
{
    (void)state;
    assert_int_equal(symlink("/dev/full", in_folder("full")), 0);
    il_error err = {0};
    il_new_file file = begun("full", "new");
    assert_false(il_file_commit(&file, &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_non_null(strstr(err.message, "full"));
    assert_int_equal(entries_in_folder(), 1);
}

/* More than a stream keeps: the write that failed was another's, and its reason is told all the
 * same. */
static void test_a_failed_write_is_told_at_the_end(void **state)
{
    (void)state;
    assert_int_equal(symlink("/dev/full", in_folder("full")), 0);
    il_error err = {0};
    il_new_file file = begun("full", "");
    for (int i = 0; i < 100000; i++) {
        fputs("words", file.stream);
    }
    assert_true(ferror(file.stream));
    assert_false(il_file_commit(&file, &err));
    assert_non_null(strstr(err.message, "the disk is full"));
}

static void test_a_link_keeps_leading_to_its_file(void **state)
{
    (void)state;
    put("old", "old");
    assert_int_equal(symlink("old", in_folder("link")), 0);
    il_error err = {0};
    il_new_file file = begun("link", "new");
    expect("old", "old");
    assert_true(il_file_commit(&file, &err));
    expect("old", "new");
    struct stat about;
    assert_int_equal(lstat(in_folder("link"), &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(entries_in_folder(), 2);
}

static void test_two_appear_together(void **state)
{
    (void)state;
    for (int old = 0; old < 2; old++) {
        il_error err = {0};
        il_new_file first = begun("a", "new a"), second = begun("b", "new b");
        il_new_file *const both[] = {&first, &second};
        assert_true(il_files_commit(both, 2, &err));
        expect("a", "new a");
        expect("b", "new b");
        assert_int_equal(entries_in_folder(), 2);
    }
}

/* A folder in the place of the second name: its rename is what fails. */
static void test_neither_appears_when_one_cannot(void **state)
{
    (void)state;
    for (int old = 0; old < 2; old++) {
        il_error err = {0};
        if (old) {
            put("a", "old a");
        }
        il_new_file first = begun("a", "new a"), second = begun("b", "new b");
        assert_int_equal(mkdir(in_folder("b"), 0700), 0);
        il_new_file *const both[] = {&first, &second};
        assert_false(il_files_commit(both, 2, &err));
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        assert_non_null(strstr(err.message, "/b"));
        if (old) {
            expect("a", "old a");
        }
        assert_int_equal(rmdir(in_folder("b")), 0);
        assert_int_equal(entries_in_folder(), old);
    }
}

static void test_neither_appears_when_one_could_not_be_written(void **state)
{
    (void)state;
    assert_int_equal(symlink("/dev/full", in_folder("full")), 0);
    put("a", "old a");
    il_error err = {0};
    il_new_file first = begun("a", "new a"), second = begun("full", "new b");
    il_new_file *const both[] = {&first, &second};
    assert_false(il_files_commit(both, 2, &err));
    expect("a", "old a");
    assert_int_equal(entries_in_folder(), 2);
}

static void test_no_memory_leaves_nothing(void **state)
{
    (void)state;
    for (long nth = 1; nth <= 2; nth++) {
        il_error err = {0};
        il_new_file file;
        il_alloc_fail(nth, false);
        assert_false(il_file_create(&file, in_folder("a"), &err));
        il_alloc_fail(0, false);
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        assert_int_equal(entries_in_folder(), 0);
    }
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_it_appears_only_when_it_is_whole),
        IN_FOLDER(test_an_old_file_keeps_its_mode_and_its_place_until_then),
        IN_FOLDER(test_an_abandoned_one_leaves_nothing),
        IN_FOLDER(test_a_handler_leaves_nothing),
        IN_FOLDER(test_where_it_cannot_stand_is_the_machines_fault),
        IN_FOLDER(test_a_device_is_written_straight_into),
        IN_FOLDER(test_a_failed_write_is_told_at_the_end),
        IN_FOLDER(test_a_link_keeps_leading_to_its_file),
        IN_FOLDER(test_two_appear_together),
        IN_FOLDER(test_neither_appears_when_one_cannot),
        IN_FOLDER(test_neither_appears_when_one_could_not_be_written),
        IN_FOLDER(test_no_memory_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
