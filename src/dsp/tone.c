#include "dsp/tone.h"

#include <assert.h>
#include <math.h>

#include "base/memory.h"

static const double two_pi = 6.28318530717958647692;

/* Add a sine of `hz` to every other sample. It turns by a fixed angle from frame to frame, which
 * drifts by less than 1e-10 over the longest period. */
static void add_sine(float *samples, il_frames frames, double hz, double phase, double level)
{
    const double angle = two_pi * hz / IL_RATE_HZ;
    const double turn_re = cos(angle), turn_im = sin(angle);
    double re = cos(phase), im = sin(phase);
    for (il_frames i = 0; i < frames; i++) {
        samples[2 * i] += (float)(level * im);
        const double next = re * turn_re - im * turn_im;
        im = re * turn_im + im * turn_re;
        re = next;
    }
}

/* Inline since without assertions nothing asks it. */
static inline bool is_whole(double hz, il_frames frames)
{
    const double waves = hz * (double)frames / IL_RATE_HZ;
    return fabs(waves - round(waves)) < 1e-9;
}

bool il_tone_init(il_tone *tone, il_frames frames, const il_partial *partials, int count,
                  double rms, il_error *err)
{
    tone->frames = frames;
    tone->samples = il_alloc(2 * (size_t)frames, sizeof *tone->samples, err);
    if (!tone->samples) {
        return false;
    }
    double power =
        0.0; // of sines of different rates over whole periods: half of each level's square
    for (int i = 0; i < count; i++) {
        power += partials[i].level * partials[i].level / 2.0;
    }
    for (int i = 0; i < count; i++) {
        const il_partial *one = &partials[i];
        assert(is_whole(one->left_hz, frames) && is_whole(one->right_hz, frames));
        const double level = one->level * rms / sqrt(power);
        const double phase = two_pi * 0.381966 * i; // apart, so that peaks do not meet
        add_sine(tone->samples, frames, one->left_hz, phase, level);
        add_sine(tone->samples + 1, frames, one->right_hz, phase, level);
    }
    return true;
}

void il_tone_finish(il_tone *tone)
{
    il_free(tone->samples);
    *tone = (il_tone){0};
}
