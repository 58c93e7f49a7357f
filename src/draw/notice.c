#include <math.h>

#include "draw/inside.h"
#include "draw/palette.h"

/* One quiet line on the top scrim: its sign, its words, its button. */
typedef struct {
    char text[IL_FIT_MAX];
    double y, sign_x, text_x, reach;
    il_button button; // its name NULL: none
} line;

static line lay(const il_page *page)
{
    const double u = page->u, y = fmax(52.0 * u, 0.7 * il_pen_pitch(page, IL_ROLE_BODY));
    const char *name = page->screen->notice.button;
    const double sign = 40.0 * u;
    const double words = name ? il_pen_width(page, IL_ROLE_LABEL, name) : 0.0;
    const double button = name ? fmax(128.0 * u, words + 44.0 * u) : 0.0;
    const double extra = sign + (name ? 32.0 * u + button : 0.0);
    line in = {.y = y};
    const double corners =
        page->screen->controls.alpha > 0.0f ? 520.0 * u : 0.0; // they keep a little
    il_pen_fit(page, IL_ROLE_BODY, page->screen->notice.text, page->x1 - page->x0 - extra - corners,
               in.text);
    const double width = il_pen_width(page, IL_ROLE_BODY, in.text);
    const double x = page->cx - (width + extra) / 2.0;
    in.reach = (width + extra) / 2.0;
    in.sign_x = x + 13.0 * u;
    in.text_x = round(x + sign);
    const double height = fmax(48.0 * u, il_pen_pitch(page, IL_ROLE_LABEL) + 4.0 * u);
    in.button = (il_button){
        IL_CONTROL_NOTICE, name, {x + sign + width + 32.0 * u + button / 2.0, y, button, height}};
    return in;
}

bool il_notice_place(const il_page *page, il_button *button)
{
    if (!page->screen->notice.text || !page->screen->notice.button ||
        page->screen->notice.alpha <= 0.0f) {
        return false;
    }
    *button = lay(page).button;
    return true;
}

double il_notice_reach(const il_page *page)
{
    return page->screen->notice.text && page->screen->notice.alpha > 0.0f ? lay(page).reach : 0.0;
}

void il_draw_notice(const il_page *page, double alpha)
{
    const double shown = alpha * (double)page->screen->notice.alpha;
    if (!page->screen->notice.text || shown <= 0.0) {
        return;
    }
    const line in = lay(page);
    il_pen_icon(page, IL_ICON_INFO, in.sign_x, in.y, 27.0 * page->u, IL_WARN, shown);
    il_pen_text(page, IL_ROLE_BODY, IL_ALIGN_LEFT, in.text_x, in.y, in.text, IL_TEXT_1, shown);
    if (in.button.name) {
        il_pen_button(page, &in.button, IL_TEXT_3, shown);
    }
}
