#ifndef IL_SESSION_READER_H
#define IL_SESSION_READER_H

#include "session/read.h"
#include "session/yaml.h"

/* The inside of reading a session: nodes to values, values to the model. Within the session room
 * only.
 *
 * Every function that reads a node reports what is wrong with it and goes on, so that an author is
 * told everything at once; its result says whether the value can be used. */
typedef struct {
    const char *file;
    il_session *session;
    il_arena *arena;
    il_problems *problems;
    il_error *err;
    il_read_limits limits;
    int steps;          // written so far
    long long repeated; // steps so far as they play, repeats at their most
    long long times;    // how often the step being read plays at most
    int repeat_depth;
    int order;
    const char **clips; // distinct recordings so far, from il_alloc
    int clip_count, clip_room;
} il_reader;

/* ---- problems ---- */

/* Report an error at `at`. `expected`, `found` and `nearest` may be NULL. Returns false. */
bool il_read_error(il_reader *in, il_place at, const char *message, const char *expected,
                   const char *found, const char *nearest);

/* The same with the message printed. */
bool il_read_errorf(il_reader *in, il_place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void il_read_warning(il_reader *in, il_place at, const char *message, const char *expected,
                     const char *found);

/* ---- values: each false after reporting ---- */

/* A scalar with something in it; `what` names it in messages ("the pause"). */
bool il_read_scalar(il_reader *in, const il_node *node, const char *what);

/* Text of at most `most` code points, white space folded, into the arena. */
bool il_read_text(il_reader *in, const il_node *node, const char *what, size_t most,
                  const char **text);

/* One of `count` names; `*index` is which. */
bool il_read_name(il_reader *in, const il_node *node, const char *what, const char *const *names,
                  int count, int *index);

bool il_read_duration(il_reader *in, const il_node *node, const char *what, il_frames *frames);

/* An exact duration, a range (its natural value the geometric mean) or, with `named`, the name of a
 * pause, which then goes to `*name`. */
bool il_read_elastic(il_reader *in, const il_node *node, const char *what, il_elastic *span,
                     const char **name, bool named);

bool il_read_count(il_reader *in, const il_node *node, const char *what, int most,
                   il_count_range *range);

bool il_read_level(il_reader *in, const il_node *node, double *level_db);

/* A relative path that stays inside its folder. */
bool il_read_path(il_reader *in, const il_node *node, const char *what, const char **path);

/* The name of a bed, bell or voice: a word, or with a dot a path beside the session. */
bool il_read_sound_name(il_reader *in, const il_node *node, const char *what, const char **name);

/* The geometric mean of two lengths, to the nearest frame. */
il_frames il_geometric_mean(il_frames min, il_frames max);

/* ---- maps ---- */

/* The value of `key` in a map, or NULL. */
const il_node *il_map_get(const il_node *map, const char *key);
const il_pair *il_map_pair(const il_node *map, const char *key);

/* Report keys that stand twice. */
void il_map_check_twice(il_reader *in, const il_node *map);

/* Report keys that are not among `known`; `where` names the map ("the head of a session"). */
void il_map_check_known(il_reader *in, const il_node *map, const char *const *known, int count,
                        const char *where);

/* Whether a pair is `{say: Feet, and the floor.}`: words cut at a comma. Reports it. */
bool il_map_check_comma(il_reader *in, const il_node *map, const il_pair *pair);

/* ---- parts of a session ---- */

/* Memory from the arena; NULL, noted in `err`, ends reading. */
void *il_read_alloc(il_reader *in, size_t count, size_t size);

void il_read_head(il_reader *in, const il_node *root);
void il_read_body(il_reader *in, const il_node *steps);

/* `sound:` as a name or as a map, of the head or of a step. */
bool il_read_sound(il_reader *in, const il_node *node, il_sound *sound);

/* What only the whole shows and no times are needed for. */
void il_lint(il_reader *in);

#endif
