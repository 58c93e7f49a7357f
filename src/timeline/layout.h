#ifndef IL_TIMELINE_LAYOUT_H
#define IL_TIMELINE_LAYOUT_H

#include "base/memory.h"
#include "timeline/timeline.h"

/* A session as things that take time, before it is known how much. Within the timeline room only.
 */

typedef enum {
    IL_ITEM_MARK,    // a bell, bed, visual or ring: happens, takes no time
    IL_ITEM_WORDS,   // as long as their recording
    IL_ITEM_SILENCE, // elastic: a pause, a hold, a rest, a card, a breath that nobody paces
    IL_ITEM_RUN,     // whole breaths
    IL_ITEM_REPEAT,  // what follows, up to `end`, some number of times
} il_item_kind;

/* What a walk over the times reads stands first, in one line of the cache: a fit walks a hundred
 * times. */
typedef struct {
    il_item_kind kind;
    int end;               // of a repeat: the index behind its last item
    il_frames length;      // of words; of a bell's ring
    il_elastic span;       // of a silence
    const il_frames *rows; // rows[n]: how long a run of n breaths is
    bool
        speaks_within; // words are spoken within a run or a hold: the last fade counts from its end
    bool releases; // a rest after muscles were let go (a silence of a muscle step that is no hold)
    int section;   // index of the session's section
    const il_step *step;
    const il_line *line;   // of words, and of words spoken within a silence or run
    il_clip clip;          // of words or a bell
    il_breath_run run;     // `count` is not yet known
    il_count_range counts; // of breaths or repeats; natural within
    il_frames natural;     // how long the natural run is
    int cut_to;            // only so many breaths of the run play; 0: all. After a refit
    il_frames cut_at;      // how far into a run or silence a refit cut it; 0: it is whole
    il_frames whole;       // how long that silence was before
} il_item;

typedef struct {
    const il_session *session;
    il_arena arena;
    il_item *items;
    int count, room;
    int *first;      // first[i]: the first item of section i; first[section_count]: count
    bool *present;   // sections whose conditions hold, and, in a refit, that still lie ahead
    int *drop_order; // present sections that may be dropped, the first to go first
    int drop_count;
    il_frames fade;  // how long the bed's last fade takes; 0 where none sounds at the end
    il_frames start; // where the layout begins: 0, or where a kept beginning ends
    il_frames ends;  // the last tail of a kept beginning
} il_layout;

/* How often runs and repeats play: one number an item. */
typedef int *il_counts;

/* Lay out `session` with these choices (an option for each, none left open). The result is finished
 * with il_layout_finish, on failure too. */
bool il_layout_init(il_layout *layout, const il_session *session,
                    const il_timeline_request *request, const int *choices, il_error *err);
void il_layout_finish(il_layout *layout);

/* The counts at factor `x`, into room for layout->count. */
void il_layout_counts(const il_layout *layout, double x, il_counts counts);

/* The factor from which on a run has `n` breaths or a repeat `n` passes. Whatever needs it asks
 * here: rounded in two ways, steps that stand at one factor would come apart. */
double il_item_step(const il_item *item, int n);

/* How long a silence is at factor `y`. */
il_frames il_silence_at(const il_elastic *span, double y);

/* The whole length with these counts, silences at factor `y`, and the first `dropped` sections of
 * the drop order left out: the latest of steps, tails and the last word's fade. */
il_frames il_layout_length(const il_layout *layout, const il_counts counts, double y, int dropped);

/* The smallest factor above `x` at which some count grows; infinity when none does. */
double il_layout_next(const il_layout *layout, double x);

/* A factor at which everything is at its most. */
double il_layout_most(const il_layout *layout);

bool il_layout_is_dropped(const il_layout *layout, int section, int dropped);

/* One thing as it plays. */
typedef struct {
    int item;
    il_frames frames; // 0 for a mark
    int count;        // of a run's breaths
} il_slot;

/* A fit: what plays, in playing order, and which sections went. */
typedef struct {
    il_slot *slots; // in the layout's arena
    int count;
    int dropped; // how many of the drop order
    double x;
    il_frames length; // of the whole
} il_fit;

/* Fit the layout to end exactly on `length` (DESIGN of the fit: the README of this folder). False
 * without a message when nothing ends there, or with `err` when memory lacks. */
bool il_layout_fit(il_layout *layout, il_frames length, il_fit *fit, il_error *err);

/* A stretch of lengths that can be reached, both ends included. */
typedef struct {
    il_frames from, to;
} il_stretch;

/* Add every stretch that the layout can reach to a growing array (il_grow). */
bool il_layout_stretches(il_layout *layout, il_stretch **stretches, int *count, int *room,
                         il_error *err);

/* The reading time of a line without a recording: 0.8 s and 0.08 s a character, wide ones 2.5. */
il_frames il_reading_time(const char *text);

/* The options in force: those asked for, else the defaults; `*fitted` is the choice to fit to the
 * time, or -1. `choices` has room for each choice of the session. */
void il_choices_resolve(const il_session *session, const il_timeline_request *request, int *choices,
                        int *fitted);

#endif
