/* The beds and bells that ship, as they are decoded: whether they are what their index and
 * audio/README.md say. Every row of an index is tested, so a new sound is too. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "figures.h"
#include "store.h"

typedef struct {
    char name[128];
    long frames;
    double lufs;
} row;

static int rows_of(const char *folder, row *rows, int room)
{
    char path[256], line[256];
    snprintf(path, sizeof path, "%s/index.tsv", folder);
    FILE *index = fopen(path, "r");
    assert_non_null(index);
    assert_non_null(fgets(line, sizeof line, index));
    assert_string_equal(line, "name\tframes\tlufs\n");
    int count = 0;
    while (fgets(line, sizeof line, index)) {
        assert_true(count < room);
        row *next = &rows[count++];
        assert_int_equal(sscanf(line, "%127s\t%ld\t%lf", next->name, &next->frames, &next->lufs),
                         3);
    }
    fclose(index);
    return count;
}

static sound read_as_indexed(const char *folder, const row *known, bool loops)
{
    sound made;
    bool does_loop;
    long frames;
    il_error err = {0};
    if (!store_read(folder, known->name, &made, &does_loop, &frames, &err)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(does_loop, loops);
    assert_int_equal(frames, known->frames);
    return made;
}

#define must(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fail_msg("%s: not so: %s", known->name, #condition);                                   \
        }                                                                                          \
    } while (0)

static void hold_bed(const row *known)
{
    sound made = read_as_indexed("audio/beds", known, true);
    const figures is = figures_of(&made, true);
    must(made.frames >= 90L * RATE);
    must(fabs(is.lufs - known->lufs) <= 0.051);
    must(fabs(is.lufs + 30.0) <= 0.2 || fabs(is.lufs + 27.0) <= 0.2); // noise; tones
    must(is.peak_dbtp <= -6.0);
    must(is.seam < is.click); // the sharpest bend is somewhere else
    must(is.repeat < 0.2);
    sound_destroy(&made);
}

static void hold_bell(const row *known)
{
    sound made = read_as_indexed("audio/bells", known, false);
    const figures is = figures_of(&made, false);
    const double peak = sound_peak(&made);
    must(fabs(is.lufs - known->lufs) <= 0.051);
    must(is.lufs <= -21.9 && is.peak_dbtp <= -12.0);
    must(is.lufs >= -22.1 || is.peak_dbtp >= -12.2); // as loud as one of the two lets it be
    must(fmax(fabs(made.left[0]), fabs(made.right[0])) < 0.01 * peak);
    for (long i = made.frames - RATE / 100; i < made.frames; i++) { // 72 dB down, and a fade
        must(fmax(fabs(made.left[i]), fabs(made.right[i])) < 1e-4 * peak);
    }
    sound_destroy(&made);
}

static void test_beds_are_level_and_loop_without_a_seam(void **state)
{
    (void)state;
    row rows[32];
    const int count = rows_of("audio/beds", rows, 32);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        hold_bed(&rows[i]);
    }
}

static void test_bells_are_soft_and_never_cut(void **state)
{
    (void)state;
    row rows[32];
    const int count = rows_of("audio/bells", rows, 32);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        hold_bell(&rows[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beds_are_level_and_loop_without_a_seam),
        cmocka_unit_test(test_bells_are_soft_and_never_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
