#ifndef IL_PLAY_RING_H
#define IL_PLAY_RING_H

#include <stdatomic.h>

#include "base/error.h"
#include "base/realtime.h"
#include "engine/engine.h"

/* Finished sound on its way from the render thread to the callback: blocks in the order of their
 * making. One thread pushes, one pops, neither waits for the other. */

/* A stretch of one timeline, in stems. */
typedef struct {
    il_frames at;        // its first frame
    unsigned generation; // of the timeline or seek that it was made for
    int count;           // frames, 1 to IL_BLOCK_FRAMES
    bool last;           // the timeline ends with it
    float stems[IL_STEMS][2 * IL_BLOCK_FRAMES];
} il_block;

enum { IL_RING_BLOCKS = 1024 }; // 5.4 s; a power of two

typedef struct {
    il_block *blocks; // owned
    atomic_uint head; // blocks popped so far; the popper's
    atomic_uint tail; // blocks pushed so far; the pusher's
} il_ring;

bool il_ring_init(il_ring *ring, il_error *err);
void il_ring_finish(il_ring *ring);

/* How many blocks are there: at least so many for the popper, at most for the pusher. */
IL_REALTIME int il_ring_fill(il_ring *ring);

/* The pusher's: the place of the next block, NULL when there is no room; then il_ring_push. */
il_block *il_ring_room(il_ring *ring);
void il_ring_push(il_ring *ring);

/* The popper's: the oldest block, NULL when there is none; then il_ring_pop. */
IL_REALTIME const il_block *il_ring_front(il_ring *ring);
IL_REALTIME void il_ring_pop(il_ring *ring);

#endif
