#include "draw/screen.h"

#include <math.h>

#include "draw/inside.h"
#include "draw/palette.h"

double il_layout_unit(int width, int height)
{
    const double H = fmin((double)height, (double)width / 1.45);
    return H / 1080.0;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

/* Where a line's own height is more than the design's pitch, it wins. */
static void place_words(il_page *page)
{
    const il_token_geometry *tokens = &il_tokens_geometry;
    const double H = page->H, top = page->top;
    const double px = (double)il_type_px(page->type, IL_ROLE_CAPTION);
    page->compact = px > tokens->compact.above * il_tokens_type[IL_ROLE_CAPTION].size_u * page->u;
    if (page->compact) {
        page->R = tokens->compact.visual_r * H;
        page->visual_y = top + tokens->compact.visual_y * H;
        page->caption_pitch = 1.25 * px;
        page->caption_y = top + tokens->compact.caption_base * H;
        page->word_y = page->caption_y - 2.0 * page->caption_pitch - 0.116 * H;
    } else {
        page->R = tokens->player.visual_r * H;
        page->visual_y = top + tokens->player.visual_y * H;
        page->caption_pitch =
            larger(tokens->player.caption_pitch * H, il_pen_pitch(page, IL_ROLE_CAPTION));
        page->caption_y = top + tokens->player.caption_y * H;
        page->word_y = top + tokens->player.word_y * H;
    }
}

il_page il_page_of(il_list *list, const il_screen *screen, int width, int height, il_type *type)
{
    const double u = il_layout_unit(width, height), H = 1080.0 * u;
    const double column = fmin((double)width - 192.0 * u, il_tokens_geometry.content_width_h * H);
    il_page page = {
        .list = list,
        .type = type,
        .screen = screen,
        .width = (double)width,
        .height = (double)height,
        .H = H,
        .u = u,
        .top = round(((double)height - H) / 2.0),
        .x0 = ((double)width - column) / 2.0,
        .x1 = ((double)width + column) / 2.0,
        .cx = (double)width / 2.0,
    };
    place_words(&page);
    return page;
}

/* What covers everything takes what is below with it as it comes. */
static double under_cover(const il_screen *screen)
{
    const double steady =
        screen->dialog.kind == IL_DIALOG_STEADY ? (double)screen->dialog.alpha : 0.0;
    return (1.0 - (double)screen->curtain) * (1.0 - steady);
}

/* Words and controls leave before a dialog. */
static double under_dialog(const il_screen *screen)
{
    return screen->dialog.kind == IL_DIALOG_NONE ? 1.0 : 1.0 - (double)screen->dialog.alpha;
}

void il_draw_screen(il_list *list, const il_screen *screen, int width, int height, il_type *type)
{
    il_list_clear(list);
    const il_page page = il_page_of(list, screen, width, height, type);
    const double session = 1.0 - (double)screen->end.alpha;
    const double shown = under_cover(screen);
    const double said = shown * session * under_dialog(screen);
    il_draw_grounds(&page);
    il_draw_visuals(&page, shown * session);
    il_draw_close(&page, shown);
    il_draw_seed(&page, shown);
    il_draw_words(&page, said);
    il_draw_controls(&page, said);
    il_draw_notice(&page, said);
    il_draw_progress(&page, said);
    il_draw_dialog(&page, (1.0 - (double)screen->curtain) * session);
}

static bool holds(const il_page *page, const il_button *button, double x, double y)
{
    const double least = larger(60.0 * page->u, 44.0);
    const double w = larger(button->box.width, least), h = larger(button->box.height, least);
    return fabs(x - button->box.x) <= w / 2.0 && fabs(y - button->box.y) <= h / 2.0;
}

/* The button at a place; of several whose areas reach it, the one whose own box is nearest. */
static const il_button *button_at(const il_page *page, const il_button *buttons, int count,
                                  double x, double y)
{
    const il_button *best = NULL;
    double best_off = 0.0;
    for (int i = 0; i < count; i++) {
        const il_box box = buttons[i].box;
        const double off =
            larger(fabs(x - box.x) - box.width / 2.0, fabs(y - box.y) - box.height / 2.0);
        if (holds(page, &buttons[i], x, y) && (!best || off < best_off)) {
            best = &buttons[i];
            best_off = off;
        }
    }
    return best;
}

static float along(const il_box *box, double x)
{
    const double value = (x - (box->x - box->width / 2.0)) / box->width;
    return (float)(value < 0.0 ? 0.0 : value > 1.0 ? 1.0 : value);
}

static il_control hit_player(const il_page *page, double x, double y, float *value)
{
    const il_screen *screen = page->screen;
    il_button buttons[IL_BUTTONS_MAX];
    int count = 0;
    if (screen->controls.alpha > 0.0f) {
        count = il_controls_places(page, buttons);
    }
    count += il_notice_place(page, &buttons[count]);
    const il_button *button = button_at(page, buttons, count, x, y);
    if (button) {
        *value = along(&button->box, x);
        return button->control;
    }
    const bool line = screen->controls.alpha > 0.0f || screen->time_alpha > 0.0f;
    if (line && y >= page->height - larger(60.0 * page->u, 44.0)) {
        *value = (float)(x / page->width);
        return IL_CONTROL_PROGRESS;
    }
    return IL_CONTROL_NONE;
}

il_control il_draw_hit(const il_screen *screen, int width, int height, il_type *type, float x,
                       float y, float *value)
{
    const il_page page = il_page_of(NULL, screen, width, height, type);
    float ignored = 0.0f;
    value = value ? value : &ignored;
    *value = 0.0f;
    il_button buttons[IL_BUTTONS_MAX];
    int count = 0;
    if (screen->end.alpha > 0.0f) {
        count = il_close_places(&page, buttons);
    } else if (screen->dialog.kind != IL_DIALOG_NONE) {
        count = il_dialog_places(&page, buttons);
    } else {
        return hit_player(&page, (double)x, (double)y, value);
    }
    const il_button *button = button_at(&page, buttons, count, (double)x, (double)y);
    return button ? button->control : IL_CONTROL_NONE;
}
