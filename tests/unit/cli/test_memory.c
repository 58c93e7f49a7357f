#include <fcntl.h>

#include "unit/library/place.h"

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/say.h"

/* The whole program within this process, each of its own allocations failing in turn: the machine's
 * fault every time, told in words, and nothing lost that a sanitizer could find. */

static int make(void **state)
{
    place_make(state);
    place_sound("share/audio/beds/stream.ogg", 4800);
    place_file("share/audio/beds/index.tsv", "name\tframes\tlufs\nstream.ogg\t4800\t-30.0\n");
    place_sound("share/audio/bells/soft.ogg", 4800); // no row: it is opened
    place_sound("share/audio/narration/heart/gone-0000000000.ogg", 4800);
    place_file("share/audio/narration/heart/voice.yaml", "title: Higher voice\n");
    place_file("share/sessions/small.yaml",
               "interlude: 1\ntitle: S\nkind: transition\nlength: 30s\nsound: stream\n"
               "choices:\n  path:\n    ask: Which?\n    of: [short, long]\nsteps:\n"
               "  - section: One\n    when: {path: long}\n  - say: Here.\n  - pause: 9s..2m\n"
               "  - section: Two\n  - pause: 9s..2m\n  - bell: soft\n");
    place_file("share/sessions/broken.yaml", "interlude: 1\ntitle: B\nsteps:\n  - pause: 4\n");
    return 0;
}

/* What one run of the program said and how it ended. */
typedef struct {
    int status;
    bool failed; // an allocation did
    char out[32768], err[4096];
} run;

static void read_back(FILE *file, char *text, size_t size)
{
    rewind(file);
    text[fread(text, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void run_once(run *result, const char *const *words, long nth, bool sticky)
{
    int count = 0;
    while (words[count]) {
        count++;
    }
    fflush(NULL);
    FILE *out = tmpfile(), *err = tmpfile();
    const int streams[] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    dup2(fileno(out), STDOUT_FILENO);
    dup2(fileno(err), STDERR_FILENO);
    il_alloc_fail(nth, sticky);
    result->status = il_run(count, words);
    result->failed = nth > 0 && il_alloc_count() >= nth;
    il_alloc_fail(0, false);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(streams[i], i == 0 ? STDOUT_FILENO : STDERR_FILENO);
        close(streams[i]);
    }
    read_back(out, result->out, sizeof result->out);
    read_back(err, result->err, sizeof result->err);
}

/* One allocation failing: the machine's fault and nothing else said; or it was one that the program
 * can do without, and all is as if it had not failed. */
static void judge(const run *result, const run *normal, const char *command, long nth)
{
    const bool same = result->status == normal->status && strcmp(result->out, normal->out) == 0 &&
                      strcmp(result->err, normal->err) == 0;
    const bool told = result->failed && result->status == IL_EXIT_MACHINE &&
                      strcmp(result->err, "interlude: out of memory\n") == 0;
    if (!same && !told) {
        fail_msg("%s: allocation %ld: status %d, said: %s", command, nth, result->status,
                 result->err);
    }
}

/* `modes`: 1 fails one allocation, 2 also one and all later ones. */
static void fail_each(const char *const *words, int expected, int modes)
{
    static run normal, result;
    run_once(&normal, words, 0, false);
    assert_int_equal(normal.status, expected);
    for (int sticky = 0; sticky < modes; sticky++) {
        long nth = 1, told = 0;
        do {
            run_once(&result, words, nth++, sticky);
            judge(&result, &normal, words[1], nth - 1);
            told += result.status == IL_EXIT_MACHINE;
        } while (result.failed);
        assert_in_range(told, nth / 2, nth); // most of them matter
    }
}

static const char every_step[] = IL_TESTS "/sessions/every-step.yaml";

static void test_plan(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "plan", every_step, NULL}, IL_EXIT_DONE, 1);
    fail_each((const char *const[]){"interlude", "plan", "small", "--choose", "path=long",
                                    "--length", "1m20s", "--ending", "quiet", "--json", NULL},
              IL_EXIT_DONE, 2);
}

static void test_script(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "script", "small", NULL}, IL_EXIT_DONE, 2);
}

static void test_check(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "check", every_step, NULL}, IL_EXIT_DONE, 1);
    fail_each((const char *const[]){"interlude", "check", "--json",
                                    place_path("share/sessions/broken.yaml"), NULL},
              IL_EXIT_INPUT, 2);
}

static void test_list(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "list", "--json", NULL}, IL_EXIT_DONE, 1);
    fail_each((const char *const[]){"interlude", "list", NULL}, IL_EXIT_DONE, 1);
}

/* Export is failed once only: what its own tests fail is not looked at again here. */
static void test_export(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s", place_path("out/small.wav"));
    place_folder("out");
    fail_each((const char *const[]){"interlude", "export", "small", "-o", path, "--length", "25s",
                                    "--captions", place_path("out/small.vtt"), NULL},
              IL_EXIT_DONE, 1);
}

static void test_doctor(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "doctor", NULL}, IL_EXIT_DONE, 1);
}

static void test_refusals(void **state)
{
    (void)state;
    fail_each((const char *const[]){"interlude", "plan", "brokn", NULL}, IL_EXIT_INPUT, 1);
    fail_each((const char *const[]){"interlude", "plan", "small", "--length", "9h", NULL},
              IL_EXIT_INPUT, 1);
    fail_each((const char *const[]){"interlude", "plan", "small", "--choose", "path=x", NULL},
              IL_EXIT_USAGE, 1);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, make, place_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(test_plan),   PLACED(test_script), PLACED(test_check),    PLACED(test_list),
        PLACED(test_export), PLACED(test_doctor), PLACED(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
