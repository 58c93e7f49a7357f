#include "draw/screen.h"

#include <math.h>
#include <stdlib.h>

#include "draw/canvas.h"
#include "engine/engine.h"
#include "library/library.h"
#include "support/sessions.h"

/* What a session looks like, measured: positions, brightness, contrast. */

enum { S = IL_RATE_HZ };

static il_library *library;
static il_clips clips;
static il_session *session;
static il_timeline *timeline;
static il_screen screen;
static il_list list;

static int set_up(void **state)
{
    (void)state;
    setenv("INTERLUDE_SHARE", ".", 1);
    setenv("XDG_DATA_HOME", "/nonexistent", 1);
    library = il_library_create(NULL);
    clips = il_library_clips(library);
    session = sessions_open("sessions/between-two-hours.yaml");
    const il_timeline_request request = {.clips = &clips, .length = 300 * S};
    timeline = il_timeline_compile(session, &request, NULL);
    assert_non_null(timeline);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    il_timeline_destroy(timeline);
    il_session_destroy(session);
    il_library_destroy(library);
    return 0;
}

static il_type *type_for(int width, int height)
{
    il_error err = {0};
    il_type *type = il_type_create(NULL, il_layout_unit(width, height), 1.0, &err);
    assert_non_null(type);
    return type;
}

static const il_cue *first_breath(void)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_BREATH) {
            return &cues[i];
        }
    }
    fail_msg("nobody breathes");
    return NULL;
}

/* Every state that a screen can be in. */
static const il_key_row keys[] = {{"Go", "Space", "Pause, go on"},
                                  {NULL, "Shift Left Right", "Ten seconds back, forward"},
                                  {"Sound", "[ ]", "More voice, more ambience"},
                                  {"Leave", "S or F5", "Steady me"}};

static void fill(int which, il_frames at)
{
    screen = (il_screen){0};
    il_scene_at(timeline, at, &screen.scene);
    screen.controls.clock = "10:49";
    screen.controls.ready = "Ready at 10:55";
    screen.controls.bed = "Stream";
    screen.controls.balance = 0.5;
    screen.dialog.steady_time = "Tuesday, 10:49";
    screen.dialog.keys = keys;
    screen.dialog.key_count = 4;
    screen.end.time = "10:55";
    screen.end.line = "A minute to stand up.";
    screen.controls.alpha = which == 1 ? 1.0f : 0.0f;
    screen.controls.captions = true;
    screen.dialog.kind = which == 2   ? IL_DIALOG_END_HERE
                         : which == 3 ? IL_DIALOG_STEADY
                         : which == 4 ? IL_DIALOG_KEYS
                                      : IL_DIALOG_NONE;
    screen.dialog.alpha = which >= 2 && which <= 4 ? 1.0f : 0.0f;
    screen.focus = which == 2 || which == 3 ? IL_CONTROL_DIALOG_END : IL_CONTROL_NONE;
    screen.notice.text = which == 5 ? "10:55 can't be met any more. Shortest close ends just after "
                                      "10:56."
                                    : NULL;
    screen.notice.button = "Take it";
    screen.notice.alpha = which == 5 ? 1.0f : 0.0f;
    screen.end.alpha = which == 6 ? 1.0f : 0.0f;
    screen.end.buttons = true;
}

enum { STATES = 7 };

typedef struct {
    double x0, y0, x1, y1;
} box;

static box text_box(il_type *type, const il_primitive *text)
{
    const char *words = list.text + text->text.text;
    const double width = il_type_width(type, text->text.role, words);
    const double cap = il_type_cap(type, text->text.role), x = (double)text->text.x;
    const double left = text->text.align == IL_ALIGN_LEFT     ? x
                        : text->text.align == IL_ALIGN_CENTRE ? x - width / 2.0
                                                              : x - width;
    return (box){left, (double)text->text.y - cap, left + width, (double)text->text.y};
}

static const int sizes[][2] = {{1024, 600},  {1366, 768},  {1280, 800},
                               {1920, 1080}, {2560, 1080}, {3840, 2160}};
static const il_frames moments[] = {9 * S, 40 * S, 100 * S, 178 * S, 192 * S, 215 * S, 260 * S};

static void test_words_stay_in_the_window_and_off_each_other(void **state)
{
    (void)state;
    for (size_t z = 0; z < sizeof sizes / sizeof *sizes; z++) {
        const int width = sizes[z][0], height = sizes[z][1];
        il_type *type = type_for(width, height);
        for (size_t m = 0; m < sizeof moments / sizeof *moments; m++) {
            for (int which = 0; which < STATES; which++) {
                fill(which, moments[m]);
                il_draw_screen(&list, &screen, width, height, type);
                assert_true(list.primitive_count < IL_PRIMITIVES_MAX);
                box boxes[IL_PRIMITIVES_MAX];
                int count = 0;
                for (int i = 0; i < list.primitive_count; i++) {
                    if (list.primitives[i].kind != IL_PRIMITIVE_TEXT ||
                        list.primitives[i].alpha < 0.6f) {
                        continue;
                    }
                    const box one = text_box(type, &list.primitives[i]);
                    const char *words = list.text + list.primitives[i].text.text;
                    if (one.x0 < -1.0 || one.y0 < 0.0 || one.x1 > width + 1 || one.y1 > height) {
                        fail_msg("%dx%d, state %d at %d s: \"%s\" leaves the window", width, height,
                                 which, (int)(moments[m] / S), words);
                    }
                    for (int k = 0; k < count; k++) {
                        const box *other = &boxes[k];
                        if (one.x0 < other->x1 && other->x0 < one.x1 && one.y0 < other->y1 &&
                            other->y0 < one.y1) {
                            fail_msg("%dx%d, state %d at %d s: \"%s\" lies on other words", width,
                                     height, which, (int)(moments[m] / S), words);
                        }
                    }
                    boxes[count++] = one;
                }
            }
        }
        il_type_destroy(type);
    }
}

static double light_of(uint32_t pixel)
{
    double sum = 0.0;
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    for (int c = 0; c < 3; c++) {
        const double value = (pixel >> (16 - 8 * c) & 0xFF) / 255.0;
        sum += weights[c] * (value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/* WCAG 2, of the text's colour against every pixel behind it. */
static void test_text_has_contrast_on_what_is_behind_it(void **state)
{
    (void)state;
    const int width = 1280, height = 720;
    il_type *type = type_for(width, height);
    for (int which = 0; which < STATES; which++) {
        for (size_t m = which == 0 ? 0 : 6; m < sizeof moments / sizeof *moments; m++) {
            fill(which, moments[m]);
            il_draw_screen(&list, &screen, width, height, type);
            static il_list behind;
            behind = list;
            int texts = 0;
            for (int i = 0; i < list.primitive_count; i++) { // the same without its words
                if (list.primitives[i].kind != IL_PRIMITIVE_TEXT) {
                    behind.primitives[i - texts] = list.primitives[i];
                } else {
                    texts++;
                }
            }
            behind.primitive_count = list.primitive_count - texts;
            il_canvas *canvas = il_canvas_create(width, height, type, NULL);
            il_area areas[IL_AREAS_MAX];
            int pitch = 0;
            il_canvas_draw(canvas, &behind, areas);
            const uint32_t *pixels = il_canvas_pixels(canvas, &pitch);
            for (int i = 0; i < list.primitive_count; i++) {
                const il_primitive *one = &list.primitives[i];
                if (one->kind != IL_PRIMITIVE_TEXT || one->alpha < 0.99f) {
                    continue; // on its way in or out
                }
                const box at = text_box(type, one);
                const double text = light_of((uint32_t)one->colour.r << 16 |
                                             (uint32_t)one->colour.g << 8 | one->colour.b);
                double least = 99.0;
                for (int y = (int)fmax(at.y0, 0); y < at.y1 && y < height; y++) {
                    for (int x = (int)fmax(at.x0, 0); x < at.x1 && x < width; x++) {
                        const double ground = light_of(pixels[y * width + x]);
                        const double ratio = text > ground ? (text + 0.05) / (ground + 0.05)
                                                           : (ground + 0.05) / (text + 0.05);
                        least = ratio < least ? ratio : least;
                    }
                }
                if (least < 4.5) {
                    fail_msg("state %d at %d s: \"%s\" has a contrast of %.1f", which,
                             (int)(moments[m] / S), list.text + one->text.text, least);
                }
            }
            il_canvas_destroy(canvas);
        }
    }
    il_type_destroy(type);
}

/* Practice guide, section 15: a dark room stays dark, and no part of the window jumps in
 * brightness. */
static void test_brightness_is_low_and_changes_slowly(void **state)
{
    (void)state;
    enum { WIDTH = 480, HEIGHT = 270, CELLS = 9 };
    il_type *type = type_for(WIDTH, HEIGHT);
    il_canvas *canvas = il_canvas_create(WIDTH, HEIGHT, type, NULL);
    static double before[CELLS];
    double most = 0.0, jump = 0.0;
    for (il_frames at = 0; at < 300 * S; at += 2 * S) {
        il_area areas[IL_AREAS_MAX];
        int pitch = 0;
        fill(0, at);
        il_draw_screen(&list, &screen, WIDTH, HEIGHT, type);
        il_canvas_draw(canvas, &list, areas);
        const uint32_t *pixels = il_canvas_pixels(canvas, &pitch);
        double cells[CELLS] = {0}, mean = 0.0; // each a ninth of the window
        for (int y = 0; y < HEIGHT; y += 2) {
            for (int x = 0; x < WIDTH; x += 2) {
                const double light = light_of(pixels[y * WIDTH + x]);
                cells[y * 3 / HEIGHT * 3 + x * 3 / WIDTH] += light;
                mean += light;
            }
        }
        mean /= WIDTH * HEIGHT / 4.0;
        most = mean > most ? mean : most;
        for (int c = 0; c < CELLS; c++) {
            cells[c] /= WIDTH * HEIGHT / 4.0 / CELLS;
            const double change = at > 0 ? fabs(cells[c] - before[c]) : 0.0;
            jump = change > jump ? change : jump;
            before[c] = cells[c];
        }
    }
    assert_true(most < 0.15);
    assert_true(jump < 0.10); // in two seconds, of full brightness, over a ninth of the window
    il_canvas_destroy(canvas);
    il_type_destroy(type);
}

static double widest_petal(void)
{
    double width = 0.0;
    for (int i = 0; i < list.primitive_count; i++) {
        const il_primitive *one = &list.primitives[i];
        if (one->kind == IL_PRIMITIVE_SPRITE && one->sprite.sprite == IL_SPRITE_PETAL) {
            width = fmax(width, (double)one->sprite.width);
        }
    }
    return width;
}

/* The radius that is drawn and the swell that is heard, at the same frames: both follow the one
 * function of the breath, and are full at the same moment. */
static void test_picture_and_swell_breathe_together(void **state)
{
    (void)state;
    il_type *type = type_for(1920, 1080);
    const il_cue *breath = first_breath();
    il_engine *engine = il_engine_create(timeline, NULL);
    enum { STEP = S / 20 };
    fill(0, breath->at);
    il_draw_screen(&list, &screen, 1920, 1080, type);
    const double least = widest_petal();
    double loud = 0.0, loud_at = 0.0, wide = 0.0, wide_at = 0.0; // and where their middles are
    for (il_frames at = breath->at; at + STEP < breath->at + breath->frames; at += STEP) {
        static float stems[IL_STEMS][2 * STEP];
        float *const into[IL_STEMS] = {stems[0], stems[1], stems[2]};
        il_engine_render(engine, at, STEP, into);
        const double second = il_seconds_from_frames(at + STEP / 2 - breath->at);
        double power = 0.0;
        for (int i = 0; i < 2 * STEP; i++) {
            power += (double)stems[IL_STEM_CUES][i] * (double)stems[IL_STEM_CUES][i];
        }
        fill(0, at + STEP / 2);
        const il_breath is = il_breath_at(&breath->breath.cycle, at + STEP / 2 - breath->at);
        assert_true(fabsf(screen.scene.visuals[0].fullness - is.fullness) < 1e-6f);
        il_draw_screen(&list, &screen, 1920, 1080, type);
        const double square = widest_petal() * widest_petal() - least * least;
        loud += power;
        loud_at += power * second;
        wide += square;
        wide_at += square * second;
    }
    assert_true(loud > 0.0 && wide > 0.0);
    assert_true(fabs(loud_at / loud - wide_at / wide) < 0.25);
    il_engine_destroy(engine);
    il_type_destroy(type);
}

static void test_what_can_be_pressed_is_where_it_is_drawn(void **state)
{
    (void)state;
    static const il_control wanted[] = {IL_CONTROL_PAUSE,    IL_CONTROL_BACK,    IL_CONTROL_FORWARD,
                                        IL_CONTROL_CAPTIONS, IL_CONTROL_STEADY,  IL_CONTROL_END,
                                        IL_CONTROL_BALANCE,  IL_CONTROL_PROGRESS};
    for (size_t z = 0; z < sizeof sizes / sizeof *sizes; z++) {
        const int width = sizes[z][0], height = sizes[z][1];
        il_type *type = type_for(width, height);
        fill(1, 100 * S);
        int hits[IL_CONTROL_END_AGAIN + 1] = {0};
        const int step = height / 100; // a button of 60 u is five of them high
        for (int y = height * 4 / 5; y < height; y += step) {
            for (int x = 0; x < width; x += step) {
                float value = 0.0f;
                hits[il_draw_hit(&screen, width, height, type, (float)x, (float)y, &value)]++;
            }
        }
        for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
            assert_true(hits[wanted[w]] >= 12); // 4 by 3 at least, where nothing is nearer
        }
        assert_int_equal(il_draw_hit(&screen, width, height, type, (float)width / 2.0f,
                                     (float)height / 3.0f, NULL),
                         IL_CONTROL_NONE);
        il_type_destroy(type);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_stay_in_the_window_and_off_each_other),
        cmocka_unit_test(test_text_has_contrast_on_what_is_behind_it),
        cmocka_unit_test(test_brightness_is_low_and_changes_slowly),
        cmocka_unit_test(test_picture_and_swell_breathe_together),
        cmocka_unit_test(test_what_can_be_pressed_is_where_it_is_drawn),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
