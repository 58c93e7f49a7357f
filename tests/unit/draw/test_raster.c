#include "draw/canvas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw/tokens.h"

/* What each primitive gives to each pixel, against its formula. */

enum { W = 320, H = 200 };

static il_type *type;
static il_canvas *canvas;
static il_list list;
static const il_colour white = {255, 255, 255}, warm = {228, 133, 87};

static int set_up(void **state)
{
    (void)state;
    type = il_type_create(NULL, 1.0, 1.0, NULL);
    canvas = type ? il_canvas_create(W, H, type, NULL) : NULL;
    return canvas ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    il_canvas_destroy(canvas);
    il_type_destroy(type);
    return 0;
}

static void begin(il_ground_kind kind)
{
    il_list_clear(&list);
    list.grounds[0].kind = kind;
}

static const uint32_t *draw(void)
{
    il_area areas[IL_AREAS_MAX];
    int pitch = 0;
    il_canvas_draw(canvas, &list, areas);
    return il_canvas_pixels(canvas, &pitch);
}

static int red(uint32_t pixel)
{
    return (int)(pixel >> 16 & 255);
}

/* The share that white covers of a pixel, on the flat ground; right within a level of 255. */
static double share_of(uint32_t pixel, int ground)
{
    return (red(pixel) - ground) / (255.0 - ground);
}

static int flat_ground(void)
{
    begin(IL_GROUND_STEADY);
    return red(draw()[0]);
}

/* ---- strips ---- */

static void test_a_disc_has_its_area_within_half_a_percent(void **state)
{
    (void)state;
    const int ground = flat_ground();
    for (float radius = 12.0f; radius < 95.0f; radius += 7.3f) {
        begin(IL_GROUND_STEADY);
        il_list_disc(&list, 160.37f, 99.61f, radius, white, 1.0f);
        const uint32_t *pixels = draw();
        double sum = 0.0;
        for (int i = 0; i < W * H; i++) {
            sum += share_of(pixels[i], ground);
        }
        const double area = 3.14159265358979 * (double)radius * (double)radius;
        assert_true(fabs(sum / area - 1.0) < 0.005);
    }
}

/* Along the axes a line is exact to its share of each pixel: whole inside, a fraction at its edge,
 * nothing beyond. */
static void test_the_edge_of_a_line_is_one_pixel_wide(void **state)
{
    (void)state;
    const int ground = flat_ground();
    for (float width = 1.25f; width < 9.0f; width += 0.75f) {
        for (float y = 50.0f; y < 51.0f; y += 0.25f) {
            const il_point points[] = {{20.0f, y, 1.0f}, {300.0f, y, 1.0f}};
            begin(IL_GROUND_STEADY);
            il_list_line(&list, points, 2, width, white, 1.0f);
            const uint32_t *pixels = draw();
            for (int row = 40; row < 62; row++) {
                const float low = fmaxf((float)row, y - width / 2.0f);
                const float high = fminf((float)row + 1.0f, y + width / 2.0f);
                const double share = (double)fmaxf(high - low, 0.0f);
                assert_true(fabs(share_of(pixels[row * W + 160], ground) - share) < 0.006);
            }
        }
    }
}

static void test_the_edge_of_a_slanting_line_is_at_most_two_pixels_wide(void **state)
{
    (void)state;
    const int ground = flat_ground();
    const il_point points[] = {{20.0f, 20.0f, 1.0f}, {260.0f, 180.0f, 1.0f}};
    begin(IL_GROUND_STEADY);
    il_list_line(&list, points, 2, 6.0f, white, 1.0f);
    const uint32_t *pixels = draw();
    for (int y = 60; y < 140; y++) {
        for (int x = 0; x < W; x++) { // distance to the line, of direction (3, 2) / sqrt(13)
            const double off = fabs((2.0 * (x + 0.5 - 20.0) - 3.0 * (y + 0.5 - 20.0)) / sqrt(13.0));
            const double share = share_of(pixels[y * W + x], ground);
            assert_true(off > 2.5 || share > 0.99);
            assert_true(off < 3.5 || share < 0.01);
        }
    }
}

static void test_alpha_runs_along_a_line(void **state)
{
    (void)state;
    const int ground = flat_ground();
    const il_point points[] = {{20.0f, 100.5f, 0.0f}, {276.0f, 100.5f, 1.0f}};
    begin(IL_GROUND_STEADY);
    il_list_line(&list, points, 2, 5.0f, white, 1.0f);
    const uint32_t *pixels = draw();
    for (int x = 21; x < 275; x++) {
        assert_true(fabs(share_of(pixels[100 * W + x], ground) - (x + 0.5 - 20.0) / 256.0) < 0.01);
    }
}

/* ---- rectangles ---- */

static void test_a_rectangle_covers_each_pixel_by_its_share(void **state)
{
    (void)state;
    const int ground = flat_ground();
    begin(IL_GROUND_STEADY);
    il_list_rect(&list, 10.25f, 20.5f, 290.5f, 30.25f, white, 0.8f, 0.8f, false);
    const uint32_t *pixels = draw();
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            const double w = fmin(x + 1.0, 300.75) - fmax(x, 10.25);
            const double h = fmin(y + 1.0, 50.75) - fmax(y, 20.5);
            const double share = w > 0.0 && h > 0.0 ? 0.8 * w * h : 0.0;
            assert_true(fabs(share_of(pixels[y * W + x], ground) - share) < 0.006);
        }
    }
}

static void test_the_alpha_of_a_rectangle_runs_in_a_line(void **state)
{
    (void)state;
    const int ground = flat_ground();
    for (int across = 0; across < 2; across++) {
        begin(IL_GROUND_STEADY);
        il_list_rect(&list, 0.0f, 0.0f, W, H, white, 0.9f, 0.1f, across);
        const uint32_t *pixels = draw();
        for (int i = 0; i < W * H; i += 37) {
            const double at = across ? (i % W + 0.5) / W : (i / W + 0.5) / H;
            assert_true(fabs(share_of(pixels[i], ground) - (0.9 - 0.8 * at)) < 0.006);
        }
    }
}

/* ---- lights ---- */

static void test_a_glow_falls_off_by_its_formula(void **state)
{
    (void)state;
    const int ground = flat_ground();
    begin(IL_GROUND_STEADY);
    il_list_sprite(&list, IL_SPRITE_GLOW, 160.0f, 100.0f, 180.0f, 120.0f, white, 0.7f,
                   IL_BLEND_ALPHA);
    const uint32_t *pixels = draw();
    for (int i = 0; i < W * H; i++) {
        const double x = (i % W + 0.5 - 160.0) / 90.0, y = (i / W + 0.5 - 100.0) / 60.0;
        const double inside = fmax(1.0 - x * x - y * y, 0.0);
        assert_true(fabs(share_of(pixels[i], ground) - 0.7 * pow(inside, 2.4)) < 0.007);
    }
}

static void test_a_halo_falls_off_by_its_formula(void **state)
{
    (void)state;
    const int ground = flat_ground();
    begin(IL_GROUND_STEADY);
    il_list_sprite(&list, IL_SPRITE_HALO, 160.0f, 100.0f, 190.0f, 190.0f, white, 1.0f,
                   IL_BLEND_ALPHA);
    const uint32_t *pixels = draw();
    for (int i = 0; i < W * H; i++) {
        const double q = hypot(i % W + 0.5 - 160.0, i / W + 0.5 - 100.0) / 95.0, off = 0.70 - q;
        const double crest =
            q > 0.70 ? exp(off / 0.050) : 0.80 * exp(-off / 0.085) + 0.20 * exp(-off / 0.30);
        const double share = crest * fmin(fmax((1.0 - q) / 0.12, 0.0), 1.0);
        assert_true(fabs(share_of(pixels[i], ground) - share) < 0.012); // a table has steps
    }
}

static void test_lights_add_up_to_full_and_no_further(void **state)
{
    (void)state;
    begin(IL_GROUND_BREATHE);
    for (int i = 0; i < 12; i++) {
        il_list_sprite(&list, IL_SPRITE_GLOW, 160.0f, 100.0f, 160.0f, 160.0f, warm, 0.9f,
                       IL_BLEND_ADD);
    }
    for (int i = 0; i < 12; i++) { // and in a flower
        il_list_petals(&list, 60.0f, 100.0f, 1.0f, 50.0f, 30.0f, 0.1f * (float)i, 8, warm, 0.9f,
                       IL_BLEND_ADD);
    }
    const uint32_t *pixels = draw();
    int last = 0;
    for (int x = 70; x < 160; x++) { // rising towards the middle, without turning over
        assert_true(x < 120 || red(pixels[100 * W + x]) >= last - 1);
        last = red(pixels[100 * W + x]);
    }
    assert_int_equal(last, 255);
    assert_int_equal(red(pixels[80 * W + 70]), 255);
}

/* ---- grounds ---- */

/* Channel `c` of the night's breathing ground, by README section 6 of the design. */
static double ground_at(int x, int y, int c)
{
    const il_token_theme *theme = &il_tokens_themes[IL_THEME_NIGHT];
    const uint8_t *stops[] = {&theme->bg.top.r, &theme->bg.mid.r, &theme->bg.bottom.r};
    const double v = 2.0 * y / (H - 1.0);
    const int k = v < 1.0 ? 0 : 1;
    double value = stops[k][c] + (stops[k + 1][c] - stops[k][c]) * (v - k);
    int count = 0;
    const il_token_glow *glows = il_tokens_glows(IL_GROUND_BREATHE, &count);
    for (int i = 0; i < count; i++) {
        const uint8_t *colour =
            glows[i].colour == IL_GLOW_EMBER ? &theme->bg.ember.r : &theme->bg.glow.r;
        const double r = glows[i].radius_h * fmin(H, W / 1.45);
        const double dx = (x - glows[i].x_w * W) / glows[i].stretch, dy = y - glows[i].y_h * H;
        const double inside = fmax(1.0 - (dx * dx + dy * dy) / (r * r), 0.0);
        value += (colour[c] - value) * inside * inside * glows[i].alpha;
    }
    return value;
}

/* Each pixel is one of the two levels beside what it should be, and blocks of 8 x 8, which the eye
 * sees as one, are that on average: nothing can band. */
static void test_the_ground_is_right_on_average(void **state)
{
    (void)state;
    begin(IL_GROUND_BREATHE);
    const uint32_t *pixels = draw();
    for (int block = 0; block < W / 8 * (H / 8) * 3; block++) {
        const int x0 = block / 3 % (W / 8) * 8, y0 = block / 3 / (W / 8) * 8, c = block % 3;
        double error = 0.0;
        for (int i = 0; i < 64; i++) {
            const int x = x0 + i % 8, y = y0 + i / 8;
            const double is = pixels[y * W + x] >> (16 - 8 * c) & 255, wanted = ground_at(x, y, c);
            assert_true(fabs(is - wanted) < 1.001);
            error += is - wanted;
        }
        assert_true(fabs(error / 64.0) < 0.2);
    }
}

/* Where a lantern's light is told to be, and how large; nowhere when it has no size. */
static void test_a_lantern_shines_where_it_is_put(void **state)
{
    (void)state;
    int lit[3] = {0};
    for (int i = 0; i < 3; i++) {
        begin(IL_GROUND_LANTERN);
        list.grounds[0].glow_x = 100.0f;
        list.grounds[0].glow_y = 60.0f;
        list.grounds[0].scale = (float)(2 - i) / 2.0f;
        const uint32_t *pixels = draw();
        for (int k = 0; k < W * H; k++) {
            lit[i] += red(pixels[k]) > 64;
            assert_true(red(pixels[k]) <= red(pixels[60 * W + 100]) + 1 || i == 2);
        }
    }
    assert_true(lit[0] > 1000);
    assert_true(abs(lit[1] * 4 - lit[0]) < lit[0] / 8);
    assert_int_equal(lit[2], 0);
}

/* ---- text ---- */

static void test_text_is_the_same_from_run_to_run(void **state)
{
    (void)state;
    static uint32_t kept[W * H];
    for (int round = 0; round < 2; round++) {
        begin(IL_GROUND_CLOSE);
        il_list_text(&list, IL_ROLE_BODY, IL_ALIGN_CENTRE, 160.0f, 100.0f,
                     "Let the out-breath be a little longer.", white, 0.8f);
        if (round == 0) {
            memcpy(kept, draw(), sizeof kept);
            tear_down(NULL);
            assert_int_equal(set_up(NULL), 0);
        }
    }
    assert_memory_equal(kept, draw(), sizeof kept);
}

/* The cache has fewer places than this: what was let go is drawn again, and is the same. */
static void test_many_lines_of_text_are_kept_within_bounds(void **state)
{
    (void)state;
    il_glyphs glyphs;
    static unsigned char kept[1 << 16];
    assert_true(il_type_render(type, IL_ROLE_LABEL, "line 7", &glyphs));
    const int width = glyphs.width;
    const size_t size = (size_t)glyphs.stride * (size_t)glyphs.height;
    assert_true(size <= sizeof kept);
    memcpy(kept, glyphs.alpha, size);
    for (int i = 0; i < 500; i++) {
        char text[32];
        snprintf(text, sizeof text, "line %d", i);
        assert_true(il_type_render(type, IL_ROLE_LABEL, text, &glyphs));
    }
    assert_true(il_type_render(type, IL_ROLE_LABEL, "line 7", &glyphs));
    assert_int_equal(glyphs.width, width);
    assert_memory_equal(glyphs.alpha, kept, size);
}

static void test_text_that_cannot_be_drawn_is_left_out(void **state)
{
    (void)state;
    il_glyphs glyphs;
    assert_false(il_type_render(type, IL_ROLE_LABEL, "", &glyphs));
    assert_true(il_type_width(type, IL_ROLE_LABEL, "") == 0.0);
    il_type_render(type, IL_ROLE_LABEL, "\xff\xfe broken", &glyphs); // whatever it gives
    begin(IL_GROUND_CLOSE);
    il_list_text(&list, IL_ROLE_BODY, IL_ALIGN_LEFT, -5000.0f, 9000.0f, "far", white, 1.0f);
    il_list_text(&list, IL_ROLE_BODY, IL_ALIGN_LEFT, 10.0f, 20.0f, " ", white, 1.0f);
    draw();
}

/* ---- lists ---- */

static void test_what_has_no_room_is_left_out(void **state)
{
    (void)state;
    begin(IL_GROUND_CLOSE);
    il_list_disc(&list, 10.0f, 10.0f, 5.0f, white, 0.0f);
    il_list_disc(&list, 10.0f, 10.0f, 5.0f, white, NAN);
    assert_int_equal(list.primitive_count, 0);
    assert_int_equal(list.point_count, 0);
    static il_point many[IL_POINTS_MAX];
    static char words[IL_LIST_TEXT_MAX];
    memset(words, 'w', sizeof words - 1);
    il_list_line(&list, many, IL_POINTS_MAX, 1.0f, white, 1.0f);
    il_list_text(&list, IL_ROLE_BODY, IL_ALIGN_LEFT, 1.0f, 1.0f, words, white, 1.0f);
    assert_int_equal(list.primitive_count, 2);
    il_list_line(&list, many, 2, 1.0f, white, 1.0f);
    il_list_text(&list, IL_ROLE_BODY, IL_ALIGN_LEFT, 1.0f, 1.0f, "w", white, 1.0f);
    assert_int_equal(list.primitive_count, 2);
    for (int i = 0; i < 2 * IL_PRIMITIVES_MAX; i++) {
        il_list_rect(&list, 1.0f, 1.0f, 5.0f, 5.0f, white, 1.0f, 1.0f, false);
    }
    assert_int_equal(list.primitive_count, IL_PRIMITIVES_MAX);
    draw();
}

static void test_the_largest_window_is_drawn(void **state)
{
    (void)state;
    il_canvas *large = il_canvas_create(3840, 2160, type, NULL);
    assert_non_null(large);
    il_area areas[IL_AREAS_MAX];
    begin(IL_GROUND_RITUAL);
    list.grounds[0].glow_x = 1000.0f;
    list.grounds[0].glow_y = 700.0f;
    list.grounds[0].ember = 0.6f;
    il_list_petals(&list, 1920.0f, 838.0f, 11.0f, 560.0f, 350.0f, 0.1f, 8, warm, 0.8f,
                   IL_BLEND_ADD);
    il_list_disc(&list, 3839.0f, 2159.0f, 70.0f, white, 1.0f);
    assert_int_equal(il_canvas_draw(large, &list, areas), 1);
    int pitch = 0;
    const uint32_t *pixels = il_canvas_pixels(large, &pitch);
    assert_int_equal(pixels[3840 * 2160 - 1], 0xFFFFFFFF);
    assert_true(red(pixels[(838 - 300) * 3840 + 1920 + 40]) > 40); // within a petal
    il_canvas_destroy(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_disc_has_its_area_within_half_a_percent),
        cmocka_unit_test(test_the_edge_of_a_line_is_one_pixel_wide),
        cmocka_unit_test(test_the_edge_of_a_slanting_line_is_at_most_two_pixels_wide),
        cmocka_unit_test(test_alpha_runs_along_a_line),
        cmocka_unit_test(test_a_rectangle_covers_each_pixel_by_its_share),
        cmocka_unit_test(test_the_alpha_of_a_rectangle_runs_in_a_line),
        cmocka_unit_test(test_a_glow_falls_off_by_its_formula),
        cmocka_unit_test(test_a_halo_falls_off_by_its_formula),
        cmocka_unit_test(test_lights_add_up_to_full_and_no_further),
        cmocka_unit_test(test_the_ground_is_right_on_average),
        cmocka_unit_test(test_a_lantern_shines_where_it_is_put),
        cmocka_unit_test(test_text_is_the_same_from_run_to_run),
        cmocka_unit_test(test_many_lines_of_text_are_kept_within_bounds),
        cmocka_unit_test(test_text_that_cannot_be_drawn_is_left_out),
        cmocka_unit_test(test_what_has_no_room_is_left_out),
        cmocka_unit_test(test_the_largest_window_is_drawn),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
