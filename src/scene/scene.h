#ifndef IL_SCENE_SCENE_H
#define IL_SCENE_SCENE_H

#include "timeline/timeline.h"

/* What is on screen at a frame, as meaning: which visual, how full the breath, which words, how
 * visible each. Read from the timeline alone, so that it cannot drift from what is heard. Plain
 * data; strings are the timeline's. Any thread. */

/* One visual; two while they cross-fade. */
typedef struct {
    il_visual visual; // one that can be drawn: lotus, lantern or horizon; any other is a lantern
    float alpha;
    float scale;           // 0.96 to 1
    float fullness;        // of the breath, il_breath_at's, 0 to 1
    float growth;          // largest : smallest of a breathing shape, 1.7 to 2.5
    il_breath_cycle cycle; // that is on; all 0 when nobody paces
    il_breath_phase phase; //
    float done;            // of the phase, 0 to 1
    float turned;          // of the cycle, 0 to 1, evenly
    float cycle_alpha;     // of the ring of phases: in and out with the pacing
} il_scene_visual;

/* A word or line that comes or goes. */
typedef struct {
    const char *text; // NULL: none; '\n' between two lines
    float alpha;
} il_scene_words;

enum { IL_SCENE_PARTS_MAX = 32 };

typedef struct {
    il_frames at, length;
    il_scene_visual visuals[2]; // bottom first
    int visual_count;
    il_scene_words phases[2];   // the phase word, and the one it replaces
    il_scene_words captions[2]; // the caption, and the one it replaces
    il_scene_words part;        // its name where a visual shows it alone

    const char *part_names[IL_SCENE_PARTS_MAX]; // with neighbours of one name drawn as one
    float part_ends[IL_SCENE_PARTS_MAX];        // shares of the whole, rising to 1
    int part_count, part_now;                   // -1 before the first
    float gone;                                 // share of the whole, 0 to 1

    const char *title;
    char subtitle[160]; // "Breathe, in 4 and out 6. Part 2 of 4"
    const char *bed;    // that sounds, as files name it, or NULL
} il_scene;

void il_scene_at(const il_timeline *timeline, il_frames at, il_scene *scene);

/* Until when nothing on screen moves by itself from `at` on: the next frame at which a picture must
 * be drawn (`at` itself while something moves). */
il_frames il_scene_next_change(const il_timeline *timeline, il_frames at);

#endif
