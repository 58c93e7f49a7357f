#include <math.h>
#include <string.h>

#include "base/translate.h"
#include "draw/inside.h"
#include "draw/palette.h"

/* One key cap, or the word "or" between two ways. */
typedef struct {
    char text[24];
    int icon; // an il_icon, or -1: its text
    bool cap;
    double width, after; // the gap that follows
} key;

enum { KEYS_MAX = 8 };

static int arrow(const char *text)
{
    static const struct {
        const char *name;
        il_icon icon;
    } arrows[] = {{"Left", IL_ICON_LEFT},
                  {"Right", IL_ICON_RIGHT},
                  {"Up", IL_ICON_UP},
                  {"Down", IL_ICON_DOWN}};
    for (int i = 0; i < 4; i++) {
        if (strcmp(text, arrows[i].name) == 0) {
            return (int)arrows[i].icon;
        }
    }
    return -1;
}

static double cap_height(const il_page *page)
{
    return fmax(42.0 * page->u, il_pen_pitch(page, IL_ROLE_SMALL) + 2.0);
}

static key measure(const il_page *page, const char *text, size_t size)
{
    key in = {.cap = true, .after = 8.0 * page->u};
    size = size < sizeof in.text ? size : sizeof in.text - 1;
    memcpy(in.text, text, size);
    in.icon = arrow(in.text);
    const double words = il_pen_width(page, IL_ROLE_SMALL, in.text);
    if (strcmp(in.text, "or") == 0) {
        in.cap = false;
        in.width = words + 3.0 * page->u;
        in.after = 10.0 * page->u;
    } else if (in.icon >= 0 || strlen(in.text) == 1) {
        in.width = 1.06 * cap_height(page);
    } else {
        in.width = words + 26.0 * page->u;
    }
    return in;
}

/* The caps of "Shift+Left or S": split at spaces, and at a plus that stands within a word. */
static int split(const il_page *page, const char *text, key *keys)
{
    int count = 0;
    while (*text && count < KEYS_MAX) {
        text += strspn(text, " ");
        size_t size = strcspn(text, " ");
        const char *plus = size > 1 ? memchr(text + 1, '+', size - 1) : NULL;
        if (plus && plus + 1 < text + size) {
            size = (size_t)(plus - text);
        }
        if (size > 0) {
            keys[count++] = measure(page, text, size);
            text += size + (plus && text + size == plus);
        }
    }
    return count;
}

static double draw_row_keys(const il_page *page, const char *text, double x, double y, bool draw,
                            double alpha)
{
    key keys[KEYS_MAX];
    const int count = split(page, text, keys);
    for (int i = 0; i < count; i++) {
        const key *in = &keys[i];
        const il_box box = {x + in->width / 2.0, y, in->width, cap_height(page)};
        if (draw && in->cap) {
            il_pen_pill(page, box, 6.0 * page->u, 0.0, IL_TEXT_1, 0.05 * alpha);
            il_pen_pill(page, box, 6.0 * page->u, fmax(1.0, 1.4 * page->u), IL_TEXT_3, alpha);
        }
        if (draw && in->icon >= 0) {
            il_pen_icon(page, (il_icon)in->icon, box.x, y, 22.0 * page->u, IL_TEXT_1, alpha);
        } else if (draw) {
            const char *shown = in->cap ? in->text : _("or");
            il_pen_text(page, IL_ROLE_SMALL, IL_ALIGN_CENTRE, box.x, y, shown,
                        in->cap ? IL_TEXT_1 : IL_TEXT_3, alpha);
        }
        x += in->width + (i + 1 < count ? in->after : 0.0);
    }
    return x;
}

/* Pitches of the list: those of the design, or less where the window is too low for them all. */
typedef struct {
    double heading, row, gap; // below a heading, below a row, more between groups
} pitches;

static double column_height(const il_key_row *rows, int from, int to, const pitches *in)
{
    double y = 0.0;
    for (int i = from; i < to; i++) {
        y += rows[i].heading ? in->heading + (i > from ? in->gap : 0.0) : 0.0;
        y += in->row;
    }
    return y;
}

/* The row with which the second column begins: of the groups' heads, the one that leaves the taller
 * column least tall. */
static int second_column(const il_key_row *rows, int count, const pitches *in)
{
    int best = count;
    double least = INFINITY;
    for (int i = 1; i < count; i++) {
        if (rows[i].heading) {
            const double taller =
                fmax(column_height(rows, 0, i, in), column_height(rows, i, count, in));
            if (taller < least) {
                least = taller;
                best = i;
            }
        }
    }
    return best;
}

static void draw_column(const il_page *page, double x, double width, int from, int to,
                        const pitches *in, double alpha)
{
    const il_key_row *rows = page->screen->dialog.keys;
    double keys = 188.0 * page->u, y = 186.0 * page->u;
    for (int i = from; i < to; i++) {
        keys = fmax(keys, draw_row_keys(page, rows[i].keys, 0.0, 0.0, false, 0.0));
    }
    keys += 24.0 * page->u;
    for (int i = from; i < to; i++) {
        if (rows[i].heading) {
            y += i > from ? in->gap : 0.0;
            il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_LEFT, round(x), y, rows[i].heading,
                        IL_TEXT_1, alpha);
            y += in->heading;
        }
        char fitted[IL_FIT_MAX];
        il_pen_fit(page, IL_ROLE_BODY, rows[i].does, width - keys, fitted);
        draw_row_keys(page, rows[i].keys, x, y, true, alpha);
        il_pen_text(page, IL_ROLE_BODY, IL_ALIGN_LEFT, round(x + keys), y, fitted, IL_TEXT_1,
                    alpha);
        y += in->row;
    }
}

void il_draw_keys(const il_page *page, double alpha)
{
    const il_key_row *rows = page->screen->dialog.keys;
    const int count = page->screen->dialog.key_count;
    const double u = page->u;
    pitches in = {66.0 * u, 60.0 * u, 40.0 * u};
    const int second = second_column(rows, count, &in);
    const double tallest =
        fmax(column_height(rows, 0, second, &in), column_height(rows, second, count, &in));
    const double room = page->height - 186.0 * u - 24.0 * u;
    const double squeeze = tallest > room ? room / tallest : 1.0;
    in = (pitches){in.heading * squeeze, in.row * squeeze, in.gap * squeeze};
    il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_LEFT, round(page->x0), 64.0 * u, _("Keys"),
                IL_TEXT_1, alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_RIGHT, round(page->x1), 64.0 * u,
                _("any key closes this"), IL_TEXT_2, alpha);
    const double middle = page->cx + 60.0 * u;
    draw_column(page, page->x0, middle - 36.0 * u - page->x0, 0, second, &in, alpha);
    draw_column(page, middle, page->x1 - middle, second, count, &in, alpha);
}
