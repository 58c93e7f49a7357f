#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_memory_is_zeroed(void **state)
{
    (void)state;
    unsigned char *bytes = il_alloc(64, 3, NULL);
    assert_non_null(bytes);
    for (int i = 0; i < 192; i++) {
        assert_int_equal(bytes[i], 0);
    }
    il_free(bytes);
}

static void test_what_overflows_is_refused(void **state)
{
    (void)state;
    static const struct {
        size_t count, size;
    } rows[] = {{SIZE_MAX, 2}, {SIZE_MAX / 2, 3}, {SIZE_MAX / 2 + 1, 2}, {SIZE_MAX, SIZE_MAX}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {0};
        il_arena arena = {0};
        assert_null(il_alloc(rows[i].count, rows[i].size, &err));
        assert_int_equal(err.fault, IL_FAULT_MACHINE);
        assert_string_equal(err.message, "out of memory");
        assert_null(il_realloc(NULL, rows[i].count, rows[i].size, NULL));
        assert_null(il_arena_alloc(&arena, rows[i].count, rows[i].size, NULL));
        il_arena_finish(&arena);
    }
}

static void test_an_arena_keeps_what_it_gave(void **state)
{
    (void)state;
    enum { COUNT = 400 };
    il_arena arena = {0};
    char *given[COUNT];
    for (int i = 0; i < COUNT; i++) { // across blocks, one of them larger than a block
        const size_t size = i == 77 ? 100000 : (size_t)i + 1;
        given[i] = il_arena_alloc(&arena, size, 1, NULL);
        assert_non_null(given[i]);
        assert_int_equal((uintptr_t)given[i] % _Alignof(max_align_t), 0);
        assert_int_equal(given[i][size - 1], 0);
        memset(given[i], i % 251, size);
    }
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal((unsigned char)given[i][0], i % 251);
        assert_int_equal((unsigned char)given[i][i], i % 251);
    }
    char *text = il_arena_text(&arena, "Feet.xx", 5, NULL);
    assert_string_equal(text, "Feet.");
    il_arena_finish(&arena);
    assert_null(arena.blocks);
}

static void test_an_array_grows_and_stays_when_it_cannot(void **state)
{
    (void)state;
    int *numbers = NULL;
    int count = 0;
    int room = 0;
    for (int i = 0; i < 16; i++) {
        int *one = il_grow((void **)&numbers, &count, &room, sizeof *numbers, NULL);
        assert_non_null(one);
        assert_int_equal(*one, 0);
        *one = i;
    }
    il_error err = {0};
    il_alloc_fail(1, false);
    assert_null(il_grow((void **)&numbers, &count, &room, sizeof *numbers, &err));
    assert_int_equal(il_alloc_count(), 1);
    il_alloc_fail(0, false);
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_int_equal(count, 16);
    assert_non_null(il_grow((void **)&numbers, &count, &room, sizeof *numbers, NULL));
    for (int i = 0; i < 16; i++) {
        assert_int_equal(numbers[i], i);
    }
    il_free(numbers);
}

static void test_allocations_fail_once_or_from_then_on(void **state)
{
    (void)state;
    for (int sticky = 0; sticky <= 1; sticky++) {
        il_alloc_fail(2, sticky);
        for (int i = 1; i <= 4; i++) {
            void *memory = il_alloc(1, 1, NULL);
            assert_int_equal(memory == NULL, i == 2 || (i > 2 && sticky));
            il_free(memory);
        }
        assert_int_equal(il_alloc_count(), 4);
        il_alloc_fail(0, false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed),
        cmocka_unit_test(test_what_overflows_is_refused),
        cmocka_unit_test(test_an_arena_keeps_what_it_gave),
        cmocka_unit_test(test_an_array_grows_and_stays_when_it_cannot),
        cmocka_unit_test(test_allocations_fail_once_or_from_then_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
