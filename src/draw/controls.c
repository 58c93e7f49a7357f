#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

/* What one operates while a session plays. Everything has its place from what stands beside it, and
 * gives way from the left when the window is narrow, so that nothing is ever moved by being shown.
 */

enum { TIME_SIZE = 32 };

static double controls_y(const il_page *page)
{
    return page->top + 0.950 * page->H;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double label_width(const il_page *page, const char *text)
{
    return il_pen_width(page, IL_ROLE_LABEL, text);
}

/* "4:12", rounded up: it says 0:00 only when nothing is left. */
static void time_left(const il_page *page, char text[TIME_SIZE])
{
    const il_scene *scene = &page->screen->scene;
    const il_frames left = scene->length - scene->at;
    il_text_clock(text, TIME_SIZE, left > 0 ? left + IL_RATE_HZ - 1 : 0, false);
}

static il_button button_of(il_control control, const char *name, double x, double y, double width,
                           double height)
{
    return (il_button){control, name, {x, y, width, height}};
}

/* From X1 leftwards: time left, End, Steady me, the switch and its word. */
static int place_right(const il_page *page, il_button *buttons)
{
    const double u = page->u, y = controls_y(page), height = larger(44.0 * u, 30.0);
    const double end_w = label_width(page, _("End")) + 52.0 * u;
    const double end_x = page->x1 - label_width(page, "0:00") - 36.0 * u - end_w / 2.0;
    const double steady_w = label_width(page, _("Steady me"));
    const double steady_x = end_x - end_w / 2.0 - 30.0 * u - steady_w / 2.0;
    const double switch_w = 46.0 * u;
    const double switch_x = steady_x - steady_w / 2.0 - 36.0 * u - switch_w / 2.0;
    buttons[0] = button_of(IL_CONTROL_END, _("End"), end_x, y, end_w, height);
    buttons[1] = button_of(IL_CONTROL_STEADY, _("Steady me"), steady_x, y, steady_w, height);
    buttons[2] = button_of(IL_CONTROL_CAPTIONS, _("Captions"), switch_x, y, switch_w, 26.0 * u);
    return 3;
}

static int place_middle(const il_page *page, il_button *buttons)
{
    const double u = page->u, y = controls_y(page);
    const double pause = 2.0 * larger(30.0 * u, 20.0), step = 2.0 * larger(26.0 * u, 18.0);
    const double off = larger(92.0 * u, 50.0);
    buttons[0] = button_of(IL_CONTROL_PAUSE, "", page->cx, y, pause, pause);
    buttons[1] = button_of(IL_CONTROL_BACK, "", page->cx - off, y, step, step);
    buttons[2] = button_of(IL_CONTROL_FORWARD, "", page->cx + off, y, step, step);
    return 3;
}

/* The line on which voice and ambience are balanced, behind the word for its left end. */
static il_button place_balance(const il_page *page)
{
    const double u = page->u;
    const double x0 = page->x0 + larger(74.0 * u, label_width(page, _("Voice")) + 16.0 * u);
    return button_of(IL_CONTROL_BALANCE, "", x0 + 90.0 * u, controls_y(page), 180.0 * u, 20.0 * u);
}

int il_controls_places(const il_page *page, il_button *buttons)
{
    int count = place_middle(page, buttons);
    count += place_right(page, buttons + count);
    buttons[count++] = place_balance(page);
    return count;
}

static const il_button *find(const il_button *buttons, int count, il_control control)
{
    for (int i = 0; i < count; i++) {
        if (buttons[i].control == control) {
            return &buttons[i];
        }
    }
    return NULL;
}

static bool is_pointed(const il_page *page, il_control control)
{
    return page->screen->controls.pointed == control;
}

static void draw_focus(const il_page *page, const il_box *box, double radius, double alpha)
{
    const double gap = 5.0 * page->u;
    const il_box around = {box->x, box->y, box->width + 2.0 * gap, box->height + 2.0 * gap};
    il_pen_pill(page, around, radius + gap, larger(2.0 * page->u, 1.5), IL_FOCUS, alpha);
}

static void draw_round(const il_page *page, const il_button *button, il_icon icon, double alpha)
{
    const double u = page->u, r = button->box.width / 2.0, x = button->box.x, y = button->box.y;
    const bool main = button->control == IL_CONTROL_PAUSE;
    if (main) {
        il_pen_disc(page, x, y, r, IL_WARM, 0.16 * alpha);
    } else if (is_pointed(page, button->control)) {
        il_pen_disc(page, x, y, r, IL_TEXT_1, 0.06 * alpha);
    }
    il_pen_ring(page, x, y, r, larger((main ? 1.75 : 1.5) * u, 1.0), main ? IL_WARM : IL_TEXT_3,
                (main ? 0.9 : 0.72) * alpha);
    const double size = r * (main ? 29.0 / 30.0 : 25.0 / 26.0);
    il_pen_icon(page, icon, x, y, size, main ? IL_WARM : IL_TEXT_2, alpha);
    if (page->screen->focus == button->control) {
        draw_focus(page, &button->box, r, alpha);
    }
}

static void draw_middle(const il_page *page, const il_button *buttons, int count, double alpha)
{
    const bool paused = page->screen->controls.paused;
    draw_round(page, find(buttons, count, IL_CONTROL_PAUSE), paused ? IL_ICON_PLAY : IL_ICON_PAUSE,
               alpha);
    draw_round(page, find(buttons, count, IL_CONTROL_BACK), IL_ICON_BACK, alpha);
    draw_round(page, find(buttons, count, IL_CONTROL_FORWARD), IL_ICON_FORWARD, alpha);
}

/* The switch: filled when it is on, an outline with its knob at the left when off. */
static void draw_switch(const il_page *page, const il_button *button, double alpha)
{
    const double u = page->u, y = button->box.y, x0 = button->box.x - button->box.width / 2.0;
    const bool on = page->screen->controls.captions;
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, x0 - 14.0 * u, y, button->name, IL_TEXT_1,
                alpha);
    if (on) {
        il_pen_pill(page, button->box, 13.0 * u, 0.0, IL_WARM, alpha);
        il_pen_disc(page, x0 + 33.0 * u, y, 9.5 * u, IL_INK, alpha);
    } else {
        il_pen_pill(page, button->box, 13.0 * u, larger(1.75 * u, 1.0), IL_TEXT_3, alpha);
        il_pen_disc(page, x0 + 13.0 * u, y, 8.0 * u, IL_TEXT_2, alpha);
    }
    if (page->screen->focus == button->control) {
        draw_focus(page, &button->box, 13.0 * u, alpha);
    }
}

/* Whether the word of the switch has room beside the steps. */
static bool has_room(const il_page *page, const il_button *buttons, int count)
{
    const il_button *forward = find(buttons, count, IL_CONTROL_FORWARD);
    const il_button *captions = find(buttons, count, IL_CONTROL_CAPTIONS);
    const double left = captions->box.x - captions->box.width / 2.0 - 14.0 * page->u -
                        label_width(page, captions->name);
    return left > forward->box.x + forward->box.width / 2.0 + 16.0 * page->u;
}

static void draw_right(const il_page *page, const il_button *buttons, int count, double alpha)
{
    char left[TIME_SIZE];
    time_left(page, left);
    const il_button *steady = find(buttons, count, IL_CONTROL_STEADY);
    il_pen_button(page, find(buttons, count, IL_CONTROL_END), IL_TEXT_3, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, steady->box.x, steady->box.y, steady->name,
                is_pointed(page, IL_CONTROL_STEADY) ? IL_TEXT_1 : IL_TEXT_2, alpha);
    if (page->screen->focus == IL_CONTROL_STEADY) {
        const il_box around = {steady->box.x, steady->box.y, steady->box.width + 24.0 * page->u,
                               steady->box.height};
        draw_focus(page, &around, steady->box.height / 2.0, alpha);
    }
    if (has_room(page, buttons, count)) {
        draw_switch(page, find(buttons, count, IL_CONTROL_CAPTIONS), alpha);
    }
}

/* Its middle is marked, its knob stands where the balance is; the bed that sounds is named behind.
 */
static void draw_left(const il_page *page, const il_button *balance, double alpha)
{
    const double u = page->u, y = balance->box.y, half = balance->box.width / 2.0;
    const double x0 = balance->box.x - half, x1 = balance->box.x + half;
    const double share = 1.0 - page->screen->controls.balance; // the voice stands at the left
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_LEFT, page->x0, y, _("Voice"), IL_TEXT_1, alpha);
    il_pen_line(page, x0, y, x1, y, 3.0 * u, IL_TEXT_3, 0.72 * alpha);
    il_pen_line(page, balance->box.x, y - 7.0 * u, balance->box.x, y + 7.0 * u,
                larger(1.5 * u, 1.0), IL_TEXT_3, 0.72 * alpha);
    il_pen_disc(page, il_mix(x0, x1, share), y, 10.0 * u, IL_TEXT_1, alpha);
    if (page->screen->focus == IL_CONTROL_BALANCE) {
        const il_box around = {balance->box.x, y, balance->box.width + 20.0 * u, 28.0 * u};
        draw_focus(page, &around, 14.0 * u, alpha);
    }
    char fitted[IL_FIT_MAX];
    const double room =
        page->cx - larger(92.0 * u, 50.0) - larger(26.0 * u, 18.0) - 24.0 * u - x1 - 24.0 * u;
    const char *bed = page->screen->controls.bed;
    if (bed && bed[0] && room > 40.0 * u) {
        il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_LEFT, x1 + 24.0 * u, y,
                    il_pen_fit(page, IL_ROLE_LABEL, bed, room, fitted), IL_TEXT_2, alpha);
    }
}

static void draw_header(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double u = page->u, first = page->top + 64.0 * u;
    const double pitch = larger(
        42.0 * u, 0.5 * (il_pen_pitch(page, IL_ROLE_HEADING) + il_pen_pitch(page, IL_ROLE_LABEL)));
    const double times = larger(32.0 * u, il_pen_pitch(page, IL_ROLE_LABEL));
    char fitted[IL_FIT_MAX];
    const double room = page->width * 0.45;
    il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_LEFT, page->x0, first,
                il_pen_fit(page, IL_ROLE_HEADING, screen->scene.title, room, fitted), IL_TEXT_1,
                alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_LEFT, page->x0, first + pitch,
                il_pen_fit(page, IL_ROLE_LABEL, screen->scene.subtitle, room, fitted), IL_TEXT_2,
                alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, page->x1, first - 2.0 * u,
                screen->controls.clock, IL_TEXT_1, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, page->x1, first - 2.0 * u + times,
                screen->controls.ready, IL_TEXT_2, alpha);
}

/* What is written and operated stands on a shade, top and bottom. */
static void draw_scrims(const il_page *page, double alpha)
{
    const double high = 170.0 * page->u;
    il_pen_rect(page, 0.0, page->height - high, page->width, high, IL_BG_TOP, 0.0, 0.72 * alpha);
    il_pen_rect(page, 0.0, 0.0, page->width, high, IL_BG_TOP, 0.60 * alpha, 0.0);
}

void il_draw_controls(const il_page *page, double alpha)
{
    const double shown = alpha * (double)page->screen->controls.alpha;
    const double time = alpha * (double)page->screen->time_alpha * (1.0 - shown);
    char left[TIME_SIZE];
    time_left(page, left);
    if (shown > 0.0) {
        il_button buttons[IL_BUTTONS_MAX];
        const int count = il_controls_places(page, buttons);
        draw_scrims(page, shown);
        draw_header(page, shown);
        draw_left(page, find(buttons, count, IL_CONTROL_BALANCE), shown);
        draw_middle(page, buttons, count, shown);
        draw_right(page, buttons, count, shown);
    }
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, page->x1, controls_y(page), left, IL_TEXT_1,
                shown + time);
}

/* ---- the bottom line ---- */

static void draw_part_name(const il_page *page, double from, double to, const char *name,
                           double alpha)
{
    const double x = (double)page->screen->controls.pointed_x;
    if (name && is_pointed(page, IL_CONTROL_PROGRESS) && x >= from && x < to) {
        const double half = label_width(page, name) / 2.0 + 12.0 * page->u;
        const double held = fmin(fmax(x, half), page->width - half);
        il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, held, page->height - 26.0 * page->u, name,
                    IL_TEXT_1, alpha);
    }
}

/* A piece for each part, in proportion to its time: warm as far as it is gone. */
void il_draw_progress(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const il_scene *scene = &screen->scene;
    const double shown = alpha * larger((double)screen->controls.alpha, (double)screen->time_alpha);
    const double high = larger(6.0 * page->u, 3.0), gap = 4.0 * page->u, y = page->height - high;
    const double gone = (double)scene->gone * page->width;
    double from = 0.0;
    for (int i = 0; shown > 0.0 && (i < scene->part_count || i == 0); i++) {
        const double to =
            scene->part_count ? (double)scene->part_ends[i] * page->width : page->width;
        const double x0 = from + gap / 2.0, x1 = to - gap / 2.0;
        const double done = fmin(fmax(gone, x0), x1);
        il_pen_rect(page, x0, y, x1 - x0, high, IL_TEXT_3, 0.38 * shown, 0.38 * shown);
        if (done > x0) {
            il_pen_rect(page, x0, y, done - x0, high, IL_WARM, shown, shown);
        }
        draw_part_name(page, from, to, scene->part_count ? scene->part_names[i] : NULL, shown);
        from = to;
    }
}
