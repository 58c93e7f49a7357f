#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

static double controls_y(const il_page *page)
{
    return page->height - (1.0 - il_tokens_geometry.player.controls_y) * page->H;
}

static const char *bed_name(const il_page *page)
{
    const char *bed = page->screen->controls.bed;
    return bed && *bed ? bed : _("No bed");
}

/* What stands left and right of the middle, from the edges inward. */
typedef struct {
    char bed[IL_FIT_MAX];
    il_box voice, balance, bed_box; // boxes of "Voice", the slider, the bed's name
    char left[24];                  // the time that is left
    il_box end, steady, captions;   // captions: its word and switch
    double switch_x;                // the left end of the switch
} row;

static void lay_left(const il_page *page, row *in)
{
    const double u = page->u, y = controls_y(page);
    const double voice = il_pen_width(page, IL_ROLE_LABEL, _("Voice"));
    const double from = page->x0 + fmax(74.0 * u, voice + 20.0 * u), to = from + 180.0 * u;
    in->voice = (il_box){page->x0 + voice / 2.0, y, voice, 0.0};
    in->balance = (il_box){(from + to) / 2.0, y, to - from, 20.0 * u};
    const double key = il_pen_width(page, IL_ROLE_SMALL, "B");
    const double room = page->cx - 130.0 * u - (to + 24.0 * u) - 44.0 * u - 28.0 * u - key;
    il_pen_fit(page, IL_ROLE_LABEL, bed_name(page), room, in->bed);
    const double width = il_pen_width(page, IL_ROLE_LABEL, in->bed) + 44.0 * u;
    const double height = fmax(44.0 * u, il_pen_pitch(page, IL_ROLE_LABEL) + 4.0 * u);
    in->bed_box = (il_box){to + 24.0 * u + width / 2.0, y, width, height};
}

static void lay_right(const il_page *page, row *in)
{
    const double u = page->u, y = controls_y(page);
    const il_frames left = page->screen->scene.length - page->screen->scene.at;
    il_text_clock(in->left, sizeof in->left, left, false);
    const double time = il_pen_width(page, IL_ROLE_LABEL, in->left);
    const double end = il_pen_width(page, IL_ROLE_LABEL, _("End")) + 52.0 * u;
    const double steady = il_pen_width(page, IL_ROLE_LABEL, _("Steady me"));
    const double captions = il_pen_width(page, IL_ROLE_LABEL, _("Captions"));
    in->end = (il_box){page->x1 - time - 36.0 * u - end / 2.0, y, end, in->bed_box.height};
    const double before_end = in->end.x - end / 2.0 - 30.0 * u;
    in->steady = (il_box){before_end - steady / 2.0, y, steady, in->bed_box.height};
    in->switch_x = before_end - steady - 36.0 * u - 46.0 * u;
    const double whole = captions + 14.0 * u + 46.0 * u;
    in->captions = (il_box){in->switch_x + 46.0 * u - whole / 2.0, y, whole, in->bed_box.height};
}

static row lay_row(const il_page *page)
{
    row in;
    lay_left(page, &in);
    lay_right(page, &in);
    return in;
}

static il_box round_box(double x, double y, double radius)
{
    return (il_box){x, y, 2.0 * radius, 2.0 * radius};
}

int il_controls_places(const il_page *page, il_button *buttons)
{
    const row in = lay_row(page);
    const double u = page->u, y = controls_y(page), cx = page->cx;
    const il_button all[] = {
        {IL_CONTROL_PAUSE, NULL, round_box(cx, y, il_tokens_geometry.player.pause_r * u)},
        {IL_CONTROL_BACK, NULL, round_box(cx - 92.0 * u, y, il_tokens_geometry.player.step_r * u)},
        {IL_CONTROL_FORWARD, NULL,
         round_box(cx + 92.0 * u, y, il_tokens_geometry.player.step_r * u)},
        {IL_CONTROL_BALANCE, NULL, in.balance},
        {IL_CONTROL_CAPTIONS, NULL, in.captions},
        {IL_CONTROL_STEADY, NULL, in.steady},
        {IL_CONTROL_END, NULL, in.end},
    };
    const int count = (int)(sizeof all / sizeof *all);
    for (int i = 0; i < count; i++) {
        buttons[i] = all[i];
    }
    return count;
}

/* The light under the pointer. The ring of the focus is drawn last, over all controls. */
static void draw_pointed(const il_page *page, double alpha)
{
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_controls_places(page, buttons);
    for (int i = 0; i < count; i++) {
        const bool own = buttons[i].control == IL_CONTROL_END;
        if (buttons[i].control == page->screen->controls.pointed && !own) {
            il_box box = buttons[i].box;
            const bool is_round = box.width == box.height;
            box.width += is_round ? 0.0 : 24.0 * page->u;
            box.height = is_round ? box.height : fmax(box.height, 44.0 * page->u);
            il_pen_pill(page, box, box.height / 2.0, 0.0, IL_TEXT_1, 0.06 * alpha);
        }
    }
}

static void draw_focus(const il_page *page, double alpha)
{
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_controls_places(page, buttons);
    for (int i = 0; i < count; i++) {
        if (buttons[i].control == page->screen->focus) {
            il_box box = buttons[i].box;
            const bool words = box.width > box.height;
            box.width += (words ? 20.0 : 10.0) * page->u;
            box.height = fmax(box.height, words ? 44.0 * page->u : 0.0) + 10.0 * page->u;
            il_pen_pill(page, box, box.height / 2.0, fmax(1.0, 2.0 * page->u), IL_FOCUS, alpha);
        }
    }
}

static void draw_middle(const il_page *page, double alpha)
{
    const double u = page->u, y = controls_y(page), cx = page->cx;
    const bool paused = page->screen->controls.paused;
    il_pen_disc(page, cx, y, il_tokens_geometry.player.pause_r * u, IL_WARM, 0.16 * alpha);
    il_pen_ring(page, cx, y, il_tokens_geometry.player.pause_r * u, 1.75 * u, IL_WARM, 0.9 * alpha);
    il_pen_icon(page, paused ? IL_ICON_PLAY : IL_ICON_PAUSE, cx, y, 29.0 * u, IL_WARM, alpha);
    for (int side = -1; side <= 1; side += 2) {
        const double x = cx + side * 92.0 * u;
        il_pen_ring(page, x, y, il_tokens_geometry.player.step_r * u, 1.5 * u, IL_TEXT_3,
                    0.72 * alpha);
        il_pen_icon(page, side < 0 ? IL_ICON_BACK : IL_ICON_FORWARD, x, y, 25.0 * u, IL_TEXT_2,
                    alpha);
    }
}

/* A button of the row; its focus is the row's to draw. */
static void draw_small_button(const il_page *page, il_control control, il_box box, const char *name,
                              double alpha)
{
    if (page->screen->controls.pointed == control) {
        il_pen_pill(page, box, box.height / 2.0, 0.0, IL_TEXT_1, 0.06 * alpha);
    }
    il_pen_pill(page, box, box.height / 2.0, fmax(1.0, 1.5 * page->u), IL_TEXT_3, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, box.x, box.y, name, IL_TEXT_1, alpha);
}

static void draw_left(const il_page *page, const row *in, double alpha)
{
    const double u = page->u, y = controls_y(page);
    const double from = in->balance.x - in->balance.width / 2.0, to = from + in->balance.width;
    const double balance = page->screen->controls.balance;
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_LEFT, page->x0, y, _("Voice"), IL_TEXT_1, alpha);
    il_pen_line(page, from, y, to, y, 3.0 * u, IL_TEXT_3, 0.72 * alpha);
    il_pen_line(page, in->balance.x, y - 7.0 * u, in->balance.x, y + 7.0 * u, 1.5 * u, IL_TEXT_3,
                0.72 * alpha);
    il_pen_disc(page, il_mix(from, to, fmin(fmax(balance, 0.0), 1.0)), y, 10.0 * u, IL_TEXT_1,
                alpha);
    // a name as long as it cannot be changed: only doors that open are drawn as doors
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, in->bed_box.x, y, in->bed, IL_TEXT_2, alpha);
}

static void draw_switch(const il_page *page, double x, double y, bool on, double alpha)
{
    const double u = page->u;
    const il_box box = {x + 23.0 * u, y, 46.0 * u, 26.0 * u};
    if (on) {
        il_pen_pill(page, box, 13.0 * u, 0.0, IL_WARM, alpha);
        il_pen_disc(page, x + 33.0 * u, y, 9.5 * u, IL_INK, alpha);
    } else {
        il_pen_pill(page, box, 13.0 * u, fmax(1.0, 1.75 * u), IL_TEXT_3, alpha);
        il_pen_disc(page, x + 13.0 * u, y, 8.0 * u, IL_TEXT_2, alpha);
    }
}

static void draw_right(const il_page *page, const row *in, double alpha)
{
    const double u = page->u, y = controls_y(page);
    draw_small_button(page, IL_CONTROL_END, in->end, _("End"), alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, in->steady.x + in->steady.width / 2.0, y,
                _("Steady me"), IL_TEXT_2, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, in->switch_x - 14.0 * u, y, _("Captions"),
                IL_TEXT_1, alpha);
    draw_switch(page, in->switch_x, y, page->screen->controls.captions, alpha);
}

/* The text at a corner, kept clear of the middle, where the visual is and a notice may stand. */
static void draw_corner(const il_page *page, il_role role, bool right, double y, const char *text,
                        il_colour colour, double alpha)
{
    if (text && *text) {
        char fitted[IL_FIT_MAX];
        const double clear = fmax(1.15 * page->R, il_notice_reach(page)) + 36.0 * page->u;
        il_pen_fit(page, role, text, page->cx - clear - page->x0, fitted);
        il_pen_text(page, role, right ? IL_ALIGN_RIGHT : IL_ALIGN_LEFT, right ? page->x1 : page->x0,
                    y, fitted, colour, alpha);
    }
}

static void draw_header(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double u = page->u, label = il_pen_pitch(page, IL_ROLE_LABEL);
    const double heading = il_pen_pitch(page, IL_ROLE_HEADING);
    draw_corner(page, IL_ROLE_HEADING, false, 64.0 * u, screen->scene.title, IL_TEXT_1, alpha);
    draw_corner(page, IL_ROLE_LABEL, false, 64.0 * u + fmax(42.0 * u, (heading + label) / 2.0),
                screen->scene.subtitle, IL_TEXT_2, alpha);
    draw_corner(page, IL_ROLE_LABEL, true, 62.0 * u, screen->controls.clock, IL_TEXT_1, alpha);
    draw_corner(page, IL_ROLE_LABEL, true, 62.0 * u + fmax(32.0 * u, label), screen->controls.ready,
                IL_TEXT_2, alpha);
}

/* Words over the picture stay readable on these. */
static void draw_scrims(const il_page *page, double controls, double notice)
{
    const double size = 170.0 * page->u;
    il_pen_rect(page, 0.0, page->height - size, page->width, size, IL_BG_TOP, 0.0, 0.72 * controls);
    il_pen_rect(page, 0.0, 0.0, page->width, size, IL_BG_TOP, 0.60 * fmax(controls, notice), 0.0);
}

void il_draw_controls(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double shown = alpha * (double)screen->controls.alpha;
    const double noticed = screen->notice.text ? alpha * (double)screen->notice.alpha : 0.0;
    const double timed = fmax(shown, alpha * (double)screen->time_alpha);
    draw_scrims(page, shown, noticed);
    if (timed > 0.0) {
        const row in = lay_row(page);
        il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, page->x1, controls_y(page), in.left,
                    IL_TEXT_1, timed);
        if (shown > 0.0) {
            draw_header(page, shown);
            draw_pointed(page, shown);
            draw_middle(page, shown);
            draw_left(page, &in, shown);
            draw_right(page, &in, shown);
            draw_focus(page, shown);
        }
    }
}

/* The line on the bottom edge: parts in proportion to their time, what is gone in warm. */
static void draw_line(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    const double h = 6.0 * page->u, gap = 4.0 * page->u, y = page->height - h;
    const int count = scene->part_count > 0 ? scene->part_count : 1;
    double start = 0.0;
    for (int i = 0; i < count; i++) {
        const double end = scene->part_count > 0 ? (double)scene->part_ends[i] : 1.0;
        const double x = start * page->width + gap / 2.0;
        const double width = (end - start) * page->width - gap;
        const double done = ((double)scene->gone - start) / (end - start);
        const double warm = width * (done < 0.0 ? 0.0 : done > 1.0 ? 1.0 : done);
        if (width > 0.0) {
            il_pen_rect(page, x + warm, y, width - warm, h, IL_TEXT_3, 0.38 * alpha, 0.38 * alpha);
            il_pen_rect(page, x, y, warm, h, IL_WARM, alpha, alpha);
        }
        start = end;
    }
}

static const char *part_under(const il_scene *scene, double share)
{
    for (int i = 0; i < scene->part_count; i++) {
        if (share < (double)scene->part_ends[i]) {
            return scene->part_names[i];
        }
    }
    return NULL;
}

void il_draw_progress(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double shown = alpha * fmax((double)screen->controls.alpha, (double)screen->time_alpha);
    if (shown <= 0.0) {
        return;
    }
    draw_line(page, shown);
    const double x = (double)screen->controls.pointed_x;
    const char *name = screen->controls.pointed == IL_CONTROL_PROGRESS
                           ? part_under(&screen->scene, x / page->width)
                           : NULL;
    if (name) {
        char fitted[IL_FIT_MAX];
        il_pen_fit(page, IL_ROLE_SMALL, name, 400.0 * page->u, fitted);
        const double half = il_pen_width(page, IL_ROLE_SMALL, fitted) / 2.0 + 8.0 * page->u;
        const double at = fmin(fmax(x, half), page->width - half);
        const double feet = 0.25 * (double)il_type_px(page->type, IL_ROLE_SMALL);
        const double y =
            page->height - 8.0 * page->u - feet - il_type_cap(page->type, IL_ROLE_SMALL) / 2.0;
        il_pen_text(page, IL_ROLE_SMALL, IL_ALIGN_CENTRE, round(at), y, fitted, IL_TEXT_1, shown);
    }
}
