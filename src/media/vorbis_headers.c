#include "media/vorbis_headers.h"

#include <ogg/ogg.h>
#include <string.h>

#include "base/frames.h"

// what libvorbisenc writes stays under half of each
enum { ENTRIES_MAX = 16384, ENTRIES_IN_ALL = 131072, DIMENSIONS_MAX = 64, HEADER_BYTES = 1 << 18 };

static bool refuse(il_error *err, const char *name, const char *why)
{
    return il_fail(err, il_whole_file(name), "%s: %s", name, why);
}

static unsigned word(const unsigned char *at)
{
    return at[0] | (unsigned)at[1] << 8 | (unsigned)at[2] << 16 | (unsigned)at[3] << 24;
}

static bool is_header(const ogg_packet *packet, int type)
{
    return packet->bytes >= 7 && packet->packet[0] == type &&
           memcmp(packet->packet + 1, "vorbis", 6) == 0;
}

static bool check_identification(const ogg_packet *packet, const char *name, il_error *err)
{
    if (!is_header(packet, 1) || packet->bytes < 30) {
        return refuse(err, name, "not a Vorbis file");
    }
    const unsigned char *at = packet->packet + 7;
    const unsigned channels = at[4], rate = word(at + 5), small = at[21] & 15U, large = at[21] >> 4;
    if (word(at) != 0 || small < 6 || large > 13 || small > large) {
        return refuse(err, name, "not Vorbis I, or damaged");
    }
    if (rate != IL_RATE_HZ) {
        return il_fail(err, il_whole_file(name), "%s: sampled at %u Hz, not at 48000 Hz", name,
                       rate);
    }
    if (channels != 1 && channels != 2) {
        return il_fail(err, il_whole_file(name), "%s: has %u channels, not one or two", name,
                       channels);
    }
    return true;
}

static int bits_of(long value)
{
    int bits = 0;
    for (; value > 0; value >>= 1) {
        bits++;
    }
    return bits;
}

/* The greatest n with n to the power of `dimensions` at most `entries`. */
static long lookup_values(long entries, long dimensions)
{
    for (long n = 1;; n++) {
        long power = 1;
        for (long i = 0; i < dimensions && power <= entries; i++) {
            power *= n + 1;
        }
        if (power > entries) {
            return n;
        }
    }
}

static bool skip_lengths(oggpack_buffer *bits, long entries)
{
    if (oggpack_read(bits, 1)) { // lengths in order
        oggpack_read(bits, 5);
        for (long done = 0; done < entries;) {
            const long more = oggpack_read(bits, bits_of(entries - done));
            if (more < 0 || more > entries - done) {
                return false;
            }
            done += more;
            if (more == 0 && oggpack_bytes(bits) > HEADER_BYTES) {
                return false;
            }
        }
        return true;
    }
    const bool sparse = oggpack_read(bits, 1) == 1;
    for (long i = 0; i < entries; i++) {
        if (!sparse || oggpack_read(bits, 1) == 1) {
            if (oggpack_read(bits, 5) < 0) {
                return false;
            }
        }
    }
    return true;
}

static bool skip_values(oggpack_buffer *bits, long entries, long dimensions)
{
    const long lookup = oggpack_read(bits, 4);
    if (lookup == 0) {
        return true;
    }
    if (lookup != 1 && lookup != 2) {
        return false;
    }
    oggpack_read(bits, 32);
    oggpack_read(bits, 32);
    const int width = (int)oggpack_read(bits, 4) + 1;
    oggpack_read(bits, 1);
    const long values = lookup == 1 ? lookup_values(entries, dimensions) : entries * dimensions;
    for (long i = 0; i < values; i++) {
        if (oggpack_read(bits, width) < 0) {
            return false;
        }
    }
    return true;
}

static bool check_codebook(oggpack_buffer *bits, long *in_all)
{
    const long sync = oggpack_read(bits, 24);
    const long dimensions = oggpack_read(bits, 16), entries = oggpack_read(bits, 24);
    if (sync != 0x564342 || dimensions < 1 || dimensions > DIMENSIONS_MAX || entries < 1 ||
        entries > ENTRIES_MAX) {
        return false;
    }
    *in_all += entries;
    return *in_all <= ENTRIES_IN_ALL && skip_lengths(bits, entries) &&
           skip_values(bits, entries, dimensions);
}

static bool check_setup(ogg_packet *packet, const char *name, il_error *err)
{
    if (!is_header(packet, 5)) {
        return refuse(err, name, "its setup header is damaged");
    }
    oggpack_buffer bits;
    oggpack_readinit(&bits, packet->packet + 7, (int)(packet->bytes - 7));
    const long books = oggpack_read(&bits, 8) + 1;
    long in_all = 0;
    for (long i = 0; i < books; i++) {
        if (!check_codebook(&bits, &in_all)) {
            return refuse(err, name, "its setup header claims what no encoder writes");
        }
    }
    return true;
}

static bool check_packet(int number, ogg_packet *packet, const char *name, il_error *err)
{
    switch (number) {
    case 0:
        return check_identification(packet, name, err);
    case 1:
        return is_header(packet, 3) || refuse(err, name, "its comment header is damaged");
    default:
        return check_setup(packet, name, err);
    }
}

/* Take packets from the stream until there are three. False without a message where more is wanted. */
static bool check_packets(ogg_stream_state *stream, int *number, const char *name, il_error *err)
{
    ogg_packet packet;
    while (*number < 3) {
        const int got = ogg_stream_packetout(stream, &packet);
        if (got == 0) {
            return false;
        }
        if (got < 0 || packet.bytes > HEADER_BYTES || !check_packet(*number, &packet, name, err)) {
            return refuse(err, name, "its headers are damaged");
        }
        ++*number;
    }
    return true;
}

static bool check_pages(ogg_sync_state *sync, ogg_stream_state *stream, const char *name,
                        il_error *err)
{
    ogg_page page;
    int number = 0, pages = 0;
    for (; ogg_sync_pageout(sync, &page) == 1; pages++) {
        if (pages == 0 && (!ogg_page_bos(&page) || ogg_stream_init(stream, ogg_page_serialno(&page)))) {
            return refuse(err, name, "not an Ogg file");
        }
        if (pages > 0 && ogg_page_bos(&page)) {
            return refuse(err, name, "has more than one stream in it");
        }
        if (ogg_stream_pagein(stream, &page) != 0) {
            return refuse(err, name, "has more than one stream in it");
        }
        if (check_packets(stream, &number, name, err)) {
            return true;
        }
        if (err && err->message[0]) {
            return false;
        }
    }
    return refuse(err, name, pages ? "its headers are not complete" : "not an Ogg file");
}

bool il_vorbis_headers_check(const char *name, const unsigned char *bytes, size_t size,
                             il_error *err)
{
    ogg_sync_state sync;
    ogg_stream_state stream = {0};
    il_error own = {0};
    const size_t taken = size < HEADER_BYTES ? size : HEADER_BYTES;
    ogg_sync_init(&sync);
    char *buffer = ogg_sync_buffer(&sync, (long)taken);
    bool good = false;
    if (buffer) {
        memcpy(buffer, bytes, taken);
        ogg_sync_wrote(&sync, (long)taken);
        good = check_pages(&sync, &stream, name, err ? err : &own);
    } else {
        il_fail_machine(err, il_nowhere(), "out of memory");
    }
    ogg_stream_clear(&stream);
    ogg_sync_clear(&sync);
    return good;
}
