#include "engine/shots.h"

#include <stdlib.h>

#include "base/memory.h"
#include "dsp/fade.h"
#include "engine/mix.h"

static const il_frames edge = IL_RATE_HZ * 15 / 1000;      // of words
static const il_frames last_edge = IL_RATE_HZ * 30 / 1000; // of a bell that still rings at its end

bool il_shots_add(il_shots *shots, const il_shot *shot, il_error *err)
{
    if (!shot->clip->folder || shot->frames <= 0) {
        return true; // nothing was recorded
    }
    il_shot *item =
        il_grow((void **)&shots->items, &shots->count, &shots->room, sizeof *shots->items, err);
    if (!item) {
        return false;
    }
    *item = *shot;
    item->order = shots->count;
    return true;
}

static int compare(const void *a, const void *b)
{
    const il_shot *one = a, *other = b;
    if (one->at != other->at) {
        return one->at < other->at ? -1 : 1;
    }
    return one->order < other->order ? -1 : 1;
}

void il_shots_sort(il_shots *shots)
{
    if (shots->count > 0) {
        qsort(shots->items, (size_t)shots->count, sizeof *shots->items, compare);
    }
    il_frames reach = 0;
    for (int i = 0; i < shots->count; i++) {
        const il_frames end = shots->items[i].at + shots->items[i].frames;
        reach = end > reach ? end : reach;
        shots->items[i].reach = reach;
    }
}

/* The first shot that may still sound at `frame`. */
static int first_reaching(const il_shots *shots, il_frames frame)
{
    int low = 0, high = shots->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (shots->items[middle].reach > frame) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static void open_shot(il_shots *shots, il_shot *shot, il_recordings *recordings)
{
    if (shot->open || shot->silent) {
        return;
    }
    shot->vorbis = il_recordings_open(recordings, shot->clip);
    shot->silent = !shot->vorbis;
    if (shot->vorbis) {
        const il_frames there = il_vorbis_frames(shot->vorbis);
        shot->playing = there < shot->frames ? there : shot->frames;
        if (there < shot->frames) { // a damaged one was noted already
            il_recordings_note_short(recordings, shot->clip);
        }
        shot->open = true;
        shot->next_open = shots->open;
        shots->open = shot;
    }
}

static void close_shots(il_shots *shots, il_recordings *recordings, il_frames now)
{
    for (il_shot **link = &shots->open; *link;) {
        il_shot *shot = *link;
        if (shot->at < now && shot->at + shot->playing > now) {
            link = &shot->next_open;
            continue;
        }
        *link = shot->next_open;
        shot->open = false;
        il_recordings_close(recordings, &shot->vorbis);
    }
}

/* The factor `frame` frames into the shot. */
static float edge_at(const il_shot *shot, il_frames frame)
{
    const il_frames left = shot->playing - frame;
    const double in = shot->words ? (double)frame / (double)edge : 1.0;
    const double out = (double)left / (double)(shot->words ? edge : last_edge);
    return (float)(il_fade_s_curve(in) * il_fade_s_curve(out));
}

/* Edges are short: frame by frame. */
static void shape(const il_shot *shot, il_frames from, int count, float *samples)
{
    const il_frames out = shot->playing - (shot->words ? edge : last_edge);
    for (int i = 0; i < count; i++) {
        const il_frames frame = from + i;
        if (frame >= out || (shot->words && frame < edge)) {
            samples[i] *= edge_at(shot, frame);
        } else if (out > from + count) {
            break; // no edge is left in this block
        } else {
            i = (int)(out - from) - 1; // on to the last one
        }
    }
}

static void add_shot(il_shot *shot, il_recordings *recordings, il_frames from, int count,
                     float *stem, float *const scratch[2])
{
    il_error err = {0};
    if (!il_vorbis_read(shot->vorbis, from, count, scratch, &err)) {
        il_recordings_note(recordings, shot->clip, err.message);
    }
    const bool mono = il_vorbis_channels(shot->vorbis) == 1;
    if (shot->words && !mono) { // words come from the middle
        for (int i = 0; i < count; i++) {
            scratch[0][i] = 0.5f * (scratch[0][i] + scratch[1][i]);
        }
    }
    float *right = mono || shot->words ? scratch[0] : scratch[1];
    shape(shot, from, count, scratch[0]);
    if (right != scratch[0]) {
        shape(shot, from, count, right);
    }
    il_mix_pair(stem, scratch[0], right, count, shot->gain);
}

void il_shots_render(il_shots *shots, il_recordings *recordings, il_frames at, int count,
                     float *const stems[IL_STEMS], float *const scratch[2])
{
    const il_frames to = at + count;
    for (int i = first_reaching(shots, at); i < shots->count && shots->items[i].at < to; i++) {
        il_shot *shot = &shots->items[i];
        if (shot->at + (shot->playing ? shot->playing : shot->frames) <= at) {
            continue;
        }
        open_shot(shots, shot, recordings);
        const il_frames first = shot->at > at ? shot->at : at;
        const il_frames end = shot->at + shot->playing < to ? shot->at + shot->playing : to;
        if (shot->open && end > first) {
            add_shot(shot, recordings, first - shot->at, (int)(end - first),
                     stems[shot->stem] + 2 * (first - at), scratch);
        }
    }
    close_shots(shots, recordings, to);
}

void il_shots_finish(il_shots *shots, il_recordings *recordings)
{
    while (shots->open) {
        il_shot *shot = shots->open;
        shots->open = shot->next_open;
        il_recordings_close(recordings, &shot->vorbis);
    }
    il_free(shots->items);
    *shots = (il_shots){0};
}
