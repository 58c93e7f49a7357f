#include <stdio.h>

#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

/* The quiet close: the flower shut, and as few words as will do. */

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

void il_draw_close(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double shown = alpha * (double)screen->end.alpha * (1.0 - 0.4 * (double)screen->dim);
    if (shown <= 0.0) {
        return;
    }
    const double H = page->H, y = page->top + 0.330 * H;
    il_draw_lotus(page, page->cx, y, 0.30 * H, 0.0, 0.85 * shown);
    il_pen_glow(page, page->cx, y, 260.0 * page->u, IL_GLOW, 0.20 * shown, IL_BLEND_ADD);
    il_pen_text(page, IL_ROLE_DISPLAY, IL_ALIGN_CENTRE, page->cx, page->top + 0.560 * H,
                _("Here you are."), IL_TEXT_1, shown);
    if (screen->end.line) {
        il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_CENTRE, page->cx, page->top + 0.638 * H,
                    screen->end.line, IL_TEXT_2, shown);
    }
    if (screen->end.time) {
        char text[64];
        snprintf(text, sizeof text, _("It is %s."), screen->end.time);
        il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, page->cx, page->top + 0.712 * H, text,
                    IL_TEXT_2, shown);
    }
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_close_places(page, buttons);
    for (int i = 0; i < count; i++) {
        il_pen_button(page, &buttons[i], IL_TEXT_3, shown);
    }
}
