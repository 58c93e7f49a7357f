#ifndef IL_MEDIA_OGG_H
#define IL_MEDIA_OGG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Packets out of the pages of one logical Ogg stream (RFC 3533), for files that must be whole.
 *
 * Pages follow each other from the first byte on; each has its checksum, the stream's serial number
 * and the next page's number. Nothing is searched for: where a page is not as it must be, reading
 * ends and says why. So there is no way to see a page that hides within another, or behind a gap.
 */

enum {
    IL_OGG_PAGE_MAX = 27 + 255 + 255 * 255,
    IL_OGG_PACKET_MAX = 128 * 1024, // an encoder's largest is a tenth of it
};

/* Bytes to read from: a descriptor, or memory when it is -1. Borrowed. */
typedef struct {
    int file;
    const unsigned char *bytes;
    int64_t size;
} il_ogg_source;

typedef enum { IL_OGG_FROM_FIRST, IL_OGG_RESUMED, IL_OGG_GOING_ON } il_ogg_start;

typedef struct {
    il_ogg_source source;
    il_ogg_start start; // how the next page is met
    uint32_t serial;    // of the stream

    // the page at hand
    int64_t page_at; // where it stands
    int64_t next_at; // where the next one does
    uint32_t number;
    int64_t granule;
    unsigned char flags;
    int segments, segment; // all, and the next one to take
    size_t body;           // offset in `page` of the next segment
    bool begins;           // no packet that begins on it was taken yet
    unsigned char page[IL_OGG_PAGE_MAX];

    // the packet at hand, when more than one page holds it
    bool open; // the last page ended within it
    size_t held;
    unsigned char packet[IL_OGG_PACKET_MAX];

    const char *why; // after IL_OGG_BROKEN: what is wrong. Static storage
    bool foreign;    // it is another stream
} il_ogg;

/* A packet, lying in the il_ogg until the next call. */
typedef struct {
    const unsigned char *bytes;
    size_t size;
    int64_t page_at;  // the page on which it begins
    bool first_begun; // the first packet that begins there
    bool last_ended;  // the last packet that ends on its last page
    bool fills_page;  // nothing stands behind it on that page
    int64_t granule;  // of that page
    bool ends_stream; // that page is the last one
} il_ogg_packet;

typedef enum { IL_OGG_PACKET, IL_OGG_END, IL_OGG_BROKEN } il_ogg_result;

/* Fill the storage at `ogg` (zeroed) to read `source` from its first page on. */
void il_ogg_init(il_ogg *ogg, const il_ogg_source *source);

/* Go on at the page at `page_at`, which was there when the file was read through: what it holds of
 * an earlier packet is passed over. */
void il_ogg_resume(il_ogg *ogg, int64_t page_at);

/* The next packet. IL_OGG_END once, after the last page of the stream and the last byte of the
 * file. After IL_OGG_BROKEN only il_ogg_resume may follow. */
il_ogg_result il_ogg_next(il_ogg *ogg, il_ogg_packet *packet);

#endif
