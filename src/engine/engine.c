#include "engine/engine.h"

#include <assert.h>
#include <string.h>

#include "base/memory.h"
#include "dsp/level.h"
#include "dsp/limit.h"
#include "engine/beds.h"
#include "engine/breath_cue.h"
#include "engine/mix.h"
#include "engine/shots.h"

struct il_engine {
    il_frames length;
    il_recordings recordings;
    il_duck duck;
    il_shots shots;
    il_beds beds;
    il_breath_sound breath;

    float floats[2][IL_MIX_FRAMES];
    int16_t bed_samples[2 * IL_MIX_FRAMES], bed_other[2 * IL_MIX_FRAMES];
};

static bool add_say(il_engine *engine, const il_cue *cue, il_error *err)
{
    const il_clip *clip = &cue->say.clip;
    const il_shot shot = {.at = cue->at,
                          .frames = clip->frames,
                          .clip = clip,
                          .stem = IL_STEM_VOICE,
                          .gain = 1.0f,
                          .words = true};
    return !clip->folder || (il_shots_add(&engine->shots, &shot, err) &&
                             il_duck_add(&engine->duck, cue->at, cue->at + clip->frames, err));
}

static bool add_bell(il_engine *engine, const il_cue *cue, il_error *err)
{
    const il_shot shot = {.at = cue->at,
                          .frames = cue->bell.clip.frames,
                          .clip = &cue->bell.clip,
                          .stem = IL_STEM_CUES,
                          .gain = (float)il_gain_from_db(cue->bell.level_db)};
    return il_shots_add(&engine->shots, &shot, err);
}

/* The words of a breath, each at its turn, where its phase has room for them. */
static bool add_breath_words(il_engine *engine, const il_cue *cue, const il_clip *words,
                             il_error *err)
{
    const il_breath_cycle *cycle = &cue->breath.cycle;
    const il_frames lengths[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
    il_frames at = cue->at;
    for (int phase = IL_BREATH_IN; phase <= IL_BREATH_REST; at += lengths[phase++]) {
        const il_clip *clip = &words[phase];
        const il_shot shot = {.at = at,
                              .frames = clip->frames,
                              .clip = clip,
                              .stem = IL_STEM_CUES,
                              .gain = 1.0f,
                              .words = true};
        if (clip->folder && clip->frames <= lengths[phase] &&
            (!il_shots_add(&engine->shots, &shot, err) ||
             !il_duck_add(&engine->duck, at, at + clip->frames, err))) {
            return false;
        }
    }
    return true;
}

static bool add_shots(il_engine *engine, const il_engine_plan *plan, il_error *err)
{
    for (int i = 0; i < plan->cue_count; i++) {
        const il_cue *cue = &plan->cues[i];
        const bool spoken = cue->kind == IL_CUE_BREATH && cue->breath.paced &&
                            cue->breath.cue == IL_BREATH_CUE_VOICE && plan->breath_words;
        if ((cue->kind == IL_CUE_SAY && !add_say(engine, cue, err)) ||
            (cue->kind == IL_CUE_BELL && !add_bell(engine, cue, err)) ||
            (spoken && !add_breath_words(engine, cue, plan->breath_words, err))) {
            return false;
        }
    }
    il_shots_sort(&engine->shots);
    il_duck_settle(&engine->duck);
    return true;
}

il_engine *il_engine_create_planned(const il_engine_plan *plan, il_error *err)
{
    il_engine *engine = il_alloc(1, sizeof *engine, err);
    if (!engine) {
        return NULL;
    }
    engine->length = plan->length;
    if (!add_shots(engine, plan, err) || !il_beds_init(&engine->beds, plan, &engine->duck, err) ||
        !il_breath_sound_init(&engine->breath, plan, err)) {
        il_engine_destroy(engine);
        return NULL;
    }
    return engine;
}

il_engine *il_engine_create(const il_timeline *timeline, il_error *err)
{
    il_engine_plan plan = {.length = il_timeline_length(timeline),
                           .fade_start = il_timeline_fade_start(timeline),
                           .breath_words = il_timeline_breath_words(timeline),
                           .cache_bytes = IL_ENGINE_CACHE_BYTES};
    plan.cues = il_timeline_cues(timeline, &plan.cue_count);
    return il_engine_create_planned(&plan, err);
}

void il_engine_destroy(il_engine *engine)
{
    if (engine) {
        il_shots_finish(&engine->shots, &engine->recordings);
        il_beds_finish(&engine->beds, &engine->recordings);
        il_breath_sound_finish(&engine->breath);
        il_duck_finish(&engine->duck);
        il_recordings_finish(&engine->recordings);
        il_free(engine);
    }
}

/* At most IL_MIX_FRAMES, all before the end. */
static void render_chunk(il_engine *engine, il_frames at, int count, float *const stems[IL_STEMS])
{
    float *const floats[] = {engine->floats[0], engine->floats[1]};
    il_bed_scratch scratch = {{floats[0], floats[1]}, engine->bed_other};
    il_shots_render(&engine->shots, &engine->recordings, at, count, stems, floats);
    il_beds_render(&engine->beds, &engine->recordings, at, count, stems[IL_STEM_AMBIENCE], &scratch,
                   engine->bed_samples);
    il_breath_sound_render(&engine->breath, at, count, stems[IL_STEM_CUES]);
}

void il_engine_render(il_engine *engine, il_frames at, int count, float *const stems[IL_STEMS])
{
    assert(at >= 0 && count > 0);
    for (int i = 0; i < IL_STEMS; i++) {
        memset(stems[i], 0, 2 * (size_t)count * sizeof(float));
    }
    const il_frames left = engine->length - at;
    const int sounding = left <= 0 ? 0 : left < count ? (int)left : count;
    for (int done = 0; done < sounding;) {
        const int part = sounding - done < IL_MIX_FRAMES ? sounding - done : IL_MIX_FRAMES;
        float *const parts[IL_STEMS] = {stems[0] + 2 * done, stems[1] + 2 * done,
                                        stems[2] + 2 * done};
        render_chunk(engine, at + done, part, parts);
        done += part;
    }
}

bool il_engine_ok(const il_engine *engine, il_error *err)
{
    return !engine->recordings.lacking || il_fail_machine(err, il_nowhere(), "out of memory");
}

const il_engine_trouble *il_engine_troubles(const il_engine *engine, int *count)
{
    *count = engine->recordings.trouble_count;
    return engine->recordings.troubles;
}

int il_engine_open_count(const il_engine *engine)
{
    return engine->recordings.open;
}

void il_engine_sum(const float *const stems[IL_STEMS], int count, float *out)
{
    for (int i = 0; i < 2 * count; i++) {
        out[i] = stems[IL_STEM_VOICE][i] + stems[IL_STEM_AMBIENCE][i] + stems[IL_STEM_CUES][i];
    }
    il_limit_all(out, 2 * count);
}
