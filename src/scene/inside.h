#ifndef IL_SCENE_INSIDE_H
#define IL_SCENE_INSIDE_H

#include "scene/scene.h"

/* What the files of this folder share. Times of motion are those of the tokens. */

/* What moves between `at` and a frame to be found: each part of the scene reports when it does. */
typedef struct {
    il_frames at;
    il_frames next; // the first frame after `at` at which something begins to move
    bool moving;    // at `at` itself
} il_motion;

/* Something moves from frame `from` to frame `to`, excluded. */
static inline void il_motion_add(il_motion *motion, il_frames from, il_frames to)
{
    if (motion->at >= from && motion->at < to) {
        motion->moving = true;
    } else if (from > motion->at && from < motion->next) {
        motion->next = from;
    }
}

/* Something is another at frame `at` than before it. */
static inline void il_motion_step(il_motion *motion, il_frames at)
{
    il_motion_add(motion, at, at);
}

/* How far `at` is from `from` on a way of `length` frames, 0 to 1. */
static inline double il_share(il_frames at, il_frames from, il_frames length)
{
    const double share = (double)(at - from) / (double)length;
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

static inline double il_smooth(double share)
{
    return share * share * (3.0 - 2.0 * share);
}

/* The paced breaths around a frame; each may be NULL. */
typedef struct {
    const il_cue *before, *now, *after; // the last that ended, the one that is on, the next
} il_breaths;
il_breaths il_breaths_at(const il_timeline *timeline, il_frames at);

static inline il_frames il_cue_end(const il_cue *cue)
{
    return cue->at + cue->frames;
}

/* Visuals: which, how visible, how full. */
void il_visuals_at(const il_timeline *timeline, il_scene *scene);
void il_visuals_move(const il_timeline *timeline, il_motion *motion);

/* Parts, their names, the subtitle. */
void il_parts_at(const il_timeline *timeline, il_scene *scene);
void il_parts_move(const il_timeline *timeline, il_motion *motion);

/* Phase words and captions. */
void il_words_at(const il_timeline *timeline, il_scene *scene);
void il_words_move(const il_timeline *timeline, il_motion *motion);

#endif
