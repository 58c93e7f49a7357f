/* encode IN.wav OUT.ogg: E, the yardstick of an export to Ogg. Encodes a 16 bit stereo WAV of
 * 48 kHz with libvorbisenc at q5, and does nothing else. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <vorbis/vorbisenc.h>

enum { FRAMES = 1024 };

static FILE *out;
static ogg_stream_state ogg;
static vorbis_dsp_state dsp;
static vorbis_block block;

static void put(const ogg_page *page)
{
    fwrite(page->header, 1, (size_t)page->header_len, out);
    fwrite(page->body, 1, (size_t)page->body_len, out);
}

static void drain(void)
{
    ogg_packet packet;
    ogg_page page;
    while (vorbis_analysis_blockout(&dsp, &block) == 1) {
        vorbis_analysis(&block, NULL);
        vorbis_bitrate_addblock(&block);
        while (vorbis_bitrate_flushpacket(&dsp, &packet)) {
            ogg_stream_packetin(&ogg, &packet);
            while (ogg_stream_pageout(&ogg, &page)) {
                put(&page);
            }
        }
    }
}

/* To the first sample: behind the head of the chunk `data`. */
static int find_samples(FILE *in)
{
    unsigned char head[8];
    if (fseek(in, 12, SEEK_SET) != 0) {
        return -1;
    }
    while (fread(head, 1, sizeof head, in) == sizeof head) {
        const uint32_t size =
            head[4] | (uint32_t)head[5] << 8 | (uint32_t)head[6] << 16 | (uint32_t)head[7] << 24;
        if (memcmp(head, "data", 4) == 0) {
            return (int)(size / 4);
        }
        fseek(in, (long)(size + (size & 1)), SEEK_CUR);
    }
    return -1;
}

int main(int count, char **arguments)
{
    FILE *in = count == 3 ? fopen(arguments[1], "rb") : NULL;
    out = in ? fopen(arguments[2], "wb") : NULL;
    int left = out ? find_samples(in) : -1;
    if (left < 0) {
        fputs("encode IN.wav OUT.ogg\n", stderr);
        return 2;
    }
    vorbis_info info;
    vorbis_comment comment;
    vorbis_info_init(&info);
    vorbis_comment_init(&comment);
    vorbis_encode_init_vbr(&info, 2, 48000, 0.5f);
    vorbis_analysis_init(&dsp, &info);
    vorbis_block_init(&dsp, &block);
    ogg_stream_init(&ogg, 1);
    ogg_packet packets[3];
    ogg_page page;
    vorbis_analysis_headerout(&dsp, &comment, &packets[0], &packets[1], &packets[2]);
    for (int i = 0; i < 3; i++) {
        ogg_stream_packetin(&ogg, &packets[i]);
    }
    while (ogg_stream_flush(&ogg, &page)) {
        put(&page);
    }
    while (left > 0) {
        int16_t samples[2 * FRAMES];
        const int frames = left < FRAMES ? left : FRAMES;
        if (fread(samples, 4, (size_t)frames, in) != (size_t)frames) {
            return 1;
        }
        float **channels = vorbis_analysis_buffer(&dsp, frames);
        for (int i = 0; i < frames; i++) {
            channels[0][i] = (float)samples[2 * i] / 32768.0f;
            channels[1][i] = (float)samples[2 * i + 1] / 32768.0f;
        }
        vorbis_analysis_wrote(&dsp, frames);
        drain();
        left -= frames;
    }
    vorbis_analysis_wrote(&dsp, 0);
    drain();
    return fclose(out) == 0 ? 0 : 1;
}
