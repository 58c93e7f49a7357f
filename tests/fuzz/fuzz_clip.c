/* Any bytes as a recording: opened, read from end to end, then read here and there.
 *
 * libogg drops a page whose checksum is wrong, and a mutation nearly always makes it wrong. So
 * checksums are set right first: what changed then reaches our own checks and the decoder. */
#include "fuzz.h"

#include <math.h>
#include <ogg/ogg.h>
#include <stdbool.h>
#include <string.h>

#include "media/vorbis.h"

enum {
    FRAMES = 1 << 16,     // read of a clip that claims to be longer
    BLOCK = 1000,         // no power of two, so that blocks and packets meet anyhow
    SEEKS = 6,            // and as many reads there
    INPUT_BYTES = 1 << 18 // more is not tried: seeds are a few KiB
};

/* The length of the page at `bytes`, of which there are `size`; 0 when none begins there. */
static size_t page_size(const uint8_t *bytes, size_t size, size_t *header_size)
{
    if (size < 27 || memcmp(bytes, "OggS", 4) != 0 || size < 27u + bytes[26]) {
        return 0;
    }
    *header_size = 27u + bytes[26];
    size_t page = *header_size;
    for (size_t i = 27; i < *header_size; i++) {
        page += bytes[i];
    }
    return page <= size ? page : 0;
}

static void repair_checksums(uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t header_size = 0;
        const size_t page = page_size(bytes + at, size - at, &header_size);
        if (page > 0) {
            ogg_page whole = {.header = bytes + at,
                              .header_len = (long)header_size,
                              .body = bytes + at + header_size,
                              .body_len = (long)(page - header_size)};
            ogg_page_checksum_set(&whole);
        }
        at += page > 0 ? page : 1;
    }
}

/* What a clip holds, read from its start. */
static float straight[2][FRAMES];

/* `count` frames from `at` on into two arrays that are long enough. */
static void read_frames(il_vorbis *vorbis, il_frames at, int count, float *left, float *right)
{
    float *channels[] = {left, right};
    il_error err = {0};
    const bool told = !il_vorbis_read(vorbis, at, count, channels, &err);
    il_fuzz_check(told == (err.message[0] != '\0'));
    for (int c = 0; c < il_vorbis_channels(vorbis); c++) {
        for (int i = 0; i < count; i++) {
            il_fuzz_check(isfinite(channels[c][i])); // whatever the file says
        }
    }
}

static void read_through(il_vorbis *vorbis, int count)
{
    for (int at = 0; at < count; at += BLOCK) {
        const int part = count - at < BLOCK ? count - at : BLOCK;
        read_frames(vorbis, at, part, straight[0] + at, straight[1] + at);
    }
}

/* A stretch of frames and what a read of them gave. */
typedef struct {
    int at;
    float samples[2][BLOCK];
} stretch;

/* The same bits as reading from the start gave, silence outside. `count` frames are known, and
 * behind them is the end of the clip only if they are all. */
static void check_stretch(const il_vorbis *vorbis, const stretch *read, int count)
{
    for (int c = 0; c < il_vorbis_channels(vorbis); c++) {
        for (int i = 0; i < BLOCK; i++) {
            const int at = read->at + i;
            if (at >= 0 && at < count) {
                il_fuzz_check(memcmp(&read->samples[c][i], &straight[c][at], sizeof(float)) == 0);
            } else if (at < 0 || at >= il_vorbis_frames(vorbis)) {
                il_fuzz_check(read->samples[c][i] == 0.0f);
            }
        }
    }
}

/* Anywhere, a little outside at both ends too. The bytes decide, so that a finding can be repeated.
 */
static int next_place(uint32_t *state, int count)
{
    *state = *state * 1664525u + 1013904223u;
    return (int)(*state >> 8) % (count + 2 * BLOCK) - BLOCK;
}

static void read_anywhere(il_vorbis *vorbis, uint32_t state)
{
    static stretch reads[2 * SEEKS];
    const il_frames frames = il_vorbis_frames(vorbis);
    const int count = (int)(frames < FRAMES ? frames : FRAMES);
    for (int i = 0; i < 2 * SEEKS; i++) {
        if (i == SEEKS) { // half of the reads are of a stream that was not yet read in order
            read_through(vorbis, count);
        }
        reads[i].at = next_place(&state, count);
        read_frames(vorbis, reads[i].at, BLOCK, reads[i].samples[0], reads[i].samples[1]);
    }
    for (int i = 0; i < 2 * SEEKS; i++) {
        check_stretch(vorbis, &reads[i], count);
    }
}

static void check_about(const il_vorbis *vorbis)
{
    const il_frames frames = il_vorbis_frames(vorbis);
    const int channels = il_vorbis_channels(vorbis);
    il_frames start = 0;
    il_frames length = 0;
    il_error err = {0};
    il_fuzz_check(frames > 0 && (channels == 1 || channels == 2));
    il_fuzz_check(il_vorbis_whole(vorbis, &err) == (err.message[0] == '\0'));
    if (il_vorbis_loop(vorbis, &start, &length)) {
        il_fuzz_check(start >= 0 && length > 0 && length <= frames - start);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[INPUT_BYTES];
    if (size == 0 || size > sizeof bytes) {
        return 0;
    }
    memcpy(bytes, data, size);
    repair_checksums(bytes, size);
    il_error err = {0};
    il_vorbis *vorbis = il_vorbis_open_bytes("fuzz.ogg", bytes, size, &err);
    il_fuzz_check(vorbis ? !err.message[0] : err.message[0] != '\0');
    if (vorbis) {
        check_about(vorbis);
        read_anywhere(vorbis, (uint32_t)size + data[size / 2]);
    }
    il_vorbis_close(vorbis);
    return 0;
}
