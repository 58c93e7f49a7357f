#include "draw/inside.h"
#include "draw/palette.h"

/* One quiet line on the top shade, with the sign and, for an offer, a button. */

typedef struct {
    double x, y; // of the sign's middle, and of the line
    double words, button;
    char text[IL_FIT_MAX];
} line;

static double pixels(double length, double least)
{
    return length > least ? length : least;
}

static line line_of(const il_page *page)
{
    const double u = page->u;
    const char *button = page->screen->notice.button;
    line made = {.y = page->top + 52.0 * u};
    if (button) {
        made.button = pixels(128.0 * u, il_pen_width(page, IL_ROLE_LABEL, button) + 44.0 * u);
    }
    // the corners stay clear for what the controls write there
    const double beside = button ? 32.0 * u + made.button : 0.0, sign = pixels(40.0 * u, 28.0);
    const double room = page->width * (page->screen->controls.alpha > 0.0f ? 0.5 : 0.8);
    il_pen_fit(page, IL_ROLE_BODY, page->screen->notice.text, room - beside, made.text);
    made.words = il_pen_width(page, IL_ROLE_BODY, made.text);
    made.x = page->cx - (sign + made.words + beside) / 2.0;
    return made;
}

bool il_notice_place(const il_page *page, il_button *button)
{
    if (!page->screen->notice.text || !page->screen->notice.button) {
        return false;
    }
    const line at = line_of(page);
    const double x = at.x + pixels(40.0 * page->u, 28.0) + at.words + 32.0 * page->u;
    *button = (il_button){IL_CONTROL_NOTICE,
                          page->screen->notice.button,
                          {x + at.button / 2.0, at.y, at.button, pixels(48.0 * page->u, 30.0)}};
    return true;
}

void il_draw_notice(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double shown = alpha * (double)screen->notice.alpha;
    if (!screen->notice.text || shown <= 0.0) {
        return;
    }
    const line at = line_of(page);
    const double sign = pixels(27.0 * page->u, 18.0);
    if (screen->controls.alpha < 1.0f) { // the controls bring a shade of their own
        il_pen_rect(page, 0.0, 0.0, page->width, 170.0 * page->u, IL_BG_TOP,
                    0.60 * shown * (1.0 - (double)screen->controls.alpha), 0.0);
    }
    il_pen_icon(page, IL_ICON_INFO, at.x + sign / 2.0, at.y, sign, IL_WARN, shown);
    il_pen_text(page, IL_ROLE_BODY, IL_ALIGN_LEFT, at.x + pixels(40.0 * page->u, 28.0), at.y,
                at.text, IL_TEXT_1, shown);
    il_button button;
    if (il_notice_place(page, &button)) {
        il_pen_button(page, &button, IL_TEXT_3, shown);
    }
}
