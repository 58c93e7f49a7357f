#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "library/library.h"

/* The hashes are hashlib.blake2b(words.encode(), digest_size=16).hexdigest()[:10] of Python 3.11.
 */
static const struct {
    const char *text, *name;
} names[] = {
    {"That hour is over, and you are still here.",
     "that-hour-is-over-and-you-are-still-here-72a58e768f.ogg"},
    {"that hour is over and you are still here",
     "that-hour-is-over-and-you-are-still-here-72a58e768f.ogg"},
    {"\342\200\234That   hour is over;\nand you are STILL here\342\200\246 ",
     "that-hour-is-over-and-you-are-still-here-72a58e768f.ogg"},
    // An apostrophe parts what it stands between, whichever it is.
    {"Don't", "don-t-f7f6c2cb68.ogg"},
    {"Don\342\200\231t", "don-t-f7f6c2cb68.ogg"},
    {"don t", "don-t-f7f6c2cb68.ogg"},
    {"dont", "dont-0c137ef7d3.ogg"},
    {"In.", "in-cd3d17beb5.ogg"},
    {"5", "5-6152bc8632.ogg"},
    // Letters beyond ASCII keep their bytes, large and small apart, and are gaps in the slug.
    {"\302\241S\303\255! Caf\303\251 au lait\302\277", "s-caf-au-lait-4bf1da5a4e.ogg"},
    {"\303\211t\303\251", "t-1f44c541aa.ogg"},
    {"\303\200\302\277\302\276z", "z-18aa97ec41.ogg"},
    // No slug at all.
    {"\346\201\257\343\202\222\343\200\201\345\220\270\343\201\243\343\201\246\343\200\202",
     "aa2f2ff97d.ogg"},
    {"\331\206\330\271\331\205\330\214 \331\204\330\247\330\233 "
     "\331\204\331\205\330\247\330\260\330\247\330\237",
     "1c76d5ca46.ogg"},
    {"\342\200\246", "cae66941d9.ogg"},
    {"", "cae66941d9.ogg"},
    // The edges of the ranges: U+206F and U+303F are gaps, U+2070 and U+3040 are not.
    {"\342\201\260\342\201\261 x", "x-f0cbd8162f.ogg"},
    {"\343\201\200x\343\200\277y", "x-y-a484ec3a98.ogg"},
    {"tab\there\342\200\213zero\342\201\257wide\342\201\260next",
     "tab-here-zero-wide-next-360c923148.ogg"},
    {"a_b^c`d|e~f{g}h", "a-b-c-d-e-f-g-h-24109b214d.ogg"},
    // Forty characters, and no hyphen at the cut.
    {"Letting the chair take a little more of your weight",
     "letting-the-chair-take-a-little-more-of-15aa1a08bf.ogg"},
    {"Finding two or three plain words forty, here",
     "finding-two-or-three-plain-words-forty-h-db6b61d9b6.ogg"},
    {"abcdefghij abcdefghij abcdefghij abcdefg z",
     "abcdefghij-abcdefghij-abcdefghij-abcdefg-35073af1c7.ogg"},
    {"abcdefghij abcdefghij abcdefghij abcdefgh z",
     "abcdefghij-abcdefghij-abcdefghij-abcdefg-d1471ca4c2.ogg"},
    // Bytes that are no UTF-8 are kept.
    {"A\342\200", "a-e36a591aeb.ogg"},
    {"A\302", "a-b6d6c5296a.ogg"},
    {"a\377 B", "a-b-df01acec26.ogg"},
};

static void test_words_decide_the_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char name[IL_CLIP_NAME_SIZE];
        il_error err = {0};
        assert_true(il_clip_name(names[i].text, name, &err));
        assert_string_equal(name, names[i].name);
        assert_int_equal(err.message[0], '\0');
    }
}

static void test_no_memory_is_the_machines_fault(void **state)
{
    (void)state;
    char name[IL_CLIP_NAME_SIZE];
    il_error err = {0};
    il_alloc_fail(1, false);
    assert_false(il_clip_name("Here.", name, &err));
    il_alloc_fail(0, false);
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_decide_the_name),
        cmocka_unit_test(test_no_memory_is_the_machines_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
