#ifndef IL_ENGINE_BREATH_CUE_H
#define IL_ENGINE_BREATH_CUE_H

#include "dsp/tone.h"
#include "engine/engine.h"

/* The sound that follows a paced breath.
 *
 * `swell`: a soft chord that is as loud as the breath is full, and brighter the fuller it is.
 * `tone`: one note for the way in, a lower one for the way out, none while the breath is held.
 * Neither is louder than -34 LUFS. */
typedef struct {
    const il_cue **cues; // owned: breaths that swell or sound, in order
    bool *tones;         // owned: of each, whether it is the tone
    int count, room, tone_room;
    il_tone low, high; // of the swell
    il_tone in, out;   // of the tone
} il_breath_sound;

/* From the breath cues of `plan`; those of a voice are tones when it lacks the words. `sound` is
 * zeroed. False, with `err`, when memory lacks. */
bool il_breath_sound_init(il_breath_sound *sound, const il_engine_plan *plan, il_error *err);

/* Add what sounds in `count` frames from `at` on to `stem`. */
void il_breath_sound_render(const il_breath_sound *sound, il_frames at, int count, float *stem);

void il_breath_sound_finish(il_breath_sound *sound);

#endif
