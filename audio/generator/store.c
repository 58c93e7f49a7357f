#include "store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "media/vorbis.h"

/* The lowest at which left and right of the stream stay within 0.1 dB as far apart as at q5 in
 * every octave up to 8 kHz. Above, where there is 50 dB less, it makes them nearly one. */
static const float quality = 0.4F;

enum { BLOCK = 1024 };

/* Frames `from` to `to` of a sound, running round its ends. */
static bool write_frames(il_vorbis_writer *writer, const sound *made, long from, long to,
                         il_error *err)
{
    float block[2 * BLOCK];
    bool good = true;
    for (long at = from; good && at < to; at += BLOCK) {
        const long left = to - at;
        const int count = left < BLOCK ? (int)left : BLOCK;
        for (int i = 0; i < count; i++) {
            const long frame = (at + i + made->frames) % made->frames;
            block[2 * i] = (float)made->left[frame];
            block[2 * i + 1] = (float)made->right[frame];
        }
        good = il_vorbis_write(writer, block, count, err);
    }
    return good && il_vorbis_writer_finish(writer, err);
}

static bool encode(const sound *made, const store_as *how, long seam, FILE *out, il_error *err)
{
    char title[64], start[32], length[32];
    snprintf(title, sizeof title, "TITLE=%s", how->title);
    snprintf(start, sizeof start, "LOOPSTART=%ld", STORE_ROLL + seam);
    snprintf(length, sizeof length, "LOOPLENGTH=%ld", made->frames);
    const char *tags[] = {title, "ARTIST=Interlude", "LICENSE=CC BY 4.0", start, length};
    const il_vorbis_format format = {.name = how->title,
                                     .channels = 2,
                                     .quality = quality,
                                     .serial = how->serial,
                                     .tags = tags,
                                     .tag_count = how->loops ? 5 : 3};
    il_vorbis_writer *writer = il_vorbis_writer_create(out, &format, err);
    const long before = how->loops ? STORE_ROLL : 0;
    const long behind = how->loops ? STORE_SEAMS + STORE_ROLL : 0;
    const bool good = writer && write_frames(writer, made, -before, made->frames + behind, err);
    il_vorbis_writer_destroy(writer);
    return good;
}

bool store_write(const sound *made, const store_as *how, long seam, const char *path, il_error *err)
{
    il_new_file file;
    if (!il_file_create(&file, path, err)) {
        return false;
    }
    if (!encode(made, how, seam, file.stream, err)) {
        il_file_abandon(&file);
        return false;
    }
    return il_file_commit(&file, err);
}

static bool decode(il_vorbis *vorbis, long start, sound *out, il_error *err)
{
    float left[BLOCK], right[BLOCK];
    const bool stereo = il_vorbis_channels(vorbis) == 2;
    for (long at = 0; at < out->frames; at += BLOCK) {
        const int count = out->frames - at < BLOCK ? (int)(out->frames - at) : BLOCK;
        if (!il_vorbis_read(vorbis, start + at, count, (float *const[]){left, right}, err)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            out->left[at + i] = (double)left[i];
            out->right[at + i] = (double)(stereo ? right[i] : left[i]);
        }
    }
    return true;
}

/* A step and a bend in the wave where it goes on from frame `at` of `end` at that of `start`. */
static double break_at(const double *end, const double *start, long at)
{
    const double step = start[at] - end[at], next = start[at + 1] - end[at + 1];
    return step * step + (next - step) * (next - step);
}

static long smoothest(const sound *end, const sound *start)
{
    long best = 0;
    double least = HUGE_VAL;
    for (long i = 0; i <= STORE_SEAMS; i++) {
        const double here =
            break_at(end->left, start->left, i) + break_at(end->right, start->right, i);
        if (here < least) {
            least = here;
            best = i;
        }
    }
    return best;
}

long store_best_seam(const char *folder, const char *name, il_error *err)
{
    il_vorbis *vorbis = il_vorbis_open(folder, name, err);
    if (!vorbis) {
        return -1;
    }
    sound start = sound_create(STORE_SEAMS + 2), end = sound_create(STORE_SEAMS + 2);
    const long length = (long)il_vorbis_frames(vorbis) - 2 * STORE_ROLL - STORE_SEAMS;
    const bool good =
        decode(vorbis, STORE_ROLL, &start, err) && decode(vorbis, STORE_ROLL + length, &end, err);
    const long best = good ? smoothest(&end, &start) : -1;
    sound_destroy(&start);
    sound_destroy(&end);
    il_vorbis_close(vorbis);
    return best;
}

bool store_read(const char *folder, const char *name, sound *out, bool *loops, long *frames,
                il_error *err)
{
    il_vorbis *vorbis = il_vorbis_open(folder, name, err);
    if (!vorbis || !il_vorbis_whole(vorbis, err)) {
        il_vorbis_close(vorbis);
        return false;
    }
    il_frames start = 0, length = il_vorbis_frames(vorbis);
    *frames = (long)length;
    *loops = il_vorbis_loop(vorbis, &start, &length);
    if (!*loops) {
        start = 0;
        length = *frames;
    }
    *out = sound_create((long)length);
    const bool good = decode(vorbis, (long)start, out, err);
    if (!good) {
        sound_destroy(out);
    }
    il_vorbis_close(vorbis);
    return good;
}
