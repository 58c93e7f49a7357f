#include "dsp/pacing.h"

#include <assert.h>

#define SECONDS(s) ((il_frames)((s)*IL_RATE_HZ))

/* Practice guide, section 3: seconds a phase, and how long a pacer runs by default. */
static const il_breath_pattern patterns[] = {
    {"steady", {SECONDS(4), 0, 0, SECONDS(6), 0}, SECONDS(300), 0, true},
    {"coherent", {SECONDS(5.5), 0, 0, SECONDS(5.5), 0}, SECONDS(600), 0, true},
    {"even", {SECONDS(4), 0, 0, SECONDS(4), 0}, SECONDS(300), 0, true},
    {"long-out", {SECONDS(3), 0, 0, SECONDS(5), 0}, SECONDS(300), 0, true},
    {"sigh", {SECONDS(2), SECONDS(1), 0, SECONDS(6), SECONDS(1)}, SECONDS(300), 0, true},
    {"box", {SECONDS(4), 0, SECONDS(4), SECONDS(4), SECONDS(4)}, SECONDS(180), 0, true},
    {"4-7-8", {SECONDS(4), 0, SECONDS(7), SECONDS(8), 0}, 0, 4, true},
    {"pursed", {SECONDS(2), 0, 0, SECONDS(4), 0}, SECONDS(150), 0, true},
    {"as-it-is", {0, 0, 0, 0, 0}, 0, 0, false},
};

const il_breath_pattern *il_breath_patterns(int *count)
{
    *count = (int)(sizeof patterns / sizeof *patterns);
    return patterns;
}

static const double ramp_s = 120.0;                  // at most
static const double start_s = 7.0;                   // of a short run,
static const double start_long_s = 5.0;              // sinking to this
static const double short_s = 180.0, long_s = 300.0; // as the run grows from one to the other
static const double growth_s = 0.6;                  // at most from one breath to the next
static const il_frames phase_least = SECONDS(1.5);

static double smoothstep(double x)
{
    const double held = x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
    return held * held * (3.0 - 2.0 * held);
}

static double start_of(double run_s)
{
    const double share = (run_s - short_s) / (long_s - short_s);
    const double held = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    return start_s + (start_long_s - start_s) * held;
}

/* `length` frames in the ratio of the pattern; neither phase under 1.5 s where the pattern's is
 * not. */
static il_breath_cycle shared_out(const il_breath_cycle *pattern, il_frames length)
{
    const double ratio = (double)pattern->in / (double)(pattern->in + pattern->out);
    il_frames in = (il_frames)((double)length * ratio + 0.5);
    const il_frames in_least = pattern->in < phase_least ? pattern->in : phase_least;
    const il_frames out_least = pattern->out < phase_least ? pattern->out : phase_least;
    in = in < in_least ? in_least : in;
    in = length - in < out_least ? length - out_least : in;
    return (il_breath_cycle){.in = in, .out = length - in};
}

static il_frames lay_ramp(const il_breath_run *run, double from_s, double over_s,
                          il_breath_cycle *cycles)
{
    const il_frames whole = il_breath_length(&run->cycle);
    const double to_s = il_seconds_from_frames(whole);
    il_frames at = 0, last = 0;
    for (int i = 0; i < run->count; i++) {
        const double x = il_seconds_from_frames(at) / over_s;
        il_frames length = il_frames_from_seconds(from_s + (to_s - from_s) * smoothstep(x));
        const il_frames most = last + (il_frames)(growth_s * IL_RATE_HZ);
        length = i > 0 && length > most ? most : length;
        length = length > whole ? whole : length;
        if (cycles) {
            cycles[i] = length == whole ? run->cycle : shared_out(&run->cycle, length);
        }
        at += length;
        last = length;
    }
    return at;
}

/* The first two breaths have a third and two thirds of the holds. */
static il_frames lay_holds(const il_breath_run *run, il_breath_cycle *cycles)
{
    il_frames at = 0;
    for (int i = 0; i < run->count; i++) {
        il_breath_cycle cycle = run->cycle;
        if (run->ramp && i < 2) {
            cycle.hold = (cycle.hold * (i + 1) + 1) / 3;
            cycle.rest = (cycle.rest * (i + 1) + 1) / 3;
        }
        if (cycles) {
            cycles[i] = cycle;
        }
        at += il_breath_length(&cycle);
    }
    return at;
}

il_frames il_breath_run_lay(const il_breath_run *run, il_breath_cycle *cycles)
{
    assert(run->count >= 1 && run->count <= IL_BREATHS_MAX);
    const double cycle_s = il_seconds_from_frames(il_breath_length(&run->cycle));
    const double run_s = cycle_s * run->count;
    const double from_s = start_of(run_s);
    const bool holds = run->cycle.top_up > 0 || run->cycle.hold > 0 || run->cycle.rest > 0;
    if (holds || !run->ramp || cycle_s <= from_s) {
        return lay_holds(run, cycles);
    }
    return lay_ramp(run, from_s, run_s / 2.0 < ramp_s ? run_s / 2.0 : ramp_s, cycles);
}
