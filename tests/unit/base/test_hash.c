#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

/* BLAKE2b with 16 bytes, as Python's hashlib.blake2b(b"abc", digest_size=16) gives it. */
static const char of_nothing[] = "cae66941d9efbd404e4d88758ea67670";
static const char of_abc[] = "cf4ab791c62b8d2b2109c90275287816";

static void test_it_is_blake2b(void **state)
{
    (void)state;
    uint8_t digest[IL_HASH_BYTES];
    char text[IL_HASH_TEXT];
    assert_true(il_hash("", 0, digest, NULL));
    il_hash_text(digest, text);
    assert_string_equal(text, of_nothing);
    assert_true(il_hash("abc", 3, digest, NULL));
    il_hash_text(digest, text);
    assert_string_equal(text, of_abc);
}

static void test_pieces_give_what_the_whole_gives(void **state)
{
    (void)state;
    static unsigned char bytes[100000];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 7 + i / 251);
    }
    uint8_t whole[IL_HASH_BYTES], pieces[IL_HASH_BYTES];
    assert_true(il_hash(bytes, sizeof bytes, whole, NULL));
    static const size_t sizes[] = {1, 127, 128, 129, 4096, sizeof bytes};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        il_hashing hashing;
        assert_true(il_hash_begin(&hashing, NULL));
        for (size_t at = 0; at < sizeof bytes; at += sizes[i]) {
            const size_t left = sizeof bytes - at;
            il_hash_add(&hashing, bytes + at, left < sizes[i] ? left : sizes[i]);
        }
        il_hash_end(&hashing, pieces);
        assert_memory_equal(whole, pieces, sizeof whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_blake2b),
        cmocka_unit_test(test_pieces_give_what_the_whole_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
