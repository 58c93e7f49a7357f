#ifndef IL_TESTS_MIXING_H
#define IL_TESTS_MIXING_H

/* Small recordings in a folder of their own, and cues laid by hand: for tests of the engine. */

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/engine.h"
#include "support/ogg_file.h"

typedef struct {
    char path[40];
    char names[16][32];
    int count;
} studio;

static inline void studio_open(studio *in)
{
    *in = (studio){.path = "/tmp/il_engine_XXXXXX"};
    if (!mkdtemp(in->path)) {
        abort();
    }
}

static inline void studio_put(studio *in, const char *name, const ogg_file *file)
{
    char path[80];
    snprintf(path, sizeof path, "%s/%s", in->path, name);
    FILE *out = fopen(path, "wb");
    fwrite(file->bytes, 1, file->size, out);
    fclose(out);
    snprintf(in->names[in->count++], sizeof in->names[0], "%s", name);
}

/* `name` recorded: `frames` of `what`, at a quality that keeps it close. */
static inline il_clip studio_record(studio *in, const char *name, recording *what, int frames,
                                    int channels, const char *const *tags, int tag_count)
{
    const il_vorbis_format format = {.name = name,
                                     .channels = channels,
                                     .quality = 0.7f,
                                     .serial = 1,
                                     .tags = tags,
                                     .tag_count = tag_count};
    ogg_file file = ogg_file_record(what, frames, &format);
    studio_put(in, name, &file);
    ogg_file_free(&file);
    return (il_clip){.frames = frames, .folder = in->path, .name = name};
}

static inline void studio_close(studio *in)
{
    for (int i = 0; i < in->count; i++) {
        char path[80];
        snprintf(path, sizeof path, "%s/%s", in->path, in->names[i]);
        unlink(path);
    }
    rmdir(in->path);
}

static inline il_cue say_cue(il_frames at, il_clip clip)
{
    return (il_cue){.at = at, .frames = clip.frames, .kind = IL_CUE_SAY, .say = {.clip = clip}};
}

static inline il_cue bell_cue(il_frames at, il_clip clip, double level_db)
{
    return (il_cue){.at = at,
                    .frames = clip.frames,
                    .kind = IL_CUE_BELL,
                    .bell = {.name = clip.name, .level_db = level_db, .clip = clip}};
}

/* Silence from here on without a clip. */
static inline il_cue bed_cue(il_frames at, il_clip clip, double level_db, il_frames fade)
{
    return (il_cue){.at = at,
                    .kind = IL_CUE_BED,
                    .bed = {.name = clip.name, .level_db = level_db, .fade = fade, .clip = clip}};
}

static inline il_cue breath_cue(il_frames at, il_breath_cycle cycle, il_breath_cue cue)
{
    return (il_cue){.at = at,
                    .frames = il_breath_length(&cycle),
                    .kind = IL_CUE_BREATH,
                    .breath = {.cycle = cycle, .count = 1, .cue = cue, .paced = true}};
}

/* Three stems of `frames` frames, one after the other in memory. */
typedef struct {
    float *samples; // from malloc
    il_frames frames;
} stems;

static inline float *stem_of(const stems *all, il_stem stem)
{
    return all->samples + 2 * all->frames * (int)stem;
}

static inline void render_into(il_engine *engine, stems *all, il_frames at, int count)
{
    float *const to[IL_STEMS] = {stem_of(all, 0) + 2 * at, stem_of(all, 1) + 2 * at,
                                 stem_of(all, 2) + 2 * at};
    il_engine_render(engine, at, count, to);
}

/* All of `plan`, straight, in blocks. */
static inline stems render_all(const il_engine_plan *plan)
{
    stems all = {malloc(IL_STEMS * 2 * (size_t)plan->length * sizeof(float)), plan->length};
    il_engine *engine = il_engine_create_planned(plan, NULL);
    for (il_frames at = 0; at < plan->length; at += IL_BLOCK_FRAMES) {
        const il_frames left = plan->length - at;
        render_into(engine, &all, at, left < IL_BLOCK_FRAMES ? (int)left : IL_BLOCK_FRAMES);
    }
    il_engine_destroy(engine);
    return all;
}

/* RMS of one channel of `stem` over `count` frames from `at` on. */
static inline double rms_of(const stems *all, il_stem stem, il_frames at, il_frames count)
{
    double power = 0.0;
    for (il_frames i = at; i < at + count; i++) {
        const double sample = (double)stem_of(all, stem)[2 * i];
        power += sample * sample;
    }
    return sqrt(power / (double)count);
}

static inline double db_of(double factor)
{
    return 20.0 * log10(factor);
}

/* The greatest change from one frame to the next in `stem`, over frames `at` to `end`. */
static inline double step_of(const stems *all, il_stem stem, il_frames at, il_frames end)
{
    double most = 0.0;
    const float *samples = stem_of(all, stem);
    for (il_frames i = at > 0 ? at : 1; i < end; i++) {
        for (int channel = 0; channel < 2; channel++) {
            const double step =
                fabs((double)samples[2 * i + channel] - (double)samples[2 * (i - 1) + channel]);
            most = step > most ? step : most;
        }
    }
    return most;
}

/* Noise that is a function of frame and `which`, uniform within +-1. */
static inline double noise_at(int64_t frame, uint32_t which)
{
    uint64_t bits = (uint64_t)frame * 0x9E3779B97F4A7C15u + which;
    bits = (bits ^ bits >> 31) * 0xBF58476D1CE4E5B9u;
    bits = (bits ^ bits >> 29) * 0x94D049BB133111EBu;
    return (double)(int64_t)(bits ^ bits >> 32) / 9223372036854775808.0;
}

#endif
