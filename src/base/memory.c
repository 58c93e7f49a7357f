#include "base/memory.h"

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static atomic_long asked;    // allocations since il_alloc_fail
static atomic_long fail_at;  // which of them fails; 0 for none
static atomic_bool fail_all; // and every later one too

void il_alloc_fail(long nth, bool sticky)
{
    atomic_store(&asked, 0);
    atomic_store(&fail_all, sticky);
    atomic_store(&fail_at, nth);
}

long il_alloc_count(void)
{
    return atomic_load(&asked);
}

static bool refused(void)
{
    const long number = atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed) + 1;
    const long at = atomic_load_explicit(&fail_at, memory_order_relaxed);
    return at > 0 && (number == at || (number > at && atomic_load(&fail_all)));
}

void *il_alloc(size_t count, size_t size, il_error *err)
{
    void *memory = refused() ? NULL : calloc(count ? count : 1, size ? size : 1);
    if (!memory) {
        il_fail_machine(err, il_nowhere(), "out of memory");
    }
    return memory;
}

void *il_realloc(void *old, size_t count, size_t size, il_error *err)
{
    size_t bytes = 0;
    const bool fits = !__builtin_mul_overflow(count ? count : 1, size ? size : 1, &bytes);
    void *memory = fits && !refused() ? realloc(old, bytes) : NULL;
    if (!memory) {
        il_fail_machine(err, il_nowhere(), "out of memory");
    }
    return memory;
}

void il_free(void *memory)
{
    free(memory);
}

struct il_arena_block {
    il_arena_block *next;
    size_t used, room;
    _Alignas(max_align_t) unsigned char bytes[];
};

enum { ARENA_BLOCK_BYTES = 16384 };

void *il_arena_alloc(il_arena *arena, size_t count, size_t size, il_error *err)
{
    const size_t align = _Alignof(max_align_t);
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2) {
        il_fail_machine(err, il_nowhere(), "out of memory");
        return NULL;
    }
    bytes = (bytes + align - 1) / align * align;
    il_arena_block *block = arena->blocks;
    if (!block || block->room - block->used < bytes) {
        const size_t room = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;
        block = il_alloc(1, sizeof *block + room, err);
        if (!block) {
            return NULL;
        }
        *block = (il_arena_block){.next = arena->blocks, .room = room};
        arena->blocks = block;
    }
    void *memory = block->bytes + block->used;
    block->used += bytes;
    return memory;
}

char *il_arena_text(il_arena *arena, const char *text, size_t length, il_error *err)
{
    char *copy = il_arena_alloc(arena, length + 1, 1, err);
    if (copy && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

void il_arena_finish(il_arena *arena)
{
    while (arena->blocks) {
        il_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        il_free(block);
    }
}

void *il_grow(void **items, int *count, int *room, size_t size, il_error *err)
{
    assert(size > 0);
    if (*count == *room) {
        if (*room > INT32_MAX / 2) {
            il_fail_machine(err, il_nowhere(), "out of memory");
            return NULL;
        }
        const int more = *room ? *room * 2 : 16;
        void *grown = il_realloc(*items, (size_t)more, size, err);
        if (!grown) {
            return NULL;
        }
        *items = grown;
        *room = more;
    }
    unsigned char *item = (unsigned char *)*items + (size_t)(*count)++ * size;
    return memset(item, 0, size);
}
