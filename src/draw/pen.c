#include <math.h>
#include <string.h>

#include "base/text.h"
#include "draw/inside.h"
#include "draw/palette.h"

static const double turn = 6.28318530717958647692;

void il_pen_text(const il_page *page, il_role role, il_align align, double x, double y,
                 const char *text, il_colour colour, double alpha)
{
    const double baseline = round(y + il_type_cap(page->type, role) / 2.0);
    il_list_text(page->list, role, align, (float)x, (float)baseline, text, colour, (float)alpha);
}

void il_pen_glow(const il_page *page, double x, double y, double radius, il_colour colour,
                 double alpha, il_blend blend)
{
    const float size = (float)(2.0 * radius);
    il_list_sprite(page->list, IL_SPRITE_GLOW, (float)x, (float)y, size, size, colour, (float)alpha,
                   blend);
}

void il_pen_disc(const il_page *page, double x, double y, double radius, il_colour colour,
                 double alpha)
{
    il_list_disc(page->list, (float)x, (float)y, (float)radius, colour, (float)alpha);
}

void il_pen_ring(const il_page *page, double x, double y, double radius, double width,
                 il_colour colour, double alpha)
{
    il_list_arc(page->list, (float)x, (float)y, (float)radius, (float)radius, 0.0f, (float)turn,
                (float)width, colour, (float)alpha);
}

void il_pen_line(const il_page *page, double x0, double y0, double x1, double y1, double width,
                 il_colour colour, double alpha)
{
    const il_point points[] = {{(float)x0, (float)y0, 1.0f}, {(float)x1, (float)y1, 1.0f}};
    il_list_line(page->list, points, 2, (float)width, colour, (float)alpha);
}

void il_pen_rect(const il_page *page, double x, double y, double width, double height,
                 il_colour colour, double from, double to)
{
    il_list_rect(page->list, (float)x, (float)y, (float)width, (float)height, colour, (float)from,
                 (float)to, false);
}

void il_pen_pill(const il_page *page, il_box box, double radius, double line, il_colour colour,
                 double alpha)
{
    il_list_pill(page->list, (float)(box.x - box.width / 2.0), (float)(box.y - box.height / 2.0),
                 (float)box.width, (float)box.height, (float)radius, (float)line, colour,
                 (float)alpha);
}

double il_pen_width(const il_page *page, il_role role, const char *text)
{
    return il_type_width(page->type, role, text);
}

double il_pen_pitch(const il_page *page, il_role role)
{
    return il_type_pitch(page->type, role);
}

static uint8_t between(uint8_t a, uint8_t b, double share)
{
    return (uint8_t)lround(il_mix((double)a, (double)b, share));
}

il_colour il_pen_blend(il_colour a, il_colour b, double share)
{
    return (il_colour){between(a.r, b.r, share), between(a.g, b.g, share),
                       between(a.b, b.b, share)};
}

/* The first `size` bytes of `text`, spaces at their end left out, and an ellipsis. */
static void cut(char *fitted, const char *text, size_t size)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    while (size > 0 && text[size - 1] == ' ') {
        size--;
    }
    memcpy(fitted, text, size);
    memcpy(fitted + size, ellipsis, sizeof ellipsis);
}

/* The byte at which the letter before `size` begins. */
static size_t letter_before(const char *text, size_t size)
{
    do {
        size--;
    } while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80);
    return size;
}

const char *il_pen_fit(const il_page *page, il_role role, const char *text, double width,
                       char *fitted)
{
    size_t size = strlen(text);
    if (size < IL_FIT_MAX && il_pen_width(page, role, text) <= width) {
        memcpy(fitted, text, size + 1);
        return fitted;
    }
    while (size > IL_FIT_MAX - 4) { // room for the ellipsis and the end
        size = letter_before(text, size);
    }
    for (cut(fitted, text, size); size > 0 && il_pen_width(page, role, fitted) > width;) {
        size = letter_before(text, size);
        cut(fitted, text, size);
    }
    return fitted;
}

/* How many bytes of `text` fit into one line: up to a space, one word at least. */
static size_t line_size(const il_page *page, il_role role, const char *text, double width)
{
    char line[IL_FIT_MAX];
    size_t best = 0;
    for (size_t at = strcspn(text, " ");; at += 1 + strcspn(text + at + 1, " ")) {
        if (at >= IL_FIT_MAX) {
            return best > 0 ? best : at;
        }
        memcpy(line, text, at);
        line[at] = '\0';
        if (best > 0 && il_pen_width(page, role, line) > width) {
            return best;
        }
        best = at;
        if (!text[at]) {
            return best;
        }
    }
}

int il_pen_wrap(const il_page *page, il_role role, const char *text, double width,
                char (*lines)[IL_FIT_MAX], int most)
{
    int count = 0;
    while (*text && count < most) {
        const size_t size = line_size(page, role, text, width);
        if (count + 1 == most || size >= IL_FIT_MAX) {
            il_pen_fit(page, role, text, width, lines[count++]);
            break;
        }
        char line[IL_FIT_MAX];
        memcpy(line, text, size);
        line[size] = '\0';
        il_pen_fit(page, role, line, width, lines[count++]); // cuts a single word that is too long
        text += size + strspn(text + size, " ");
    }
    return count;
}

void il_pen_button(const il_page *page, const il_button *button, il_colour edge, double alpha)
{
    const il_box box = button->box;
    const bool focus = page->screen->focus == button->control;
    if (page->screen->controls.pointed == button->control) {
        il_pen_pill(page, box, box.height / 2.0, 0.0, IL_TEXT_1, 0.06 * alpha);
    }
    const double line = (focus ? 2.25 : 1.5) * page->u;
    il_pen_pill(page, box, box.height / 2.0, line < 1.0 ? 1.0 : line, focus ? IL_FOCUS : edge,
                alpha);
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_CENTRE, box.x, box.y, button->name, IL_TEXT_1, alpha);
}

void il_button_row(const il_page *page, il_button *buttons, int count, double cx, double y,
                   const double *widths, double gap, double height)
{
    double whole = gap * page->u * (count - 1);
    for (int i = 0; i < count; i++) {
        const double words = il_pen_width(page, IL_ROLE_LABEL, buttons[i].name);
        const double least = words + 44.0 * page->u, wanted = widths[i] * page->u;
        const double least_height = il_pen_pitch(page, IL_ROLE_LABEL) + 8.0 * page->u;
        buttons[i].box.width = wanted > least ? wanted : least;
        buttons[i].box.height = height * page->u > least_height ? height * page->u : least_height;
        buttons[i].box.y = y;
        whole += buttons[i].box.width;
    }
    double x = cx - whole / 2.0;
    for (int i = 0; i < count; i++) {
        buttons[i].box.x = x + buttons[i].box.width / 2.0;
        x += buttons[i].box.width + gap * page->u;
    }
}
