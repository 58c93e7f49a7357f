#include "play/ring.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_blocks_come_out_as_they_went_in(void **state)
{
    (void)state;
    il_ring ring;
    assert_true(il_ring_init(&ring, NULL));
    assert_null(il_ring_front(&ring));
    int pushed = 0, popped = 0;
    for (int round = 0; round < 5; round++) {
        il_block *room;
        while ((room = il_ring_room(&ring))) {
            room->at = pushed++;
            il_ring_push(&ring);
        }
        assert_int_equal(il_ring_fill(&ring), IL_RING_BLOCKS);
        for (int i = 0; i < 700; i++) {
            assert_true(il_ring_front(&ring)->at == popped++);
            il_ring_pop(&ring);
        }
        assert_int_equal(il_ring_fill(&ring), IL_RING_BLOCKS - 700);
    }
    il_ring_finish(&ring);
}

enum { MANY = 200000 };

static void *push_many(void *context)
{
    il_ring *ring = context;
    for (int i = 0; i < MANY;) {
        il_block *room = il_ring_room(ring);
        if (!room) {
            sched_yield();
            continue;
        }
        room->at = i;
        room->stems[0][i % 512] = (float)i;
        il_ring_push(ring);
        i++;
    }
    return NULL;
}

static void test_two_threads_lose_nothing(void **state)
{
    (void)state;
    il_ring ring;
    pthread_t pusher;
    assert_true(il_ring_init(&ring, NULL));
    assert_int_equal(pthread_create(&pusher, NULL, push_many, &ring), 0);
    for (int i = 0; i < MANY;) {
        const il_block *front = il_ring_front(&ring);
        if (!front) {
            sched_yield();
            continue;
        }
        assert_true(front->at == i && front->stems[0][i % 512] == (float)i);
        il_ring_pop(&ring);
        i++;
    }
    pthread_join(pusher, NULL);
    il_ring_finish(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_come_out_as_they_went_in),
        cmocka_unit_test(test_two_threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
