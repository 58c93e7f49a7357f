#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/screens.h"

typedef struct {
    int width, height;
} size;

static const size sizes[] = {{1024, 600},  {1366, 768},  {1280, 800}, {1920, 1080},
                             {2560, 1080}, {3840, 2160}, {1280, 1024}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static il_type *type_for(size window)
{
    il_error err = {0};
    il_type *type = il_type_create(NULL, il_layout_unit(window.width, window.height), 1.0, &err);
    if (!type) {
        fail_msg("%s", err.message);
    }
    return type;
}

/* Every screen at every size. */
static void each(void (*check)(const il_list *list, const il_screen *screen, size window,
                               il_type *type, const char *name))
{
    il_list *list = malloc(sizeof *list);
    il_screen *screen = malloc(sizeof *screen);
    for (int i = 0; i < SIZES; i++) {
        il_type *type = type_for(sizes[i]);
        for (int j = 0; j < SCREENS; j++) {
            memset(screen, 0, sizeof *screen);
            screens_all[j].lay(screen);
            il_draw_screen(list, screen, sizes[i].width, sizes[i].height, type);
            check(list, screen, sizes[i], type, screens_all[j].name);
        }
        il_type_destroy(type);
    }
    free(screen);
    free(list);
}

static void check_budget(const il_list *list, const il_screen *screen, size window, il_type *type,
                         const char *name)
{
    (void)screen;
    (void)window;
    (void)type;
    (void)name;
    assert_in_range(list->primitive_count, 1, IL_PRIMITIVES_MAX - 1);
    assert_true(list->point_count < IL_POINTS_MAX);
    assert_true(list->text_size < IL_LIST_TEXT_MAX);
}

static void test_no_screen_needs_more_than_its_budget(void **state)
{
    (void)state;
    each(check_budget);
}

typedef struct {
    double left, top, right, bottom;
} box;

/* From the tops of its tall letters to the feet of its low ones. */
static box box_of(const il_list *list, const il_primitive *text, il_type *type)
{
    const double width = il_type_width(type, text->text.role, list->text + text->text.text);
    const double share = text->text.align == IL_ALIGN_LEFT     ? 0.0
                         : text->text.align == IL_ALIGN_CENTRE ? 0.5
                                                               : 1.0;
    const double em = (double)il_type_px(type, text->text.role);
    const double left = (double)text->text.x - share * width;
    return (box){left, (double)text->text.y - 0.75 * em, left + width,
                 (double)text->text.y + 0.25 * em};
}

static void check_words(const il_list *list, const il_screen *screen, size window, il_type *type,
                        const char *name)
{
    (void)screen;
    box boxes[IL_PRIMITIVES_MAX];
    int which[IL_PRIMITIVES_MAX], count = 0;
    for (int i = 0; i < list->primitive_count; i++) {
        if (list->primitives[i].kind != IL_PRIMITIVE_TEXT) {
            continue;
        }
        const box one = box_of(list, &list->primitives[i], type);
        const char *text = list->text + list->primitives[i].text.text;
        if (one.left < 0.0 || one.top < 0.0 || one.right > (double)window.width ||
            one.bottom > (double)window.height) {
            fail_msg("%s, %d x %d: \"%s\" is cut off", name, window.width, window.height, text);
        }
        for (int j = 0; j < count; j++) {
            if (one.left < boxes[j].right && boxes[j].left < one.right &&
                one.top < boxes[j].bottom && boxes[j].top < one.bottom) {
                fail_msg("%s, %d x %d: \"%s\" lies on \"%s\"", name, window.width, window.height,
                         text, list->text + list->primitives[which[j]].text.text);
            }
        }
        boxes[count] = one;
        which[count++] = i;
    }
}

static void test_words_are_whole_and_apart_at_every_size(void **state)
{
    (void)state;
    each(check_words);
}

static void long_words(il_screen *screen)
{
    static const char name[] = "The name of a part that its author could not bring himself to make "
                               "any shorter than a hundred and twenty letters in all";
    screens_lotus_controls(screen);
    screen->scene.title = name;
    snprintf(screen->scene.subtitle, sizeof screen->scene.subtitle, "%s. Part 1 of 4", name);
    screen->controls.bed = name;
    screen->scene.captions[0].text =
        "Wide wooden windows, mostly warm, would make a morning welcome\n"
        "where women and men might move among many murmuring meadows now";
    screen->notice.text = name;
    screen->notice.button = "Take it";
    screen->notice.alpha = 1.0f;
    screen->controls.pointed = IL_CONTROL_PROGRESS;
    screen->scene.part_names[3] = name;
}

static void long_horizon(il_screen *screen)
{
    static const char name[] = "The name of a part that its author could not bring himself to make "
                               "any shorter than a hundred and twenty letters in all";
    screens_horizon(screen);
    static const char *names[IL_SCENE_PARTS_MAX];
    static double lengths[IL_SCENE_PARTS_MAX];
    for (int i = 0; i < IL_SCENE_PARTS_MAX; i++) {
        names[i] = i % 3 == 0 ? name : "Part";
        lengths[i] = i == 5 ? 900.0 : 20.0;
    }
    screens_parts(&screen->scene, names, lengths, IL_SCENE_PARTS_MAX, 0.4);
    screens_controls(screen);
}

static void test_long_words_are_cut_rather_than_overlap(void **state)
{
    (void)state;
    static void (*const laid[])(il_screen *) = {long_words, long_horizon};
    il_list *list = malloc(sizeof *list);
    for (int i = 0; i < SIZES; i++) {
        il_type *type = type_for(sizes[i]);
        for (int j = 0; j < 2; j++) {
            for (int x = 0; x < 2; x++) {
                il_screen screen = {0};
                laid[j](&screen);
                screen.controls.pointed_x = x ? (float)sizes[i].width - 1.0f : 0.0f;
                il_draw_screen(list, &screen, sizes[i].width, sizes[i].height, type);
                check_budget(list, &screen, sizes[i], type, "long");
                if (j == 0) { // the horizon's names may stand above the header's
                    check_words(list, &screen, sizes[i], type, "long words");
                }
            }
        }
        il_type_destroy(type);
    }
    free(list);
}

static il_control hit(const il_screen *screen, size window, il_type *type, double x, double y)
{
    float value = 0.0f;
    return il_draw_hit(screen, window.width, window.height, type, (float)x, (float)y, &value);
}

/* How far the area of `wanted` reaches from (x, y) in steps of (dx, dy). */
static double walk(const il_screen *screen, size window, il_type *type, double x, double y,
                   double dx, double dy, il_control wanted)
{
    double way = 0.0;
    while (way < 400.0 && hit(screen, window, type, x + way * dx, y + way * dy) == wanted) {
        way += 1.0;
    }
    return way;
}

/* Each control is found on a grid finer than it may be small, and is large enough there. */
static void check_area(const il_screen *screen, size window, il_type *type, il_control wanted)
{
    const double least = fmax(60.0 * il_layout_unit(window.width, window.height), 44.0);
    double x = 0.0, y = 0.0;
    int found = 0;
    for (int row = 0; row < window.height; row += 20) {
        for (int column = 0; column < window.width; column += 20) {
            if (hit(screen, window, type, column, row) == wanted) {
                x += column;
                y += row;
                found++;
            }
        }
    }
    assert_true(found > 0);
    x /= found;
    y /= found;
    const double width = walk(screen, window, type, x, y, -1.0, 0.0, wanted) +
                         walk(screen, window, type, x, y, 1.0, 0.0, wanted);
    const double height = walk(screen, window, type, x, y, 0.0, -1.0, wanted) +
                          walk(screen, window, type, x, y, 0.0, 1.0, wanted);
    if (width < least - 2.0 || height < least - 2.0) {
        fail_msg("%d x %d: control %d is %g x %g, at least %g", window.width, window.height,
                 (int)wanted, width, height, least);
    }
}

static void check_areas(const il_screen *screen, size window, const il_control *wanted, int count)
{
    il_type *type = type_for(window);
    for (int i = 0; i < count; i++) {
        check_area(screen, window, type, wanted[i]);
    }
    il_type_destroy(type);
}

static void test_everything_can_be_hit(void **state)
{
    (void)state;
    static const il_control player[] = {
        IL_CONTROL_PAUSE,  IL_CONTROL_BACK, IL_CONTROL_FORWARD, IL_CONTROL_BALANCE,
        IL_CONTROL_STEADY, IL_CONTROL_END,  IL_CONTROL_NOTICE,  IL_CONTROL_CAPTIONS,
    };
    static const il_control end[] = {IL_CONTROL_DIALOG_END, IL_CONTROL_DIALOG_CLOSE,
                                     IL_CONTROL_DIALOG_KEEP};
    static const il_control steady[] = {IL_CONTROL_DIALOG_END, IL_CONTROL_DIALOG_CLOSE,
                                        IL_CONTROL_DIALOG_PART};
    static const il_control closing[] = {IL_CONTROL_END_CLOSE, IL_CONTROL_END_AGAIN};
    for (int i = 0; i < 2; i++) {
        il_screen screen = {0};
        screens_notice_controls(&screen);
        screen.notice.button = "Take it";
        check_areas(&screen, sizes[i], player, 8);
        screen = (il_screen){0};
        screens_end_here(&screen);
        check_areas(&screen, sizes[i], end, 3);
        screen = (il_screen){0};
        screens_steady(&screen);
        check_areas(&screen, sizes[i], steady, 3);
        screen = (il_screen){0};
        screens_close(&screen);
        check_areas(&screen, sizes[i], closing, 2);
    }
}

static void test_the_bottom_line_tells_where(void **state)
{
    (void)state;
    il_screen screen = {0};
    screens_lotus_controls(&screen);
    const size window = {1920, 1080};
    il_type *type = type_for(window);
    float value = 0.0f;
    assert_int_equal(il_draw_hit(&screen, 1920, 1080, type, 480.0f, 1078.0f, &value),
                     IL_CONTROL_PROGRESS);
    assert_float_equal(value, 0.25, 1e-4);
    il_type_destroy(type);
}

static void test_what_is_hidden_is_not_hit(void **state)
{
    (void)state;
    il_screen screen = {0};
    screens_lotus_in(&screen);
    const size window = {1920, 1080};
    il_type *type = type_for(window);
    for (int x = 0; x < 1920; x += 8) {
        assert_int_equal(hit(&screen, window, type, x, 1026.0), IL_CONTROL_NONE);
        assert_int_equal(hit(&screen, window, type, x, 1079.0), IL_CONTROL_NONE);
    }
    screens_end_here(&screen);
    screens_controls(&screen);
    assert_int_equal(hit(&screen, window, type, 960.0, 1026.0), IL_CONTROL_NONE); // a dialog traps
    il_type_destroy(type);
}

static void test_a_curtain_hides_all_but_the_ground(void **state)
{
    (void)state;
    il_list *list = malloc(sizeof *list);
    const size window = {1366, 768};
    il_type *type = type_for(window);
    for (int i = 0; i < SCREENS; i++) {
        il_screen screen = {0};
        screens_all[i].lay(&screen);
        screen.curtain = 1.0f;
        il_draw_screen(list, &screen, window.width, window.height, type);
        assert_int_equal(list->primitive_count, 0);
    }
    il_type_destroy(type);
    free(list);
}

/* Largest : smallest is what the scene says, measured on the outer petals. */
static double reach(il_list *list, const il_screen *screen, il_type *type)
{
    il_draw_screen(list, screen, 1920, 1080, type);
    for (int i = 0; i < list->primitive_count; i++) {
        const il_primitive *one = &list->primitives[i];
        if (one->kind == IL_PRIMITIVE_SPRITE && one->sprite.sprite == IL_SPRITE_PETAL) {
            return (double)(one->sprite.offset + one->sprite.width); // the outer ones are first
        }
    }
    return 0.0;
}

static void test_growth_is_the_ratio_of_the_drawn_shape(void **state)
{
    (void)state;
    il_list *list = malloc(sizeof *list);
    il_type *type = type_for((size){1920, 1080});
    static const float ratios[] = {1.7f, 2.0f, 2.5f};
    for (int i = 0; i < 3; i++) {
        il_screen screen = {0};
        screens_lotus_top(&screen);
        screen.scene.visuals[0].growth = ratios[i];
        screen.scene.visuals[0].fullness = 1.0f;
        const double most = reach(list, &screen, type);
        assert_true(2.0 * most <= 0.5305 * 1080.0); // never wider than 53 % of the height
        screen.scene.visuals[0].fullness = 0.0f;
        assert_float_equal((float)(most / reach(list, &screen, type)), ratios[i], 0.01);
    }
    il_type_destroy(type);
    free(list);
}

/* Also where larger text or a tall window moves the seed. */
static void test_a_lantern_shines_round_its_seed(void **state)
{
    (void)state;
    il_list *list = malloc(sizeof *list);
    il_screen *screen = calloc(1, sizeof *screen);
    screen->scene.visual_count = 1;
    screen->scene.visuals[0] =
        (il_scene_visual){.visual = IL_VISUAL_LANTERN, .alpha = 1.0f, .scale = 1.0f};
    for (int i = 0; i < SIZES; i++) {
        il_type *type = type_for(sizes[i]);
        il_draw_screen(list, screen, sizes[i].width, sizes[i].height, type);
        double left = 1e9, right = 0.0, top = 1e9, bottom = 0.0; // of the one disc
        assert_int_equal(list->primitive_count, 1);
        for (int k = 0; k < list->point_count; k++) {
            left = fmin(left, (double)list->points[k].x);
            right = fmax(right, (double)list->points[k].x);
            top = fmin(top, (double)list->points[k].y);
            bottom = fmax(bottom, (double)list->points[k].y);
        }
        const il_ground *ground = &list->grounds[0];
        const double H = 1080.0 * il_layout_unit(sizes[i].width, sizes[i].height);
        assert_int_equal(ground->kind, IL_GROUND_LANTERN);
        assert_true(fabs((left + right) / 2.0 - (double)ground->glow_x) < 0.1);
        assert_true(fabs((top + bottom) / 2.0 - (double)ground->glow_y) < 0.1);
        assert_true(fabs((right - left) / 2.0 / (0.05 * H) - (double)ground->scale) < 0.01);
        il_type_destroy(type);
    }
    free(screen);
    free(list);
}

static void test_the_seed_glides_and_never_blinks(void **state)
{
    (void)state;
    il_list *list = malloc(sizeof *list);
    il_type *type = type_for((size){1920, 1080});
    float y = -1.0f;
    for (int i = 0; i <= 60; i++) {
        const float share = (float)i / 60.0f;
        il_screen screen = {0};
        screens_cross_fade(&screen);
        screen.scene.visuals[0].alpha = 1.0f - share;
        screen.scene.visuals[1].alpha = share;
        screen.scene.seed_glide = share;
        il_draw_screen(list, &screen, 1920, 1080, type);
        float top = 1e9f, bottom = -1.0f, alpha = 0.0f;
        for (int p = 0; p < list->primitive_count; p++) { // the seed is the last disc
            const il_primitive *one = &list->primitives[p];
            if (one->kind == IL_PRIMITIVE_STRIP && one->strip.filled) {
                alpha = one->alpha;
                top = 1e9f;
                bottom = -1.0f;
                for (int q = one->strip.first; q < one->strip.first + one->strip.count; q++) {
                    top = fminf(top, list->points[q].y);
                    bottom = fmaxf(bottom, list->points[q].y);
                }
            }
        }
        const float now = (top + bottom) / 2.0f;
        assert_float_equal(alpha, 1.0, 1e-6);
        assert_true(bottom - top > 60.0f);
        assert_true(i == 0 || fabsf(now - y) < 20.0f);
        y = now;
    }
    assert_float_equal(y, 0.388 * 1080, 1.0);
    il_type_destroy(type);
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_screen_needs_more_than_its_budget),
        cmocka_unit_test(test_words_are_whole_and_apart_at_every_size),
        cmocka_unit_test(test_long_words_are_cut_rather_than_overlap),
        cmocka_unit_test(test_everything_can_be_hit),
        cmocka_unit_test(test_the_bottom_line_tells_where),
        cmocka_unit_test(test_what_is_hidden_is_not_hit),
        cmocka_unit_test(test_a_curtain_hides_all_but_the_ground),
        cmocka_unit_test(test_growth_is_the_ratio_of_the_drawn_shape),
        cmocka_unit_test(test_a_lantern_shines_round_its_seed),
        cmocka_unit_test(test_the_seed_glides_and_never_blinks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
