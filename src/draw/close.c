#include <math.h>
#include <stdio.h>

#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

int il_close_places(const il_page *page, il_button *buttons)
{
    static const double widths[] = {180.0, 180.0};
    if (!page->screen->end.buttons) {
        return 0;
    }
    buttons[0] = (il_button){.control = IL_CONTROL_END_CLOSE, .name = _("Close")};
    buttons[1] = (il_button){.control = IL_CONTROL_END_AGAIN, .name = _("Once more")};
    il_button_row(page, buttons, 2, page->cx, page->top + 0.842 * page->H, widths, 36.0, 60.0);
    return 2;
}

static double line_y(const il_page *page, double share, double last, il_role above, il_role role)
{
    const double least = last + (il_pen_pitch(page, above) + il_pen_pitch(page, role)) / 2.0;
    return fmax(page->top + share * page->H, least);
}

/* "It is 10:54. Ready at 10:55." */
static void draw_time(const il_page *page, double y, double alpha)
{
    const char *now = page->screen->end.time, *ready = page->screen->controls.ready;
    if (!now) {
        return;
    }
    char text[160];
    if (ready && *ready) {
        snprintf(text, sizeof text, _("It is %s. %s."), now, ready);
    } else {
        snprintf(text, sizeof text, _("It is %s."), now);
    }
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, page->cx, y, text, IL_TEXT_2, alpha);
}

void il_draw_close(const il_page *page, double alpha)
{
    const double shown = alpha * (double)page->screen->end.alpha;
    if (shown <= 0.0) {
        return;
    }
    const double y = page->top + 0.330 * page->H;
    il_draw_lotus(page, page->cx, y, 0.30 * page->H, 0.0, 0.85 * shown);
    il_pen_glow(page, page->cx, y, 260.0 * page->u, IL_GLOW, 0.20 * shown, IL_BLEND_ADD);
    const double title = page->top + 0.560 * page->H;
    il_pen_text(page, IL_ROLE_DISPLAY, IL_ALIGN_CENTRE, page->cx, title, _("Here you are."),
                IL_TEXT_1, shown);
    const double line = line_y(page, 0.638, title, IL_ROLE_DISPLAY, IL_ROLE_HEADING);
    if (page->screen->end.line) {
        il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_CENTRE, page->cx, line, page->screen->end.line,
                    IL_TEXT_2, shown);
    }
    draw_time(page, line_y(page, 0.712, line, IL_ROLE_HEADING, IL_ROLE_LABEL), shown);
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_close_places(page, buttons);
    for (int i = 0; i < count; i++) {
        il_pen_button(page, &buttons[i], IL_TEXT_3, shown);
    }
}
