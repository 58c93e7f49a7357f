#ifndef IL_ENGINE_SHOTS_H
#define IL_ENGINE_SHOTS_H

#include "engine/recordings.h"

/* Sounds that are played once from their beginning to their end: words and bells. They overlap as
 * they will. */
typedef struct il_shot il_shot;

struct il_shot {
    il_frames at, frames; // as the timeline has it
    il_frames reach;      // the latest end of this and all shots before
    int order;            // of adding: what begins together is mixed in it
    const il_clip *clip;
    il_stem stem;
    float gain;
    bool words; // in the middle, with a short fade at either end; else as it lies, with one at its
                // end

    // while it sounds
    il_vorbis *vorbis;
    il_frames playing; // frames that there are, once it was opened
    bool silent;       // it cannot be read
    bool open;         // it stands in the list of those that sound
    il_shot *next_open;
};

typedef struct {
    il_shot *items; // owned; in the order of `at` once il_shots_sort was called
    int count, room;
    il_shot *open;
} il_shots;

bool il_shots_add(il_shots *shots, const il_shot *shot, il_error *err);
void il_shots_sort(il_shots *shots);

/* Add what sounds in `count` (at most IL_MIX_FRAMES) frames from `at` on to the stems. Recordings
 * are opened when their first frame is reached, and closed when their last one is past. */
void il_shots_render(il_shots *shots, il_recordings *recordings, il_frames at, int count,
                     float *const stems[IL_STEMS], float *const scratch[2]);

void il_shots_finish(il_shots *shots, il_recordings *recordings);

#endif
