#include "dsp/breath.h"

#include <math.h>

static const double pi = 3.14159265358979323846;
static const double top_up_begins =
    0.70; // how full the breath is when a second, small inhale follows

il_frames il_breath_length(const il_breath_cycle *cycle)
{
    return cycle->in + cycle->top_up + cycle->hold + cycle->out + cycle->rest;
}

/* How full it is a share `done` into `phase`. */
static double fullness(const il_breath_cycle *cycle, il_breath_phase phase, double done)
{
    const double turn = (1.0 - cos(pi * done)) / 2.0;
    const double first = cycle->top_up > 0 ? top_up_begins : 1.0;
    switch (phase) {
    case IL_BREATH_IN:
        return first * turn;
    case IL_BREATH_TOP_UP:
        return first + (1.0 - first) * turn;
    case IL_BREATH_HOLD:
        return 1.0;
    case IL_BREATH_OUT:
        return 1.0 - turn;
    case IL_BREATH_REST:
        break;
    }
    return 0.0;
}

il_breath il_breath_at(const il_breath_cycle *cycle, il_frames frame)
{
    const il_frames lengths[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
    il_frames into = frame < 0 ? 0 : frame;
    int phase = IL_BREATH_IN, last = IL_BREATH_IN;
    for (int i = IL_BREATH_IN; i <= IL_BREATH_REST; i++) {
        last = lengths[i] > 0 ? i : last;
    }
    while (phase < last && into >= lengths[phase]) {
        into -= lengths[phase++];
    }
    const il_frames length = lengths[phase];
    into = into > length ? length : into;
    const double done = length > 0 ? (double)into / (double)length : 0.0;
    return (il_breath){.phase = (il_breath_phase)phase,
                       .fullness = (float)fullness(cycle, (il_breath_phase)phase, done),
                       .done = (float)done,
                       .left = length - into};
}
