#ifndef IL_TIMELINE_COMPILE_H
#define IL_TIMELINE_COMPILE_H

#include "timeline/layout.h"

/* The inside of a timeline. Within the timeline room only. */
struct il_timeline {
    const il_session *session;
    il_timeline_request
        request; // as it was compiled, for fitting again; choices are not kept in it
    il_clips clips;
    int *choices;
    il_arena arena;
    il_cue *cues;
    int cue_count, cue_room;
    il_part *parts;
    int part_count;
    const il_section **dropped;
    int dropped_count;
    il_frames length, fade;
    il_ending ending;
    il_clip breath_words[IL_BREATH_REST + 1];
    bool has_breath_words;
    il_layout layout; // what was fitted, and
    il_fit fit;       // how
};

/* Cut `text` into captions of at most two lines of 62 columns, timed over `frames` from `at` on by
 * their share of letters. NULL when memory lacks. */
const il_caption *il_captions_lay(il_arena *arena, const char *text, il_frames at, il_frames frames,
                                  int *count, il_error *err);

/* Turn a fit into a timeline, which takes over the layout. */
il_timeline *il_timeline_build(const il_session *session, const il_timeline_request *request,
                               const int *choices, il_layout *layout, const il_fit *fit,
                               il_error *err);

#endif
