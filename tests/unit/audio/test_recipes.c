/* What ships is what its recipe makes: nobody has changed the one without the other. Encoding and
 * other machines' arithmetic change a sound a little, so it is the wave that is held, not the
 * bytes.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "media/vorbis.h"
#include "sounds.h"
#include "store.h"

/* The correlation of the file with what is made anew, from frame `from` of that on. */
static double likeness(const sound *made, const sound *stored, long from)
{
    double both = 0.0, one = 0.0, other = 0.0;
    for (long i = 0; i < stored->frames; i++) {
        const long at = (from + i) % made->frames;
        both += made->left[at] * stored->left[i] + made->right[at] * stored->right[i];
        one += made->left[at] * made->left[at] + made->right[at] * made->right[at];
        other += stored->left[i] * stored->left[i] + stored->right[i] * stored->right[i];
    }
    return both / sqrt(one * other);
}

/* How far into what was made the file begins: a loop at its best seam. */
static long seam_of(const char *folder, const char *name)
{
    il_error err = {0};
    il_frames start, length;
    il_vorbis *vorbis = il_vorbis_open(folder, name, &err);
    assert_non_null(vorbis);
    const bool loops = il_vorbis_loop(vorbis, &start, &length);
    il_vorbis_close(vorbis);
    return loops ? (long)start - STORE_ROLL : 0;
}

static void hold(const char *folder, const char *name, sound (*make)(void), double least)
{
    sound made = make(), stored;
    bool loops;
    long frames;
    il_error err = {0};
    if (!store_read(folder, name, &stored, &loops, &frames, &err)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(stored.frames, made.frames);
    const double like = likeness(&made, &stored, seam_of(folder, name));
    if (!(like > least)) {
        fail_msg("%s is like its recipe only by %.4f", name, like);
    }
    sound_destroy(&made);
    sound_destroy(&stored);
}

static void test_every_sound_is_what_its_recipe_makes(void **state)
{
    (void)state;
    hold("audio/bells", "soft.ogg", make_soft, 0.999);
    hold("audio/bells", "close.ogg", make_close, 0.999);
    hold("audio/beds", "stream.ogg", make_stream, 0.95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_sound_is_what_its_recipe_makes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
