#include "media/wav.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "base/file.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "samples are written as they lie");

enum {
    CHANNELS = 2,
    FORMAT_PCM = 1,
    FORMAT_FLOAT = 3,
    RIFF_HEAD = 12,   // "RIFF", its size, "WAVE"
    DS64_SIZE = 28,   // three 64 bit lengths and an empty table
    CUE_POINT = 24,   // bytes of one entry
    INFO_LIST_ID = 4, // "INFO" or "adtl" within its list
};

static uint32_t sample_bytes(const il_wav_format *format)
{
    return format->float_samples ? 4 : 2;
}

static uint64_t data_bytes(const il_wav_format *format)
{
    return (uint64_t)format->length * CHANNELS * sample_bytes(format);
}

/* Bytes of a text as chunks hold it: terminated, without the byte that makes it even. */
static uint32_t text_bytes(const char *text)
{
    return (uint32_t)strlen(text) + 1;
}

static uint32_t even(uint32_t bytes)
{
    return bytes + (bytes & 1);
}

static uint32_t info_bytes(const il_wav_format *format)
{
    uint32_t bytes = INFO_LIST_ID;
    for (int i = 0; i < format->tag_count; i++) {
        bytes += 8 + even(text_bytes(format->tags[i].text));
    }
    return bytes;
}

static uint32_t label_bytes(const il_wav_format *format)
{
    uint32_t bytes = INFO_LIST_ID;
    for (int i = 0; i < format->mark_count; i++) {
        bytes += 8 + even(4 + text_bytes(format->marks[i].name));
    }
    return bytes;
}

static uint32_t cue_bytes(const il_wav_format *format)
{
    return 4 + CUE_POINT * (uint32_t)format->mark_count;
}

/* Bytes of all that stands behind the samples. */
static uint64_t tail_bytes(const il_wav_format *format)
{
    uint64_t bytes = 0;
    if (format->tag_count > 0) {
        bytes += 8 + info_bytes(format);
    }
    if (format->mark_count > 0) {
        bytes += 8 + cue_bytes(format) + 8 + label_bytes(format);
    }
    return bytes;
}

static bool put(il_wav_writer *writer, const void *bytes, size_t size, il_error *err)
{
    if (fwrite(bytes, 1, size, writer->out) == size) {
        return true;
    }
    return il_file_fail_write(err, writer->format.name, errno);
}

/* A few small fields put together before they are written as one. */
typedef struct {
    unsigned char bytes[96];
    size_t size;
} fields;

static void add_id(fields *to, const char *id)
{
    memcpy(to->bytes + to->size, id, 4);
    to->size += 4;
}

static void add_number(fields *to, uint64_t value, int bytes)
{
    assert(to->size + (size_t)bytes <= sizeof to->bytes);
    for (int i = 0; i < bytes; i++) {
        to->bytes[to->size++] = (unsigned char)(value >> (8 * i));
    }
}

static void add_chunk(fields *to, const char *id, uint32_t size)
{
    add_id(to, id);
    add_number(to, size, 4);
}

static void add_format(fields *to, const il_wav_format *format)
{
    const uint32_t sample = sample_bytes(format);
    add_chunk(to, "fmt ", format->float_samples ? 18 : 16);
    add_number(to, format->float_samples ? FORMAT_FLOAT : FORMAT_PCM, 2);
    add_number(to, CHANNELS, 2);
    add_number(to, IL_RATE_HZ, 4);
    add_number(to, (uint64_t)IL_RATE_HZ * CHANNELS * sample, 4);
    add_number(to, CHANNELS * sample, 2);
    add_number(to, 8 * sample, 2);
    if (format->float_samples) { // every kind but plain PCM has a length of extras and a `fact`
        add_number(to, 0, 2);
        add_chunk(to, "fact", 4);
        add_number(to, (uint64_t)format->length, 4);
    }
}

bool il_wav_begin(il_wav_writer *writer, FILE *out, const il_wav_format *format, il_error *err)
{
    assert(format->length > 0 && format->length <= UINT32_MAX);
    *writer = (il_wav_writer){.out = out, .format = *format};
    fields chunks = {0};
    add_format(&chunks, format);
    const uint64_t data = data_bytes(format);
    uint64_t riff = RIFF_HEAD - 8 + chunks.size + 8 + data + tail_bytes(format);
    const bool long_form = riff > UINT32_MAX;
    riff += long_form ? 8 + DS64_SIZE : 0;

    fields head = {0};
    add_chunk(&head, long_form ? "RF64" : "RIFF", long_form ? UINT32_MAX : (uint32_t)riff);
    add_id(&head, "WAVE");
    if (long_form) { // must be the first chunk
        add_chunk(&head, "ds64", DS64_SIZE);
        add_number(&head, riff, 8);
        add_number(&head, data, 8);
        add_number(&head, (uint64_t)format->length, 8);
        add_number(&head, 0, 4);
    }
    fields samples = {0};
    add_chunk(&samples, "data", long_form ? UINT32_MAX : (uint32_t)data);
    return put(writer, head.bytes, head.size, err) && put(writer, chunks.bytes, chunks.size, err) &&
           put(writer, samples.bytes, samples.size, err);
}

static bool put_samples(il_wav_writer *writer, const void *samples, int frames, il_error *err)
{
    assert(frames >= 0 && frames <= writer->format.length - writer->written);
    writer->written += frames;
    return put(writer, samples, (size_t)frames * CHANNELS * sample_bytes(&writer->format), err);
}

bool il_wav_write_s16(il_wav_writer *writer, const int16_t *samples, int frames, il_error *err)
{
    assert(!writer->format.float_samples);
    return put_samples(writer, samples, frames, err);
}

bool il_wav_write_float(il_wav_writer *writer, const float *samples, int frames, il_error *err)
{
    assert(writer->format.float_samples);
    return put_samples(writer, samples, frames, err);
}

/* A text, terminated and even. `before` is how many bytes of its chunk came already. */
static bool put_text(il_wav_writer *writer, const char *text, uint32_t before, il_error *err)
{
    const uint32_t size = before + text_bytes(text);
    return put(writer, text, text_bytes(text), err) && put(writer, "", even(size) - size, err);
}

static bool put_tags(il_wav_writer *writer, il_error *err)
{
    const il_wav_format *format = &writer->format;
    fields list = {0};
    add_chunk(&list, "LIST", info_bytes(format));
    add_id(&list, "INFO");
    bool good = put(writer, list.bytes, list.size, err);
    for (int i = 0; i < format->tag_count && good; i++) {
        fields tag = {0};
        add_chunk(&tag, format->tags[i].id, text_bytes(format->tags[i].text));
        good =
            put(writer, tag.bytes, tag.size, err) && put_text(writer, format->tags[i].text, 0, err);
    }
    return good;
}

static bool put_cues(il_wav_writer *writer, il_error *err)
{
    const il_wav_format *format = &writer->format;
    fields cue = {0};
    add_chunk(&cue, "cue ", cue_bytes(format));
    add_number(&cue, (uint64_t)format->mark_count, 4);
    bool good = put(writer, cue.bytes, cue.size, err);
    for (int i = 0; i < format->mark_count && good; i++) {
        const uint64_t at = (uint64_t)format->marks[i].at;
        fields point = {0};
        add_number(&point, (uint64_t)i + 1, 4);
        add_number(&point, at, 4); // in the order of playing, which is that of the file
        add_id(&point, "data");
        add_number(&point, 0, 8); // no list of chunks and no blocks before it
        add_number(&point, at, 4);
        good = put(writer, point.bytes, point.size, err);
    }
    return good;
}

static bool put_labels(il_wav_writer *writer, il_error *err)
{
    const il_wav_format *format = &writer->format;
    fields list = {0};
    add_chunk(&list, "LIST", label_bytes(format));
    add_id(&list, "adtl");
    bool good = put(writer, list.bytes, list.size, err);
    for (int i = 0; i < format->mark_count && good; i++) {
        fields label = {0};
        add_chunk(&label, "labl", 4 + text_bytes(format->marks[i].name));
        add_number(&label, (uint64_t)i + 1, 4);
        good = put(writer, label.bytes, label.size, err) &&
               put_text(writer, format->marks[i].name, 4, err);
    }
    return good;
}

bool il_wav_finish(il_wav_writer *writer, il_error *err)
{
    assert(writer->written == writer->format.length);
    const il_wav_format *format = &writer->format;
    return (format->tag_count == 0 || put_tags(writer, err)) &&
           (format->mark_count == 0 || (put_cues(writer, err) && put_labels(writer, err)));
}
