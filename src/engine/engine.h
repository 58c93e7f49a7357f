#ifndef IL_ENGINE_ENGINE_H
#define IL_ENGINE_ENGINE_H

#include "base/error.h"
#include "timeline/timeline.h"

/* The mix of a timeline: a stretch of it in, three stereo stems out.
 *
 * A function of timeline and frame: the same frames give the same samples, bit for bit, in blocks of
 * any size and after any seek, live or exported. Whatever is recursive in it is warmed up before the
 * first frame that it returns. It may read files, decode and allocate, so it never runs in the audio
 * callback. One thread at a time. */
typedef struct il_engine il_engine;

typedef enum { IL_STEM_VOICE, IL_STEM_AMBIENCE, IL_STEM_CUES, IL_STEMS } il_stem;

enum { IL_BLOCK_FRAMES = 256 }; // of the blocks that play and export work in

/* An engine at frame 0. Borrows `timeline`, which outlives it. NULL, with `err`, for lack of memory
 * only: a recording that is missing or damaged is silent, counted in il_engine_trouble. */
il_engine *il_engine_create(const il_timeline *timeline, il_error *err);

void il_engine_destroy(il_engine *engine);

/* `count` (> 0) frames from frame `at` (>= 0) on, interleaved left and right, into each of `stems`
 * (room for 2 * count floats). Beyond the timeline's end it is silence. */
void il_engine_render(il_engine *engine, il_frames at, int count, float *const stems[IL_STEMS]);

/* Recordings that could not be read whole: each once, with the first message of each. */
typedef struct {
    const char *name;
    char message[256];
} il_engine_trouble;
const il_engine_trouble *il_engine_troubles(const il_engine *engine, int *count);

/* The sum of the stems, at full level, through the limiter: what a file holds and the listener hears.
 * `out` has room for 2 * count floats. */
void il_engine_sum(const float *const stems[IL_STEMS], int count, float *out);

#endif
