#ifndef IL_ENGINE_ENGINE_H
#define IL_ENGINE_ENGINE_H

#include "base/error.h"
#include "timeline/timeline.h"

/* The mix of a timeline: a stretch of it in, three stereo stems out. What sounds how loud, and why,
 * is in the README of this folder.
 *
 * A function of timeline and frame: the same frames give the same samples, bit for bit, in blocks
 * of any size and after any seek, live or exported. Nothing in it is recursive. It may read files,
 * decode and allocate, so it never runs in the audio callback. One thread at a time. */
typedef struct il_engine il_engine;

typedef enum { IL_STEM_VOICE, IL_STEM_AMBIENCE, IL_STEM_CUES, IL_STEMS } il_stem;

enum {
    IL_BLOCK_FRAMES = 256, // of the blocks that play and export work in
    IL_ENGINE_CACHE_BYTES = 40 << 20,
};

/* An engine at frame 0. Borrows `timeline`, which outlives it. NULL, with `err`, for lack of memory
 * only: a recording that is missing or damaged is silent, and listed in il_engine_troubles. */
il_engine *il_engine_create(const il_timeline *timeline, il_error *err);

/* What an engine needs of a timeline; borrowed, and outlives the engine. */
typedef struct {
    const il_cue *cues; // sorted
    int cue_count;
    il_frames length;            // >= 0
    il_frames fade_start;        // when beds begin to fade for good
    const il_clip *breath_words; // for each il_breath_phase, or NULL
    size_t cache_bytes;          // for decoded beds that come round again, at most
} il_engine_plan;

/* The same from the parts. Samples do not depend on `cache_bytes`. */
il_engine *il_engine_create_planned(const il_engine_plan *plan, il_error *err);

void il_engine_destroy(il_engine *engine);

/* `count` (> 0) frames from frame `at` (>= 0) on, interleaved left and right, into each of `stems`
 * (room for 2 * count floats). Beyond the timeline's end it is silence. */
void il_engine_render(il_engine *engine, il_frames at, int count, float *const stems[IL_STEMS]);

/* Recordings that could not be read whole: each once, with the first message of each. What was
 * rendered so far is what is known so far. Lives until the next call of il_engine_render. */
typedef struct {
    const char *name;
    char message[256];
} il_engine_trouble;
const il_engine_trouble *il_engine_troubles(const il_engine *engine, int *count);

/* False, with `err`, when memory lacked while it rendered: a recording may be silent for that
 * alone, so what was rendered is not to be kept. */
bool il_engine_ok(const il_engine *engine, il_error *err);

/* How many recordings are open now. */
int il_engine_open_count(const il_engine *engine);

/* The sum of the stems, at full level, through the limiter: what a file holds and the listener
 * hears. `out` has room for 2 * count floats. */
void il_engine_sum(const float *const stems[IL_STEMS], int count, float *out);

#endif
