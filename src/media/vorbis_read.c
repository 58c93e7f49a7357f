#include "media/vorbis.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vorbis/codec.h>

#include "base/file.h"
#include "base/memory.h"
#include "media/ogg.h"
#include "media/vorbis_headers.h"

/* Positions are counted in samples that decoding from the first packet on gives: the first packet
 * gives none, each later one a quarter of its block and a quarter of the one before (Vorbis
 * I, 4.3.8). */

enum {
    FILE_BYTES_MAX = 1 << 30,
    MARKS_MAX = 4096, // 64 KiB, whatever the length of the file
};

/* A page at which decoding can begin, and the first position that it then gives. */
typedef struct {
    int64_t page_at;
    il_frames first;
} mark;

struct il_vorbis {
    const char *name; // for messages: an owned copy
    int file;         // -1 when it is read from memory
    int channels;
    il_frames frames;
    il_frames skipped;                 // samples before the first frame
    il_frames loop_start, loop_length; // length 0: no loop
    const char *damage;                // what is wrong behind the last frame, or NULL
    bool failed;                       // reading went wrong later: silence from then on
    bool told;                         // the damage was reported

    mark *marks; // owned
    int mark_count, mark_room, stride;
    long pages; // that a packet begins on

    vorbis_info info;
    vorbis_comment comment;
    vorbis_dsp_state dsp;
    vorbis_block block;
    bool ready;         // dsp and block are set up
    il_frames position; // of the next sample that dsp gives
    il_ogg ogg;
};

static bool refuse(const il_vorbis *vorbis, const char *why, il_error *err)
{
    return il_fail(err, il_whole_file(vorbis->name), "%s: %s", vorbis->name, why);
}

static ogg_packet as_packet(const il_ogg_packet *packet, int number)
{
    return (ogg_packet){
        .packet = (unsigned char *)packet->bytes, // libvorbis does not write to it
        .bytes = (long)packet->size,
        .b_o_s = number == 0,
        .granulepos = -1, // it is we who count
        .packetno = number,
    };
}

static const char *check_header(il_vorbis *vorbis, const il_ogg_packet *packet, int number)
{
    switch (number) {
    case 0:
        return il_vorbis_check_identification(packet->bytes, packet->size, &vorbis->channels);
    case 1:
        return il_vorbis_check_comment(packet->bytes, packet->size, &vorbis->loop_start,
                                       &vorbis->loop_length);
    default:
        return il_vorbis_check_setup(packet->bytes, packet->size, vorbis->channels);
    }
}

/* Each header is found sound by us before libvorbis sees the very same bytes. */
static bool read_headers(il_vorbis *vorbis, il_error *err)
{
    for (int number = 0; number < 3; number++) {
        il_ogg_packet packet;
        const il_ogg_result got = il_ogg_next(&vorbis->ogg, &packet);
        if (got != IL_OGG_PACKET) {
            const bool none = number == 0 && !vorbis->ogg.foreign;
            return refuse(vorbis, none ? "is not Ogg Vorbis" : vorbis->ogg.why, err);
        }
        const char *why = check_header(vorbis, &packet, number);
        if (!why && number != 1 && !packet.fills_page) {
            why = "has a damaged header"; // sound begins on a page of its own
        }
        ogg_packet header = as_packet(&packet, number);
        if (!why && vorbis_synthesis_headerin(&vorbis->info, &vorbis->comment, &header) != 0) {
            why = "has a damaged header";
        }
        if (why) {
            return refuse(vorbis, why, err);
        }
    }
    vorbis_comment_clear(&vorbis->comment); // all that is wanted of it is known
    vorbis_comment_init(&vorbis->comment);
    return true;
}

static bool begin_decoding(il_vorbis *vorbis, il_error *err)
{
    if (vorbis_synthesis_init(&vorbis->dsp, &vorbis->info) != 0) {
        return refuse(vorbis, "has a damaged header", err);
    }
    vorbis->ready = true;
    vorbis_block_init(&vorbis->dsp, &vorbis->block);
    return true;
}

/* Note a page to begin at; when there are too many, every other one is forgotten. */
static bool add_mark(il_vorbis *vorbis, int64_t page_at, il_frames first, il_error *err)
{
    if (vorbis->pages++ % vorbis->stride != 0) {
        return true;
    }
    if (vorbis->mark_count == MARKS_MAX) {
        vorbis->mark_count /= 2;
        for (int i = 0; i < vorbis->mark_count; i++) {
            vorbis->marks[i] = vorbis->marks[2 * i];
        }
        vorbis->stride *= 2;
        if ((vorbis->pages - 1) % vorbis->stride != 0) {
            return true;
        }
    }
    mark *next = il_grow((void **)&vorbis->marks, &vorbis->mark_count, &vorbis->mark_room,
                         sizeof *vorbis->marks, err);
    if (!next) {
        return false;
    }
    *next = (mark){.page_at = page_at, .first = first};
    return true;
}

/* Reading the file through: what the packets give, held against what the pages say. */
typedef struct {
    il_frames position; // after the packet at hand
    il_frames start;    // granule position of position 0
    il_frames granule;  // of the last page that was right
    int before;         // frames of the block before; 0 at first
    bool started;       // `start` is known
} tally;

/* The page's granule position, once its last packet is counted. NULL, or what is wrong. */
static const char *check_granule(tally *all, const il_ogg_packet *packet)
{
    static const char *const wrong = "has a wrong length";
    if (packet->granule < 0) {
        return wrong;
    }
    if (!all->started) { // a stream may lack some of its first samples, or begin later than 0
        all->started = true;
        all->start = packet->ends_stream ? 0 : packet->granule - all->position;
        all->granule = all->start > 0 ? all->start : 0;
    }
    const il_frames end = all->start + all->position;
    const bool right = packet->granule == end ||
                       (packet->ends_stream && packet->granule < end); // cut to the frame
    if (!right || packet->granule < all->granule) {
        return wrong;
    }
    all->granule = packet->granule;
    return NULL;
}

/* Count one packet of sound. NULL, or what is wrong. `*good` is false when memory lacks. */
static const char *count_packet(il_vorbis *vorbis, tally *all, const il_ogg_packet *packet,
                                bool *good, il_error *err)
{
    ogg_packet sound = as_packet(packet, 3);
    if (vorbis_synthesis_trackonly(&vorbis->block, &sound) != 0) {
        return "has a damaged packet";
    }
    const int block = vorbis_info_blocksize(&vorbis->info, (int)vorbis->block.W);
    all->position += all->before ? all->before / 4 + block / 4 : 0;
    all->before = block;
    if (packet->first_begun) {
        *good = add_mark(vorbis, packet->page_at, all->position, err);
    }
    return packet->last_ended ? check_granule(all, packet) : NULL;
}

/* Every page and packet once, without decoding: what can be decoded, and where one can begin. */
static bool read_through(il_vorbis *vorbis, il_error *err)
{
    tally all = {0};
    bool good = true;
    const char *why = NULL;
    while (good && !why) {
        il_ogg_packet packet;
        const il_ogg_result got = il_ogg_next(&vorbis->ogg, &packet);
        if (got == IL_OGG_END) {
            break;
        }
        why = got == IL_OGG_BROKEN ? vorbis->ogg.why
                                   : count_packet(vorbis, &all, &packet, &good, err);
    }
    if (!good) {
        return false;
    }
    if (vorbis->ogg.foreign) {
        return refuse(vorbis, why, err);
    }
    vorbis->skipped = all.start < 0 ? -all.start : 0;
    vorbis->frames = all.granule - (all.start > 0 ? all.start : 0);
    vorbis->damage = why;
    if (vorbis->frames <= 0) {
        return refuse(vorbis, why ? why : "holds no sound", err);
    }
    return true;
}

static void settle_loop(il_vorbis *vorbis)
{
    const bool sound = vorbis->loop_start >= 0 && vorbis->loop_length > 0 &&
                       vorbis->loop_start < vorbis->frames &&
                       vorbis->loop_length <= vorbis->frames - vorbis->loop_start;
    vorbis->loop_length = sound ? vorbis->loop_length : 0;
}

static void begin_at(il_vorbis *vorbis, const mark *from)
{
    il_ogg_resume(&vorbis->ogg, from->page_at);
    vorbis_synthesis_restart(&vorbis->dsp);
    vorbis->position = from->first;
}

static bool open_source(il_vorbis *vorbis, const char *name, const il_ogg_source *source,
                        il_error *err)
{
    vorbis_info_init(&vorbis->info);
    vorbis_comment_init(&vorbis->comment);
    vorbis->file = source->file;
    vorbis->stride = 1;
    char *copy = il_alloc(strlen(name) + 1, 1, err);
    if (!copy) {
        return false;
    }
    vorbis->name = strcpy(copy, name);
    if (source->size > FILE_BYTES_MAX) {
        return refuse(vorbis, "is larger than a recording can be", err);
    }
    il_ogg_init(&vorbis->ogg, source);
    if (!read_headers(vorbis, err) || !begin_decoding(vorbis, err) || !read_through(vorbis, err)) {
        return false;
    }
    settle_loop(vorbis);
    begin_at(vorbis, &vorbis->marks[0]);
    return true;
}

static il_vorbis *open_or_close(const char *name, const il_ogg_source *source, il_error *err)
{
    il_vorbis *vorbis = il_alloc(1, sizeof *vorbis, err);
    if (!vorbis) {
        if (source->file >= 0) {
            close(source->file);
        }
        return NULL;
    }
    if (!open_source(vorbis, name, source, err)) {
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
    struct stat about = {0};
    const int64_t size = fstat(file, &about) == 0 ? about.st_size : 0;
    return open_or_close(name, &(il_ogg_source){.file = file, .size = size}, err);
}

il_vorbis *il_vorbis_open_bytes(const char *name, const void *bytes, size_t size, il_error *err)
{
    const il_ogg_source source = {
        .file = -1, .bytes = bytes, .size = size <= INT64_MAX ? (int64_t)size : INT64_MAX};
    return open_or_close(name, &source, err);
}

void il_vorbis_close(il_vorbis *vorbis)
{
    if (!vorbis) {
        return;
    }
    if (vorbis->ready) {
        vorbis_block_clear(&vorbis->block);
        vorbis_dsp_clear(&vorbis->dsp);
    }
    vorbis_comment_clear(&vorbis->comment);
    vorbis_info_clear(&vorbis->info);
    if (vorbis->file >= 0) {
        close(vorbis->file);
    }
    il_free(vorbis->marks);
    il_free((char *)vorbis->name);
    il_free(vorbis);
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
    *start = vorbis->loop_length ? vorbis->loop_start : 0;
    *length = vorbis->loop_length;
    return vorbis->loop_length > 0;
}

bool il_vorbis_whole(const il_vorbis *vorbis, il_error *err)
{
    return !vorbis->damage || refuse(vorbis, vorbis->damage, err);
}

/* The last mark whose first position is at or before `position`. */
static const mark *mark_before(const il_vorbis *vorbis, il_frames position)
{
    int low = 0, high = vorbis->mark_count;
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        if (vorbis->marks[middle].first <= position) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &vorbis->marks[low];
}

/* Give the decoder its next packet. After a failure nothing is asked of it again. */
static bool decode(il_vorbis *vorbis)
{
    il_ogg_packet packet;
    if (il_ogg_next(&vorbis->ogg, &packet) == IL_OGG_PACKET) {
        ogg_packet sound = as_packet(&packet, 3);
        if (vorbis_synthesis(&vorbis->block, &sound) == 0 &&
            vorbis_synthesis_blockin(&vorbis->dsp, &vorbis->block) == 0) {
            return true;
        }
    }
    vorbis->failed = true; // it is not the file that was read through
    return false;
}

/* Up to `count` samples from the decoder, at most as many as it has: how many, 0 after a failure.
 */
static int take(il_vorbis *vorbis, int64_t count, float ***samples)
{
    int ready = 0;
    while ((ready = vorbis_synthesis_pcmout(&vorbis->dsp, samples)) == 0) {
        if (!decode(vorbis)) {
            return 0;
        }
    }
    const int taken = count < ready ? (int)count : ready;
    vorbis_synthesis_read(&vorbis->dsp, taken);
    vorbis->position += taken;
    return taken;
}

/* Be at `position`: by going on when it is near, else from a mark. */
static void go_to(il_vorbis *vorbis, il_frames position)
{
    const mark *from = mark_before(vorbis, position);
    if (position < vorbis->position || from->first > vorbis->position) {
        begin_at(vorbis, from);
    }
    float **samples = NULL;
    while (!vorbis->failed && vorbis->position < position) {
        take(vorbis, position - vorbis->position, &samples);
    }
}

/* A hostile codebook can hold what is no number; an honest one never comes near the bound. */
static void copy_finite(float *to, const float *from, int count)
{
    for (int i = 0; i < count; i++) {
        to[i] = fabsf(from[i]) <= 1e6f ? from[i] : 0.0f;
    }
}

/* `count` frames from `at` on, all within the file: how many there were. */
static int read_within(il_vorbis *vorbis, il_frames at, int count, int offset,
                       float *const *channels)
{
    if (at + vorbis->skipped != vorbis->position) {
        go_to(vorbis, at + vorbis->skipped);
    }
    int done = 0;
    while (done < count && !vorbis->failed) {
        float **samples = NULL;
        const int taken = take(vorbis, count - done, &samples);
        for (int channel = 0; channel < vorbis->channels && taken > 0; channel++) {
            copy_finite(channels[channel] + offset + done, samples[channel], taken);
        }
        done += taken;
    }
    return done;
}

static void silence(const il_vorbis *vorbis, float *const *channels, int from, int to)
{
    for (int channel = 0; channel < vorbis->channels && to > from; channel++) {
        memset(channels[channel] + from, 0, (size_t)(to - from) * sizeof(float));
    }
}

/* Report once that there is no more sound, when that is not how it should be. */
static bool report(il_vorbis *vorbis, bool beyond, il_error *err)
{
    const char *why = vorbis->failed ? "stopped answering" : beyond ? vorbis->damage : NULL;
    if (!why || vorbis->told) {
        return true;
    }
    vorbis->told = true;
    return refuse(vorbis, why, err);
}

bool il_vorbis_read(il_vorbis *vorbis, il_frames at, int count, float *const *channels,
                    il_error *err)
{
    assert(count >= 0);
    const il_frames until = at + count;
    const int first = at < 0 ? (int)(-at < count ? -at : count) : 0;
    const il_frames left = vorbis->frames - (at + first);
    const int within = left <= 0 ? 0 : left < count - first ? (int)left : count - first;
    silence(vorbis, channels, 0, first);
    int done = first;
    if (within > 0 && !vorbis->failed) {
        done += read_within(vorbis, at + first, within, first, channels);
    }
    silence(vorbis, channels, done, count);
    return report(vorbis, until > vorbis->frames, err);
}
