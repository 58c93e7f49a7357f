#ifndef IL_SESSION_SESSION_H
#define IL_SESSION_SESSION_H

#include "base/error.h"
#include "base/frames.h"
#include "dsp/pacing.h"

/* What an author wrote, checked, every node knowing its place.
 *
 * A session is read once and never changed. Its nodes and strings live in one arena and go with it.
 * Text is UTF-8 with white space folded. Names of beds, bells and voices are as written: whether
 * they exist is the library's to say. */

/* A silence, or how long a card stays open: min <= natural <= max, all the same when it is exact.
 */
typedef struct {
    il_frames min, natural, max;
} il_elastic;

typedef struct {
    int min, natural, max;
} il_count_range;

typedef enum {
    IL_SESSION_TRANSITION,
    IL_SESSION_BREATHING,
    IL_SESSION_MINDFULNESS,
    IL_SESSION_KINDNESS,
    IL_SESSION_BODY,
    IL_SESSION_GROUNDING,
    IL_SESSION_REFLECTION,
} il_session_kind;

typedef enum { IL_AUDIENCE_BOTH, IL_AUDIENCE_THERAPIST, IL_AUDIENCE_CLIENT } il_audience;

typedef enum { IL_ENDING_BELL, IL_ENDING_QUIET, IL_ENDING_SLEEP } il_ending;

typedef enum {
    IL_VISUAL_LANTERN,
    IL_VISUAL_LOTUS,
    IL_VISUAL_TIDE,
    IL_VISUAL_RING,
    IL_VISUAL_RINGS,
    IL_VISUAL_BODY,
    IL_VISUAL_HORIZON,
    IL_VISUAL_CARD,
    IL_VISUAL_DARK,
} il_visual;

typedef enum {
    IL_PERSON_EASY_BEING,
    IL_PERSON_SELF,
    IL_PERSON_NEUTRAL,
    IL_PERSON_DIFFICULT,
    IL_PERSON_ALL,
} il_person;

typedef enum {
    IL_BREATH_CUE_SWELL,
    IL_BREATH_CUE_TONE,
    IL_BREATH_CUE_VOICE,
    IL_BREATH_CUE_NONE
} il_breath_cue;

/* The kinds of a step, in the order in which a step's keys are asked for it. */
typedef enum {
    IL_STEP_TENSE,
    IL_STEP_BREATHE,
    IL_STEP_CARD,
    IL_STEP_REPEAT,
    IL_STEP_SECTION, // only while reading: sections are no steps of a session
    IL_STEP_RELEASE,
    IL_STEP_RING,
    IL_STEP_BELL,
    IL_STEP_SOUND,
    IL_STEP_VISUAL,
    IL_STEP_PAUSE,
    IL_STEP_SAY,
    IL_STEP_KINDS,
} il_step_kind;

/* What a spoken line is for, as `as:` marks it; a set. */
typedef enum {
    IL_MARK_CHOICE = 1 << 0,
    IL_MARK_STOP = 1 << 1,
    IL_MARK_SAFETY = 1 << 2,
    IL_MARK_ANNOUNCE = 1 << 3,
    IL_MARK_CLOSING = 1 << 4,
} il_mark;

/* A spoken line. */
typedef struct {
    il_place at;         // of its words
    const char *text;    // the words: spoken, printed, looked up
    const char *caption; // shown instead of them, or NULL
    const char *clip;    // a recording beside the session, or NULL
    il_place clip_at;
    unsigned marks; // of il_mark
} il_line;

typedef struct il_step il_step;

typedef struct {
    il_step *items;
    int count;
} il_steps;

typedef struct {
    il_elastic span;
    const char *name; // as in `pause: noticing`, or NULL. Static storage
} il_pause;

typedef struct {
    const char *pattern;   // its name, static storage; NULL when the author wrote the phases out
    il_breath_cycle cycle; // all 0 for `as-it-is`
    bool paced;            // false for `as-it-is`: `time` is then elastic like a silence
    bool ramp;
    bool by_cycles; // `cycles` says how long, else `time`
    il_count_range cycles;
    il_elastic time;    // when it is a single value, the nearest row of the run is meant
    bool time_exact;    // `for` was a single value
    il_place length_at; // of `for` or `cycles`; of the step when neither stands
    il_breath_cue cue;
    il_line *during; // spoken as it runs
    int during_count;
} il_breathe;

/* An index into the table of il_muscle_groups. */
typedef int il_group;

typedef struct {
    il_group *groups; // as written
    int group_count;
    il_steps say;     // `say` and `pause` steps: the words before. Empty when there are none
    il_elastic hold;  // of a tense step; 0 in a release
    il_line *during;  // spoken in the hold, or NULL
    il_steps release; // `say` and `pause` steps with which it lets go; empty in a release
    il_elastic rest;  // from the end of the words
} il_muscles;

typedef struct {
    const char *name; // of a bed; NULL for silence
    il_place name_at;
    double level_db;
    il_frames fade; // how long the change takes
} il_sound;

typedef struct {
    const char *name;
    il_place name_at;
    double level_db;
} il_bell;

typedef struct {
    const char *name; // one word
    il_line *asks;    // one or more; by turns when there are several
    int ask_count;
    il_elastic span;         // how long it stays open after its question
    const char *show;        // one to three characters drawn large, or NULL
    const char *alternative; // `or:`, a second way, or NULL
} il_card;

typedef struct {
    il_count_range times;
    il_steps steps;
} il_repeat;

struct il_step {
    il_step_kind kind;
    il_place at; // of the key that is its kind
    int order;   // its place in the file, counting nested steps, from 0
    union {
        il_line say;
        il_pause pause;
        il_breathe breathe;
        il_muscles muscles; // tense and release
        il_person ring;
        il_repeat repeat;
        il_sound sound;
        il_visual visual;
        il_card card;
        il_bell bell;
    };
};

/* One choice offered before a session. */
typedef struct {
    il_place at; // of its key
    const char *key, *ask;
    const char **options;
    int option_count;
    int standard; // the default option; -1 when it is `fit`: the first that the time allows
} il_choice;

/* A condition of a section: the choice's option is one of a set. */
typedef struct {
    int choice;       // index into the session's choices
    unsigned options; // bit i: option i will do
} il_condition;

typedef struct {
    il_place at;        // of its name
    const char *name;   // NULL for the steps before the first section
    int order;          // its place in the file among steps and sections
    int keep;           // 1 (first to go) to 5 (never dropped)
    il_condition *when; // all must hold
    int when_count;
    il_steps steps;
} il_section;

typedef enum {
    IL_CAUTION_SENTENCE, // the author's own
    IL_CAUTION_MEDITATION,
    IL_CAUTION_BREATH,
    IL_CAUTION_HOLDS,
    IL_CAUTION_MUSCLES,
    IL_CAUTION_KINDNESS,
    IL_CAUTION_SHARING,
} il_caution_kind;

typedef struct {
    il_caution_kind kind;
    const char *sentence; // of the author's own, else NULL
} il_caution;

typedef struct il_session {
    const char *file;   // as it was opened
    const char *folder; // of the file: its own recordings stand beside it

    const char *title, *language;
    const char *summary, *author, *license; // NULL when not given
    const char *voice;                      // NULL when not given
    il_place title_at, voice_at, length_at, ending_at;
    const char **sources;
    int source_count;
    il_session_kind kind;
    il_audience audience;
    il_frames length; // the natural one
    il_sound sound;   // from the first frame on
    il_visual visual;
    il_place visual_at;
    il_ending ending;
    il_caution *cautions;
    int caution_count;
    il_choice *choices;
    int choice_count;

    il_section *sections; // the first may have no name
    int section_count;
    int step_count; // written, nested ones too
} il_session;

/* Release a session from il_session_read and all it holds. NULL is fine. */
void il_session_destroy(il_session *session);

/* The words that files use. Static storage; NULL-terminated lists for messages and nearest words.
 */
const char *il_session_kind_name(il_session_kind kind);
const char *il_audience_name(il_audience audience);
const char *il_ending_name(il_ending ending);
const char *il_visual_name(il_visual visual);
const char *il_person_name(il_person person);
const char *il_breath_cue_name(il_breath_cue cue);
const char *il_step_kind_name(il_step_kind kind);
bool il_ending_from_name(const char *name, il_ending *ending);

/* The muscle groups of the 16, the 7 and the 4 form, `*count` in all, in their order. */
const char *const *il_muscle_groups(int *count);

/* Every silence that files can name: its name and its bounds. */
typedef struct {
    const char *name;
    il_elastic span;
} il_named_pause;
const il_named_pause *il_named_pauses(int *count);

#endif
