#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include <vorbis/vorbisenc.h>

#include "base/file.h"
#include "base/memory.h"
#include "media/vorbis.h"

/* libvorbis takes what it is given at once from the stack, and dies of minutes. It also looks at
 * how much there is when it extrapolates before the first frame: always the same amount, so that
 * the bytes do not depend on how a caller cuts its blocks. */
enum { FEED_FRAMES = 1024 };

/* A page holds at most this much, so that a player that finds its way by pages lands near where it
 * wants to be, in silence too, where a page's worth of bytes would last for minutes. */
enum { PAGE_FRAMES = IL_RATE_HZ };

struct il_vorbis_writer {
    FILE *out; // the caller's
    const char *name;
    int channels;
    vorbis_info info;
    vorbis_comment comment;
    vorbis_dsp_state dsp;
    vorbis_block block;
    ogg_stream_state ogg;
    float **feed;       // libvorbis's buffer, FEED_FRAMES of each channel
    int fed;            // of them filled
    il_frames page_end; // where the last page written ends
};

static bool refuse(const il_vorbis_writer *writer, il_error *err)
{
    return il_fail_machine(err, il_whole_file(writer->name), "%s: the Vorbis encoder failed",
                           writer->name);
}

static bool put_page(il_vorbis_writer *writer, const ogg_page *page, il_error *err)
{
    if (fwrite(page->header, 1, (size_t)page->header_len, writer->out) !=
            (size_t)page->header_len ||
        fwrite(page->body, 1, (size_t)page->body_len, writer->out) != (size_t)page->body_len) {
        return il_file_fail_write(err, writer->name, errno);
    }
    const il_frames end = ogg_page_granulepos(page);
    writer->page_end = end >= 0 ? end : writer->page_end; // -1: no packet ends in it
    return true;
}

static bool put_packet(il_vorbis_writer *writer, ogg_packet *packet, il_error *err)
{
    ogg_page page;
    if (ogg_stream_packetin(&writer->ogg, packet) != 0) {
        return refuse(writer, err);
    }
    while (ogg_stream_pageout(&writer->ogg, &page) != 0) {
        if (!put_page(writer, &page, err)) {
            return false;
        }
    }
    if (packet->granulepos - writer->page_end >= PAGE_FRAMES) {
        while (ogg_stream_flush(&writer->ogg, &page) != 0) {
            if (!put_page(writer, &page, err)) {
                return false;
            }
        }
    }
    return true;
}

/* The three headers; sound begins on a page of its own, as the specification wants it. */
static bool put_headers(il_vorbis_writer *writer, il_error *err)
{
    ogg_packet packets[3];
    if (vorbis_analysis_headerout(&writer->dsp, &writer->comment, &packets[0], &packets[1],
                                  &packets[2]) != 0) {
        return refuse(writer, err);
    }
    for (int i = 0; i < 3; i++) {
        if (ogg_stream_packetin(&writer->ogg, &packets[i]) != 0) {
            return refuse(writer, err);
        }
    }
    ogg_page page;
    while (ogg_stream_flush(&writer->ogg, &page) != 0) {
        if (!put_page(writer, &page, err)) {
            return false;
        }
    }
    return true;
}

static bool begin(il_vorbis_writer *writer, const il_vorbis_format *format, il_error *err)
{
    vorbis_info_init(&writer->info);
    vorbis_comment_init(&writer->comment);
    if (vorbis_encode_init_vbr(&writer->info, format->channels, IL_RATE_HZ, format->quality) != 0 ||
        vorbis_analysis_init(&writer->dsp, &writer->info) != 0 ||
        vorbis_block_init(&writer->dsp, &writer->block) != 0 ||
        ogg_stream_init(&writer->ogg, format->serial) != 0) {
        return refuse(writer, err);
    }
    for (int i = 0; i < format->tag_count; i++) {
        vorbis_comment_add(&writer->comment, format->tags[i]);
    }
    return put_headers(writer, err);
}

il_vorbis_writer *il_vorbis_writer_create(FILE *out, const il_vorbis_format *format, il_error *err)
{
    assert(format->channels == 1 || format->channels == 2);
    assert(format->quality >= 0.0f && format->quality <= 1.0f);
    il_vorbis_writer *writer = il_alloc(1, sizeof *writer, err);
    if (!writer) {
        return NULL;
    }
    writer->out = out;
    writer->name = format->name;
    writer->channels = format->channels;
    if (!begin(writer, format, err)) {
        il_vorbis_writer_destroy(writer);
        return NULL;
    }
    return writer;
}

/* Take every packet that the encoder has finished. */
static bool drain(il_vorbis_writer *writer, il_error *err)
{
    int more = 0;
    while ((more = vorbis_analysis_blockout(&writer->dsp, &writer->block)) == 1) {
        if (vorbis_analysis(&writer->block, NULL) != 0 ||
            vorbis_bitrate_addblock(&writer->block) != 0) {
            return refuse(writer, err);
        }
        ogg_packet packet;
        while ((more = vorbis_bitrate_flushpacket(&writer->dsp, &packet)) == 1) {
            if (!put_packet(writer, &packet, err)) {
                return false;
            }
        }
        if (more != 0) {
            return refuse(writer, err);
        }
    }
    return more == 0 || refuse(writer, err);
}

/* Hand over what the buffer holds; nothing ends the stream. */
static bool feed(il_vorbis_writer *writer, il_error *err)
{
    const int frames = writer->fed;
    writer->feed = NULL;
    writer->fed = 0;
    if (vorbis_analysis_wrote(&writer->dsp, frames) != 0) {
        return refuse(writer, err);
    }
    return drain(writer, err);
}

/* One channel of what is interleaved. */
static void take(float *to, const float *from, int channels, int count)
{
    for (int i = 0; i < count; i++) {
        const float sample = from[i * channels];
        to[i] = isfinite(sample) ? sample : 0.0f;
    }
}

bool il_vorbis_write(il_vorbis_writer *writer, const float *samples, int count, il_error *err)
{
    const int channels = writer->channels;
    while (count > 0) {
        if (!writer->feed) {
            writer->feed = vorbis_analysis_buffer(&writer->dsp, FEED_FRAMES);
        }
        if (!writer->feed) {
            return refuse(writer, err);
        }
        const int room = FEED_FRAMES - writer->fed;
        const int taken = count < room ? count : room;
        for (int channel = 0; channel < channels; channel++) {
            take(writer->feed[channel] + writer->fed, samples + channel, channels, taken);
        }
        samples += taken * channels;
        count -= taken;
        writer->fed += taken;
        if (writer->fed == FEED_FRAMES && !feed(writer, err)) {
            return false;
        }
    }
    return true;
}

bool il_vorbis_writer_finish(il_vorbis_writer *writer, il_error *err)
{
    return (writer->fed == 0 || feed(writer, err)) && feed(writer, err);
}

void il_vorbis_writer_destroy(il_vorbis_writer *writer)
{
    if (writer) { // each of these takes what is zeroed or half built
        ogg_stream_clear(&writer->ogg);
        vorbis_block_clear(&writer->block);
        vorbis_dsp_clear(&writer->dsp);
        vorbis_comment_clear(&writer->comment);
        vorbis_info_clear(&writer->info);
        il_free(writer);
    }
}
