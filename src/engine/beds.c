#include "engine/beds.h"

#include <string.h>

#include "base/memory.h"
#include "dsp/fade.h"
#include "dsp/level.h"
#include "engine/mix.h"

static const double duck_db = 5.0;
static const il_frames shortest_fade = IL_RATE_HZ * 20 / 1000; // no change is a click

static bool add_level(il_beds *beds, il_bed_run *run, const il_cue *cue, il_error *err)
{
    il_bed_level *level = il_grow((void **)&beds->levels, &beds->level_count, &beds->level_room,
                                  sizeof *beds->levels, err);
    if (!level) {
        return false;
    }
    level->at = cue->at;
    level->fade = cue->bed.fade > shortest_fade ? cue->bed.fade : shortest_fade;
    level->from_db = level->to_db = cue->bed.level_db;
    run->level_count++;
    return true;
}

static bool add_run(il_beds *beds, const il_cue *cue, il_frames fade, il_error *err)
{
    il_bed_run *run =
        il_grow((void **)&beds->runs, &beds->count, &beds->room, sizeof *beds->runs, err);
    if (!run) {
        return false;
    }
    run->bed.clip = &cue->bed.clip;
    run->name = cue->bed.name;
    run->at = cue->at;
    run->in = fade;
    run->out_at = beds->length;
    run->first_level = beds->level_count;
    return add_level(beds, run, cue, err);
}

/* What sounded goes; one that was to begin on this very frame was never heard. */
static void end_run(il_beds *beds, il_frames at, il_frames fade)
{
    il_bed_run *run = beds->count > 0 ? &beds->runs[beds->count - 1] : NULL;
    if (run && run->at == at) {
        beds->count--;
    } else if (run && run->out_at == beds->length) {
        run->out_at = at;
        run->out = fade;
    }
}

static bool same_bed(const il_bed_run *run, const il_cue *cue)
{
    return cue->bed.name && strcmp(run->name, cue->bed.name) == 0;
}

static bool add_cue(il_beds *beds, const il_cue *cue, il_error *err)
{
    il_bed_run *run = beds->count > 0 ? &beds->runs[beds->count - 1] : NULL;
    if (run && run->out_at == beds->length && run->at < cue->at && same_bed(run, cue)) {
        return add_level(beds, run, cue, err);
    }
    const il_frames fade = cue->bed.fade > shortest_fade ? cue->bed.fade : shortest_fade;
    end_run(beds, cue->at, fade);
    return !cue->bed.name || !cue->bed.clip.folder || add_run(beds, cue, fade, err);
}

/* A level at `frame`, in dB, by the last change that has begun. */
static double level_at(const il_beds *beds, const il_bed_run *run, il_frames frame)
{
    const il_bed_level *level = &beds->levels[run->first_level];
    const il_bed_level *end = level + run->level_count;
    while (level + 1 < end && level[1].at <= frame) {
        level++;
    }
    if (level->from_db == level->to_db) {
        return level->to_db;
    }
    const double done = (double)(frame - level->at) / (double)level->fade;
    return level->from_db + (level->to_db - level->from_db) * il_fade_s_curve(done);
}

/* Each change of a level begins where the one before has come to. */
static void join_levels(il_beds *beds)
{
    for (int i = 0; i < beds->count; i++) {
        il_bed_run *run = &beds->runs[i];
        const int count = run->level_count;
        for (int k = 1; k < count; k++) {
            il_bed_level *level = &beds->levels[run->first_level + k];
            run->level_count = k; // as it is before this change
            level->from_db = level_at(beds, run, level->at);
        }
        run->level_count = count;
    }
}

bool il_beds_init(il_beds *beds, const il_engine_plan *plan, const il_duck *duck, il_error *err)
{
    beds->duck = duck;
    beds->length = plan->length;
    beds->bytes_left = plan->cache_bytes;
    const il_frames latest = plan->length - shortest_fade;
    beds->fade_start = plan->fade_start < latest ? plan->fade_start : latest;
    for (int i = 0; i < plan->cue_count; i++) {
        const il_cue *cue = &plan->cues[i];
        if (cue->kind == IL_CUE_BED && cue->at < plan->length && !add_cue(beds, cue, err)) {
            return false;
        }
    }
    join_levels(beds);
    return true;
}

static il_frames end_of(const il_beds *beds, const il_bed_run *run)
{
    const il_frames end = run->out_at + run->out;
    return end < beds->length ? end : beds->length;
}

double il_beds_gain(const il_beds *beds, int index, il_frames frame)
{
    const il_bed_run *run = &beds->runs[index];
    double gain = (double)il_fade_rise(frame - run->at, run->in);
    if (frame > run->out_at && run->out > 0) {
        gain *= (double)il_fade_rise(run->out_at + run->out - frame, run->out);
    }
    if (frame > beds->fade_start) {
        gain *= (double)il_fade_rise(beds->length - frame, beds->length - beds->fade_start);
    }
    const double db = level_at(beds, run, frame) - duck_db * il_duck_at(beds->duck, frame);
    return gain > 0.0 ? gain * il_gain_from_db(db) : 0.0;
}

typedef struct {
    const il_beds *beds;
    int index;
} gain_of;

/* On samples of 16 bit. */
static double gain_at(const void *context, il_frames frame)
{
    const gain_of *of = context;
    return il_beds_gain(of->beds, of->index, frame) / 32768.0;
}

static void render_run(il_beds *beds, int index, il_recordings *recordings, il_frames at, int count,
                       float *stem, il_bed_scratch *scratch, int16_t *samples)
{
    il_bed_run *run = &beds->runs[index];
    const bool met = run->bed.known;
    if (!il_bed_ready(&run->bed, recordings)) {
        return;
    }
    if (!met) {
        beds->bytes_left -= il_bed_keep(&run->bed, end_of(beds, run) - run->at, beds->bytes_left);
    }
    const int16_t *read = il_bed_read(&run->bed, recordings, at - run->at, count, scratch, samples);
    const gain_of of = {beds, index};
    il_mix_s16(stem, read, run->bed.channels, at, count, gain_at, &of);
}

void il_beds_render(il_beds *beds, il_recordings *recordings, il_frames at, int count, float *stem,
                    il_bed_scratch *scratch, int16_t *samples)
{
    for (int i = 0; i < beds->count; i++) {
        il_bed_run *run = &beds->runs[i];
        const il_frames end = end_of(beds, run), to = at + count;
        const il_frames first = run->at > at ? run->at : at;
        const il_frames last = end < to ? end : to;
        if (last > first) {
            render_run(beds, i, recordings, first, (int)(last - first), stem + 2 * (first - at),
                       scratch, samples);
        }
        if (run->bed.known && !run->bed.silent && (end <= to || run->at >= to)) {
            beds->bytes_left += il_bed_rest(&run->bed, recordings);
        }
    }
}

void il_beds_finish(il_beds *beds, il_recordings *recordings)
{
    for (int i = 0; i < beds->count; i++) {
        il_bed_rest(&beds->runs[i].bed, recordings);
    }
    il_free(beds->runs);
    il_free(beds->levels);
    *beds = (il_beds){0};
}
