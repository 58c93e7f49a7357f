#include "draw/canvas.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Lists to pixels. */

enum { W = 320, H = 200 };

static il_type *type;
static il_list list;
static const il_colour white = {255, 255, 255}, red = {200, 40, 30}, blue = {40, 90, 180};

static int set_up(void **state)
{
    (void)state;
    il_error err = {0};
    type = il_type_create(NULL, H / 1080.0, 1.0, &err);
    assert_non_null(type);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    il_type_destroy(type);
    return 0;
}

static il_canvas *canvas_of(int width, int height)
{
    il_canvas *canvas = il_canvas_create(width, height, type, NULL);
    assert_non_null(canvas);
    return canvas;
}

static int draw(il_canvas *canvas)
{
    il_area areas[IL_AREAS_MAX];
    return il_canvas_draw(canvas, &list, areas);
}

static const uint32_t *pixels_of(const il_canvas *canvas)
{
    int pitch = 0;
    const uint32_t *pixels = il_canvas_pixels(canvas, &pitch);
    return pixels;
}

static void begin(il_ground_kind kind)
{
    il_list_clear(&list);
    list.grounds[0].kind = kind;
}

/* How much brighter than the flat ground each pixel became, summed, in full pixels of white. */
static double covered(il_canvas *canvas)
{
    begin(IL_GROUND_STEADY);
    il_canvas *empty = canvas_of(W, H);
    il_area areas[IL_AREAS_MAX];
    static il_list nothing;
    il_list_clear(&nothing);
    nothing.grounds[0].kind = IL_GROUND_STEADY;
    il_canvas_draw(empty, &nothing, areas);
    const uint32_t *is = pixels_of(canvas), *was = pixels_of(empty);
    double sum = 0.0;
    for (int i = 0; i < W * H; i++) {
        const double from = was[i] & 0xFF, to = is[i] & 0xFF;
        sum += (to - from) / (255.0 - from);
    }
    il_canvas_destroy(empty);
    return sum;
}

static void test_a_disc_covers_its_area(void **state)
{
    (void)state;
    for (float radius = 3.0f; radius < 90.0f; radius *= 1.7f) {
        il_canvas *canvas = canvas_of(W, H);
        begin(IL_GROUND_STEADY);
        il_list_disc(&list, 160.3f, 99.7f, radius, white, 1.0f);
        draw(canvas);
        const double area = 3.14159265 * (double)radius * (double)radius;
        assert_true(fabs(covered(canvas) - area) < 0.006 * area + 0.6);
        il_canvas_destroy(canvas);
    }
}

static void test_a_rectangle_and_a_line_cover_theirs(void **state)
{
    (void)state;
    il_canvas *canvas = canvas_of(W, H);
    begin(IL_GROUND_STEADY);
    il_list_rect(&list, 10.25f, 20.5f, 100.5f, 30.25f, white, 1.0f, 1.0f, false);
    draw(canvas);
    assert_true(fabs(covered(canvas) - 100.5 * 30.25) < 8.0);
    begin(IL_GROUND_STEADY);
    const il_point points[] = {{20.0f, 50.5f, 1.0f}, {220.0f, 50.5f, 1.0f}, {220.0f, 150.0f, 1.0f}};
    il_list_line(&list, points, 3, 3.0f, white, 1.0f);
    draw(canvas);
    assert_true(fabs(covered(canvas) - (300.0 * 3.0)) < 12.0); // its round ends and joint beside
    il_canvas_destroy(canvas);
}

/* A joint that was drawn twice would be brighter than the line. */
static void test_joints_are_drawn_once(void **state)
{
    (void)state;
    il_canvas *canvas = canvas_of(W, H);
    begin(IL_GROUND_STEADY);
    il_list_arc(&list, 160.0f, 100.0f, 60.0f, 60.0f, 0.0f, 6.2831853f, 6.0f, white, 0.5f);
    draw(canvas);
    const uint32_t *pixels = pixels_of(canvas);
    int most = 0;
    for (int i = 0; i < W * H; i++) {
        const int value = (int)(pixels[i] & 0xFF);
        most = value > most ? value : most;
    }
    const int ground = (int)(pixels[0] & 0xFF);
    assert_in_range(most, (255 + ground) / 2 - 2, (255 + ground) / 2 + 2);
    il_canvas_destroy(canvas);
}

/* Grounds are dark and wide: rounded without a dither they would band. */
static void test_a_ground_is_smooth_in_the_mean(void **state)
{
    (void)state;
    il_canvas *canvas = canvas_of(W, H);
    begin(IL_GROUND_BREATHE);
    draw(canvas);
    const uint32_t *pixels = pixels_of(canvas);
    double last = -1.0, most = 0.0;
    for (int x = 0; x + 8 <= W; x += 8) { // the mean of 8 x 8, one dither, changes little by little
        double sum = 0.0;
        for (int i = 0; i < 64; i++) {
            sum += pixels[(96 + i / 8) * W + x + i % 8] >> 8 & 0xFF;
        }
        const double step = last < 0.0 ? 0.0 : fabs(sum / 64.0 - last);
        most = step > most ? step : most;
        last = sum / 64.0;
    }
    assert_true(most < 2.6);
    il_canvas_destroy(canvas);
}

static unsigned seed = 99;

static int chance(int below)
{
    seed = seed * 1664525U + 1013904223U;
    return (int)((seed >> 8) % (unsigned)below);
}

static void some_primitive(void)
{
    const float x = (float)chance(W), y = (float)chance(H), size = (float)(4 + chance(80));
    const float alpha = 0.2f + 0.1f * (float)chance(8);
    const il_colour colour = chance(2) ? red : blue;
    switch (chance(7)) {
    case 0:
        il_list_disc(&list, x, y, size / 2.0f, colour, alpha);
        break;
    case 1:
        il_list_arc(&list, x, y, size, size * 0.7f, 0.3f, 4.0f, 2.5f, colour, alpha);
        break;
    case 2:
        il_list_sprite(&list, chance(2) ? IL_SPRITE_GLOW : IL_SPRITE_HALO, x, y, size, size, colour,
                       alpha, chance(2) ? IL_BLEND_ADD : IL_BLEND_ALPHA);
        break;
    case 3:
        il_list_sprite(&list, IL_SPRITE_GLOW, 160.0f, 90.0f, size, size, colour, alpha,
                       IL_BLEND_ADD);
        il_list_petals(&list, 160.0f, 90.0f, 2.0f, size, size * 0.6f, 0.1f * (float)chance(9), 8,
                       colour, alpha, IL_BLEND_ADD);
        break;
    case 4:
        il_list_rect(&list, x, y, size, size / 2.0f, colour, alpha, 0.0f, chance(2));
        break;
    case 5:
        il_list_pill(&list, x, y, size, size / 2.0f, size / 4.0f, chance(2) ? 1.5f : 0.0f, colour,
                     alpha);
        break;
    default:
        il_list_text(&list, IL_ROLE_LABEL, (il_align)chance(3), x, y, chance(2) ? "Words" : "Other",
                     colour, alpha);
    }
}

/* One after the other, each different from the last in a little, as pictures are. */
static void test_what_changed_alone_gives_the_whole_picture(void **state)
{
    (void)state;
    il_canvas *kept = canvas_of(W, H);
    for (int round = 0; round < 150; round++) {
        if (round % 5 == 0) {
            begin(chance(2) ? IL_GROUND_BREATHE : IL_GROUND_LANTERN);
            list.grounds[0].glow_x = 160.0f;
            list.grounds[0].glow_y = (float)(70 + chance(3));
            list.grounds[0].scale = 0.8f + 0.1f * (float)chance(3);
        } else if (list.primitive_count > 0 && chance(3) == 0) {
            list.primitives[chance(list.primitive_count)].alpha = 0.1f * (float)(1 + chance(9));
        }
        list.grounds[1].kind = IL_GROUND_CLOSE;
        list.ground_mix = round % 7 == 0 ? 0.3f : 0.0f;
        for (int i = chance(4); i >= 0; i--) {
            some_primitive();
        }
        draw(kept);
        il_canvas *fresh = canvas_of(W, H);
        draw(fresh);
        assert_memory_equal(pixels_of(kept), pixels_of(fresh), W * H * 4);
        il_canvas_destroy(fresh);
        assert_int_equal(draw(kept), 0); // and the same again changes nothing
    }
    il_canvas_destroy(kept);
}

/* Alone a light stands where it was put, in a flower about the flower's centre, a corner of pixels:
 * petals that come change the light beside them, as far as it reaches. */
static void test_petals_that_come_and_go_take_their_lights_along(void **state)
{
    (void)state;
    il_canvas *kept = canvas_of(W, H), *fresh = canvas_of(W, H);
    for (int round = 0; round < 3; round++) {
        begin(IL_GROUND_STEADY);
        il_list_sprite(&list, IL_SPRITE_GLOW, 160.4f, 90.4f, 170.0f, 170.0f, red, 0.7f,
                       IL_BLEND_ADD);
        if (round == 1) {
            il_list_petals(&list, 160.4f, 90.4f, 1.0f, 20.0f, 12.0f, 0.2f, 8, blue, 0.7f,
                           IL_BLEND_ADD);
        }
        draw(kept);
        il_canvas_target(fresh, NULL, 0);
        draw(fresh);
        assert_memory_equal(pixels_of(kept), pixels_of(fresh), W * H * 4);
    }
    il_canvas_destroy(kept);
    il_canvas_destroy(fresh);
}

static bool covers(const il_area *area, int x, int y)
{
    return x >= area->x && x < area->x + area->w && y >= area->y && y < area->y + area->h;
}

/* The points and words of a list lie one after the other, so what stays the same lies elsewhere
 * when something before it grows. */
static void test_what_stays_is_not_drawn_again(void **state)
{
    (void)state;
    il_canvas *canvas = canvas_of(W, H);
    il_area areas[IL_AREAS_MAX];
    int count = 0;
    for (int round = 0; round < 2; round++) {
        const il_point points[] = {
            {10.0f, 10.0f, 1.0f}, {30.0f, 12.0f, 1.0f}, {40.0f, 30.0f, 1.0f}};
        begin(IL_GROUND_BREATHE);
        il_list_line(&list, points, 2 + round, 2.0f, white, 1.0f);
        il_list_text(&list, IL_ROLE_LABEL, IL_ALIGN_LEFT, 10.0f, 60.0f, round ? "Longer" : "Short",
                     white, 1.0f);
        il_list_disc(&list, 250.0f, 150.0f, 20.0f, white, 1.0f);
        il_list_text(&list, IL_ROLE_LABEL, IL_ALIGN_LEFT, 200.0f, 60.0f, "Same", white, 1.0f);
        count = il_canvas_draw(canvas, &list, areas);
    }
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        assert_false(covers(&areas[i], 250, 150));
        assert_false(covers(&areas[i], 205, 55));
    }
    il_canvas_destroy(canvas);
}

static void test_a_flower_is_the_same_after_a_quarter_turn(void **state)
{
    (void)state;
    enum { SIDE = 400 };
    il_canvas *canvas = canvas_of(SIDE, SIDE);
    begin(IL_GROUND_STEADY);
    il_list_petals(&list, 200.0f, 200.0f, 3.0f, 150.0f, 93.0f, 0.35f, 8, red, 0.9f, IL_BLEND_ADD);
    draw(canvas);
    const uint32_t *pixels = pixels_of(canvas);
    int lit = 0;
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            const int turned_x = SIDE - 1 - y, turned_y = x;
            const int a = (int)(pixels[y * SIDE + x] >> 16 & 0xFF);
            const int b = (int)(pixels[turned_y * SIDE + turned_x] >> 16 & 0xFF);
            assert_true(abs(a - b) <= 1); // the dither is not turned
            lit += a > 70;
        }
    }
    assert_true(lit > 20000);
    il_canvas_destroy(canvas);
}

static void test_any_size_and_a_full_list_are_fine(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1}, {7, 3}, {1024, 600}, {2560, 1080}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        il_canvas *canvas = canvas_of(sizes[i][0], sizes[i][1]);
        begin(IL_GROUND_RITUAL);
        for (int k = 0; k < 400; k++) {
            some_primitive();
        }
        assert_true(list.primitive_count <= IL_PRIMITIVES_MAX);
        draw(canvas);
        il_canvas_destroy(canvas);
    }
}

static void test_a_missing_font_is_named_with_its_package(void **state)
{
    (void)state;
    il_error err = {0};
    il_type *none = il_type_create_from("/nonexistent", NULL, 1.0, 1.0, &err);
    assert_null(none);
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_non_null(strstr(err.message, "ElstobD-18pt.otf"));
    assert_non_null(strstr(err.message, "fonts-elstob"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_disc_covers_its_area),
        cmocka_unit_test(test_a_rectangle_and_a_line_cover_theirs),
        cmocka_unit_test(test_joints_are_drawn_once),
        cmocka_unit_test(test_a_ground_is_smooth_in_the_mean),
        cmocka_unit_test(test_what_changed_alone_gives_the_whole_picture),
        cmocka_unit_test(test_petals_that_come_and_go_take_their_lights_along),
        cmocka_unit_test(test_what_stays_is_not_drawn_again),
        cmocka_unit_test(test_a_flower_is_the_same_after_a_quarter_turn),
        cmocka_unit_test(test_any_size_and_a_full_list_are_fine),
        cmocka_unit_test(test_a_missing_font_is_named_with_its_package),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
