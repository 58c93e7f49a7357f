#include "engine/breath_cue.h"

#include <math.h>

#include "base/memory.h"
#include "dsp/fade.h"
#include "engine/mix.h"

/* A voicing that laptop speakers carry, in pairs a little apart, so that it stands wide and still.
 */
static const il_partial low_partials[] = {
    {165.0, 165.5, 1.0}, {247.5, 247.0, 0.7}, {330.0, 330.5, 0.5}};
static const il_partial high_partials[] = {
    {495.0, 494.5, 1.0}, {660.0, 660.5, 0.6}, {825.0, 824.5, 0.35}};
static const il_partial in_partials[] = {
    {330.0, 330.0, 1.0}, {660.0, 660.0, 0.2}, {990.0, 990.0, 0.08}};
static const il_partial out_partials[] = {
    {247.5, 247.5, 1.0}, {495.0, 495.0, 0.2}, {742.5, 742.5, 0.08}};

/* -34 LUFS in stereo is an RMS of 0.0153 in each channel where the meter weighs nothing (ITU-R
 * BS.1770); it weighs the highest of these partials by 0.7 dB. */
static const double low_rms = 0.0130, high_rms = 0.0055, tone_rms = 0.0140;

enum { SWELL_FRAMES = 2 * IL_RATE_HZ, IN_FRAMES = 1600, OUT_FRAMES = 6400 };

static const il_frames attack = IL_RATE_HZ * 3 / 10; // of a tone

static bool make_swell(il_breath_sound *sound, il_error *err)
{
    return sound->low.samples ||
           (il_tone_init(&sound->low, SWELL_FRAMES, low_partials, 3, low_rms, err) &&
            il_tone_init(&sound->high, SWELL_FRAMES, high_partials, 3, high_rms, err));
}

static bool make_tones(il_breath_sound *sound, il_error *err)
{
    return sound->in.samples ||
           (il_tone_init(&sound->in, IN_FRAMES, in_partials, 3, tone_rms, err) &&
            il_tone_init(&sound->out, OUT_FRAMES, out_partials, 3, tone_rms, err));
}

static bool add(il_breath_sound *sound, const il_cue *cue, bool tone, il_error *err)
{
    if (!(tone ? make_tones(sound, err) : make_swell(sound, err))) {
        return false;
    }
    int count = sound->count;
    const il_cue **place =
        il_grow((void **)&sound->cues, &count, &sound->room, sizeof *sound->cues, err);
    bool *which = place ? il_grow((void **)&sound->tones, &sound->count, &sound->tone_room,
                                  sizeof *sound->tones, err)
                        : NULL;
    if (!which) {
        return false;
    }
    *place = cue;
    *which = tone;
    return true;
}

bool il_breath_sound_init(il_breath_sound *sound, const il_engine_plan *plan, il_error *err)
{
    for (int i = 0; i < plan->cue_count; i++) {
        const il_cue *cue = &plan->cues[i];
        if (cue->kind != IL_CUE_BREATH || !cue->breath.paced) {
            continue;
        }
        const bool spoken = cue->breath.cue == IL_BREATH_CUE_VOICE;
        const bool tone = cue->breath.cue == IL_BREATH_CUE_TONE || (spoken && !plan->breath_words);
        if ((tone || cue->breath.cue == IL_BREATH_CUE_SWELL) && !add(sound, cue, tone, err)) {
            return false;
        }
    }
    return true;
}

static double low_gain(const void *context, il_frames frame)
{
    const il_cue *cue = context;
    return (double)il_breath_at(&cue->breath.cycle, frame - cue->at).fullness;
}

static double high_gain(const void *context, il_frames frame)
{
    const double fullness = low_gain(context, frame);
    return fullness * fullness;
}

/* A note over `length` frames: it comes within 0.3 s, and goes over the last 40 %. */
static double note(il_frames frame, il_frames length)
{
    const double rise = (double)(attack < length / 3 ? attack : length / 3);
    return il_fade_s_curve((double)frame / rise) *
           il_fade_s_curve((double)(length - frame) / (0.4 * (double)length));
}

static double in_gain(const void *context, il_frames frame)
{
    const il_cue *cue = context;
    return note(frame - cue->at, cue->breath.cycle.in + cue->breath.cycle.top_up);
}

static double out_gain(const void *context, il_frames frame)
{
    const il_cue *cue = context;
    const il_breath_cycle *cycle = &cue->breath.cycle;
    return note(frame - cue->at - cycle->in - cycle->top_up - cycle->hold, cycle->out);
}

static void render_cue(const il_breath_sound *sound, const il_cue *cue, bool tone, il_frames at,
                       int count, float *stem)
{
    const il_tone *first = tone ? &sound->in : &sound->low;
    const il_tone *second = tone ? &sound->out : &sound->high;
    il_mix_periodic(stem, first->samples, first->frames, at, count, tone ? in_gain : low_gain, cue);
    il_mix_periodic(stem, second->samples, second->frames, at, count, tone ? out_gain : high_gain,
                    cue);
}

/* The first breath that ends behind `frame`. */
static int first_after(const il_breath_sound *sound, il_frames frame)
{
    int low = 0, high = sound->count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        const il_cue *cue = sound->cues[middle];
        if (cue->at + il_breath_length(&cue->breath.cycle) > frame) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

void il_breath_sound_render(const il_breath_sound *sound, il_frames at, int count, float *stem)
{
    const il_frames to = at + count;
    for (int i = first_after(sound, at); i < sound->count && sound->cues[i]->at < to; i++) {
        const il_cue *cue = sound->cues[i];
        const il_frames end = cue->at + il_breath_length(&cue->breath.cycle);
        const il_frames first = cue->at > at ? cue->at : at, last = end < to ? end : to;
        if (last > first) {
            render_cue(sound, cue, sound->tones[i], first, (int)(last - first),
                       stem + 2 * (first - at));
        }
    }
}

void il_breath_sound_finish(il_breath_sound *sound)
{
    il_tone_finish(&sound->low);
    il_tone_finish(&sound->high);
    il_tone_finish(&sound->in);
    il_tone_finish(&sound->out);
    il_free(sound->cues);
    il_free(sound->tones);
    *sound = (il_breath_sound){0};
}
