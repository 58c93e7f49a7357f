#include "draw/inside.h"

/* Icons on a grid of 24, y down, as `icons` of the tokens has them: lines, one that is filled, and
 * an arc, which is always a whole turn. */
enum { LINES = 3, POINTS = 4 };
typedef struct {
    struct {
        float points[POINTS][2];
        int count;
    } lines[LINES];
    bool filled;
    float ring;  // its radius around the middle, 0: none
    float width; // of the lines, 0: 1.75
} icon;

static const icon icons[] = {
    [IL_ICON_PAUSE] = {.lines = {{{{9, 6.5f}, {9, 17.5f}}, 2}, {{{15, 6.5f}, {15, 17.5f}}, 2}},
                       .width = 2.6f},
    [IL_ICON_PLAY] = {.lines = {{{{8.6f, 5.8f}, {18.4f, 12}, {8.6f, 18.2f}}, 3}}, .filled = true},
    [IL_ICON_BACK] = {.lines = {{{{7, 6.5f}, {7, 17.5f}}, 2},
                                {{{17, 6.5f}, {10.5f, 12}, {17, 17.5f}}, 3}}},
    [IL_ICON_FORWARD] = {.lines = {{{{17, 6.5f}, {17, 17.5f}}, 2},
                                   {{{7, 6.5f}, {13.5f, 12}, {7, 17.5f}}, 3}}},
    [IL_ICON_INFO] = {.lines = {{{{12, 11.2f}, {12, 16.4f}}, 2}, {{{12, 7.7f}, {12, 7.8f}}, 2}},
                      .ring = 8.6f},
    [IL_ICON_LEFT] = {.lines = {{{{18, 12}, {6, 12}}, 2},
                                {{{10.8f, 7.2f}, {6, 12}, {10.8f, 16.8f}}, 3}}},
    [IL_ICON_RIGHT] = {.lines = {{{{6, 12}, {18, 12}}, 2},
                                 {{{13.2f, 7.2f}, {18, 12}, {13.2f, 16.8f}}, 3}}},
    [IL_ICON_UP] = {.lines = {{{{12, 18}, {12, 6}}, 2},
                              {{{7.2f, 10.8f}, {12, 6}, {16.8f, 10.8f}}, 3}}},
    [IL_ICON_DOWN] = {.lines = {{{{12, 6}, {12, 18}}, 2},
                                {{{7.2f, 13.2f}, {12, 18}, {16.8f, 13.2f}}, 3}}},
};

/* A triangle with its corners rounded by a stroke of 1.6. */
static void fill(const il_page *page, const il_point *points, int count, double k, il_colour colour,
                 double alpha)
{
    il_list_fill(page->list, points, count, colour, (float)alpha);
    il_point outline[POINTS + 1];
    for (int i = 0; i <= count; i++) {
        outline[i] = points[i % count];
    }
    il_list_line(page->list, outline, count + 1, (float)(1.6 * k), colour, (float)alpha);
}

void il_pen_icon(const il_page *page, il_icon which, double x, double y, double size,
                 il_colour colour, double alpha)
{
    const icon *drawn = &icons[which];
    const double k = size / 24.0;
    const double width = (drawn->width > 0.0f ? (double)drawn->width : 1.75) * k;
    for (int i = 0; i < LINES && drawn->lines[i].count > 0; i++) {
        il_point points[POINTS];
        for (int j = 0; j < drawn->lines[i].count; j++) {
            points[j] =
                (il_point){(float)(x + ((double)drawn->lines[i].points[j][0] - 12.0) * k),
                           (float)(y + ((double)drawn->lines[i].points[j][1] - 12.0) * k), 1.0f};
        }
        if (drawn->filled) {
            fill(page, points, drawn->lines[i].count, k, colour, alpha);
        } else {
            il_list_line(page->list, points, drawn->lines[i].count, (float)width, colour,
                         (float)alpha);
        }
    }
    if (drawn->ring > 0.0f) {
        il_pen_ring(page, x, y, (double)drawn->ring * k, width, colour, alpha);
    }
}
