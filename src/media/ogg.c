#include "media/ogg.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <ogg/ogg.h>

enum { HEAD = 27, CONTINUED = 1, FIRST = 2, LAST = 4 };

static bool read_at(const il_ogg_source *source, int64_t at, void *to, size_t size)
{
    if (at < 0 || at > source->size || (int64_t)size > source->size - at) {
        return false;
    }
    if (source->file < 0) {
        memcpy(to, source->bytes + at, size);
        return true;
    }
    for (size_t got = 0; got < size;) {
        const ssize_t part =
            pread(source->file, (char *)to + got, size - got, (off_t)(at + (int64_t)got));
        if (part <= 0 && !(part < 0 && errno == EINTR)) {
            return false; // an error, or the file became shorter
        }
        got += part > 0 ? (size_t)part : 0;
    }
    return true;
}

static uint64_t little(const unsigned char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = count; i-- > 0;) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static il_ogg_result broken(il_ogg *ogg, const char *why)
{
    ogg->why = why;
    ogg->segment = ogg->segments = 0;
    return IL_OGG_BROKEN;
}

static bool checksum_is_right(il_ogg *ogg, size_t header, size_t size)
{
    unsigned char kept[4];
    memcpy(kept, ogg->page + 22, sizeof kept);
    ogg_page page = {.header = ogg->page,
                     .header_len = (long)header,
                     .body = ogg->page + header,
                     .body_len = (long)(size - header)};
    ogg_page_checksum_set(&page);
    return memcmp(kept, ogg->page + 22, sizeof kept) == 0;
}

/* The bytes of the page at next_at, checked as a page by itself. NULL, or what is wrong. */
static const char *load(il_ogg *ogg, size_t *size)
{
    static const char *const cut = "is cut short", *const damaged = "has a damaged page";
    const int64_t left = ogg->source.size - ogg->next_at;
    const size_t start = left < HEAD + 255 ? (size_t)left : HEAD + 255;
    unsigned char *page = ogg->page;
    if (start < HEAD) {
        return cut;
    }
    if (!read_at(&ogg->source, ogg->next_at, page, start) || memcmp(page, "OggS\0", 5) != 0) {
        return damaged;
    }
    const size_t header = HEAD + (size_t)page[26];
    *size = header;
    for (size_t i = HEAD; i < header && i < start; i++) {
        *size += page[i];
    }
    if (header > start || (int64_t)*size > left) {
        return cut;
    }
    const size_t had = *size < start ? *size : start;
    const bool whole =
        read_at(&ogg->source, ogg->next_at + (int64_t)had, page + had, *size - had) &&
        checksum_is_right(ogg, header, *size);
    return whole ? NULL : damaged;
}

/* Whether the page fits what came before it. NULL, or what is wrong. */
static const char *place(il_ogg *ogg, bool ended)
{
    const uint32_t serial = (uint32_t)little(ogg->page + 14, 4);
    const uint32_t number = (uint32_t)little(ogg->page + 18, 4);
    const bool first = (ogg->flags & FIRST) != 0, continued = (ogg->flags & CONTINUED) != 0;
    if (ogg->start == IL_OGG_FROM_FIRST) {
        ogg->serial = serial;
        ogg->open = false;
    } else {
        ogg->foreign = first || serial != ogg->serial;
    }
    if (ogg->start == IL_OGG_RESUMED) {
        ogg->open = continued;
    }
    if (ogg->foreign) {
        return "holds more than one stream";
    }
    if (ogg->start == IL_OGG_GOING_ON && number != ogg->number + 1) {
        return "lacks a page";
    }
    const bool fits = continued == ogg->open && first == (ogg->start == IL_OGG_FROM_FIRST);
    ogg->number = number;
    return ended ? "has bytes behind its end" : fits ? NULL : "has a damaged page";
}

static il_ogg_result next_page(il_ogg *ogg)
{
    const bool ended = (ogg->flags & LAST) != 0;
    if (ogg->next_at == ogg->source.size) {
        return ended && !ogg->open ? IL_OGG_END : broken(ogg, "is cut short");
    }
    size_t size = 0;
    const char *why = load(ogg, &size);
    if (why) {
        return broken(ogg, ended ? "has bytes behind its end" : why);
    }
    ogg->flags = ogg->page[5];
    why = place(ogg, ended);
    if (why) {
        return broken(ogg, why);
    }
    ogg->granule = (int64_t)little(ogg->page + 6, 8);
    ogg->page_at = ogg->next_at;
    ogg->next_at += (int64_t)size;
    ogg->segments = ogg->page[26];
    ogg->segment = 0;
    ogg->body = HEAD + (size_t)ogg->segments;
    ogg->begins = true;
    return IL_OGG_PACKET;
}

/* The bytes up to the end of the packet or the page; whether the packet ends here. */
static bool take(il_ogg *ogg, size_t *size)
{
    *size = 0;
    while (ogg->segment < ogg->segments) {
        const unsigned char part = ogg->page[HEAD + ogg->segment++];
        *size += part;
        if (part < 255) {
            return true;
        }
    }
    return false;
}

static bool another_ends(const il_ogg *ogg)
{
    for (int i = ogg->segment; i < ogg->segments; i++) {
        if (ogg->page[HEAD + i] < 255) {
            return true;
        }
    }
    return false;
}

/* Keep `size` bytes of a packet that goes over pages. */
static bool hold(il_ogg *ogg, const unsigned char *bytes, size_t size)
{
    if (size > sizeof ogg->packet - ogg->held) {
        return false;
    }
    memcpy(ogg->packet + ogg->held, bytes, size);
    ogg->held += size;
    return true;
}

void il_ogg_init(il_ogg *ogg, const il_ogg_source *source)
{
    ogg->source = *source;
}

void il_ogg_resume(il_ogg *ogg, int64_t page_at)
{
    ogg->start = IL_OGG_RESUMED;
    ogg->next_at = page_at;
    ogg->flags = 0;
    ogg->segment = ogg->segments = 0;
    ogg->open = false;
    ogg->held = 0;
}

/* After a page was loaded: the end of a packet that began before it is passed over. */
static void skip_tail(il_ogg *ogg)
{
    if (ogg->start == IL_OGG_RESUMED && ogg->open) {
        size_t size = 0;
        ogg->open = !take(ogg, &size);
        ogg->body += size;
    }
    ogg->start = IL_OGG_GOING_ON;
}

il_ogg_result il_ogg_next(il_ogg *ogg, il_ogg_packet *packet)
{
    for (;;) {
        while (ogg->segment == ogg->segments) { // a page may be empty
            const il_ogg_result got = next_page(ogg);
            if (got != IL_OGG_PACKET) {
                return got;
            }
            skip_tail(ogg);
        }
        const unsigned char *bytes = ogg->page + ogg->body;
        const bool fresh = !ogg->open;
        size_t size = 0;
        const bool ended = take(ogg, &size);
        ogg->body += size;
        if (fresh) {
            ogg->held = 0;
            packet->page_at = ogg->page_at;
            packet->first_begun = ogg->begins;
            ogg->begins = false;
        }
        ogg->open = !ended;
        if ((!fresh || !ended) && !hold(ogg, bytes, size)) {
            return broken(ogg, "has a packet that is too large");
        }
        if (ended) {
            packet->bytes = fresh ? bytes : ogg->packet;
            packet->size = fresh ? size : ogg->held;
            packet->last_ended = !another_ends(ogg);
            packet->fills_page = ogg->segment == ogg->segments;
            packet->granule = ogg->granule;
            packet->ends_stream = (ogg->flags & LAST) != 0;
            return IL_OGG_PACKET;
        }
    }
}
