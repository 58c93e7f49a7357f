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

/* `count` (at most BLOCK) frames from `at` on. That a damaged place is reported, once, is all that
 * is promised of it; a seek in a file that lies about its times may well land elsewhere. */
static void read_frames(il_vorbis *vorbis, il_frames at, int count)
{
    static float samples[2][BLOCK];
    float *channels[] = {samples[0], samples[1]};
    il_error err = {0};
    const bool damaged = !il_vorbis_read(vorbis, at, count, channels, &err);
    il_fuzz_check(damaged || !err.message[0]);
    for (int c = 0; c < il_vorbis_channels(vorbis); c++) {
        for (int i = 0; i < count; i++) {
            il_fuzz_check(isfinite(samples[c][i])); // whatever the file says
        }
    }
}

/* From frame 0 on, in blocks. */
static void read_through(il_vorbis *vorbis, int count)
{
    for (int at = 0; at < count; at += BLOCK) {
        read_frames(vorbis, at, count - at < BLOCK ? count - at : BLOCK);
    }
}

/* Where a seek goes: anywhere, a little outside at both ends too. The bytes decide, so that a
 * finding can be repeated. */
static int next_place(uint32_t *state, int count)
{
    *state = *state * 1664525u + 1013904223u;
    return (int)(*state >> 8) % (count + 2 * BLOCK) - BLOCK;
}

static void read_anywhere(il_vorbis *vorbis, uint32_t state)
{
    const il_frames frames = il_vorbis_frames(vorbis);
    const int channels = il_vorbis_channels(vorbis);
    il_frames start = 0;
    il_frames length = 0;
    il_fuzz_check(frames > 0 && (channels == 1 || channels == 2));
    if (il_vorbis_loop(vorbis, &start, &length)) {
        il_fuzz_check(start >= 0 && length > 0 && length <= frames - start);
    }
    const int count = (int)(frames < FRAMES ? frames : FRAMES);
    if (state % 2) { // or seek first, on a stream that nothing was read of
        read_through(vorbis, count);
    }
    for (int i = 0; i < SEEKS; i++) {
        read_frames(vorbis, next_place(&state, count), BLOCK);
    }
    read_frames(vorbis, frames - BLOCK / 2, BLOCK);
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
        read_anywhere(vorbis, (uint32_t)size + data[size / 2]);
    }
    il_vorbis_close(vorbis);
    return 0;
}
