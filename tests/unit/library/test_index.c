#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "library/index.h"

static bool opens(const char *text, il_index *index)
{
    return il_index_open(index, text, strlen(text));
}

static void test_rows_give_names_and_frames(void **state)
{
    (void)state;
    il_index index;
    il_index_row row;
    assert_true(opens("name\tframes\tlufs\nsoft.ogg\t240000\t-23.5\r\nx.ogg\t1\t0", &index));
    assert_int_equal(il_index_next(&index, &row), IL_INDEX_ROW);
    assert_int_equal(row.name_size, 8);
    assert_memory_equal(row.name, "soft.ogg", 8);
    assert_int_equal(row.frames, 240000);
    assert_int_equal(index.line, 2);
    assert_int_equal(il_index_next(&index, &row), IL_INDEX_ROW);
    assert_int_equal(row.frames, 1);
    assert_int_equal(il_index_next(&index, &row), IL_INDEX_END);
}

static void test_another_header_is_another_format(void **state)
{
    (void)state;
    static const char *const headers[] = {"",
                                          "\n",
                                          "name\tframes\n",
                                          "name\tframes\tlufs\tpeak\n",
                                          "name frames lufs\n",
                                          "Name\tFrames\tLUFS\n",
                                          "\xEF\xBB\xBFname\tframes\tlufs\n"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        il_index index;
        assert_false(opens(headers[i], &index));
    }
}

static void test_a_row_is_exact_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        bool good;
    } rows[] = {
        {"a.ogg\t48000\t-18", true},
        {"a.ogg\t48000\t-18.02", true},
        {"a b.ogg\t48000\t-18.0", true},
        {"\xC3\xA9.ogg\t2073600000\t-18.0", true},
        {"", false},
        {"a.ogg", false},
        {"a.ogg\t48000", false},
        {"a.ogg\t48000\t", false},
        {"a.ogg\t48000\t-18.0\t", false},
        {"a.ogg\t48000\t-18.0\tx", false},
        {"a.wav\t48000\t-18.0", false},
        {".ogg\t48000\t-18.0", false},
        {".a.ogg\t48000\t-18.0", false},
        {"../a.ogg\t48000\t-18.0", false},
        {"a/b.ogg\t48000\t-18.0", false},
        {"a.ogg\t0\t-18.0", false},
        {"a.ogg\t048\t-18.0", false},
        {"a.ogg\t-1\t-18.0", false},
        {"a.ogg\t4.8\t-18.0", false},
        {"a.ogg\t2073600001\t-18.0", false},
        {"a.ogg\t99999999999\t-18", false},
        {"a.ogg\t48000\t-inf", false},
        {"a.ogg\t48000\t-18,0", false},
        {"a.ogg\t48000\t-", false},
        {"a.ogg\t48000\t-18.", false},
        {"a.ogg\t48000\t.5", false},
        {" a.ogg\t48000\t-18.0", true},
        {"a.ogg \t48000\t-18.0", false},
        {"a.ogg\t 48000\t-18.0", false},
        {"\t48000\t-18.0", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128] = "name\tframes\tlufs\n";
        strcat(text, rows[i].row);
        strcat(text, "\nb.ogg\t7\t-1.0\n");
        il_index index;
        il_index_row row;
        assert_true(opens(text, &index));
        assert_int_equal(il_index_next(&index, &row), rows[i].good ? IL_INDEX_ROW : IL_INDEX_BAD);
        assert_int_equal(il_index_next(&index, &row), IL_INDEX_ROW); // the rest is read on
        assert_int_equal(row.frames, 7);
        assert_int_equal(index.line, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows_give_names_and_frames),
        cmocka_unit_test(test_another_header_is_another_format),
        cmocka_unit_test(test_a_row_is_exact_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
