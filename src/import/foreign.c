#include "import/foreign.h"

#include <errno.h>
#include <ogg/ogg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/translate.h"

static uint64_t little(const unsigned char *bytes, int count)
{
    uint64_t value = 0;
    for (int i = count - 1; i >= 0; i--) {
        value = value << 8 | bytes[i];
    }
    return value;
}

int64_t il_foreign_read(const il_foreign *foreign, int64_t at, void *bytes, int64_t size)
{
    const int64_t left = at >= 0 && at < foreign->size ? foreign->size - at : 0;
    const int64_t wanted = size < left ? size : left;
    int64_t got = 0;
    while (got < wanted) {
        const ssize_t part =
            pread(foreign->file, (char *)bytes + got, (size_t)(wanted - got), at + got);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return -1;
        }
        if (part == 0) {
            break; // it became shorter than it was
        }
        got += part;
    }
    return got;
}

static bool refuse_damaged(il_error *err)
{
    return il_fail(err, il_nowhere(), _("is damaged"));
}

/* Whether its data is as long as it says. What was written to a pipe says 0 or the most there is,
 * and means: to the end. */
static void look_at_data(il_foreign *wav, int64_t at, uint64_t size)
{
    const uint64_t left = (uint64_t)(wav->size - at);
    if (size != 0 && size < 0x7FFFF000 && size > left) {
        wav->ends_early = _("is cut short");
    }
}

/* The chunks of a WAV (Multimedia Programming Interface 1.0; RF64: EBU Tech 3306) as far as the
 * samples. */
static bool look_at_wav(il_foreign *wav, il_error *err)
{
    unsigned char head[8];
    int64_t at = 12;
    for (int i = 0; i < 1024; i++) { // chunks
        if (il_foreign_read(wav, at, head, sizeof head) != sizeof head) {
            break;
        }
        const uint64_t size = little(head + 4, 4);
        at += (int64_t)sizeof head;
        if (memcmp(head, "data", 4) == 0) {
            look_at_data(wav, at, size);
            return true;
        }
        at += (int64_t)(size + size % 2);
    }
    return il_fail(err, il_nowhere(), _("is a WAV without samples"));
}

/* Room for libogg to read the next bytes into, filled. 0 at the end, -1 on trouble. */
static int64_t feed(ogg_sync_state *sync, const il_foreign *ogg, int64_t at)
{
    enum { PIECE = 65536 };
    char *room = ogg_sync_buffer(sync, PIECE);
    const int64_t got = room ? il_foreign_read(ogg, at, room, PIECE) : -1;
    return got > 0 && ogg_sync_wrote(sync, (long)got) != 0 ? -1 : got;
}

/* A walk over the pages of one stream. */
typedef struct {
    ogg_sync_state sync;
    int64_t fed;   // bytes given to libogg
    int64_t whole; // where the last good page ends
    int serial;
    long number;
    bool ended;
} ogg_walk;

static bool is_sound(const ogg_page *page)
{
    return (page->body_len >= 7 && memcmp(page->body, "\1vorbis", 7) == 0) ||
           (page->body_len >= 8 && memcmp(page->body, "OpusHead", 8) == 0);
}

/* Whether the page goes on where the last one ended. False when the sound ends before it, or, with
 * `err`, when it is no file of one stream. */
static bool take_page(ogg_walk *walk, il_foreign *ogg, const ogg_page *page, il_error *err)
{
    const bool first = walk->whole == 0;
    if (first && !is_sound(page)) {
        return il_fail(err, il_nowhere(), _("is Ogg, but neither Vorbis nor Opus"));
    }
    if (!first && (ogg_page_bos(page) || ogg_page_serialno(page) != walk->serial)) {
        return il_fail(err, il_nowhere(),
                       _("holds several recordings in one; save each as a file of its own"));
    }
    if (!first && ogg_page_pageno(page) != walk->number + 1) {
        ogg->ends_early = _("lacks a piece from its middle");
        return false;
    }
    walk->serial = ogg_page_serialno(page);
    walk->number = ogg_page_pageno(page);
    walk->ended = ogg_page_eos(page);
    return true;
}

/* Every page, until one is not as it must be. */
static bool walk_pages(ogg_walk *walk, il_foreign *ogg, il_error *err)
{
    for (;;) {
        ogg_page page;
        const long size = ogg_sync_pageseek(&walk->sync, &page);
        if (size > 0) {
            if (walk->ended && !ogg_page_bos(&page)) {
                return true; // whatever follows the last page
            }
            if (!take_page(walk, ogg, &page, err)) {
                return !err->message[0];
            }
            walk->whole += size;
        } else if (size < 0) {
            if (walk->ended) {
                return true;
            }
            ogg->ends_early = _("is damaged from there on");
            return walk->whole > 0 || refuse_damaged(err);
        } else {
            const int64_t got = feed(&walk->sync, ogg, walk->fed);
            if (got < 0) {
                return il_fail_machine(err, il_nowhere(), _("cannot be read"));
            }
            if (got == 0) {
                ogg->ends_early = walk->ended ? NULL : _("is cut short");
                return walk->whole > 0 || refuse_damaged(err);
            }
            walk->fed += got;
        }
    }
}

static bool look_at_ogg(il_foreign *ogg, il_error *err)
{
    ogg_walk walk = {0};
    ogg_sync_init(&walk.sync);
    const bool good = walk_pages(&walk, ogg, err);
    ogg_sync_clear(&walk.sync);
    ogg->size = walk.whole;
    return good;
}

/* Where the sound begins behind ID3 tags (id3.org, ID3v2.4 section 3.1): 0 without any. */
static bool skip_tags(const il_foreign *foreign, int64_t *at, il_error *err)
{
    unsigned char head[10];
    *at = 0;
    while (il_foreign_read(foreign, *at, head, sizeof head) == sizeof head &&
           memcmp(head, "ID3", 3) == 0) {
        if ((head[6] | head[7] | head[8] | head[9]) & 0x80) {
            return refuse_damaged(err);
        }
        *at += 10 + (((int64_t)head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9]);
        if (*at >= foreign->size) {
            return il_fail(err, il_nowhere(), _("has nothing behind its tags"));
        }
    }
    return true;
}

/* Tags behind the sound, ID3v1 and APEv2, are no part of it: without them an MP3 that is whole is
 * read to its very end. */
static void cut_tags(il_foreign *mp3)
{
    unsigned char foot[128];
    if (il_foreign_read(mp3, mp3->size - 128, foot, 128) == 128 && memcmp(foot, "TAG", 3) == 0) {
        mp3->size -= 128;
    }
    if (il_foreign_read(mp3, mp3->size - 32, foot, 32) == 32 && memcmp(foot, "APETAGEX", 8) == 0) {
        const int64_t head = foot[23] & 0x80 ? 32 : 0; // its flags say whether it has one
        const int64_t size = (int64_t)little(foot + 12, 4) + head;
        mp3->size -= size <= mp3->size ? size : 0;
    }
}

static bool begins(const unsigned char *bytes, int64_t got, const char *mark)
{
    return got >= 4 && memcmp(bytes, mark, 4) == 0;
}

/* A frame of MPEG audio, layer III (ISO/IEC 11172-3, 2.4.1.3). */
static bool is_mpeg(const unsigned char *bytes, int64_t got)
{
    return got >= 4 && bytes[0] == 0xFF && (bytes[1] & 0xE6) == 0xE2 && (bytes[2] & 0xF0) != 0xF0;
}

static bool refuse_kind(il_error *err)
{
    return il_fail(err, il_nowhere(),
                   _("is no sound that Interlude reads: WAV, FLAC, MP3, Opus or Vorbis"));
}

static bool look_at_kind(il_foreign *foreign, il_error *err)
{
    unsigned char bytes[12];
    int64_t at = 0;
    if (!skip_tags(foreign, &at, err)) {
        return false;
    }
    const int64_t got = il_foreign_read(foreign, at, bytes, sizeof bytes);
    if (got < 0) {
        return il_fail_machine(err, il_nowhere(), _("cannot be read: %s"), strerror(errno));
    }
    if (begins(bytes, got, "fLaC")) {
        foreign->kind = IL_FOREIGN_FLAC;
        return true;
    }
    if (is_mpeg(bytes, got)) {
        foreign->kind = IL_FOREIGN_MP3;
        cut_tags(foreign);
        return true;
    }
    if (at == 0 && begins(bytes, got, "OggS")) {
        foreign->kind = IL_FOREIGN_OGG;
        return look_at_ogg(foreign, err);
    }
    if (at == 0 && (begins(bytes, got, "RIFF") || begins(bytes, got, "RF64")) && got == 12 &&
        memcmp(bytes + 8, "WAVE", 4) == 0) {
        foreign->kind = IL_FOREIGN_WAV;
        return look_at_wav(foreign, err);
    }
    return refuse_kind(err);
}

bool il_foreign_look(il_foreign *foreign, int file, il_error *err)
{
    struct stat about;
    *foreign = (il_foreign){.file = file};
    if (fstat(file, &about) != 0) {
        return il_fail_machine(err, il_nowhere(), _("cannot be read: %s"), strerror(errno));
    }
    if (!S_ISREG(about.st_mode)) {
        return il_fail(err, il_nowhere(), _("is not a file"));
    }
    if (about.st_size == 0) {
        return il_fail(err, il_nowhere(), _("is empty"));
    }
    foreign->size = about.st_size;
    return look_at_kind(foreign, err);
}
