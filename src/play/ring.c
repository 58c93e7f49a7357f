#include "play/ring.h"

#include "base/memory.h"

bool il_ring_init(il_ring *ring, il_error *err)
{
    atomic_init(&ring->head, 0);
    atomic_init(&ring->tail, 0);
    ring->blocks = il_alloc(IL_RING_BLOCKS, sizeof *ring->blocks, err);
    return ring->blocks != NULL;
}

void il_ring_finish(il_ring *ring)
{
    il_free(ring->blocks);
    ring->blocks = NULL;
}

int il_ring_fill(il_ring *ring)
{
    const unsigned tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    const unsigned head = atomic_load_explicit(&ring->head, memory_order_acquire);
    return (int)(tail - head);
}

il_block *il_ring_room(il_ring *ring)
{
    const unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    const unsigned head = atomic_load_explicit(&ring->head, memory_order_acquire);
    return tail - head < IL_RING_BLOCKS ? &ring->blocks[tail % IL_RING_BLOCKS] : NULL;
}

void il_ring_push(il_ring *ring)
{
    const unsigned tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
    atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
}

const il_block *il_ring_front(il_ring *ring)
{
    const unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    const unsigned tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
    return tail != head ? &ring->blocks[head % IL_RING_BLOCKS] : NULL;
}

void il_ring_pop(il_ring *ring)
{
    const unsigned head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
}
