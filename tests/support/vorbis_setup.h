#ifndef IL_TESTS_VORBIS_SETUP_H
#define IL_TESTS_VORBIS_SETUP_H

/* Vorbis files whose headers say what we choose, bit by bit after the Vorbis I specification
 * (sections 4.2, 3.2.1, 7.2.2, 8.6.1): for tests alone. */

#include "support/ogg_file.h"

typedef struct {
    unsigned char bytes[65536];
    size_t bits;
} bit_writer;

static inline void put(bit_writer *to, uint64_t value, int count)
{
    for (int i = 0; i < count; i++, to->bits++) {
        to->bytes[to->bits / 8] |= (unsigned char)((value >> i & 1) << to->bits % 8);
    }
}

static inline void put_type(bit_writer *to, uint32_t type)
{
    put(to, type, 8);
    for (const char *letter = "vorbis"; *letter; letter++) {
        put(to, (unsigned char)*letter, 8);
    }
}

/* What is to be said. Zeroed and then by vorbis_claims_honest: a small file that nothing is wrong
 * with. */
typedef struct {
    uint32_t rate, channels;
    uint32_t shorter, longer;             // blocks, as powers of two
    uint32_t dimensions, entries, length; // of a book: `entries` codewords of `length` bits each
    uint32_t lookup;
    uint32_t giants; // books before it, that only the floor asks for
    uint32_t giant_dimensions, giant_entries, giant_length;
    uint32_t floor_type, floor_book;
    int floor_points;
    bool doubled_point;
    uint32_t residue_book, classes, residue_value_book;
    uint32_t mapping_floor, mode_mapping;
    bool coupled_to_itself;
    bool no_framing;
} vorbis_claims;

static inline vorbis_claims vorbis_claims_honest(void)
{
    return (vorbis_claims){.rate = 48000,
                           .channels = 1,
                           .shorter = 6,
                           .longer = 6,
                           .dimensions = 1,
                           .entries = 4,
                           .length = 2,
                           .lookup = 1,
                           .floor_type = 1,
                           .floor_points = 1,
                           .classes = 4};
}

static inline void put_identification(bit_writer *to, const vorbis_claims *claims)
{
    put_type(to, 1);
    put(to, 0, 32);
    put(to, claims->channels, 8);
    put(to, claims->rate, 32);
    put(to, 0, 32);
    put(to, 0, 32);
    put(to, 0, 32);
    put(to, claims->shorter, 4);
    put(to, claims->longer, 4);
    put(to, !claims->no_framing, 1);
}

static inline void put_comment(bit_writer *to)
{
    put_type(to, 3);
    put(to, 0, 32);
    put(to, 0, 32);
    put(to, 1, 1);
}

static inline int width_of(uint32_t value)
{
    int bits = 0;
    for (; value; value >>= 1) {
        bits++;
    }
    return bits;
}

/* An ordered book: its codewords' lengths take a few bits, however many there are. */
static inline void put_book(bit_writer *to, uint32_t dimensions, uint32_t entries, uint32_t length,
                            uint32_t lookup)
{
    put(to, 0x564342, 24);
    put(to, dimensions, 16);
    put(to, entries, 24);
    put(to, 1, 1);
    put(to, length - 1, 5);
    put(to, entries, width_of(entries));
    put(to, lookup, 4);
    if (lookup == 1) { // one value for each entry of a book of one dimension
        put(to, 0, 32);
        put(to, 768u << 21 | 1, 32); // 2 to the -20th: the smallest step
        put(to, 0, 4);
        put(to, 0, 1);
        put(to, 0xA, (int)entries);
    }
}

static inline void put_floor(bit_writer *to, const vorbis_claims *claims)
{
    put(to, claims->floor_type, 16);
    put(to, (uint32_t)claims->floor_points, 5); // partitions, all of class 0: one point each
    for (int i = 0; i < claims->floor_points; i++) {
        put(to, 0, 4);
    }
    put(to, 0, 3);
    put(to, 0, 2);
    put(to, claims->floor_book + 1, 8);
    put(to, 0, 2);
    put(to, 5, 4);
    for (int i = 0; i < claims->floor_points; i++) {
        put(to, claims->doubled_point ? 0 : (uint32_t)i + 1, 5);
    }
}

static inline void put_residue(bit_writer *to, const vorbis_claims *claims)
{
    put(to, 1, 16);
    put(to, 0, 24);
    put(to, 32, 24);
    put(to, 7, 24); // eight values a partition
    put(to, claims->classes - 1, 6);
    put(to, claims->giants + claims->residue_book, 8);
    for (uint32_t i = 0; i < claims->classes; i++) {
        put(to, 1, 3); // one stage
        put(to, 0, 1);
    }
    for (uint32_t i = 0; i < claims->classes; i++) {
        put(to, claims->giants + claims->residue_value_book, 8);
    }
}

static inline void put_setup(bit_writer *to, const vorbis_claims *claims)
{
    put_type(to, 5);
    put(to, claims->giants, 8);
    for (uint32_t i = 0; i < claims->giants; i++) {
        put_book(to, claims->giant_dimensions, claims->giant_entries, claims->giant_length, 0);
    }
    put_book(to, claims->dimensions, claims->entries, claims->length, claims->lookup);
    put(to, 0, 6 + 16); // time
    put(to, 0, 6);
    put_floor(to, claims);
    put(to, 0, 6);
    put_residue(to, claims);
    put(to, 0, 6); // mapping
    put(to, 0, 16);
    put(to, 0, 1);
    put(to, claims->coupled_to_itself, 1);
    put(to, 0, claims->coupled_to_itself ? 8 + 2 : 0); // a step from channel 0 to channel 0
    put(to, 0, 2);
    put(to, 0, 8);
    put(to, claims->mapping_floor, 8);
    put(to, 0, 8);
    put(to, 0, 6); // mode
    put(to, 0, 1 + 32);
    put(to, claims->mode_mapping, 8);
    put(to, 1, 1);
}

/* A file of three headers and `count` packets of sound, each a little different, that ask for its
 * books. */
static inline ogg_file vorbis_claims_file(const vorbis_claims *claims, int count)
{
    bit_writer *heads = calloc(3, sizeof *heads);
    put_identification(&heads[0], claims);
    put_comment(&heads[1]);
    put_setup(&heads[2], claims);
    enum { SOUND = 24 };
    const unsigned char **packets = calloc(3 + (size_t)count, sizeof *packets);
    size_t *sizes = calloc(3 + (size_t)count, sizeof *sizes);
    unsigned char *sounds = calloc((size_t)count, SOUND);
    for (int i = 0; i < 3; i++) {
        packets[i] = heads[i].bytes;
        sizes[i] = (heads[i].bits + 7) / 8;
    }
    for (int i = 0; i < count; i++) {
        unsigned char *sound = sounds + i * SOUND;
        uint32_t noise = (uint32_t)i * 2654435761u;
        for (int k = 0; k < SOUND; k++, noise = noise * 1664525u + 1013904223u) {
            sound[k] = (unsigned char)(noise >> 24);
        }
        sound[0] = (unsigned char)((sound[0] & ~3) | 2); // sound, and a floor that is not silent
        packets[3 + i] = sound;
        sizes[3 + i] = SOUND;
    }
    const ogg_file file = ogg_file_mux(packets, sizes, 3 + count, 1 << claims->longer >> 1);
    free(heads);
    free(packets);
    free(sizes);
    free(sounds);
    return file;
}

#endif
