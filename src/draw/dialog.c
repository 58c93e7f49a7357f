#include <stdio.h>
#include <string.h>

#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static void dim(const il_page *page, double alpha)
{
    il_pen_rect(page, 0.0, 0.0, page->width, page->height, IL_BG_TOP, alpha, alpha);
}

static void draw_buttons(const il_page *page, il_colour edge, double alpha)
{
    il_button buttons[IL_BUTTONS_MAX];
    const int count = il_dialog_places(page, buttons);
    for (int i = 0; i < count; i++) {
        il_pen_button(page, &buttons[i], edge, alpha);
    }
}

/* ---- "End here?" ---- */

static int place_end_here(const il_page *page, il_button *buttons)
{
    static const double widths[] = {180.0, 220.0, 180.0};
    buttons[0] = (il_button){.control = IL_CONTROL_DIALOG_END, .name = _("End")};
    buttons[1] = (il_button){.control = IL_CONTROL_DIALOG_CLOSE, .name = _("Go to the close")};
    buttons[2] = (il_button){.control = IL_CONTROL_DIALOG_KEEP, .name = _("Keep going")};
    il_button_row(page, buttons, 3, page->cx, page->top + 0.868 * page->H, widths, 36.0, 60.0);
    return 3;
}

/* The session sinks, its seed stays bright. */
static void draw_end_here(const il_page *page, double alpha)
{
    const il_seed seed = il_seed_of(page);
    dim(page, 0.62 * alpha);
    il_pen_glow(page, seed.x, seed.y, 4.4 * seed.radius, IL_GLOW, 0.22 * alpha, IL_BLEND_ADD);
    il_pen_disc(page, seed.x, seed.y, seed.radius, IL_SEED, alpha);
    il_pen_text(page, IL_ROLE_TITLE, IL_ALIGN_CENTRE, page->cx, page->word_y, _("End here?"),
                IL_TEXT_1, alpha);
    draw_buttons(page, IL_TEXT_3, alpha);
}

/* ---- Steady me ---- */

static double column(const il_page *page)
{
    return page->cx - 540.0 * page->u;
}

static int place_steady(const il_page *page, il_button *buttons)
{
    static const double widths[] = {180.0, 230.0, 330.0};
    buttons[0] = (il_button){.control = IL_CONTROL_DIALOG_END, .name = _("End")};
    buttons[1] = (il_button){.control = IL_CONTROL_DIALOG_CLOSE, .name = _("Go to the close")};
    buttons[2] =
        (il_button){.control = IL_CONTROL_DIALOG_PART, .name = _("Back to the start of this part")};
    il_button_row(page, buttons, 3, page->cx, page->top + 900.0 * page->u, widths, 28.0, 64.0);
    const double shift = column(page) - (buttons[0].box.x - buttons[0].box.width / 2.0);
    const double last = buttons[2].box.x + buttons[2].box.width / 2.0;
    for (int i = 0; i < 3 && last + shift <= page->width; i++) {
        buttons[i].box.x += shift; // at the column's left, where it has room
    }
    return 3;
}

static void say(const il_page *page, il_role role, double y, const char *text, double alpha)
{
    char fitted[IL_FIT_MAX];
    const double x = column(page), room = page->width - x - 24.0 * page->u;
    il_pen_text(page, role, IL_ALIGN_LEFT, x, page->top + y * page->u,
                il_pen_fit(page, role, text, room, fitted), IL_TEXT_1, alpha);
}

/* Words only, on one flat ground: nothing moves. Practice guide, section 13. */
static void draw_steady(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    char time[160];
    snprintf(time, sizeof time, _("It is %s. You can leave this screen at any moment."),
             screen->dialog.steady_time ? screen->dialog.steady_time : "");
    const double pitch = larger(76.0, il_pen_pitch(page, IL_ROLE_READ) / page->u);
    say(page, IL_ROLE_DISPLAY, 182.0, _("You can stop here."), alpha);
    say(page, IL_ROLE_READ, 334.0, _("Eyes open. Find three things you can name."), alpha);
    say(page, IL_ROLE_READ, 454.0, _("Press the feet down, or the hands together,"), alpha);
    say(page, IL_ROLE_READ, 454.0 + pitch, _("or the back into the chair."), alpha);
    say(page, IL_ROLE_CAPTION, 668.0, time, alpha);
    const char *contact = screen->dialog.steady_contact;
    if (contact) {
        say(page, IL_ROLE_CAPTION, 732.0, contact, alpha);
    } else { // two lines, since it is longer than the column
        const double next = larger(54.0, il_pen_pitch(page, IL_ROLE_CAPTION) / page->u);
        say(page, IL_ROLE_CAPTION, 732.0, _("If you may be in danger, call your local emergency"),
            alpha);
        say(page, IL_ROLE_CAPTION, 732.0 + next, _("number or someone near you."), alpha);
    }
    draw_buttons(page, IL_TEXT_2, alpha);
}

/* ---- the keys ---- */

/* One cap; arrows are icons. Returns the x behind it. */
static double draw_cap(const il_page *page, const char *name, double x, double y, double alpha)
{
    static const struct {
        const char *name;
        il_icon icon;
    } arrows[] = {{"Left", IL_ICON_LEFT},
                  {"Right", IL_ICON_RIGHT},
                  {"Up", IL_ICON_UP},
                  {"Down", IL_ICON_DOWN}};
    const double u = page->u;
    const double high = larger(42.0 * u, il_pen_pitch(page, IL_ROLE_SMALL) + 4.0);
    int icon = -1;
    for (int i = 0; i < 4; i++) {
        icon = strcmp(name, arrows[i].name) == 0 ? (int)arrows[i].icon : icon;
    }
    const bool narrow = icon >= 0 || strlen(name) == 1;
    const double wide = narrow ? 1.06 * high : il_pen_width(page, IL_ROLE_SMALL, name) + 26.0 * u;
    const il_box box = {x + wide / 2.0, y, wide, high};
    il_pen_pill(page, box, 6.0 * u, 0.0, IL_TEXT_1, 0.05 * alpha);
    il_pen_pill(page, box, 6.0 * u, larger(1.4 * u, 1.0), IL_TEXT_3, alpha);
    if (icon >= 0) {
        il_pen_icon(page, (il_icon)icon, box.x, y, larger(22.0 * u, 14.0), IL_TEXT_1, alpha);
    } else {
        il_pen_text(page, IL_ROLE_SMALL, IL_ALIGN_CENTRE, box.x, y, name, IL_TEXT_1, alpha);
    }
    return x + wide;
}

/* "Shift+Left Right": caps, with "or" as a word between two ways. */
static double draw_caps(const il_page *page, const char *keys, double x, double y, double alpha)
{
    while (*keys) {
        char name[24];
        const size_t size = strcspn(keys, " +");
        const size_t whole = size > 0 ? size : 1; // a lone plus is the key itself
        snprintf(name, sizeof name, "%.*s", (int)whole, keys);
        if (strcmp(name, "or") == 0) {
            il_pen_text(page, IL_ROLE_SMALL, IL_ALIGN_LEFT, x + 3.0 * page->u, y, _("or"),
                        IL_TEXT_3, alpha);
            x += il_pen_width(page, IL_ROLE_SMALL, _("or")) + 13.0 * page->u;
        } else {
            x = draw_cap(page, name, x, y, alpha) + 8.0 * page->u;
        }
        keys += whole;
        keys += *keys == ' ' || (*keys == '+' && size > 0) ? 1 : 0;
    }
    return x;
}

/* How far the rows of a column go, in rows: headings count a little more. */
static double rows_of(const il_key_row *rows, int count)
{
    double all = 0.0;
    for (int i = 0; i < count; i++) {
        all += 1.0 + (rows[i].heading ? (i > 0 ? 106.0 : 66.0) / 60.0 : 0.0);
    }
    return all;
}

static void draw_column(const il_page *page, const il_key_row *rows, int count, double x,
                        double pitch, double words, double alpha)
{
    double y = page->top + 186.0 * page->u;
    for (int i = 0; i < count; i++) {
        if (rows[i].heading) {
            y += i > 0 ? pitch * 40.0 / 60.0 : 0.0;
            il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_LEFT, x, y, rows[i].heading, IL_TEXT_1,
                        alpha);
            y += pitch * 66.0 / 60.0;
        }
        const double end = draw_caps(page, rows[i].keys, x, y, alpha);
        il_pen_text(page, IL_ROLE_BODY, IL_ALIGN_LEFT, larger(x + words, end + 12.0 * page->u), y,
                    rows[i].does, IL_TEXT_1, alpha);
        y += pitch;
    }
}

/* Where the second column begins: at the heading nearest to the half of the rows. */
static int half_of(const il_key_row *rows, int count)
{
    int best = count;
    double least = rows_of(rows, count);
    for (int i = 1; i < count; i++) {
        const double one = rows_of(rows, i), other = rows_of(rows + i, count - i);
        const double longest = one > other ? one : other;
        if (rows[i].heading && longest < least) {
            best = i;
            least = longest;
        }
    }
    return best;
}

static void draw_keys(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const double u = page->u, y = page->top + 64.0 * u;
    const int count = screen->dialog.key_count, half = half_of(screen->dialog.keys, count);
    const il_key_row *second = screen->dialog.keys + half;
    const double rows = larger(rows_of(screen->dialog.keys, half), rows_of(second, count - half));
    const double room = (page->top + page->H - 30.0 * u - (page->top + 186.0 * u)) / rows;
    const double pitch = room < 60.0 * u ? room : 60.0 * u;
    dim(page, 0.86 * alpha);
    il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_LEFT, page->x0, y, _("Keys"), IL_TEXT_1, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, page->x1, y, _("any key closes this"),
                IL_TEXT_2, alpha);
    draw_column(page, screen->dialog.keys, half, page->x0, pitch, 212.0 * u, alpha);
    draw_column(page, second, count - half, page->cx + 60.0 * u, pitch, 212.0 * u, alpha);
}

int il_dialog_places(const il_page *page, il_button *buttons)
{
    switch (page->screen->dialog.kind) {
    case IL_DIALOG_END_HERE:
        return place_end_here(page, buttons);
    case IL_DIALOG_STEADY:
        return place_steady(page, buttons);
    default:
        return 0;
    }
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
        draw_steady(page, shown);
        break;
    case IL_DIALOG_KEYS:
        draw_keys(page, shown);
        break;
    case IL_DIALOG_NONE:
        break;
    }
}
