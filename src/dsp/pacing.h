#ifndef IL_DSP_PACING_H
#define IL_DSP_PACING_H

#include <stdbool.h>

#include "dsp/breath.h"

/* The breathing patterns that files name, and how a run of breaths approaches one. */

typedef struct {
    const char *name; // as files write it
    il_breath_cycle cycle;
    il_frames time; // how long a pacer runs by default; 0 when `cycles` says it
    int cycles;     // or how many breaths
    bool paced;     // false for `as-it-is` alone, whose cycle is empty
} il_breath_pattern;

/* The table of patterns, `*count` of them, in the order of the guide. Static storage. */
const il_breath_pattern *il_breath_patterns(int *count);

/* A run of `count` breaths toward `cycle`. Plain data.
 *
 * With `ramp` and neither top-up, hold nor rest, cycles grow by smoothstep, taken at the start of each
 * breath, over the lesser of 120 s and half of count times the cycle, from 7 s (sinking to 5 s as that
 * product goes from 180 to 300 s) to the pattern, by 0.6 s at most from one to the next and never
 * beyond it; in and out keep their ratio and last 1.5 s at least. A pattern that is faster than the
 * start has no ramp. With `ramp` and holds (`hold` and `rest`; a top-up too has no growing cycle),
 * the first breath has a third of them, the second two thirds. Without `ramp` every breath is
 * `cycle`. */
typedef struct {
    il_breath_cycle cycle;
    int count; // 1 to IL_BREATHS_MAX
    bool ramp;
} il_breath_run;

enum { IL_BREATHS_MAX = 500 };

/* Fill `cycles` (room for run->count) with each breath of the run and return their whole length. With
 * `cycles` NULL only the length. Rises with the count. */
il_frames il_breath_run_lay(const il_breath_run *run, il_breath_cycle *cycles);

#endif
