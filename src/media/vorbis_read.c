#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vorbis/vorbisfile.h>

#include "base/file.h"
#include "base/memory.h"
#include "media/vorbis.h"
#include "media/vorbis_headers.h"

enum { HEADER_BYTES = 1 << 18, FRAMES_PER_BYTE = 4096 }; // a packet has a byte and half a block at least

static const il_frames frames_max = (il_frames)12 * 3600 * IL_RATE_HZ;

/* Where the bytes are: a file that is open, or memory of the caller's. */
typedef struct {
    int file; // -1 for memory
    const unsigned char *bytes;
    ogg_int64_t size, at;
} source;

struct il_vorbis {
    source source;
    OggVorbis_File file;
    bool open;
    bool told; // the damage was reported
    int channels;
    il_frames frames;
    il_frames next; // where the decoder stands
    il_frames loop_start, loop_length;
    char name[256];
};

static size_t source_read(void *out, size_t size, size_t count, void *data)
{
    source *in = data;
    size_t wanted = size * count, got = 0;
    if (in->file < 0) {
        const size_t left = (size_t)(in->size - in->at);
        got = wanted < left ? wanted : left;
        memcpy(out, in->bytes + in->at, got);
    } else {
        while (got < wanted) {
            const ssize_t part = pread(in->file, (char *)out + got, wanted - got,
                                       (off_t)(in->at + (ogg_int64_t)got));
            if (part < 0 && errno == EINTR) {
                continue;
            }
            if (part <= 0) {
                break;
            }
            got += (size_t)part;
        }
    }
    in->at += (ogg_int64_t)got;
    return size ? got / size : 0;
}

static int source_seek(void *data, ogg_int64_t offset, int whence)
{
    source *in = data;
    const ogg_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? in->at : in->size;
    const ogg_int64_t to = base + offset;
    if (to < 0 || to > in->size) {
        return -1;
    }
    in->at = to;
    return 0;
}

static long source_tell(void *data)
{
    return (long)((source *)data)->at;
}

static bool fail_file(il_vorbis *vorbis, const char *why, il_error *err)
{
    return il_fail(err, il_whole_file(vorbis->name), "%s: %s", vorbis->name, why);
}

static bool check_headers(il_vorbis *vorbis, il_error *err)
{
    source *in = &vorbis->source;
    const size_t size = in->size < HEADER_BYTES ? (size_t)in->size : HEADER_BYTES;
    unsigned char *bytes = il_alloc(size, 1, err);
    if (!bytes) {
        return false;
    }
    const size_t got = source_read(bytes, 1, size, in);
    const bool good = il_vorbis_headers_check(vorbis->name, bytes, got, err);
    il_free(bytes);
    in->at = 0;
    return good;
}

/* A whole number without sign of at most 12 digits, or -1. */
static il_frames tag_number(const char *text)
{
    il_frames number = 0;
    if (!text || !*text || strlen(text) > 12) {
        return -1;
    }
    for (; *text; text++) {
        if (*text < '0' || *text > '9') {
            return -1;
        }
        number = number * 10 + (*text - '0');
    }
    return number;
}

static void read_loop(il_vorbis *vorbis)
{
    vorbis_comment *tags = ov_comment(&vorbis->file, -1);
    const il_frames start = tags ? tag_number(vorbis_comment_query(tags, "LOOPSTART", 0)) : -1;
    const il_frames length = tags ? tag_number(vorbis_comment_query(tags, "LOOPLENGTH", 0)) : -1;
    if (start >= 0 && length > 0 && start + length <= vorbis->frames) {
        vorbis->loop_start = start;
        vorbis->loop_length = length;
    }
}

static bool open_stream(il_vorbis *vorbis, il_error *err)
{
    static const ov_callbacks callbacks = {source_read, source_seek, NULL, source_tell};
    if (!check_headers(vorbis, err)) {
        return false;
    }
    if (ov_open_callbacks(&vorbis->source, &vorbis->file, NULL, 0, callbacks) != 0) {
        return fail_file(vorbis, "damaged, and was not opened", err);
    }
    vorbis->open = true;
    const vorbis_info *info = ov_info(&vorbis->file, -1);
    vorbis->frames = ov_pcm_total(&vorbis->file, -1);
    if (ov_streams(&vorbis->file) != 1 || !info || info->rate != IL_RATE_HZ ||
        info->channels < 1 || info->channels > 2) {
        return fail_file(vorbis, "has more than one stream in it", err);
    }
    if (vorbis->frames <= 0 || vorbis->frames > frames_max ||
        vorbis->frames > vorbis->source.size * FRAMES_PER_BYTE) {
        return fail_file(vorbis, "says a length that cannot be", err);
    }
    vorbis->channels = info->channels;
    read_loop(vorbis);
    return true;
}

static il_vorbis *create(const char *name, source from, il_error *err)
{
    il_vorbis *vorbis = il_alloc(1, sizeof *vorbis, err);
    if (!vorbis) {
        if (from.file >= 0) {
            close(from.file);
        }
        return NULL;
    }
    vorbis->source = from;
    strncpy(vorbis->name, name, sizeof vorbis->name - 1);
    if (!open_stream(vorbis, err)) {
        il_vorbis_close(vorbis);
        return NULL;
    }
    return vorbis;
}

il_vorbis *il_vorbis_open(const char *folder, const char *name, il_error *err)
{
    const int file = il_file_open_beneath(folder, name, err);
    if (file < 0) {
        return NULL;
    }
    struct stat about;
    const ogg_int64_t size = fstat(file, &about) == 0 ? about.st_size : 0;
    return create(name, (source){.file = file, .size = size}, err);
}

il_vorbis *il_vorbis_open_bytes(const char *name, const void *bytes, size_t size, il_error *err)
{
    return create(name, (source){.file = -1, .bytes = bytes, .size = (ogg_int64_t)size}, err);
}

static void close_stream(il_vorbis *vorbis)
{
    if (vorbis->open) {
        ov_clear(&vorbis->file);
        vorbis->open = false;
    }
}

void il_vorbis_close(il_vorbis *vorbis)
{
    if (vorbis) {
        close_stream(vorbis);
        if (vorbis->source.file >= 0) {
            close(vorbis->source.file);
        }
        il_free(vorbis);
    }
}

int il_vorbis_channels(const il_vorbis *vorbis)
{
    return vorbis->channels;
}

il_frames il_vorbis_frames(const il_vorbis *vorbis)
{
    return vorbis->frames;
}

bool il_vorbis_loop(const il_vorbis *vorbis, il_frames *start, il_frames *length)
{
    *start = vorbis->loop_start;
    *length = vorbis->loop_length;
    return vorbis->loop_length > 0;
}

/* The stream is damaged here: closed for good, since even a seek can kill libvorbis now. */
static bool give_up(il_vorbis *vorbis, const char *why, il_error *err)
{
    close_stream(vorbis);
    if (!vorbis->told) {
        vorbis->told = true;
        fail_file(vorbis, why, err);
    }
    return false;
}

static bool go_to(il_vorbis *vorbis, il_frames at, il_error *err)
{
    if (vorbis->next == at) {
        return true;
    }
    if (ov_pcm_seek(&vorbis->file, at) != 0) {
        return give_up(vorbis, "damaged: a place in it cannot be found", err);
    }
    vorbis->next = at;
    return true;
}

/* `count` frames of the file itself to `channels`, from `offset` on. */
static bool decode(il_vorbis *vorbis, il_frames at, int count, float *const *channels, int offset,
                   il_error *err)
{
    if (!go_to(vorbis, at, err)) {
        return false;
    }
    for (int done = 0; done < count;) {
        float **decoded = NULL;
        int link = 0;
        const long got = ov_read_float(&vorbis->file, &decoded, count - done, &link);
        if (got <= 0) { // a gap (OV_HOLE) too: what follows would stand at the wrong time
            return give_up(vorbis, got == 0 ? "ends early" : "damaged; silent from there on", err);
        }
        for (int c = 0; c < vorbis->channels; c++) {
            memcpy(channels[c] + offset + done, decoded[c], (size_t)got * sizeof(float));
        }
        done += (int)got;
        vorbis->next += got;
    }
    return true;
}

bool il_vorbis_read(il_vorbis *vorbis, il_frames at, int count, float *const *channels,
                    il_error *err)
{
    for (int c = 0; c < vorbis->channels; c++) {
        memset(channels[c], 0, (size_t)count * sizeof(float));
    }
    const il_frames from = at < 0 ? 0 : at;
    const il_frames to = at + count < vorbis->frames ? at + count : vorbis->frames;
    if (!vorbis->open || to <= from) {
        return vorbis->open || vorbis->told;
    }
    return decode(vorbis, from, (int)(to - from), channels, (int)(from - at), err);
}
