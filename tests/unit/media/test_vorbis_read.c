#include "media/vorbis.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <vorbis/vorbisfile.h>

#include <cmocka.h>

#include "base/memory.h"
#include "support/ogg_file.h"
#include "support/vorbis_setup.h"

enum { FRAMES = 100003, ROOM = 5000 };

/* Tones that never repeat, over a little noise that is a function of the frame. */
static void tones(int64_t frame, float *samples)
{
    const double t = (double)frame / IL_RATE_HZ;
    const uint32_t hash = (uint32_t)frame * 2654435761u;
    const double noise = (double)(hash >> 16 & 0x7FFF) / 32768.0 - 0.5;
    samples[0] = (float)(0.3 * sin(1382.3 * t * (1.0 + 0.01 * t)) + 0.05 * noise);
    samples[1] = (float)(0.3 * sin(2073.45 * t) - 0.05 * noise);
}

static ogg_file recorded(int frames, int channels, const char *const *tags, int tag_count)
{
    const il_vorbis_format format = {.name = "a.ogg",
                                     .channels = channels,
                                     .quality = 0.5f,
                                     .serial = 99,
                                     .tags = tags,
                                     .tag_count = tag_count};
    return ogg_file_record(tones, frames, &format);
}

static il_vorbis *opened(const ogg_file *file)
{
    il_error err = {0};
    il_vorbis *vorbis = il_vorbis_open_bytes("a.ogg", file->bytes, file->size, &err);
    assert_string_equal(err.message, "");
    assert_non_null(vorbis);
    return vorbis;
}

/* All of a file at once, one array a channel after the other. */
static float *read_all(il_vorbis *vorbis)
{
    const int frames = (int)il_vorbis_frames(vorbis);
    float *samples = calloc(2 * (size_t)frames, sizeof *samples);
    float *const channels[] = {samples, samples + frames};
    assert_true(il_vorbis_read(vorbis, 0, frames, channels, NULL));
    return samples;
}

static unsigned long long seed = 1;

static int64_t chance(int64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(seed >> 33) % below;
}

/* `count` frames from `at` on are those of `all`, and silence where that ends. */
static void assert_same(il_vorbis *vorbis, const float *all, int frames, int64_t at, int count)
{
    static float left[ROOM], right[ROOM];
    float *const channels[] = {left, right};
    il_vorbis_read(vorbis, at, count, channels, NULL);
    for (int channel = 0; channel < il_vorbis_channels(vorbis); channel++) {
        for (int i = 0; i < count; i++) {
            const bool within = at + i >= 0 && at + i < frames;
            const float wanted = within ? all[channel * frames + at + i] : 0.0f;
            assert_memory_equal(&channels[channel][i], &wanted, sizeof wanted);
        }
    }
}

static size_t read_image(void *to, size_t size, size_t count, void *source)
{
    return fread(to, size, count, source);
}

static void test_it_is_what_libvorbisfile_reads(void **state)
{
    (void)state;
    const int lengths[] = {1, 2, 63, 64, 65, 1023, 1024, 1025, 4097, 48000, FRAMES};
    for (size_t row = 0; row < 2 * sizeof lengths / sizeof *lengths; row++) {
        const int frames = lengths[row / 2];
        ogg_file file = recorded(frames, 1 + (int)(row % 2), NULL, 0);
        il_vorbis *vorbis = opened(&file);
        assert_int_equal(il_vorbis_frames(vorbis), frames);
        assert_int_equal(il_vorbis_channels(vorbis), 1 + (int)(row % 2));
        assert_true(il_vorbis_whole(vorbis, NULL));
        float *all = read_all(vorbis);
        OggVorbis_File other;
        const ov_callbacks callbacks = {read_image, NULL, NULL, NULL};
        FILE *stream = fmemopen(file.bytes, file.size, "r");
        assert_int_equal(ov_open_callbacks(stream, &other, NULL, 0, callbacks), 0);
        float **pcm = NULL;
        int link = 0;
        int64_t at = 0;
        for (long got = 0; (got = ov_read_float(&other, &pcm, 997, &link)) > 0; at += got) {
            for (int channel = 0; channel < il_vorbis_channels(vorbis); channel++) {
                assert_memory_equal(all + channel * frames + at, pcm[channel],
                                    (size_t)got * sizeof(float));
            }
        }
        assert_int_equal(at, frames);
        ov_clear(&other);
        fclose(stream);
        free(all);
        il_vorbis_close(vorbis);
        ogg_file_free(&file);
    }
}

static void test_any_seek_gives_what_reading_on_gives(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 2; channels++) {
        ogg_file file = recorded(FRAMES, channels, NULL, 0);
        il_vorbis *vorbis = opened(&file);
        float *all = read_all(vorbis);
        for (int i = 0; i < 400; i++) {
            assert_same(vorbis, all, FRAMES, chance(FRAMES + 2000) - 1000, 1 + (int)chance(ROOM));
        }
        assert_same(vorbis, all, FRAMES, FRAMES - 1, 1);
        assert_same(vorbis, all, FRAMES, 0, 1);
        assert_same(vorbis, all, FRAMES, -ROOM, ROOM);
        assert_same(vorbis, all, FRAMES, INT64_C(1) << 40, ROOM);
        assert_same(vorbis, all, FRAMES, -(INT64_C(1) << 40), ROOM);
        free(all);
        il_vorbis_close(vorbis);
        ogg_file_free(&file);
    }
}

static void test_a_file_of_more_pages_than_marks_still_seeks_exactly(void **state)
{
    (void)state;
    const vorbis_claims claims = vorbis_claims_honest();
    ogg_file file = vorbis_claims_file(&claims, 20001);
    il_vorbis *vorbis = opened(&file);
    const int frames = (int)il_vorbis_frames(vorbis);
    assert_int_equal(frames, 20000 * 32);
    assert_true(il_vorbis_whole(vorbis, NULL));
    float *all = read_all(vorbis);
    int sounding = 0;
    for (int i = 0; i < frames; i++) {
        sounding += all[i] != 0.0f;
    }
    assert_true(sounding > frames / 2);
    for (int i = 0; i < 100; i++) {
        assert_same(vorbis, all, frames, chance(frames), 1 + (int)chance(ROOM));
    }
    free(all);
    il_vorbis_close(vorbis);
    ogg_file_free(&file);
}

/* At least `least` frames of the whole one, then silence; reported once. */
static void assert_ends_early(const ogg_file *file, const float *all, int frames, int64_t least,
                              const char *message)
{
    il_error err = {0};
    il_vorbis *vorbis = opened(file);
    const int64_t left = il_vorbis_frames(vorbis);
    assert_true(left >= least && left < frames);
    assert_false(il_vorbis_whole(vorbis, &err));
    assert_string_equal(err.message, message);
    static float one[ROOM], two[ROOM];
    float *const channels[] = {one, two};
    err = (il_error){0};
    assert_true(il_vorbis_read(vorbis, left - 100, 100, channels, &err));
    assert_false(il_vorbis_read(vorbis, left - 100, ROOM, channels, &err));
    assert_string_equal(err.message, message);
    for (int i = 0; i < ROOM; i++) {
        assert_true(i < 100 ? one[i] == all[left - 100 + i] : one[i] == 0.0f);
    }
    assert_true(il_vorbis_read(vorbis, left, 100, channels, &err)); // said once
    float *there = calloc((size_t)left, sizeof *there);
    float *const whole[] = {there, there};
    assert_true(il_vorbis_read(vorbis, 0, (int)left, whole, &err));
    assert_memory_equal(there, all, (size_t)left * sizeof *all);
    free(there);
    il_vorbis_close(vorbis);
}

static void test_a_file_that_is_cut_ends_early(void **state)
{
    (void)state;
    ogg_file file = recorded(FRAMES, 1, NULL, 0);
    il_vorbis *vorbis = opened(&file);
    float *all = read_all(vorbis);
    il_vorbis_close(vorbis);
    const int pages = ogg_file_pages(&file);
    for (int page = 4; page < pages; page++) {
        const size_t at = ogg_file_page_at(&file, page);
        for (int part = 0; part < 3; part++) { // at the edge, in a page's head, in its body
            ogg_file cut = {file.bytes, at + (size_t[]){0, 20, 100}[part]};
            assert_ends_early(&cut, all, FRAMES, 1000, "a.ogg: is cut short");
        }
    }
    free(all);
    ogg_file_free(&file);
}

static void test_damage_ends_the_sound_where_it_begins(void **state)
{
    (void)state;
    ogg_file file = recorded(FRAMES, 1, NULL, 0);
    il_vorbis *vorbis = opened(&file);
    float *all = read_all(vorbis);
    il_vorbis_close(vorbis);
    const int middle = ogg_file_pages(&file) / 2;
    const size_t at = ogg_file_page_at(&file, middle), size = ogg_file_page(&file, at);

    ogg_file byte = ogg_file_copy(&file);
    byte.bytes[at + 200] ^= 0x10;
    assert_ends_early(&byte, all, FRAMES, 20000, "a.ogg: has a damaged page");

    ogg_file lacking = ogg_file_copy(&file);
    memmove(lacking.bytes + at, lacking.bytes + at + size, lacking.size - at - size);
    lacking.size -= size;
    assert_ends_early(&lacking, all, FRAMES, 20000, "a.ogg: lacks a page");

    ogg_file lying = ogg_file_copy(&file);
    ogg_file_set_granule(&lying, middle, INT64_C(1) << 62);
    assert_ends_early(&lying, all, FRAMES, 20000, "a.ogg: has a wrong length");

    ogg_file last = ogg_file_copy(&file);
    ogg_file_set_granule(&last, ogg_file_pages(&file) - 1, FRAMES + 2000);
    assert_ends_early(&last, all, FRAMES, 20000, "a.ogg: has a wrong length");

    ogg_file *made[] = {&byte, &lacking, &lying, &last, &file};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        ogg_file_free(made[i]);
    }
    free(all);
}

static void assert_refused(const ogg_file *file, const char *message)
{
    il_error err = {0};
    assert_null(il_vorbis_open_bytes("a.ogg", file->bytes, file->size, &err));
    assert_string_equal(err.message, message);
}

static void test_two_streams_are_refused(void **state)
{
    (void)state;
    ogg_file file = recorded(20000, 1, NULL, 0);
    ogg_file chain = ogg_file_copy(&file);
    ogg_file_add(&chain, file.bytes, file.size);
    assert_refused(&chain, "a.ogg: holds more than one stream");

    ogg_file mixed = {0}; // the first pages of two streams before all others
    const size_t first = ogg_file_page(&file, 0);
    ogg_file_add(&mixed, file.bytes, first);
    ogg_file_add(&mixed, file.bytes, first);
    mixed.bytes[first + 14] ^= 1; // another serial number
    ogg_file_add(&mixed, file.bytes + first, file.size - first);
    ogg_file_repair(&mixed);
    assert_refused(&mixed, "a.ogg: holds more than one stream");
    ogg_file_free(&chain);
    ogg_file_free(&mixed);
    ogg_file_free(&file);
}

static void test_a_length_of_nothing_is_refused(void **state)
{
    (void)state;
    ogg_file file = recorded(FRAMES, 1, NULL, 0);
    const int pages = ogg_file_pages(&file);
    ogg_file zeros = ogg_file_copy(&file);
    for (int page = 0; page < pages; page++) {
        ogg_file_set_granule(&zeros, page, 0);
    }
    assert_refused(&zeros, "a.ogg: has a wrong length");
    ogg_file headers = {file.bytes, ogg_file_page_at(&file, 2)};
    assert_refused(&headers, "a.ogg: is cut short");
    headers.size = ogg_file_page_at(&file, 1);
    assert_refused(&headers, "a.ogg: is cut short");
    ogg_file_free(&zeros);
    ogg_file_free(&file);
}

/* A file within a tag: whoever searches for pages finds its killing headers. */
static void test_a_page_that_hides_in_another_is_never_seen(void **state)
{
    (void)state;
    vorbis_claims claims = vorbis_claims_honest();
    claims.giants = 1;
    claims.giant_entries = 1 << 23;
    claims.giant_length = 23;
    ogg_file killer = vorbis_claims_file(&claims, 3), tail = recorded(30000, 1, NULL, 0);
    const unsigned char *packets[3];
    size_t sizes[3];
    bit_writer *writers = calloc(3, sizeof *writers);
    vorbis_claims honest = vorbis_claims_honest();
    put_identification(&writers[0], &honest);
    put_type(&writers[1], 3);
    put(&writers[1], 0, 32);
    put(&writers[1], 1, 32);
    put(&writers[1], (uint32_t)killer.size, 32);
    for (size_t i = 0; i < killer.size; i++) {
        put(&writers[1], killer.bytes[i], 8);
    }
    put(&writers[1], 1, 1);
    put_setup(&writers[2], &honest);
    for (int i = 0; i < 3; i++) {
        packets[i] = writers[i].bytes;
        sizes[i] = (writers[i].bits + 7) / 8;
    }
    ogg_file head = ogg_file_mux(packets, sizes, 3, 0);
    ogg_file sound = vorbis_claims_file(&honest, 3);
    const size_t from = ogg_file_page_at(&sound, 2), end = ogg_file_page_at(&head, 2);
    ogg_file whole = {0};
    ogg_file_add(&whole, head.bytes, end);
    ogg_file_add(&whole, sound.bytes + from, sound.size - from);
    whole.bytes[ogg_file_page_at(&whole, 1) + 5] &= (unsigned char)~4; // more follows
    ogg_file_repair(&whole);
    il_vorbis *vorbis = opened(&whole);
    assert_true(il_vorbis_whole(vorbis, NULL));
    float *all = read_all(vorbis);
    assert_same(vorbis, all, (int)il_vorbis_frames(vorbis), 10, 20);
    free(all);
    il_vorbis_close(vorbis);
    free(writers);
    ogg_file *made[] = {&killer, &tail, &head, &sound, &whole};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        ogg_file_free(made[i]);
    }
}

static void test_loop_tags(void **state)
{
    (void)state;
    const struct {
        const char *tags[2];
        int64_t start, length; // length 0: no loop
    } rows[] = {
        {{"LOOPSTART=4096", "LOOPLENGTH=20000"}, 4096, 20000},
        {{"looplength=20000", "LoopStart=0"}, 0, 20000},
        {{"LOOPSTART=0", "LOOPLENGTH=30000"}, 0, 30000},
        {{"LOOPSTART=1", "LOOPLENGTH=30000"}, 0, 0}, // beyond the end
        {{"LOOPSTART=30000", "LOOPLENGTH=1"}, 0, 0},
        {{"LOOPSTART=4096", "TITLE=x"}, 0, 0},
        {{"LOOPLENGTH=4096", "TITLE=x"}, 0, 0},
        {{"LOOPSTART=-1", "LOOPLENGTH=20"}, 0, 0},
        {{"LOOPSTART=1", "LOOPLENGTH=0"}, 0, 0},
        {{"LOOPSTART=1", "LOOPLENGTH="}, 0, 0},
        {{"LOOPSTART=1", "LOOPLENGTH=1e3"}, 0, 0},
        {{"LOOPSTART=1", "LOOPLENGTH=99999999999999999999"}, 0, 0},
        {{"LOOPSTART", "LOOPLENGTH"}, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ogg_file file = recorded(30000, 1, rows[i].tags, 2);
        il_vorbis *vorbis = opened(&file);
        int64_t start = -1, length = -1;
        assert_int_equal(il_vorbis_loop(vorbis, &start, &length), rows[i].length > 0);
        assert_int_equal(start, rows[i].start);
        assert_int_equal(length, rows[i].length);
        il_vorbis_close(vorbis);
        ogg_file_free(&file);
    }
}

/* Any byte changed, checksums mended: what is taken is read without harm, the same from any frame.
 */
static void test_mended_damage_does_no_harm(void **state)
{
    (void)state;
    ogg_file file = recorded(30000, 2, NULL, 0);
    for (int i = 0; i < 300; i++) {
        ogg_file marred = ogg_file_copy(&file);
        for (int64_t changes = 1 + chance(3); changes > 0; changes--) {
            marred.bytes[chance((int64_t)marred.size)] = (unsigned char)chance(256);
        }
        ogg_file_repair(&marred);
        il_error err = {0};
        il_vorbis *vorbis = il_vorbis_open_bytes("a.ogg", marred.bytes, marred.size, &err);
        if (vorbis) {
            const int frames = (int)il_vorbis_frames(vorbis);
            float *all = read_all(vorbis);
            for (int k = 0; k < 2 * frames; k++) {
                assert_true(isfinite(all[k]));
            }
            for (int k = 0; k < 4; k++) {
                assert_same(vorbis, all, frames, chance(frames), 1 + (int)chance(ROOM));
            }
            free(all);
        }
        il_vorbis_close(vorbis);
        ogg_file_free(&marred);
    }
    ogg_file_free(&file);
}

/* A folder of its own with the file `a.ogg` in it. */
static void make_folder(char *folder, const ogg_file *file)
{
    strcpy(folder, "/tmp/il_vorbis_XXXXXX");
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/a.ogg", folder);
    FILE *out = fopen(path, "wb");
    assert_int_equal(fwrite(file->bytes, 1, file->size, out), file->size);
    fclose(out);
}

static void remove_folder(const char *folder)
{
    char path[64];
    snprintf(path, sizeof path, "%s/a.ogg", folder);
    unlink(path);
    rmdir(folder);
}

static void test_a_file_in_a_folder_is_the_same(void **state)
{
    (void)state;
    ogg_file file = recorded(FRAMES, 2, NULL, 0);
    char folder[32];
    make_folder(folder, &file);
    il_vorbis *bytes = opened(&file);
    float *all = read_all(bytes);
    il_vorbis *vorbis = il_vorbis_open(folder, "a.ogg", NULL);
    for (int i = 0; i < 20; i++) {
        assert_same(vorbis, all, FRAMES, chance(FRAMES), 1 + (int)chance(ROOM));
    }
    il_vorbis_close(vorbis);
    il_vorbis_close(bytes);
    il_error err = {0};
    assert_null(il_vorbis_open(folder, "b.ogg", &err));
    assert_string_equal(err.message, "b.ogg: not there");
    free(all);
    remove_folder(folder);
    ogg_file_free(&file);
}

/* A disk that stops answering, or somebody who writes over the file. */
static void test_a_file_that_changes_while_open_falls_silent(void **state)
{
    (void)state;
    ogg_file file = recorded(FRAMES, 1, NULL, 0);
    char folder[32], path[64];
    make_folder(folder, &file);
    snprintf(path, sizeof path, "%s/a.ogg", folder);
    il_vorbis *vorbis = il_vorbis_open(folder, "a.ogg", NULL);
    assert_int_equal(truncate(path, (off_t)ogg_file_page_at(&file, 6)), 0);
    static float samples[FRAMES];
    float *const channels[] = {samples};
    il_error err = {0};
    assert_false(il_vorbis_read(vorbis, 0, FRAMES, channels, &err));
    assert_string_equal(err.message, "a.ogg: stopped answering");
    assert_true(samples[FRAMES - 1] == 0.0f);
    assert_true(il_vorbis_read(vorbis, 0, FRAMES, channels, &err)); // said once
    for (int i = 0; i < FRAMES; i++) {
        assert_true(samples[i] == 0.0f); // closed for good
    }
    il_vorbis_close(vorbis);
    remove_folder(folder);
    ogg_file_free(&file);
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    ogg_file file = recorded(20000, 1, NULL, 0);
    char folder[32];
    make_folder(folder, &file);
    for (int way = 0; way < 2; way++) { // once, and from then on
        for (long nth = 1;; nth++) {
            il_error err = {0};
            il_alloc_fail(nth, way == 1);
            il_vorbis *vorbis = il_vorbis_open(folder, "a.ogg", &err);
            const bool all = il_alloc_count() < nth;
            il_alloc_fail(0, false);
            if (all) {
                assert_non_null(vorbis);
                assert_true(nth > 3);
                il_vorbis_close(vorbis);
                break;
            }
            assert_null(vorbis);
            assert_string_equal(err.message, "out of memory");
            assert_int_equal(err.fault, IL_FAULT_MACHINE);
        }
    }
    remove_folder(folder);
    ogg_file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_what_libvorbisfile_reads),
        cmocka_unit_test(test_any_seek_gives_what_reading_on_gives),
        cmocka_unit_test(test_a_file_of_more_pages_than_marks_still_seeks_exactly),
        cmocka_unit_test(test_a_file_that_is_cut_ends_early),
        cmocka_unit_test(test_damage_ends_the_sound_where_it_begins),
        cmocka_unit_test(test_two_streams_are_refused),
        cmocka_unit_test(test_a_length_of_nothing_is_refused),
        cmocka_unit_test(test_a_page_that_hides_in_another_is_never_seen),
        cmocka_unit_test(test_loop_tags),
        cmocka_unit_test(test_mended_damage_does_no_harm),
        cmocka_unit_test(test_a_file_in_a_folder_is_the_same),
        cmocka_unit_test(test_a_file_that_changes_while_open_falls_silent),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
