#include "engine/bed.h"

#include <string.h>

#include "base/memory.h"
#include "dsp/fade.h"
#include "engine/mix.h"

static const il_frames overlap_most = 4 * IL_RATE_HZ;

static size_t frame_bytes(const il_bed *bed)
{
    return (size_t)bed->channels * sizeof(int16_t);
}

bool il_bed_ready(il_bed *bed, il_recordings *recordings)
{
    if (bed->known) {
        return !bed->silent;
    }
    bed->known = true;
    il_vorbis *vorbis = il_recordings_open(recordings, bed->clip);
    bed->silent = !vorbis;
    if (!vorbis) {
        return false;
    }
    bed->readers[0] = vorbis;
    bed->channels = il_vorbis_channels(vorbis);
    if (!il_vorbis_loop(vorbis, &bed->loop_start, &bed->loop_length)) {
        const il_frames frames = il_vorbis_frames(vorbis);
        bed->overlap = overlap_most < frames / 2 ? overlap_most : frames / 2;
        bed->loop_length = frames - bed->overlap;
    }
    return true;
}

/* How much of the file is ever heard. */
static il_frames heard(const il_bed *bed)
{
    return bed->loop_start + bed->loop_length + bed->overlap;
}

size_t il_bed_keep(il_bed *bed, il_frames needed, size_t bytes)
{
    const il_frames once = bed->loop_start + bed->loop_length;
    const il_frames most = (il_frames)(bytes / frame_bytes(bed));
    const il_frames room = heard(bed) < most ? heard(bed) : most;
    if (bed->kept || needed <= once || room == 0) {
        return 0; // nothing comes round
    }
    bed->kept = il_alloc((size_t)room, frame_bytes(bed), NULL);
    bed->kept_room = bed->kept ? room : 0;
    return (size_t)bed->kept_room * frame_bytes(bed);
}

size_t il_bed_rest(il_bed *bed, il_recordings *recordings)
{
    const size_t bytes = (size_t)bed->kept_room * (size_t)bed->channels * sizeof(int16_t);
    il_recordings_close(recordings, &bed->readers[0]);
    il_recordings_close(recordings, &bed->readers[1]);
    il_free(bed->kept);
    *bed = (il_bed){.clip = bed->clip};
    return bytes;
}

/* `count` frames of the file from `frame` on, decoded by one of the readers. */
static void decode(il_bed *bed, il_recordings *recordings, int which, il_frames frame, int count,
                   il_bed_scratch *scratch, int16_t *out)
{
    il_vorbis **reader = &bed->readers[which];
    *reader = *reader ? *reader : il_recordings_open(recordings, bed->clip);
    if (!*reader) { // it is gone since it was looked at
        memset(out, 0, (size_t)count * frame_bytes(bed));
        return;
    }
    il_error err = {0};
    if (!il_vorbis_read(*reader, frame, count, scratch->floats, &err)) {
        il_recordings_note(recordings, bed->clip, err.message);
    }
    il_mix_to_s16(out, (const float *const *)scratch->floats, bed->channels, count);
}

static void keep(il_bed *bed, il_recordings *recordings, il_frames frame, int count,
                 const int16_t *samples)
{
    const il_frames room = bed->kept_room - bed->kept_frames;
    if (frame != bed->kept_frames || room == 0) {
        return;
    }
    const il_frames more = count < room ? count : room;
    memcpy(bed->kept + frame * bed->channels, samples, (size_t)more * frame_bytes(bed));
    bed->kept_frames += more;
    if (bed->kept_frames == heard(bed)) { // no more will be decoded
        il_recordings_close(recordings, &bed->readers[0]);
        il_recordings_close(recordings, &bed->readers[1]);
    }
}

/* `count` frames of the file from `frame` on, all within it. */
static void read_file(il_bed *bed, il_recordings *recordings, int which, il_frames frame, int count,
                      il_bed_scratch *scratch, int16_t *out)
{
    const il_frames left = bed->kept_frames - frame;
    const int had = left <= 0 ? 0 : left < count ? (int)left : count;
    if (had > 0) {
        memcpy(out, bed->kept + frame * bed->channels, (size_t)had * frame_bytes(bed));
    }
    if (had < count) {
        int16_t *rest = out + had * bed->channels;
        decode(bed, recordings, which, frame + had, count - had, scratch, rest);
        keep(bed, recordings, frame + had, count - had, rest);
    }
}

/* The beginning, from `frame` on, over the end: both are in 16 bit, and so is what they make. */
static void cross(il_bed *bed, il_frames frame, int count, const int16_t *end, int16_t *out)
{
    for (int i = 0; i < count; i++) {
        const float in = il_fade_rise(frame + i, bed->overlap);
        const float away = il_fade_rise(bed->overlap - (frame + i), bed->overlap);
        for (int channel = 0; channel < bed->channels; channel++) {
            const int at = i * bed->channels + channel;
            const float sum = ((float)out[at] * in + (float)end[at] * away) / 32768.0f;
            const float *const one[] = {&sum};
            il_mix_to_s16(&out[at], one, 1, 1);
        }
    }
}

/* What stands at a position: `frame` of the file, up to `end`, the `round`th time, counted from 0.
 */
typedef struct {
    il_frames frame, end;
    int which;     // of the readers
    bool crossing; // over the end of the time before
} piece;

static piece piece_at(const il_bed *bed, il_frames position)
{
    const il_frames loop_end = bed->loop_start + bed->loop_length;
    const il_frames round =
        position < loop_end ? 0 : (position - bed->loop_start) / bed->loop_length;
    const il_frames frame = position - round * bed->loop_length;
    const bool crossing = round > 0 && frame < bed->overlap;
    return (piece){.frame = frame,
                   .end = crossing ? bed->overlap : loop_end,
                   .which = bed->overlap > 0 ? (int)(round % 2) : 0,
                   .crossing = crossing};
}

static void read_piece(il_bed *bed, il_recordings *recordings, const piece *at, int count,
                       il_bed_scratch *scratch, int16_t *out)
{
    read_file(bed, recordings, at->which, at->frame, count, scratch, out);
    if (at->crossing) {
        const il_frames end = bed->loop_start + bed->loop_length + at->frame;
        read_file(bed, recordings, !at->which, end, count, scratch, scratch->s16);
        cross(bed, at->frame, count, scratch->s16, out);
    }
}

const int16_t *il_bed_read(il_bed *bed, il_recordings *recordings, il_frames position, int count,
                           il_bed_scratch *scratch, int16_t *out)
{
    for (int done = 0; done < count;) {
        const piece at = piece_at(bed, position + done);
        const il_frames left = at.end - at.frame;
        const int size = left < count - done ? (int)left : count - done;
        if (size == count && !at.crossing && at.frame + count <= bed->kept_frames) {
            return bed->kept + at.frame * bed->channels;
        }
        read_piece(bed, recordings, &at, size, scratch, out + done * bed->channels);
        done += size;
    }
    return out;
}
