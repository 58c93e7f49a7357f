#ifndef IL_TESTS_OGG_FILE_H
#define IL_TESTS_OGG_FILE_H

/* Ogg files in memory, made and marred: for tests alone. */

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ogg/ogg.h>

#include "media/vorbis.h"

typedef struct {
    unsigned char *bytes; // from malloc
    size_t size;
} ogg_file;

/* What a recording holds: `channels` samples at `frame`. */
typedef void recording(int64_t frame, float *samples);

static inline ogg_file ogg_file_record(recording *what, int frames, const il_vorbis_format *format)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    il_vorbis_writer *writer = il_vorbis_writer_create(out, format, NULL);
    assert(writer);
    for (int frame = 0; frame < frames; frame++) {
        float samples[2] = {0};
        what(frame, samples);
        il_vorbis_write(writer, samples, 1, NULL);
    }
    il_vorbis_writer_finish(writer, NULL);
    il_vorbis_writer_destroy(writer);
    fclose(out);
    return (ogg_file){(unsigned char *)bytes, size};
}

static inline void ogg_file_free(ogg_file *file)
{
    free(file->bytes);
    *file = (ogg_file){0};
}

static inline ogg_file ogg_file_copy(const ogg_file *file)
{
    ogg_file copy = {malloc(file->size + 1), file->size};
    memcpy(copy.bytes, file->bytes, file->size);
    return copy;
}

static inline void ogg_file_add(ogg_file *file, const void *bytes, size_t size)
{
    file->bytes = realloc(file->bytes, file->size + size + 1);
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
}

/* The size of the page at `at`; 0 when there is no whole one. */
static inline size_t ogg_file_page(const ogg_file *file, size_t at)
{
    if (at + 27 > file->size || memcmp(file->bytes + at, "OggS", 4) != 0 ||
        at + 27 + file->bytes[at + 26] > file->size) {
        return 0;
    }
    size_t size = 27 + (size_t)file->bytes[at + 26];
    for (int i = 0; i < file->bytes[at + 26]; i++) {
        size += file->bytes[at + 27 + (size_t)i];
    }
    return at + size <= file->size ? size : 0;
}

/* Where page `number` begins, from 0; the file's size when there are not so many. */
static inline size_t ogg_file_page_at(const ogg_file *file, int number)
{
    size_t at = 0;
    for (int i = 0; i < number && at < file->size; i++) {
        const size_t size = ogg_file_page(file, at);
        at = size ? at + size : file->size;
    }
    return at;
}

static inline int ogg_file_pages(const ogg_file *file)
{
    int count = 0;
    for (size_t at = 0, size = 0; (size = ogg_file_page(file, at)) > 0; at += size) {
        count++;
    }
    return count;
}

/* Make every checksum right again, so that what was changed is looked at. */
static inline void ogg_file_repair(ogg_file *file)
{
    for (size_t at = 0, size = 0; (size = ogg_file_page(file, at)) > 0; at += size) {
        const long header = 27 + file->bytes[at + 26];
        ogg_page page = {file->bytes + at, header, file->bytes + at + header, (long)size - header};
        ogg_page_checksum_set(&page);
    }
}

static inline void ogg_file_set_granule(ogg_file *file, int number, int64_t granule)
{
    unsigned char *to = file->bytes + ogg_file_page_at(file, number) + 6;
    for (int i = 0; i < 8; i++) {
        to[i] = (unsigned char)((uint64_t)granule >> 8 * i);
    }
    ogg_file_repair(file);
}

/* Packets put on pages: the first alone, the next two together, and then each alone. The fourth
 * gives no frames, each after it `frames`. */
static inline ogg_file ogg_file_mux(const unsigned char *const *packets, const size_t *sizes,
                                    int count, int frames)
{
    ogg_file file = {0};
    ogg_stream_state stream;
    ogg_stream_init(&stream, 7);
    for (int i = 0; i < count; i++) {
        ogg_packet packet = {.packet = (unsigned char *)packets[i],
                             .bytes = (long)sizes[i],
                             .b_o_s = i == 0,
                             .e_o_s = i + 1 == count,
                             .granulepos = i < 4 ? 0 : (int64_t)(i - 3) * frames,
                             .packetno = i};
        ogg_stream_packetin(&stream, &packet);
        ogg_page page;
        while (i != 1 && ogg_stream_flush(&stream, &page)) {
            ogg_file_add(&file, page.header, (size_t)page.header_len);
            ogg_file_add(&file, page.body, (size_t)page.body_len);
        }
    }
    ogg_stream_clear(&stream);
    return file;
}

#endif
