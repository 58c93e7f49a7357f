#ifndef IL_LIBRARY_NAMES_H
#define IL_LIBRARY_NAMES_H

#include "library/folder.h"

/* Names gathered from folders, then sorted by their bytes, each once. Inside the library only.
 * Zeroed is empty; the strings live in an arena, the list is from il_alloc. */
typedef struct {
    const char **items;
    int count, room;
} il_names;

bool il_names_add(il_names *names, const char *name, size_t size, il_arena *arena, il_error *err);

/* The folders in `path`, or the files there that end in `ending`, which is left off the name. Names
 * that begin with a full stop are passed over, links are followed. A folder that is not there has
 * none; one that may not be read is noted in `faults`. */
bool il_names_read(il_names *names, const char *path, const char *ending, il_arena *arena,
                   il_faults *faults, il_error *err);

void il_names_sort(il_names *names);

void il_names_finish(il_names *names);

#endif
