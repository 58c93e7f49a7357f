#include "media/vorbis_headers.h"

#include <stdint.h>
#include <string.h>

/* Over all qualities, mono and stereo, at 48 kHz, the largest book of libvorbisenc 1.3.7 has 6,561
 * entries in 8 dimensions, and a whole setup 11,813 entries and 63,654 values (entries times
 * dimensions); ffmpeg's own encoder stays below. Let through is about four times that. */
enum {
    ENTRIES_MAX = 16384,     // of a book
    DIMENSIONS_MAX = 32,     // of a book
    ALL_ENTRIES_MAX = 65536, // of all books
    ALL_VALUES_MAX = 262144, // of all books
    COMMENTS_MAX = 1024,
    FLOOR_POINTS_MAX = 65, // the specification's
};

/* Bits, least significant first; reading past the end gives zeros and is remembered. */
typedef struct {
    const unsigned char *bytes;
    size_t bits, at;
    bool over;
} reader;

static uint32_t take(reader *from, unsigned count)
{
    if (count > from->bits - from->at) {
        from->at = from->bits;
        from->over = true;
        return 0;
    }
    uint32_t value = 0;
    for (unsigned i = 0; i < count; i++, from->at++) {
        value |= (uint32_t)(from->bytes[from->at / 8] >> from->at % 8 & 1) << i;
    }
    return value;
}

static void skip(reader *from, uint64_t count)
{
    if (count > from->bits - from->at) {
        from->at = from->bits;
        from->over = true;
    } else {
        from->at += (size_t)count;
    }
}

/* Bits that the value needs: the specification's ilog. */
static unsigned width(uint32_t value)
{
    unsigned bits = 0;
    for (; value; value >>= 1) {
        bits++;
    }
    return bits;
}

static bool open_packet(reader *from, const unsigned char *bytes, size_t size, uint32_t type)
{
    *from = (reader){.bytes = bytes, .bits = size * 8};
    if (size < 7 || take(from, 8) != type || memcmp(bytes + 1, "vorbis", 6) != 0) {
        return false;
    }
    skip(from, 48);
    return true;
}

const char *il_vorbis_check_identification(const unsigned char *bytes, size_t size, int *channels)
{
    reader from;
    if (!open_packet(&from, bytes, size, 1) || size != 30) {
        return "is not Ogg Vorbis";
    }
    const uint32_t version = take(&from, 32);
    *channels = (int)take(&from, 8);
    const uint32_t rate = take(&from, 32);
    skip(&from, 96);
    const uint32_t shorter = take(&from, 4), longer = take(&from, 4);
    if (version != 0 || shorter < 6 || longer > 13 || shorter > longer || take(&from, 1) != 1) {
        return "has a damaged header";
    }
    if (rate != IL_RATE_HZ) {
        return "is not at 48 kHz";
    }
    return *channels == 1 || *channels == 2 ? NULL : "is neither mono nor stereo";
}

/* The number after `key`, or -1. */
static il_frames tag_value(const unsigned char *text, size_t size, const char *key)
{
    size_t at = 0;
    for (; key[at]; at++) {
        const unsigned char letter = at < size ? text[at] : 0;
        if ((letter >= 'a' && letter <= 'z' ? letter - 32 : letter) != key[at]) {
            return -1;
        }
    }
    il_frames value = size > at && size - at <= 12 ? 0 : -1;
    for (; at < size && value >= 0; at++) {
        value = text[at] >= '0' && text[at] <= '9' ? value * 10 + text[at] - '0' : -1;
    }
    return value;
}

/* The length of a text and, behind it, as many bytes; NULL when they are not there. */
static const unsigned char *take_text(reader *from, uint32_t *size)
{
    *size = take(from, 32);
    const unsigned char *text = from->bytes + from->at / 8;
    skip(from, (uint64_t)*size * 8);
    return from->over ? NULL : text;
}

const char *il_vorbis_check_comment(const unsigned char *bytes, size_t size, il_frames *loop_start,
                                    il_frames *loop_length)
{
    static const char *const damaged = "has damaged tags";
    *loop_start = *loop_length = -1;
    reader from;
    uint32_t length = 0;
    if (!open_packet(&from, bytes, size, 3) || !take_text(&from, &length)) {
        return damaged;
    }
    const uint32_t count = take(&from, 32);
    if (from.over || count > COMMENTS_MAX) {
        return damaged;
    }
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *text = take_text(&from, &length);
        if (!text) {
            return damaged;
        }
        const il_frames start = tag_value(text, length, "LOOPSTART=");
        const il_frames frames = tag_value(text, length, "LOOPLENGTH=");
        *loop_start = start >= 0 ? start : *loop_start;
        *loop_length = frames >= 0 ? frames : *loop_length;
    }
    return take(&from, 1) == 1 ? NULL : damaged;
}

/* What later parts of a setup ask about its books. */
typedef struct {
    uint32_t entries, dimensions;
    bool has_values;
} book;

typedef struct {
    reader from;
    int channels;
    book books[256];
    uint32_t book_count, floor_count, residue_count, mapping_count;
    uint64_t entries, values; // of all books
} setup;

/* Codeword lengths: `*used` entries have one, and together they fill the tree, or there is but one.
 */
static bool check_lengths(reader *from, uint32_t entries)
{
    uint64_t filled = 0; // in units of the longest codeword, 32 bits
    uint32_t used = 0;
    if (take(from, 1)) { // ordered: runs of entries, each a bit longer than the last
        uint32_t length = take(from, 5) + 1;
        for (uint32_t entry = 0; entry < entries && !from->over; length++) {
            const uint32_t run = take(from, width(entries - entry));
            if (length > 32 || run > entries - entry) {
                return false;
            }
            filled += (uint64_t)run << (32 - length);
            used += run;
            entry += run;
        }
    } else {
        const bool sparse = take(from, 1);
        for (uint32_t entry = 0; entry < entries && !from->over; entry++) {
            if (!sparse || take(from, 1)) {
                filled += (uint64_t)1 << (32 - (take(from, 5) + 1));
                used++;
            }
        }
    }
    return !from->over && (used == 1 || (used > 1 && filled == (uint64_t)1 << 32));
}

/* How many values a book of lookup type 1 lists: the greatest n with n^dimensions <= entries. */
static uint32_t lookup_values(uint32_t entries, uint32_t dimensions)
{
    for (uint32_t n = 1;; n++) {
        uint64_t product = 1;
        for (uint32_t i = 0; i < dimensions && product <= entries; i++) {
            product *= n + 1;
        }
        if (product > entries) {
            return n;
        }
    }
}

static bool check_book(setup *all, book *read)
{
    reader *from = &all->from;
    if (take(from, 24) != 0x564342) {
        return false;
    }
    read->dimensions = take(from, 16);
    read->entries = take(from, 24);
    if (read->dimensions < 1 || read->dimensions > DIMENSIONS_MAX || read->entries < 1 ||
        read->entries > ENTRIES_MAX) {
        return false;
    }
    all->entries += read->entries;
    all->values += (uint64_t)read->entries * read->dimensions;
    if (all->entries > ALL_ENTRIES_MAX || all->values > ALL_VALUES_MAX ||
        !check_lengths(from, read->entries)) {
        return false;
    }
    const uint32_t lookup = take(from, 4);
    read->has_values = lookup != 0;
    if (lookup == 1 || lookup == 2) {
        skip(from, 64);
        const uint64_t bits = take(from, 4) + 1;
        skip(from, 1);
        skip(from, bits * (lookup == 1 ? lookup_values(read->entries, read->dimensions)
                                       : (uint64_t)read->entries * read->dimensions));
    }
    return lookup <= 2 && !from->over;
}

static bool check_books(setup *all)
{
    all->book_count = take(&all->from, 8) + 1;
    for (uint32_t i = 0; i < all->book_count; i++) {
        if (!check_book(all, &all->books[i])) {
            return false;
        }
    }
    return true;
}

/* Placeholders, all zero. */
static bool check_times(setup *all)
{
    const uint32_t count = take(&all->from, 6) + 1;
    for (uint32_t i = 0; i < count; i++) {
        if (take(&all->from, 16) != 0) {
            return false;
        }
    }
    return true;
}

/* The points of a floor are all different. */
static bool check_points(const uint32_t *points, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (points[i] == points[j]) {
                return false;
            }
        }
    }
    return true;
}

/* The classes of a floor, of which the highest is `most`: how many points each adds. */
static bool check_classes(setup *all, uint32_t most, uint32_t dimensions[16])
{
    reader *from = &all->from;
    for (uint32_t i = 0; i <= most; i++) {
        dimensions[i] = take(from, 3) + 1;
        const uint32_t subclasses = take(from, 2);
        if (subclasses > 0 && take(from, 8) >= all->book_count) {
            return false;
        }
        for (uint32_t k = 0; k < 1u << subclasses; k++) {
            if (take(from, 8) > all->book_count) { // one more than the book's number; 0 for none
                return false;
            }
        }
    }
    return !from->over;
}

/* Floors of type 0 are as old as the first betas: nothing writes them. */
static bool check_floor(setup *all)
{
    reader *from = &all->from;
    if (take(from, 16) != 1) {
        return false;
    }
    uint32_t classes[31], dimensions[16], most = 0;
    const uint32_t partitions = take(from, 5);
    for (uint32_t i = 0; i < partitions; i++) {
        classes[i] = take(from, 4);
        most = classes[i] > most ? classes[i] : most;
    }
    if (partitions == 0 || !check_classes(all, most, dimensions)) {
        return false;
    }
    skip(from, 2);
    const uint32_t bits = take(from, 4);
    uint32_t points[FLOOR_POINTS_MAX] = {0, 1u << bits}, count = 2;
    for (uint32_t i = 0; i < partitions; i++) {
        for (uint32_t k = 0; k < dimensions[classes[i]]; k++) {
            if (count == FLOOR_POINTS_MAX) {
                return false;
            }
            points[count++] = take(from, bits);
        }
    }
    return !from->over && check_points(points, count);
}

static bool check_floors(setup *all)
{
    all->floor_count = take(&all->from, 6) + 1;
    for (uint32_t i = 0; i < all->floor_count; i++) {
        if (!check_floor(all)) {
            return false;
        }
    }
    return true;
}

/* The books of a residue's classes, one for each bit set in its cascade. */
static bool check_cascade(setup *all, uint32_t classes, uint32_t grouping)
{
    reader *from = &all->from;
    uint32_t stages = 0;
    for (uint32_t i = 0; i < classes; i++) {
        uint32_t cascade = take(from, 3);
        cascade |= take(from, 1) ? take(from, 5) << 3 : 0;
        for (; cascade; cascade &= cascade - 1) {
            stages++;
        }
    }
    for (uint32_t i = 0; i < stages; i++) {
        const uint32_t number = take(from, 8);
        if (number >= all->book_count || !all->books[number].has_values ||
            grouping % all->books[number].dimensions != 0) {
            return false;
        }
    }
    return !from->over;
}

static bool check_residue(setup *all)
{
    reader *from = &all->from;
    const uint32_t type = take(from, 16), begin = take(from, 24), end = take(from, 24);
    const uint32_t grouping = take(from, 24) + 1, classes = take(from, 6) + 1;
    const uint32_t number = take(from, 8);
    if (type > 2 || begin > end || number >= all->book_count) {
        return false;
    }
    const book *phrases = &all->books[number];
    uint64_t combinations = 1;
    for (uint32_t i = 0; i < phrases->dimensions && combinations <= phrases->entries; i++) {
        combinations *= classes;
    }
    return combinations <= phrases->entries && check_cascade(all, classes, grouping);
}

static bool check_residues(setup *all)
{
    all->residue_count = take(&all->from, 6) + 1;
    for (uint32_t i = 0; i < all->residue_count; i++) {
        if (!check_residue(all)) {
            return false;
        }
    }
    return true;
}

static bool check_mapping(setup *all)
{
    reader *from = &all->from;
    if (take(from, 16) != 0) {
        return false;
    }
    const uint32_t submaps = take(from, 1) ? take(from, 4) + 1 : 1;
    const uint32_t steps = take(from, 1) ? take(from, 8) + 1 : 0;
    const uint32_t channels = (uint32_t)all->channels;
    for (uint32_t i = 0; i < steps; i++) {
        const uint32_t magnitude = take(from, width(channels - 1));
        const uint32_t angle = take(from, width(channels - 1));
        if (magnitude == angle || magnitude >= channels || angle >= channels) {
            return false;
        }
    }
    if (take(from, 2) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < channels && submaps > 1; i++) {
        if (take(from, 4) >= submaps) {
            return false;
        }
    }
    for (uint32_t i = 0; i < submaps; i++) {
        skip(from, 8);
        if (take(from, 8) >= all->floor_count || take(from, 8) >= all->residue_count) {
            return false;
        }
    }
    return !from->over;
}

static bool check_mappings(setup *all)
{
    all->mapping_count = take(&all->from, 6) + 1;
    for (uint32_t i = 0; i < all->mapping_count; i++) {
        if (!check_mapping(all)) {
            return false;
        }
    }
    return true;
}

static bool check_modes(setup *all)
{
    reader *from = &all->from;
    const uint32_t count = take(from, 6) + 1;
    for (uint32_t i = 0; i < count; i++) {
        skip(from, 1);
        if (take(from, 32) != 0 || take(from, 8) >= all->mapping_count) {
            return false;
        }
    }
    return take(from, 1) == 1;
}

const char *il_vorbis_check_setup(const unsigned char *bytes, size_t size, int channels)
{
    setup all = {.channels = channels};
    if (!open_packet(&all.from, bytes, size, 5) || !check_books(&all) || !check_times(&all) ||
        !check_floors(&all) || !check_residues(&all) || !check_mappings(&all) ||
        !check_modes(&all)) {
        return "claims what no encoder writes";
    }
    return NULL;
}
