#include <math.h>

#include "draw/inside.h"
#include "draw/palette.h"

static const double pi = 3.14159265358979323846;

static double horizon_y(const il_page *page)
{
    return page->top + il_tokens_geometry.ritual.horizon * page->H;
}

static double reach_x(const il_page *page)
{
    return il_tokens_geometry.ritual.rx_w * page->width;
}

static double reach_y(const il_page *page)
{
    return il_tokens_geometry.ritual.ry * page->H;
}

void il_horizon_place(const il_page *page, double share, double *x, double *y)
{
    *x = page->cx - reach_x(page) * cos(pi * share);
    *y = horizon_y(page) - reach_y(page) * sin(pi * share);
}

static void draw_ground(const il_page *page, double alpha)
{
    const double y = horizon_y(page), reach = 1.25 * reach_x(page);
    il_pen_rect(page, 0.0, round(y), page->width, page->height - round(y), IL_UNDERGROUND,
                0.34 * alpha, 0.0);
    static const double stops[][2] = {{0, 0}, {0.12, 0.55}, {0.5, 0.7}, {0.88, 0.55}, {1, 0}};
    il_point points[5];
    for (int i = 0; i < 5; i++) {
        points[i] = (il_point){(float)(page->cx + reach * (2.0 * stops[i][0] - 1.0)), (float)y,
                               (float)(0.8 * stops[i][1])};
    }
    il_list_line(page->list, points, 5, (float)(1.5 * page->u), IL_WARM, (float)alpha);
}

static void draw_arc(const il_page *page, double from, double to, double width, il_colour colour,
                     double alpha)
{
    if (to > from) {
        il_list_arc(page->list, (float)page->cx, (float)horizon_y(page), (float)reach_x(page),
                    (float)reach_y(page), (float)(pi * (from - 0.5)), (float)(pi * (to - 0.5)),
                    (float)(width * page->u), colour, (float)alpha);
    }
}

/* The way of the whole, cut by parts: gone is warm, the part that is on a little stronger than
 * those ahead. */
static void draw_way(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    const double gone = (double)scene->gone, gap = 0.0055, end = 0.004;
    double start = 0.0;
    for (int i = 0; i < scene->part_count; i++) {
        const double next = (double)scene->part_ends[i];
        const double from = start + (i > 0 ? gap : end);
        const double to = next - (i + 1 < scene->part_count ? gap : end);
        draw_arc(page, from, fmin(to, gone), 2.5, IL_WARM, 0.78 * alpha);
        draw_arc(page, fmax(from, gone), to, 1.5, IL_TEXT_3,
                 (i == scene->part_now ? 0.55 : 0.38) * alpha);
        start = next;
    }
    if (scene->part_count == 0) {
        draw_arc(page, end, gone, 2.5, IL_WARM, 0.78 * alpha);
        draw_arc(page, fmax(end, gone), 1.0 - end, 1.5, IL_TEXT_3, 0.38 * alpha);
    }
}

/* A name beside the arc: its text, cut to the room there, and its box. */
typedef struct {
    char text[IL_FIT_MAX];
    il_box box;
} name;

/* Outside the arc, on the normal in the middle of the part; the anchor turns with the normal, so
 * that a name keeps clear of the arc. */
static void place_name(const il_page *page, double middle, const char *text, name *placed)
{
    double x = 0.0, y = 0.0;
    il_horizon_place(page, middle, &x, &y);
    double nx = -cos(pi * middle) / reach_x(page), ny = -sin(pi * middle) / reach_y(page);
    const double length = hypot(nx, ny);
    nx /= length;
    ny /= length;
    const double off = (61.0 + 31.0 * -ny) * page->u, margin = 24.0 * page->u;
    const double at_x = x + nx * off, at_y = y + ny * off;
    const double left = at_x - margin, right = page->width - margin - at_x;
    const double ahead = (1.0 + nx) / 2.0; // the share of the text that lies right of the anchor
    const double room =
        fmin(ahead > 0.0 ? right / ahead : right, ahead < 1.0 ? left / (1.0 - ahead) : left);
    il_pen_fit(page, IL_ROLE_LABEL, text, fmin(room, 400.0 * page->u), placed->text);
    const double width = il_pen_width(page, IL_ROLE_LABEL, placed->text);
    placed->box = (il_box){at_x - width * (1.0 - nx) / 2.0 + width / 2.0, at_y, width,
                           il_pen_pitch(page, IL_ROLE_LABEL)};
}

static bool apart(const il_page *page, il_box a, il_box b)
{
    return fabs(a.x - b.x) >= (a.width + b.width) / 2.0 + 16.0 * page->u ||
           fabs(a.y - b.y) >= (a.height + b.height) / 2.0;
}

/* In the light of the seed the faintest text would be too faint. */
static bool in_light(const il_page *page, const il_box *box)
{
    double x = 0.0, y = 0.0;
    il_horizon_place(page, (double)page->screen->scene.gone, &x, &y);
    return hypot(box->x - x, box->y - y) < 330.0 * page->u + box->width / 2.0;
}

static void draw_name(const il_page *page, const name *placed, int part, double alpha)
{
    const il_box box = placed->box;
    const int now = page->screen->scene.part_now;
    const bool faint = part > now && !in_light(page, &box);
    const il_colour colour = part == now ? IL_TEXT_1 : faint ? IL_TEXT_3 : IL_TEXT_2;
    il_pen_text(page, IL_ROLE_LABEL, IL_ALIGN_LEFT, round(box.x - box.width / 2.0), box.y,
                placed->text, colour, alpha);
    if (part == now) {
        const double under = fmax(20.0 * page->u, box.height / 2.0 + 4.0 * page->u);
        il_pen_pill(page, (il_box){box.x, box.y + under, 28.0 * page->u, 3.0 * page->u},
                    1.5 * page->u, 0.0, IL_WARM, alpha);
    }
}

/* Names that would meet give way: to the part that is on, then to the earlier ones. */
static void draw_names(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    il_box taken[IL_SCENE_PARTS_MAX];
    int count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < scene->part_count; i++) {
            if ((i == scene->part_now) != (pass == 0) || !scene->part_names[i]) {
                continue;
            }
            const double start = i > 0 ? (double)scene->part_ends[i - 1] : 0.0;
            name placed;
            place_name(page, (start + (double)scene->part_ends[i]) / 2.0, scene->part_names[i],
                       &placed);
            bool free = true;
            for (int j = 0; j < count; j++) {
                free = free && apart(page, placed.box, taken[j]);
            }
            if (free) {
                taken[count++] = placed.box;
                draw_name(page, &placed, i, alpha);
            }
        }
    }
}

void il_draw_horizon(const il_page *page, const il_scene_visual *shown, double alpha)
{
    (void)shown;
    draw_ground(page, alpha);
    draw_way(page, alpha * (1.0 - 0.4 * (double)page->screen->dim));
    draw_names(page, alpha * (1.0 - (double)page->screen->dialog.alpha));
}
