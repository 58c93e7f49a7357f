#include "import/meter.h"

#include <math.h>

#include "base/translate.h"

enum { STEP_FRAMES = IL_RATE_HZ / 10, WINDOW_FRAMES = IL_RATE_HZ * 4 / 10 };

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

static void look(il_meter *meter, const float *samples, int count)
{
    for (int i = 0; i < count; i++) {
        float most = 0.0f;
        for (int channel = 0; channel < meter->channels; channel++) {
            most = fmaxf(most, fabsf(samples[i * meter->channels + channel]));
        }
        meter->peak = fmaxf(meter->peak, most);
        meter->silent = most < nothing ? meter->silent + 1 : 0;
        meter->silent_most =
            meter->silent > meter->silent_most ? meter->silent : meter->silent_most;
    }
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

bool il_meter_add(il_meter *meter, const float *samples, int count, il_error *err)
{
    look(meter, samples, count);
    while (count > 0) {
        const int left = STEP_FRAMES - (int)(meter->frames % STEP_FRAMES);
        const int part = count < left ? count : left;
        if (ebur128_add_frames_float(meter->state, samples, (size_t)part) != EBUR128_SUCCESS) {
            return refuse(err);
        }
        meter->frames += part;
        if (meter->frames % STEP_FRAMES == 0 && meter->frames >= WINDOW_FRAMES && !step(meter)) {
            return refuse(err);
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
