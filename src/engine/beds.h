#ifndef IL_ENGINE_BEDS_H
#define IL_ENGINE_BEDS_H

#include "engine/bed.h"
#include "engine/duck.h"

/* The beds of a timeline, one after the other, each with how loud it is when. */

/* From frame `at` on the level moves to `to_db`, over `fade` frames. */
typedef struct {
    il_frames at, fade;
    double from_db, to_db;
} il_bed_level;

/* One bed from its first frame to its last; a cue that names the same bed again only changes its
 * level. */
typedef struct {
    il_bed bed;
    const char *name;
    il_frames at, in;      // where it begins to rise, and for how long
    il_frames out_at, out; // where it begins to fall
    int first_level, level_count;
} il_bed_run;

typedef struct {
    il_bed_run *runs; // owned, in order
    int count, room;
    il_bed_level *levels; // owned, in order
    int level_count, level_room;
    const il_duck *duck;
    il_frames length, fade_start;
    size_t bytes_left; // for what is kept
} il_beds;

/* From the bed cues of `plan`. `beds` is zeroed; `duck` is borrowed. False, with `err`, when memory
 * lacks. */
bool il_beds_init(il_beds *beds, const il_engine_plan *plan, const il_duck *duck, il_error *err);

/* The gain of run `index` at `frame`. */
double il_beds_gain(const il_beds *beds, int index, il_frames frame);

/* Add what sounds in `count` (at most IL_MIX_FRAMES) frames from `at` on to `stem`. `samples` has
 * room for two channels. */
void il_beds_render(il_beds *beds, il_recordings *recordings, il_frames at, int count, float *stem,
                    il_bed_scratch *scratch, int16_t *samples);

void il_beds_finish(il_beds *beds, il_recordings *recordings);

#endif
