#include "engine/mix.h"

#include <stdbool.h>

/* A walk over frames, cell by cell, and the line that the gain follows in each. */
typedef struct {
    il_gain_at *gain;
    const void *context;
    il_frames at; // of the walk's first frame
    int count;
    int done, size; // the part at hand: its first frame from `at`, and how many
    int into;       // its first frame from the cell's beginning
    float start, step;
    float next; // gain at the end of the cell
} walk;

static walk walk_from(il_frames at, int count, il_gain_at *gain, const void *context)
{
    walk all = {.gain = gain, .context = context, .at = at, .count = count};
    all.next = (float)gain(context, at - at % IL_CELL_FRAMES);
    return all;
}

static bool walk_on(walk *all)
{
    all->done += all->size;
    if (all->done == all->count) {
        return false;
    }
    const il_frames frame = all->at + all->done, cell = frame - frame % IL_CELL_FRAMES;
    const int left = all->count - all->done;
    all->into = (int)(frame - cell);
    all->size = IL_CELL_FRAMES - all->into < left ? IL_CELL_FRAMES - all->into : left;
    all->start = all->next;
    all->next = (float)all->gain(all->context, cell + IL_CELL_FRAMES);
    all->step = (all->next - all->start) / IL_CELL_FRAMES;
    return true;
}

/* The gain of each of the part's frames; the same number whatever the part begins with. */
static void fill_gains(const walk *all, float gains[IL_CELL_FRAMES])
{
    for (int i = 0; i < all->size; i++) {
        gains[i] = all->start + all->step * (float)(all->into + i);
    }
}

static void add_stereo(float *stem, const int16_t *samples, const walk *part)
{
    if (part->step == 0.0f) {
        for (int i = 0; i < 2 * part->size; i++) {
            stem[i] += (float)samples[i] * part->start;
        }
        return;
    }
    float gains[IL_CELL_FRAMES];
    fill_gains(part, gains);
    for (int i = 0; i < part->size; i++) {
        stem[2 * i] += (float)samples[2 * i] * gains[i];
        stem[2 * i + 1] += (float)samples[2 * i + 1] * gains[i];
    }
}

static void add_mono(float *stem, const int16_t *samples, const walk *part)
{
    float gains[IL_CELL_FRAMES];
    fill_gains(part, gains);
    for (int i = 0; i < part->size; i++) {
        const float sample = (float)samples[i] * gains[i];
        stem[2 * i] += sample;
        stem[2 * i + 1] += sample;
    }
}

void il_mix_s16(float *stem, const int16_t *samples, int channels, il_frames at, int count,
                il_gain_at *gain, const void *context)
{
    walk part = walk_from(at, count, gain, context);
    while (walk_on(&part)) {
        if (channels == 2) {
            add_stereo(stem + 2 * part.done, samples + 2 * part.done, &part);
        } else {
            add_mono(stem + 2 * part.done, samples + part.done, &part);
        }
    }
}

void il_mix_periodic(float *stem, const float *sound, il_frames period, il_frames at, int count,
                     il_gain_at *gain, const void *context)
{
    walk part = walk_from(at, count, gain, context);
    float gains[IL_CELL_FRAMES];
    while (walk_on(&part)) {
        if (part.start == 0.0f && part.next == 0.0f) {
            continue;
        }
        fill_gains(&part, gains);
        il_frames from = (at + part.done) % period;
        for (int i = 0; i < part.size; i++) {
            stem[2 * (part.done + i)] += sound[2 * from] * gains[i];
            stem[2 * (part.done + i) + 1] += sound[2 * from + 1] * gains[i];
            from = from + 1 < period ? from + 1 : 0;
        }
    }
}

void il_mix_pair(float *stem, const float *left, const float *right, int count, float gain)
{
    for (int i = 0; i < count; i++) {
        stem[2 * i] += left[i] * gain;
        stem[2 * i + 1] += right[i] * gain;
    }
}

static float to_range(float sample)
{
    const float scaled = sample * 32768.0f;
    const float low = scaled > -32768.0f ? scaled : -32768.0f;
    return low < 32767.0f ? low : 32767.0f;
}

/* 1.5 * 2^23: added to a small number, it leaves no bit for a fraction, so the sum is rounded as
 * the processor rounds, halves to even. */
static const float no_fraction = 12582912.0f;

void il_mix_to_s16(int16_t *out, const float *const *channels, int channel_count, int count)
{
    if (channel_count == 1) {
        for (int i = 0; i < count; i++) {
            out[i] = (int16_t)(to_range(channels[0][i]) + no_fraction - no_fraction);
        }
        return;
    }
    for (int i = 0; i < count; i++) {
        out[2 * i] = (int16_t)(to_range(channels[0][i]) + no_fraction - no_fraction);
        out[2 * i + 1] = (int16_t)(to_range(channels[1][i]) + no_fraction - no_fraction);
    }
}
