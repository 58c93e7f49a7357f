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
    float fullness;        // of the breath, il_breath_at's, 0 to 1; 0 when nobody paces
    float growth;          // largest : smallest of a breathing shape, 1.7 to 2.5
    bool paced;            // a breath is on
    il_breath_cycle cycle; // that is on, or whose ring comes or goes; all 0 when there is none
    il_breath_phase phase; // of it
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
    float seed_glide; // how far the seed is from the first visual's place to the second's, 0 to 1
    il_scene_words phases[2];   // the phase word, and the one it replaces
    il_scene_words captions[2]; // the caption, and the one it replaces
    il_scene_words part;        // its name where a visual shows it alone

    const char *part_names[IL_SCENE_PARTS_MAX]; // parts to the eye (README); NULL: nameless
    float part_ends[IL_SCENE_PARTS_MAX];        // shares of the whole, rising to 1
    int part_count, part_now;                   // -1 when there is none
    float gone;                                 // share of the whole, 0 to 1

    const char *title;
    char subtitle[160]; // "Breathe, in 4 and out 6. Part 2 of 4"
    const char *bed;    // that sounds, as files name it, or NULL
} il_scene;

/* `at` from 0 to the timeline's length; what lies outside is taken as the nearer end. */
void il_scene_at(const il_timeline *timeline, il_frames at, il_scene *scene);

/* Until when nothing on screen moves by itself from `at` on: the next frame at which a picture must
 * be drawn (`at` itself while something moves, the timeline's length when nothing more does). The
 * seed of the horizon is so slow that it goes in 4096 steps. */
il_frames il_scene_next_change(const il_timeline *timeline, il_frames at);

#endif
