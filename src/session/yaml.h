#ifndef IL_SESSION_YAML_H
#define IL_SESSION_YAML_H

#include "base/memory.h"
#include "session/source.h"

/* A YAML file as a small tree, every node with its place: the strict subset that sessions are
 * written in. For the session room, and for the few lines of a voice.yaml. */

typedef enum { IL_NODE_SCALAR, IL_NODE_LIST, IL_NODE_MAP } il_node_kind;

typedef struct il_node il_node;

typedef struct {
    il_node *key; // always a scalar
    il_node *value;
} il_pair;

struct il_node {
    il_node_kind kind;
    bool plain; // a scalar without quotes that stands on one line or folds
    bool flow;  // a list or map in brackets
    il_place at;
    const char *text; // of a scalar, terminated; no NUL within
    size_t size;
    int count;
    union {
        il_node **items; // of a list
        il_pair *pairs;  // of a map
    };
};

/* The root of the one document in `bytes`, its nodes in `arena`. NULL when nothing can be read
 * further: the bytes are not clean UTF-8 text, there is no document, or memory lacks (`err`). After
 * an error of syntax the tree holds what came before it, and `*broken` is set. Problems go to
 * `problems`; all places name `file`, which is borrowed. */
il_node *il_yaml_parse(const char *file, const char *bytes, size_t size, il_arena *arena,
                       il_problems *problems, bool *broken, il_error *err);

#endif
