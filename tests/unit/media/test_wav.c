#include "media/wav.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file in memory and where a reader has come to in it. */
typedef struct {
    unsigned char *bytes;
    size_t size, at;
} image;

static uint64_t number(image *file, int bytes)
{
    uint64_t value = 0;
    assert_true(file->at + (size_t)bytes <= file->size);
    for (int i = 0; i < bytes; i++) {
        value |= (uint64_t)file->bytes[file->at++] << (8 * i);
    }
    return value;
}

static void expect_id(image *file, const char *id)
{
    assert_true(file->at + 4 <= file->size);
    assert_memory_equal(file->bytes + file->at, id, 4);
    file->at += 4;
}

static void expect_text(image *file, const char *text)
{
    const size_t size = strlen(text) + 1;
    assert_true(file->at + size <= file->size);
    assert_string_equal((const char *)file->bytes + file->at, text);
    file->at += size;
    if (size % 2) {
        assert_int_equal(number(file, 1), 0);
    }
}

/* Write `frames` frames of 1, 2, 3 ... as `format` says, in two unequal calls. */
static image written(const il_wav_format *format)
{
    image file = {0};
    il_error err = {0};
    FILE *out = open_memstream((char **)&file.bytes, &file.size);
    il_wav_writer writer;
    assert_true(il_wav_begin(&writer, out, format, &err));
    const int frames = (int)format->length;
    int16_t *s16 = calloc((size_t)frames * 2, sizeof *s16);
    float *real = calloc((size_t)frames * 2, sizeof *real);
    for (int i = 0; i < frames * 2; i++) {
        s16[i] = (int16_t)(i + 1);
        real[i] = (float)(i + 1) / 1024.0f;
    }
    for (int from = 0, count = frames / 3; from < frames; from += count, count = frames - from) {
        assert_true(format->float_samples
                        ? il_wav_write_float(&writer, real + 2 * from, count, &err)
                        : il_wav_write_s16(&writer, s16 + 2 * from, count, &err));
    }
    assert_true(il_wav_finish(&writer, &err));
    fclose(out);
    free(s16);
    free(real);
    return file;
}

static void test_16_bit_is_the_plain_header_that_everything_reads(void **state)
{
    (void)state;
    image file = written(&(il_wav_format){.length = 100});
    assert_int_equal(file.size, 44 + 400);
    expect_id(&file, "RIFF");
    assert_int_equal(number(&file, 4), file.size - 8);
    expect_id(&file, "WAVE");
    expect_id(&file, "fmt ");
    assert_int_equal(number(&file, 4), 16);
    assert_int_equal(number(&file, 2), 1);
    assert_int_equal(number(&file, 2), 2);
    assert_int_equal(number(&file, 4), 48000);
    assert_int_equal(number(&file, 4), 192000);
    assert_int_equal(number(&file, 2), 4);
    assert_int_equal(number(&file, 2), 16);
    expect_id(&file, "data");
    assert_int_equal(number(&file, 4), 400);
    for (int i = 0; i < 200; i++) {
        assert_int_equal(number(&file, 2), i + 1);
    }
    free(file.bytes);
}

static void test_float_samples_are_written_as_they_are(void **state)
{
    (void)state;
    image file = written(&(il_wav_format){.length = 30, .float_samples = true});
    assert_int_equal(file.size, 12 + 26 + 12 + 8 + 240);
    file.at = 4;
    assert_int_equal(number(&file, 4), file.size - 8);
    file.at = 16;
    assert_int_equal(number(&file, 4), 18);
    assert_int_equal(number(&file, 2), 3);
    assert_int_equal(number(&file, 2), 2);
    assert_int_equal(number(&file, 4), 48000);
    assert_int_equal(number(&file, 4), 384000);
    assert_int_equal(number(&file, 2), 8);
    assert_int_equal(number(&file, 2), 32);
    assert_int_equal(number(&file, 2), 0);
    expect_id(&file, "fact");
    assert_int_equal(number(&file, 4), 4);
    assert_int_equal(number(&file, 4), 30);
    expect_id(&file, "data");
    assert_int_equal(number(&file, 4), 240);
    for (int i = 0; i < 60; i++) {
        float sample = 0.0f;
        memcpy(&sample, file.bytes + file.at + 4 * (size_t)i, sizeof sample);
        assert_true(sample == (float)(i + 1) / 1024.0f);
    }
    free(file.bytes);
}

static void test_tags_and_marks_follow_the_samples(void **state)
{
    (void)state;
    const il_wav_tag tags[] = {{"INAM", "Fünf"}, {"IART", "Ann"}};
    const il_wav_mark marks[] = {{0, "Open"}, {7, "Close"}};
    image file = written(&(il_wav_format){
        .length = 10, .tags = tags, .tag_count = 2, .marks = marks, .mark_count = 2});
    file.at = 4;
    assert_int_equal(number(&file, 4), file.size - 8);
    file.at = 44 + 40;
    expect_id(&file, "LIST");
    assert_int_equal(number(&file, 4), 4 + 8 + 6 + 8 + 4);
    expect_id(&file, "INFO");
    expect_id(&file, "INAM");
    assert_int_equal(number(&file, 4), 6);
    expect_text(&file, "Fünf");
    expect_id(&file, "IART");
    assert_int_equal(number(&file, 4), 4);
    expect_text(&file, "Ann");

    expect_id(&file, "cue ");
    assert_int_equal(number(&file, 4), 4 + 2 * 24);
    assert_int_equal(number(&file, 4), 2);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(number(&file, 4), i + 1);
        assert_int_equal(number(&file, 4), marks[i].at);
        expect_id(&file, "data");
        assert_int_equal(number(&file, 8), 0);
        assert_int_equal(number(&file, 4), marks[i].at);
    }
    expect_id(&file, "LIST");
    assert_int_equal(number(&file, 4), 4 + 8 + 10 + 8 + 10);
    expect_id(&file, "adtl");
    for (unsigned i = 0; i < 2; i++) {
        expect_id(&file, "labl");
        assert_int_equal(number(&file, 4), 4 + strlen(marks[i].name) + 1);
        assert_int_equal(number(&file, 4), i + 1);
        expect_text(&file, marks[i].name);
    }
    assert_int_equal(file.at, file.size);
    free(file.bytes);
}

static void test_beyond_4_gib_it_is_rf64(void **state)
{
    (void)state;
    const struct {
        il_frames length;
        bool long_form;
    } rows[] = {
        {((1LL << 32) - 1 - 36) / 4, false}, // the last that 32 bits can count
        {((1LL << 32) - 1 - 36) / 4 + 1, true},
        {12LL * 3600 * IL_RATE_HZ, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        image file = {0};
        il_error err = {0};
        FILE *out = open_memstream((char **)&file.bytes, &file.size);
        il_wav_writer writer;
        assert_true(il_wav_begin(&writer, out, &(il_wav_format){.length = rows[i].length}, &err));
        fclose(out);
        const uint64_t data = (uint64_t)rows[i].length * 4;
        expect_id(&file, rows[i].long_form ? "RF64" : "RIFF");
        if (rows[i].long_form) {
            assert_int_equal(number(&file, 4), UINT32_MAX);
            expect_id(&file, "WAVE");
            expect_id(&file, "ds64");
            assert_int_equal(number(&file, 4), 28);
            assert_int_equal(number(&file, 8), file.size - 8 + data);
            assert_int_equal(number(&file, 8), data);
            assert_int_equal(number(&file, 8), rows[i].length);
            assert_int_equal(number(&file, 4), 0);
        } else {
            assert_int_equal(number(&file, 4), file.size - 8 + data);
            expect_id(&file, "WAVE");
        }
        expect_id(&file, "fmt ");
        file.at = file.size - 8;
        expect_id(&file, "data");
        assert_int_equal(number(&file, 4), rows[i].long_form ? UINT32_MAX : data);
        free(file.bytes);
    }
}

static void test_a_full_disk_is_the_machines_fault(void **state)
{
    (void)state;
    FILE *out = fopen("/dev/full", "wb");
    assert_non_null(out);
    setvbuf(out, NULL, _IONBF, 0);
    il_error err = {0};
    il_wav_writer writer;
    assert_false(il_wav_begin(&writer, out, &(il_wav_format){.name = "a.wav", .length = 10}, &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_string_equal(err.at.file, "a.wav");
    assert_string_equal(err.message, "a.wav: the disk is full");
    fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_16_bit_is_the_plain_header_that_everything_reads),
        cmocka_unit_test(test_float_samples_are_written_as_they_are),
        cmocka_unit_test(test_tags_and_marks_follow_the_samples),
        cmocka_unit_test(test_beyond_4_gib_it_is_rf64),
        cmocka_unit_test(test_a_full_disk_is_the_machines_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
