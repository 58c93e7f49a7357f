#include "import/meter.h"

#include <math.h>

#include "base/translate.h"

enum {
    STEP_FRAMES = IL_RATE_HZ / 10,
    WINDOW_FRAMES = IL_RATE_HZ * 4 / 10,
    SILENCE_METERED = 2 * IL_RATE_HZ
};

static const float nothing = 0x1p-17f; // -102 dBFS: less than 16 bit can hold

static bool refuse(il_error *err)
{
    return il_fail_machine(err, il_nowhere(), _("the loudness meter failed"));
}

bool il_meter_open(il_meter *meter, int channels, bool both, il_error *err)
{
    *meter = (il_meter){.channels = channels, .loudest = -HUGE_VAL};
    meter->state = ebur128_init((unsigned)channels, IL_RATE_HZ,
                                EBUR128_MODE_I | EBUR128_MODE_M | EBUR128_MODE_HISTOGRAM);
    return (meter->state &&
            (channels > 1 || !both ||
             ebur128_set_channel(meter->state, 0, EBUR128_DUAL_MONO) == EBUR128_SUCCESS)) ||
           refuse(err);
}

void il_meter_close(il_meter *meter)
{
    if (meter->state) {
        ebur128_destroy(&meter->state);
    }
}

/* The largest sample, and how long it has been silent. */
static void look(il_meter *meter, const float *samples, int count)
{
    float most = 0.0f;
    int sounding = 0; // frames up to the last one with a sound
    for (int i = 0; i < count * meter->channels; i++) {
        const float size = fabsf(samples[i]);
        most = size > most ? size : most;
        sounding = size >= nothing ? i / meter->channels + 1 : sounding;
    }
    meter->peak = most > meter->peak ? most : meter->peak;
    meter->silent = sounding > 0 ? count - sounding : meter->silent + count;
}

/* A step further: the last 400 ms end here. */
static bool step(il_meter *meter)
{
    double level = -HUGE_VAL;
    if (ebur128_loudness_momentary(meter->state, &level) != EBUR128_SUCCESS) {
        return false;
    }
    meter->loudest = fmax(meter->loudest, level);
    return true;
}

/* To the next step, or as far as they go. */
static int add_part(il_meter *meter, const float *samples, int count, il_error *err)
{
    const int left = STEP_FRAMES - (int)(meter->metered % STEP_FRAMES);
    const int part = count < left ? count : left;
    if (ebur128_add_frames_float(meter->state, samples, (size_t)part) != EBUR128_SUCCESS) {
        refuse(err);
        return 0;
    }
    meter->metered += part;
    if (meter->metered % STEP_FRAMES == 0 && meter->metered >= WINDOW_FRAMES && !step(meter)) {
        refuse(err);
        return 0;
    }
    return part;
}

bool il_meter_add(il_meter *meter, const float *samples, int count, il_error *err)
{
    look(meter, samples, count);
    meter->frames += count;
    // After seconds of silence the filters have come to rest, and the gate takes no more of it:
    // what is left out changes no level, and hours of it are soon over.
    if (meter->silent > SILENCE_METERED + count) {
        return true;
    }
    while (count > 0) {
        const int part = add_part(meter, samples, count, err);
        if (part == 0) {
            return false;
        }
        samples += part * meter->channels;
        count -= part;
    }
    return true;
}

/* What lasts for less than a window, over as long as it lasts. */
static double brief(il_meter *meter)
{
    double level = -HUGE_VAL;
    const il_frames ms = meter->frames * 1000 / IL_RATE_HZ;
    ebur128_loudness_window(meter->state, (unsigned long)(ms > 0 ? ms : 1), &level);
    return level;
}

double il_meter_level(il_meter *meter)
{
    double level = -HUGE_VAL;
    if (meter->frames < WINDOW_FRAMES) {
        return brief(meter);
    }
    ebur128_loudness_global(meter->state, &level);
    return level;
}

double il_meter_loudest(il_meter *meter)
{
    return meter->frames < WINDOW_FRAMES ? brief(meter) : meter->loudest;
}
