/* Sounds to files and back: a loop is as long as it was, and closes where its tags say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "chance.h"
#include "media/vorbis.h"
#include "store.h"

static char folder[] = "/tmp/interlude-store.XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s/loop.ogg", mkdtemp(folder));
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

/* Five seconds of tones and pink noise that close. */
static sound make_loop(void)
{
    sound loop = sound_create(5L * RATE);
    pink colour = {{0}};
    for (long i = -RATE; i < loop.frames; i++) {
        const long at = (i + loop.frames) % loop.frames;
        const double noise = pink_next(&colour, white(5, (uint64_t)at));
        const double tone = sin(2.0 * acos(-1.0) * 220.0 * (double)at / RATE);
        loop.left[at] = 0.1 * noise + 0.2 * tone;
        loop.right[at] = 0.1 * noise - 0.2 * tone;
    }
    return loop;
}

static void write_loop(const sound *loop, bool loops, long seam)
{
    const store_as how = {.title = "Loop", .loops = loops, .serial = 9};
    il_error err = {0};
    if (!store_write(loop, &how, seam, path, &err)) {
        fail_msg("%s", err.message);
    }
}

static sound read_loop(bool loops)
{
    sound made;
    bool does_loop;
    long frames;
    il_error err = {0};
    if (!store_read(folder, "loop.ogg", &made, &does_loop, &frames, &err)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(does_loop, loops);
    return made;
}

/* How far below `made` what differs from it in `read`, which begins at its frame `from`, lies. */
static double difference_db(const sound *made, const sound *read, long from)
{
    double power = 0.0, other = 0.0;
    for (long i = 0; i < read->frames; i++) {
        const long at = (from + i) % made->frames;
        const double left = made->left[at] - read->left[i],
                     right = made->right[at] - read->right[i];
        power += made->left[at] * made->left[at] + made->right[at] * made->right[at];
        other += left * left + right * right;
    }
    return 10.0 * log10(other / power);
}

static void test_a_loop_comes_back_from_its_seam_on(void **state)
{
    (void)state;
    sound loop = make_loop();
    static const long seams[] = {0, 1234, STORE_SEAMS};
    for (unsigned i = 0; i < sizeof seams / sizeof *seams; i++) {
        write_loop(&loop, true, seams[i]);
        sound back = read_loop(true);
        assert_int_equal(back.frames, loop.frames);
        assert_true(difference_db(&loop, &back, seams[i]) < -12.0);
        sound_destroy(&back);
    }
    sound_destroy(&loop);
}

static void test_a_sound_that_ends_has_no_more_than_itself(void **state)
{
    (void)state;
    sound loop = make_loop();
    write_loop(&loop, false, 0);
    sound back = read_loop(false);
    assert_int_equal(back.frames, loop.frames);
    assert_true(difference_db(&loop, &back, 0) < -12.0);
    sound_destroy(&back);
    sound_destroy(&loop);
}

/* The step from the last frame of what is looped to its first, less the one that should be there.
 */
static double step_at_seam(const sound *loop, long seam)
{
    const long frames = loop->frames;
    write_loop(loop, true, seam);
    sound back = read_loop(true);
    const long first = seam % frames, last = (seam + frames - 1) % frames;
    const double step =
        (back.left[0] - back.left[frames - 1]) - (loop->left[first] - loop->left[last]);
    sound_destroy(&back);
    return fabs(step);
}

static void test_the_best_seam_is_smoother_than_others(void **state)
{
    (void)state;
    sound loop = make_loop();
    il_error err = {0};
    write_loop(&loop, true, 0);
    const long best = store_best_seam(folder, "loop.ogg", &err);
    assert_in_range(best, 0, STORE_SEAMS);
    double others = 0.0;
    for (long seam = 1000; seam < 9000; seam += 1000) {
        others += step_at_seam(&loop, seam) / 8.0;
    }
    assert_true(step_at_seam(&loop, best) < others);
    sound_destroy(&loop);
}

static void test_what_is_not_there_is_told(void **state)
{
    (void)state;
    sound made = {0};
    bool loops;
    long frames;
    il_error err = {0};
    assert_false(store_read(folder, "nothing.ogg", &made, &loops, &frames, &err));
    assert_non_null(strstr(err.message, "nothing.ogg"));
    err = (il_error){0};
    assert_int_equal(store_best_seam(folder, "nothing.ogg", &err), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_loop_comes_back_from_its_seam_on),
        cmocka_unit_test(test_a_sound_that_ends_has_no_more_than_itself),
        cmocka_unit_test(test_the_best_seam_is_smoother_than_others),
        cmocka_unit_test(test_what_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
