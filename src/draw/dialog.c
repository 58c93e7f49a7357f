#include <math.h>
#include <stdio.h>

#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

static double column(const il_page *page)
{
    const double type = (double)il_type_px(page->type, IL_ROLE_READ) / (54.0 * page->u);
    return fmin(1080.0 * page->u * fmax(1.0, type), page->x1 - page->x0);
}

/* A row of the steady screen: `y` as the design has it, or lower where lines are taller. */
static double below(const il_page *page, double y, double last, il_role above, il_role role)
{
    return fmax(page->top + y * page->u,
                last + (il_pen_pitch(page, above) + il_pen_pitch(page, role)) / 2.0);
}

static double paragraph(const il_page *page, il_role role, double y, const char *text, double alpha)
{
    enum { MOST = 3 };
    char lines[MOST][IL_FIT_MAX];
    const double x = page->cx - column(page) / 2.0, pitch = il_pen_pitch(page, role);
    const int count = il_pen_wrap(page, role, text, column(page), lines, MOST);
    for (int i = 0; i < count; i++) {
        il_pen_text(page, role, IL_ALIGN_LEFT, round(x), y + i * pitch, lines[i], IL_TEXT_1, alpha);
    }
    return y + (count - 1) * pitch;
}

static const char *contact(const il_page *page)
{
    const char *own = page->screen->dialog.steady_contact;
    return own ? own
               : _("If you may be in danger, call your local emergency number or someone near "
                   "you.");
}

static void draw_steady_words(const il_page *page, double alpha)
{
    char now[160];
    snprintf(now, sizeof now, _("It is %s. You can leave this screen at any moment."),
             page->screen->dialog.steady_time ? page->screen->dialog.steady_time : "");
    const double x = page->cx - column(page) / 2.0 - 3.0 * page->u;
    double y = page->top + 182.0 * page->u;
    il_pen_text(page, IL_ROLE_DISPLAY, IL_ALIGN_LEFT, round(x), y, _("You can stop here."),
                IL_TEXT_1, alpha);
    y = below(page, 334.0, y, IL_ROLE_DISPLAY, IL_ROLE_READ);
    y = paragraph(page, IL_ROLE_READ, y, _("Eyes open. Find three things you can name."), alpha);
    y = below(page, 454.0, y, IL_ROLE_READ, IL_ROLE_READ);
    y = paragraph(page, IL_ROLE_READ, y, _("Press the feet down, or the hands together,"), alpha);
    y = paragraph(page, IL_ROLE_READ, y + il_pen_pitch(page, IL_ROLE_READ),
                  _("or the back into the chair."), alpha);
    y = below(page, 668.0, y, IL_ROLE_READ, IL_ROLE_CAPTION);
    y = paragraph(page, IL_ROLE_CAPTION, y, now, alpha);
    y = below(page, 732.0, y, IL_ROLE_CAPTION, IL_ROLE_CAPTION);
    paragraph(page, IL_ROLE_CAPTION, y, contact(page), alpha);
}

/* The row of the steady screen begins at the column's left. */
static int steady_places(const il_page *page, il_button *buttons)
{
    static const double widths[] = {180.0, 230.0, 330.0};
    buttons[0] = (il_button){.control = IL_CONTROL_DIALOG_END, .name = _("End")};
    buttons[1] = (il_button){.control = IL_CONTROL_DIALOG_CLOSE, .name = _("Go to the close")};
    buttons[2] =
        (il_button){.control = IL_CONTROL_DIALOG_PART, .name = _("Back to the start of this part")};
    il_button_row(page, buttons, 3, 0.0, page->top + 900.0 * page->u, widths, 28.0, 64.0);
    const double left = buttons[0].box.x - buttons[0].box.width / 2.0;
    for (int i = 0; i < 3; i++) {
        buttons[i].box.x += page->cx - column(page) / 2.0 - left;
    }
    return 3;
}

static int end_places(const il_page *page, il_button *buttons)
{
    static const double widths[] = {180.0, 220.0, 180.0};
    buttons[0] = (il_button){.control = IL_CONTROL_DIALOG_END, .name = _("End")};
    buttons[1] = (il_button){.control = IL_CONTROL_DIALOG_CLOSE, .name = _("Go to the close")};
    buttons[2] = (il_button){.control = IL_CONTROL_DIALOG_KEEP, .name = _("Keep going")};
    il_button_row(page, buttons, 3, page->cx, page->top + 0.868 * page->H, widths, 36.0, 60.0);
    return 3;
}

int il_dialog_places(const il_page *page, il_button *buttons)
{
    switch (page->screen->dialog.kind) {
    case IL_DIALOG_END_HERE:
        return end_places(page, buttons);
    case IL_DIALOG_STEADY:
        return steady_places(page, buttons);
    case IL_DIALOG_NONE:
    case IL_DIALOG_KEYS:
        break;
    }
    return 0;
}

static void draw_buttons(const il_page *page, il_colour edge, double alpha)
{
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_dialog_places(page, buttons);
    for (int i = 0; i < count; i++) {
        il_pen_button(page, &buttons[i], edge, alpha);
    }
}

/* The session behind a question, darker; the seed stays bright. */
static void draw_end_here(const il_page *page, double alpha)
{
    il_pen_rect(page, 0.0, 0.0, page->width, page->height, IL_BG_TOP, 0.62 * alpha, 0.62 * alpha);
    const il_seed seed = il_seed_of(page);
    il_pen_glow(page, seed.x, seed.y, 4.4 * seed.radius, IL_GLOW, 0.22 * alpha, IL_BLEND_ADD);
    il_pen_disc(page, seed.x, seed.y, seed.radius, IL_SEED, alpha);
    il_pen_text(page, IL_ROLE_TITLE, IL_ALIGN_CENTRE, page->cx, page->word_y, _("End here?"),
                IL_TEXT_1, alpha);
    draw_buttons(page, IL_TEXT_3, alpha);
}

void il_draw_dialog(const il_page *page, double alpha)
{
    const double shown = alpha * (double)page->screen->dialog.alpha;
    if (shown <= 0.0) {
        return;
    }
    switch (page->screen->dialog.kind) {
    case IL_DIALOG_END_HERE:
        draw_end_here(page, shown);
        break;
    case IL_DIALOG_STEADY:
        draw_steady_words(page, shown);
        draw_buttons(page, IL_TEXT_2, shown);
        break;
    case IL_DIALOG_KEYS:
        il_pen_rect(page, 0.0, 0.0, page->width, page->height, IL_BG_TOP, 0.86 * shown,
                    0.86 * shown);
        il_draw_keys(page, shown);
        break;
    case IL_DIALOG_NONE:
        break;
    }
}
