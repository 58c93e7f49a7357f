#ifndef IL_SESSION_YAML_H
#define IL_SESSION_YAML_H

#include "base/memory.h"
#include "session/source.h"

/* A YAML file as a small tree, every node with its place: the strict subset that sessions are
 * written in. For the session room, and for the few lines of a voice.yaml. */

typedef enum { IL_NODE_TEXT, IL_NODE_LIST, IL_NODE_MAP } il_node_kind;

typedef struct il_node il_node;
struct il_node {
    il_node_kind kind;
    bool plain; // a text without quotation marks
    bool flow;  // a list or map in brackets
    bool cut;   // keys were refused within it, or an error of syntax ended the file within it: what
                // is missing is not its fault
    il_place at;
    const char *text; // of a text: white space folded, terminated, nothing unprintable within
    size_t size;
    int count;      // items of a list, keys of a map
    il_node *first; // the first item, or key: a key is a text
    il_node *next;  // the next of the same list or map
    il_node *value; // of a key
};

/* The root of the one document in `source`, its nodes in `arena`. NULL when there is none, or
 * memory lacks (`err`). After an error of syntax the tree holds what came before it, marked `cut`,
 * and
 * `*broken` is where that error was reported: what stands there or later is in doubt. Without one
 * its line is 0. */
il_node *il_yaml_read(const il_source *source, il_arena *arena, il_problems *problems,
                      il_place *broken, il_error *err);

/* The same from bytes, for files of a few lines such as a voice.yaml. */
il_node *il_yaml_parse(const char *file, const char *bytes, size_t size, il_arena *arena,
                       il_problems *problems, il_error *err);

#endif
