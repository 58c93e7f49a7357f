#include "session/read.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Every tests/sessions/bad/NAME.yaml gives exactly the words of NAME.txt beside it.
 *
 * With INTERLUDE_WRITE_EXPECTED set, NAME.txt is written instead: read the difference before it is
 * committed, as an author would read the message. */

#define FOLDER "tests/sessions/bad"
enum { NAMES_MAX = 512, PATH_SIZE = 512 };

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the files that end in `ending`, without it, in order. */
static int list(const char *ending, char *names[NAMES_MAX])
{
    DIR *folder = opendir(FOLDER);
    assert_non_null(folder);
    int count = 0;
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        const char *found = strrchr(entry->d_name, '.');
        if (found && strcmp(found, ending) == 0) {
            assert_true(count < NAMES_MAX);
            names[count++] = strndup(entry->d_name, (size_t)(found - entry->d_name));
        }
    }
    closedir(folder);
    qsort(names, (size_t)count, sizeof *names, by_name);
    return count;
}

static void release(char *names[NAMES_MAX], int count)
{
    for (int i = 0; i < count; i++) {
        free(names[i]);
    }
}

/* What is said about a session file; malloc'd. */
static char *told(const char *name)
{
    char path[PATH_SIZE], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, FOLDER "/%s.yaml", name);
    FILE *out = open_memstream(&text, &size);
    il_problems problems = {0};
    il_error err = {0};
    il_session *session = il_session_read(path, NULL, &problems, &err);
    if (err.message[0]) {
        il_error_print(&err, "error: ", out);
    }
    il_problems_print(&problems, out);
    assert_int_equal(session == NULL, problems.errors > 0 || err.message[0] != '\0');
    il_session_destroy(session);
    il_problems_finish(&problems);
    fclose(out);
    return text;
}

static char *read_expected(const char *name)
{
    char path[PATH_SIZE], *text = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, FOLDER "/%s.txt", name);
    FILE *in = fopen(path, "rb");
    if (!in) {
        return strdup("");
    }
    FILE *out = open_memstream(&text, &size);
    for (int byte = fgetc(in); byte != EOF; byte = fgetc(in)) {
        fputc(byte, out);
    }
    fclose(in);
    fclose(out);
    return text;
}

static void write_expected(const char *name, const char *text)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, FOLDER "/%s.txt", name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

/* The lines in which two texts differ, from the first such line on. */
static void print_difference(const char *name, const char *expected, const char *got)
{
    while (*expected && *expected == *got) {
        const char *line = strchr(expected, '\n'), *other = strchr(got, '\n');
        if (!line || !other || line - expected != other - got ||
            memcmp(expected, got, (size_t)(line - expected)) != 0) {
            break;
        }
        expected = line + 1;
        got = other + 1;
    }
    print_error("%s\n  expected: %.*s\n  got:      %.*s\n", name, (int)strcspn(expected, "\n"),
                expected, (int)strcspn(got, "\n"), got);
}

static void test_every_bad_file_is_told_as_written_beside_it(void **state)
{
    (void)state;
    const bool writing = getenv("INTERLUDE_WRITE_EXPECTED") != NULL;
    char *names[NAMES_MAX];
    const int count = list(".yaml", names);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        char *got = told(names[i]), *expected = read_expected(names[i]);
        if (writing) {
            write_expected(names[i], got);
        } else if (strcmp(got, expected) != 0) {
            print_difference(names[i], expected, got);
            wrong++;
        }
        free(got);
        free(expected);
    }
    release(names, count);
    assert_int_equal(wrong, 0);
    assert_true(count >= 60);
}

static void test_no_expectation_lacks_its_file(void **state)
{
    (void)state;
    char *files[NAMES_MAX], *texts[NAMES_MAX];
    const int file_count = list(".yaml", files), text_count = list(".txt", texts);
    for (int i = 0; i < file_count && i < text_count; i++) {
        assert_string_equal(files[i], texts[i]);
    }
    assert_int_equal(file_count, text_count);
    release(files, file_count);
    release(texts, text_count);
}

/* What is said of a hostile file holds nothing that a terminal obeys. */
static void test_no_message_holds_a_control_character(void **state)
{
    (void)state;
    char *names[NAMES_MAX];
    const int count = list(".yaml", names);
    for (int i = 0; i < count; i++) {
        char *got = told(names[i]);
        for (const char *at = got; *at; at++) {
            const unsigned char byte = (unsigned char)*at;
            assert_true(byte == '\n' || (byte >= 0x20 && byte != 0x7F));
        }
        assert_null(strstr(got, "\xE2\x80\xAE"));
        free(got);
    }
    release(names, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_bad_file_is_told_as_written_beside_it),
        cmocka_unit_test(test_no_expectation_lacks_its_file),
        cmocka_unit_test(test_no_message_holds_a_control_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
