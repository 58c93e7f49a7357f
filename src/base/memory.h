#ifndef IL_BASE_MEMORY_H
#define IL_BASE_MEMORY_H

#include <stddef.h>

#include "base/error.h"

/* `count` things of `size` bytes, zeroed; release with il_free. NULL, with `err` saying so as a fault
 * of the machine, when there is no memory or the product overflows. Any thread but the callback. */
void *il_alloc(size_t count, size_t size, il_error *err);

/* `old` (from il_alloc, or NULL) with room for `count` things; new bytes are not zeroed. NULL on
 * failure, with `old` untouched and still the caller's. */
void *il_realloc(void *old, size_t count, size_t size, il_error *err);

void il_free(void *memory);

/* For tests: let the `nth` allocation from now on fail (1 is the next; 0 never), once or, with
 * `sticky`, that and all later ones. Of the whole process; call it while one thread runs. */
void il_alloc_fail(long nth, bool sticky);

/* How many allocations were asked for since il_alloc_fail was last called. */
long il_alloc_count(void);

/* Memory that is released all at once: the nodes and strings of one session, the cues of one
 * timeline. Zeroed is empty; one thread at a time. */
typedef struct il_arena_block il_arena_block;
typedef struct {
    il_arena_block *blocks;
} il_arena;

/* `count` zeroed things of `size` bytes, aligned for anything, living as long as the arena. NULL,
 * with `err` filled, when there is no memory. */
void *il_arena_alloc(il_arena *arena, size_t count, size_t size, il_error *err);

/* A terminated copy of `length` bytes at `text`. */
char *il_arena_text(il_arena *arena, const char *text, size_t length, il_error *err);

void il_arena_finish(il_arena *arena);

/* An array that grows: `items` of `size` bytes each, from il_alloc. Returns the place of one more,
 * zeroed, or NULL with `err` filled and the array unchanged. */
void *il_grow(void **items, int *count, int *room, size_t size, il_error *err);

#endif
