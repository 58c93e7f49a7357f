#ifndef IL_SESSION_READER_H
#define IL_SESSION_READER_H

#include "session/read.h"
#include "session/report.h"
#include "session/yaml.h"

/* The inside of reading a session: nodes to values, values to the model. Within the session room
 * only.
 *
 * A function that reads a node reports what is wrong with it and goes on, so that an author is told
 * everything at once; its result says whether the value can be used. Where memory lacks `err` says
 * so, and whatever was being read is thrown away as a whole. */
typedef struct {
    il_session *session;
    const il_source *source;
    il_arena *arena;
    il_problems *problems;
    il_error *err;
    il_read_limits limits;

    int order;        // of the next step or section
    int steps;        // written so far
    bool full;        // a limit on steps was passed: no more of them are read
    long long played; // steps so far, repeats at their most
    long long times;  // how often the step being read plays at most
    int repeats;      // that the step being read lies within

    const char **clips; // owned: distinct recordings so far
    int clip_count, clip_room;

    bool choices_unknown;    // they could not be read: whatever `when` says may be right
    unsigned choices_broken; // bit i: the options of choice i could not all be read
    il_place fit_at;         // of the choice that is fitted to the time; line 0 when none is
} il_reader;

enum {
    IL_TEXT_BYTES = 16384, // of any text
    IL_NAME_POINTS = 120,  // of a title or name
    IL_SUMMARY_POINTS = 2000,
    IL_CHOICES_MAX = 32,
};

/* Zeroed memory from the arena; NULL, noted in `err`, when there is none. */
void *il_read_alloc(il_reader *in, size_t count, size_t size);

/* ---- values (values.c): false after reporting ---- */

/* Whether the node is a text with something in it; `wanted` says what should stand there. */
bool il_read_something(il_reader *in, const il_node *node, const char *wanted);

/* Text of at most `points` characters; 0: only the limit of every text. */
bool il_read_text(il_reader *in, const il_node *node, size_t points, const char **text);

/* Words that are printed and exported, not spoken: a title, a source. */
bool il_read_words(il_reader *in, const il_node *node, size_t points, const char *wanted,
                   const char **text);

/* One of `count` names; `*index` is which. `what` is the thing with its article: "a visual". */
bool il_read_name(il_reader *in, const il_node *node, const char *what, const char *const *names,
                  int count, int *index);

bool il_read_duration(il_reader *in, const il_node *node, il_frames *frames);

/* An exact length of time or a range of it, natural at the geometric mean. A range begins at 0.1 s
 * or later when it is `elastic`. */
bool il_read_span(il_reader *in, const il_node *node, bool elastic, il_elastic *span);

/* The same, or the name of a pause, which goes to `*name` unless `name` is NULL. */
bool il_read_pause(il_reader *in, const il_node *node, il_elastic *span, const char **name);

/* The bounds of a pause that is known by name. */
il_elastic il_pause_named(const char *name);

/* A whole number from 1 to `most`, or a range of it when `range`. */
bool il_read_count(il_reader *in, const il_node *node, int most, bool range, il_count_range *count);

bool il_read_level(il_reader *in, const il_node *node, double *level_db);

/* A relative path that stays inside the folder of the session. */
bool il_read_path(il_reader *in, const il_node *node, const char **path);

/* The name of a bed, bell or voice: a name, or with a dot a path beside the session. */
bool il_read_sound_name(il_reader *in, const il_node *node, const char **name);

/* The geometric mean of two lengths, to the nearest frame. */
il_frames il_geometric_mean(il_frames min, il_frames max);

/* ---- keys (keys.c) ---- */

/* Where the keys of a map go: `slots[i]` gets the node of the key `names[i]` (at most 32), or stays
 * NULL. Keys that are unknown or stand twice are reported; `where` ends "... is not a key of". Bit
 * i of the result: an unknown key was probably meant as `names[i]`, so that its absence follows
 * from that. */
unsigned il_read_keys(il_reader *in, const il_node *map, const char *where,
                      const char *const *names, int count, const il_node **slots);

/* The place in `names` of a key, or -1. */
int il_key_index(const il_node *key, const char *const *names, int count);

/* Report a key that is not known, by the trap it may come from: words cut at a comma. The name that
 * was probably meant, by its place in `names`, or -1. */
int il_refuse_key(il_reader *in, const il_node *map, const il_node *key, const char *where,
                  const char *const *names, int count);

/* Whether the key was never meant as one: `Notice this: the breath`. */
bool il_key_is_words(const il_node *key);

/* How the words of such a key and its value would be written. */
void il_show_key_words(char *out, size_t room, const il_node *key);

/* ---- lines (lines.c) ---- */

/* Spoken words, without options. */
bool il_read_line(il_reader *in, const il_node *node, il_line *line);

/* A text, or a list of texts and `say` steps, as lines. */
void il_read_lines(il_reader *in, const il_node *node, il_line **lines, int *count);

/* The options of a `say` step, NULL where it has none. */
void il_read_line_options(il_reader *in, il_line *line, const il_node *as, const il_node *clip,
                          const il_node *caption);

/* ---- steps ---- */

/* The keys of a step. The first of them are its kinds, in their order. */
typedef enum {
    IL_KEY_AS = IL_STEP_KINDS,
    IL_KEY_CLIP,
    IL_KEY_CAPTION,
    IL_KEY_NATURAL,
    IL_KEY_FOR,
    IL_KEY_CYCLES,
    IL_KEY_RAMP,
    IL_KEY_CUE,
    IL_KEY_DURING,
    IL_KEY_HOLD,
    IL_KEY_REST,
    IL_KEY_KEEP,
    IL_KEY_WHEN,
    IL_KEY_STEPS,
    IL_KEY_LEVEL,
    IL_KEY_FADE,
    IL_KEY_ASK,
    IL_KEY_SHOW,
    IL_KEY_OR,
    IL_STEP_KEYS,
} il_step_key;

/* A step as it is written. */
typedef struct {
    const il_node *node; // its map
    il_step_kind kind;
    const il_node *keys[IL_STEP_KEYS]; // NULL where it has none
    uint32_t meant;                    // bit i: an unknown key was probably meant as key i
} il_written;

/* Whether the absence of a key is to be told: it does not follow from another error. */
bool il_written_lacks(const il_written *written, int key);

/* The value of a key, or NULL. */
const il_node *il_written_value(const il_written *written, int key);

/* Read the keys of a map and find its kind; false, reported, when it has none. */
bool il_read_written(il_reader *in, const il_node *node, il_written *written);

/* One step, or the steps of a list, into the model (steps.c). A step that cannot be used is left
 * out. */
bool il_read_step(il_reader *in, const il_node *node, il_step *step);
void il_read_steps(il_reader *in, const il_node *first, int count, il_steps *steps);

/* One more step or section is written; false when that is too many. */
bool il_count_step(il_reader *in, il_place at);

/* The kinds that say more than their name (kinds.c, breathe.c, muscles.c). */
void il_read_pause_step(il_reader *in, const il_written *written, il_step *step);
void il_read_card(il_reader *in, const il_written *written, il_step *step);
void il_read_sound_step(il_reader *in, const il_written *written, il_step *step);
void il_read_bell(il_reader *in, const il_written *written, il_step *step);
void il_read_ring(il_reader *in, const il_written *written, il_step *step);
void il_read_visual_step(il_reader *in, const il_written *written, il_step *step);
void il_read_breathe(il_reader *in, const il_written *written, il_step *step);
void il_read_muscles(il_reader *in, const il_written *written, il_step *step);

/* A bed by its bare name, or a map of it with its level; `beside` is a level that stands beside it
 * in a step, or NULL. */
void il_read_sound(il_reader *in, const il_node *value, const il_node *beside, il_sound *sound);

bool il_read_visual(il_reader *in, const il_node *node, il_visual *visual);

/* ---- parts of a session ---- */

void il_read_choices(il_reader *in, const il_node *node);                   // choices.c
void il_read_when(il_reader *in, const il_node *node, il_section *section); // choices.c
void il_read_sections(il_reader *in, const il_node *steps);                 // sections.c
void il_read_head(il_reader *in, const il_node *root);                      // head.c
void il_lint(il_reader *in);                                                // lint.c
void il_lint_words(il_reader *in);                                          // lint_words.c

#endif
