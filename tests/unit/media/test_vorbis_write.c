#include "media/vorbis.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <vorbis/vorbisfile.h>

#include <cmocka.h>

/* A file in memory. */
typedef struct {
    char *bytes;
    size_t size, at;
} image;

static size_t read_image(void *to, size_t size, size_t count, void *source)
{
    image *file = source;
    const size_t left = (file->size - file->at) / size;
    const size_t taken = count < left ? count : left;
    memcpy(to, file->bytes + file->at, taken * size);
    file->at += taken * size;
    return taken;
}

static int seek_image(void *source, ogg_int64_t offset, int whence)
{
    image *file = source;
    const int64_t base = whence == SEEK_SET   ? 0
                         : whence == SEEK_CUR ? (int64_t)file->at
                                              : (int64_t)file->size;
    if (base + offset < 0 || base + offset > (int64_t)file->size) {
        return -1;
    }
    file->at = (size_t)(base + offset);
    return 0;
}

static long tell_image(void *source)
{
    return (long)((image *)source)->at;
}

static OggVorbis_File opened(image *file)
{
    OggVorbis_File vorbis;
    file->at = 0;
    const ov_callbacks callbacks = {read_image, seek_image, NULL, tell_image};
    assert_int_equal(ov_open_callbacks(file, &vorbis, NULL, 0, callbacks), 0);
    assert_int_equal(ov_streams(&vorbis), 1);
    return vorbis;
}

/* Interleaved tones with a little movement, the same for the same frame. */
static float *made(int frames, int channels)
{
    float *samples = calloc((size_t)frames * (size_t)channels, sizeof *samples);
    for (int i = 0; i < frames; i++) {
        const double t = (double)i / IL_RATE_HZ;
        for (int channel = 0; channel < channels; channel++) {
            samples[i * channels + channel] =
                (float)(0.3 * sin(6.283185307179586 * (220.0 + 110.0 * channel) * t) *
                        (1.0 + 0.5 * sin(2.0 * t)));
        }
    }
    return samples;
}

static image written(const float *samples, int frames, int block, const il_vorbis_format *format)
{
    image file = {0};
    il_error err = {0};
    FILE *out = open_memstream(&file.bytes, &file.size);
    il_vorbis_writer *writer = il_vorbis_writer_create(out, format, &err);
    assert_non_null(writer);
    for (int from = 0; from < frames; from += block) {
        const int count = block < frames - from ? block : frames - from;
        assert_true(il_vorbis_write(writer, samples + from * format->channels, count, &err));
    }
    assert_true(il_vorbis_writer_finish(writer, &err));
    il_vorbis_writer_destroy(writer);
    fclose(out);
    return file;
}

static const il_vorbis_format stereo = {.channels = 2, .quality = 0.5f, .serial = 12345};

static void test_every_length_comes_back_to_the_frame(void **state)
{
    (void)state;
    const int lengths[] = {1, 2, 127, 1023, 1024, 1025, 5000, 48000, 100001};
    for (size_t row = 0; row < 2 * sizeof lengths / sizeof *lengths; row++) {
        const int frames = lengths[row / 2];
        il_vorbis_format format = stereo;
        format.channels = 1 + (int)(row % 2);
        float *samples = made(frames, format.channels);
        image file = written(samples, frames, 4096, &format);
        OggVorbis_File vorbis = opened(&file);
        assert_int_equal(ov_pcm_total(&vorbis, -1), frames);
        assert_int_equal(ov_info(&vorbis, -1)->channels, format.channels);
        assert_int_equal(ov_info(&vorbis, -1)->rate, IL_RATE_HZ);
        assert_int_equal(ov_serialnumber(&vorbis, -1), 12345);
        ov_clear(&vorbis);
        free(file.bytes);
        free(samples);
    }
}

/* How far what was decoded is from what was encoded, in dB, over all channels. */
static double snr_db(image *file, const float *samples, int channels)
{
    OggVorbis_File vorbis = opened(file);
    double signal = 0.0, noise = 0.0;
    for (int64_t at = 0;;) {
        float **pcm = NULL;
        int link = 0;
        const long got = ov_read_float(&vorbis, &pcm, 1024, &link);
        assert_true(got >= 0);
        if (got == 0) {
            assert_int_equal(at, ov_pcm_total(&vorbis, -1));
            break;
        }
        for (long i = 0; i < got; i++, at++) {
            for (int channel = 0; channel < channels; channel++) {
                const double want = (double)samples[at * channels + channel];
                const double wrong = (double)pcm[channel][i] - want;
                signal += want * want;
                noise += wrong * wrong;
            }
        }
    }
    ov_clear(&vorbis);
    return 10.0 * log10(signal / noise);
}

static void test_the_sound_comes_back_in_place(void **state)
{
    (void)state;
    for (int channels = 1; channels <= 2; channels++) {
        const int frames = 96000;
        il_vorbis_format format = stereo;
        format.channels = channels;
        float *samples = made(frames, channels);
        image file = written(samples, frames, 480, &format);
        const double db = snr_db(&file, samples, channels);
        assert_true(db > 20.0); // ten frames out of place would leave 9 dB
        free(file.bytes);
        free(samples);
    }
}

static void test_how_calls_are_cut_changes_no_byte(void **state)
{
    (void)state;
    const int frames = 50000;
    float *samples = made(frames, 2);
    image whole = written(samples, frames, frames, &stereo);
    const int blocks[] = {1, 255, 256, 1024, 4097};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        image cut = written(samples, frames, blocks[i], &stereo);
        assert_int_equal(cut.size, whole.size);
        assert_memory_equal(cut.bytes, whole.bytes, whole.size);
        free(cut.bytes);
    }
    free(whole.bytes);
    free(samples);
}

static void test_tags_come_back_in_order(void **state)
{
    (void)state;
    const char *const tags[] = {"TITLE=Fünf Minuten", "CHAPTER001=00:00:00.000",
                                "CHAPTER001NAME=Öffnen = Open"};
    il_vorbis_format format = stereo;
    format.tags = tags;
    format.tag_count = 3;
    float *samples = made(2000, 2);
    image file = written(samples, 2000, 2000, &format);
    OggVorbis_File vorbis = opened(&file);
    const vorbis_comment *comment = ov_comment(&vorbis, -1);
    assert_int_equal(comment->comments, 3);
    for (int i = 0; i < 3; i++) {
        assert_string_equal(comment->user_comments[i], tags[i]);
    }
    ov_clear(&vorbis);
    free(file.bytes);
    free(samples);
}

static void test_what_is_not_finite_is_silence(void **state)
{
    (void)state;
    const int frames = 20000;
    float *broken = made(frames, 2);
    float *clean = made(frames, 2);
    const float bad[] = {NAN, INFINITY, -INFINITY};
    for (int i = 0; i < 300; i++) {
        broken[i * 101] = bad[i % 3];
        clean[i * 101] = 0.0f;
    }
    image first = written(broken, frames, 1000, &stereo);
    image second = written(clean, frames, 1000, &stereo);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, second.size);
    free(first.bytes);
    free(second.bytes);
    free(broken);
    free(clean);
}

/* In silence a page's worth of bytes would last for most of a minute. */
static void test_no_page_lasts_longer_than_its_limit(void **state)
{
    (void)state;
    const int frames = 10 * IL_RATE_HZ;
    float *silence = calloc((size_t)frames * 2, sizeof *silence);
    image file = written(silence, frames, 4096, &stereo);
    int64_t last = 0;
    int pages = 0;
    for (size_t at = 0; at < file.size; pages++) {
        const unsigned char *page = (const unsigned char *)file.bytes + at;
        assert_memory_equal(page, "OggS", 4);
        int64_t granule = 0;
        memcpy(&granule, page + 6, sizeof granule);
        assert_in_range(granule - last, 0, IL_RATE_HZ + 2048); // and the packet that reached it
        last = granule;
        at += 27u + page[26];
        for (int i = 0; i < page[26]; i++) {
            at += page[27 + i];
        }
    }
    assert_int_equal(last, frames);
    assert_in_range(pages, 11, 20);
    free(file.bytes);
    free(silence);
}

static void test_a_full_disk_is_the_machines_fault(void **state)
{
    (void)state;
    float *samples = made(48000, 2);
    const size_t rooms[] = {0, 8192}; // the headers fail, or what comes after them
    static char room[8192];
    for (int i = 0; i < 2; i++) {
        FILE *out = fopen("/dev/full", "wb");
        assert_non_null(out);
        setvbuf(out, room, rooms[i] ? _IOFBF : _IONBF, rooms[i]);
        il_error err = {0};
        il_vorbis_format format = stereo;
        format.name = "a.ogg";
        il_vorbis_writer *writer = il_vorbis_writer_create(out, &format, &err);
        assert_int_equal(writer != NULL, rooms[i] > 0);
        if (writer) {
            int seconds = 0;
            while (seconds < 60 && il_vorbis_write(writer, samples, 48000, &err)) {
                seconds++;
            }
            assert_in_range(seconds, 1, 59);
        }
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        assert_string_equal(err.at.file, "a.ogg");
        assert_string_equal(err.message, "a.ogg: the disk is full");
        il_vorbis_writer_destroy(writer);
        fclose(out);
    }
    free(samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_length_comes_back_to_the_frame),
        cmocka_unit_test(test_the_sound_comes_back_in_place),
        cmocka_unit_test(test_how_calls_are_cut_changes_no_byte),
        cmocka_unit_test(test_tags_come_back_in_order),
        cmocka_unit_test(test_what_is_not_finite_is_silence),
        cmocka_unit_test(test_no_page_lasts_longer_than_its_limit),
        cmocka_unit_test(test_a_full_disk_is_the_machines_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
