#include "media/vorbis.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "support/vorbis_setup.h"

static const char *refusal(const vorbis_claims *claims, il_error *err)
{
    ogg_file file = vorbis_claims_file(claims, 3);
    il_vorbis *vorbis = il_vorbis_open_bytes("a.ogg", file.bytes, file.size, err);
    il_vorbis_close(vorbis);
    ogg_file_free(&file);
    return vorbis ? NULL : err->message;
}

static void test_an_honest_file_is_taken(void **state)
{
    (void)state;
    const vorbis_claims claims = vorbis_claims_honest();
    il_error err = {0};
    assert_null(refusal(&claims, &err));
}

static const char too_much[] = "a.ogg: claims what no encoder writes";

static void test_the_small_file_that_kills_players_is_refused(void **state)
{
    (void)state;
    const struct {
        uint32_t dimensions, entries, length;
        uint32_t books;
    } rows[] = {
        {0, 1 << 23, 23, 1},   // eight million codewords, twelve bytes of stack each
        {1, 1 << 22, 22, 1},   //
        {0, 1 << 23, 23, 255}, // and all memory there is
        {65535, 128, 7, 1},    // few codewords, long values
        {2, 1 << 14, 14, 16},  // no book too large, all of them too many
        {32, 1 << 13, 13, 2},  //
        {1, 1 << 15, 15, 1},   //
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        vorbis_claims claims = vorbis_claims_honest();
        claims.giant_dimensions = rows[i].dimensions;
        claims.giant_entries = rows[i].entries;
        claims.giant_length = rows[i].length;
        claims.giants = rows[i].books;
        il_error err = {0};
        assert_string_equal(refusal(&claims, &err), too_much);
    }
}

static void test_a_part_that_is_not_there_is_refused(void **state)
{
    (void)state;
    vorbis_claims rows[12];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rows[i] = vorbis_claims_honest();
    }
    rows[0].floor_book = 1;
    rows[1].residue_book = 1;
    rows[2].residue_value_book = 1;
    rows[3].mapping_floor = 1;
    rows[4].mode_mapping = 1;
    rows[5].coupled_to_itself = true, rows[5].channels = 2;
    rows[6].doubled_point = true;
    rows[7].classes = 5; // more than the book of phrases tells apart
    rows[8].lookup = 0;  // a residue of a book without values
    rows[9].length = 3;  // half of the tree is empty
    rows[10].length = 1; // more codewords than there is room for
    rows[11].floor_type = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {0};
        assert_string_equal(refusal(&rows[i], &err), too_much);
    }
}

static void test_only_our_own_kind_is_taken(void **state)
{
    (void)state;
    vorbis_claims rate = vorbis_claims_honest(), channels = rate, blocks = rate, framing = rate;
    rate.rate = 44100;
    channels.channels = 3;
    blocks.longer = 5;
    framing.no_framing = true;
    il_error err[4] = {0};
    assert_string_equal(refusal(&rate, &err[0]), "a.ogg: is not at 48 kHz");
    assert_string_equal(refusal(&channels, &err[1]), "a.ogg: is neither mono nor stereo");
    assert_string_equal(refusal(&blocks, &err[2]), "a.ogg: has a damaged header");
    assert_string_equal(refusal(&framing, &err[3]), "a.ogg: has a damaged header");
}

static void test_what_is_not_ogg_vorbis_is_refused(void **state)
{
    (void)state;
    const char *rows[] = {"", "O", "OggS", "interlude: 1\n", "RIFF....WAVEfmt "};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_error err = {0};
        assert_null(il_vorbis_open_bytes("a.ogg", rows[i], strlen(rows[i]), &err));
        assert_string_equal(err.message, "a.ogg: is not Ogg Vorbis");
    }
    const unsigned char opus[] = "OpusHead\1\2\0\0\200\273\0\0\0\0";
    const unsigned char *const packets[] = {opus};
    const size_t sizes[] = {19};
    ogg_file file = ogg_file_mux(packets, sizes, 1, 0);
    il_error err = {0};
    assert_null(il_vorbis_open_bytes("a.ogg", file.bytes, file.size, &err));
    assert_string_equal(err.message, "a.ogg: is not Ogg Vorbis");
    ogg_file_free(&file);
}

/* Every bit of the headers turned, one at a time, checksums mended: taken or refused, and what is
 * taken can be read. */
static void test_no_single_bit_of_the_headers_does_harm(void **state)
{
    (void)state;
    const vorbis_claims claims = vorbis_claims_honest();
    ogg_file file = vorbis_claims_file(&claims, 3);
    float samples[2][256];
    float *const channels[] = {samples[0], samples[1]};
    for (size_t bit = 0; bit < file.size * 8; bit++) {
        ogg_file marred = ogg_file_copy(&file);
        marred.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        ogg_file_repair(&marred);
        il_error err = {0};
        il_vorbis *vorbis = il_vorbis_open_bytes("a.ogg", marred.bytes, marred.size, &err);
        assert_true(vorbis || err.message[0]);
        if (vorbis) {
            il_vorbis_read(vorbis, 0, 256, channels, &err);
            il_vorbis_read(vorbis, 10, 100, channels, &err);
            il_vorbis_close(vorbis);
        }
        ogg_file_free(&marred);
    }
    ogg_file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_honest_file_is_taken),
        cmocka_unit_test(test_the_small_file_that_kills_players_is_refused),
        cmocka_unit_test(test_a_part_that_is_not_there_is_refused),
        cmocka_unit_test(test_only_our_own_kind_is_taken),
        cmocka_unit_test(test_what_is_not_ogg_vorbis_is_refused),
        cmocka_unit_test(test_no_single_bit_of_the_headers_does_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
