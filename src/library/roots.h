#ifndef IL_LIBRARY_ROOTS_H
#define IL_LIBRARY_ROOTS_H

#include "base/memory.h"

/* Where the two halves of the library stand. Inside the library only; paths live in `arena`. */
typedef enum { IL_ROOT_USER, IL_ROOT_SHARE, IL_ROOTS } il_root;

/* Fill `roots`; the user's is NULL without a home. False, with `err`, when memory lacks or
 * $INTERLUDE_SHARE is no folder and so our own is nowhere. */
bool il_roots_find(const char *roots[IL_ROOTS], il_arena *arena, il_error *err);

bool il_is_folder(const char *path);

/* `folder`/`name` in the arena. */
const char *il_arena_path(il_arena *arena, const char *folder, const char *name, il_error *err);

#endif
