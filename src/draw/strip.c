#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "draw/raster.h"

bool il_strips_init(il_strips *strips, int width, int height, il_error *err)
{
    *strips = (il_strips){0};
    strips->coverage = il_alloc((size_t)width * (size_t)height, sizeof *strips->coverage, err);
    return strips->coverage != NULL;
}

void il_strips_finish(il_strips *strips)
{
    il_free(strips->coverage);
    il_free(strips->areas);
    *strips = (il_strips){0};
}

static inline float held(float value, float least, float most)
{
    return value < least ? least : value > most ? most : value;
}

/* Only sprites are ever added; a list has no way to say it of anything else. */
static void colour_pixel(uint32_t *pixel, const il_primitive *strip, int a, int x, int y)
{
    *pixel = il_over(*pixel, strip->colour, a, il_dither_at(x, y));
}

/* ---- lines ---- */

/* One piece of a line. */
typedef struct {
    float ax, ay, dx, dy, length; // (dx, dy) is its direction, of length 1
    float from, to;               // alpha at either end
    bool butt_start, butt_end;    // cut off square there, else round
    float half;                   // of the width
} piece;

/* How much of a pixel at distance `d` from the middle of a line lies within it: the share of a box
 * one pixel wide, which is exact along the axes. */
static float share_within(float d, float half)
{
    const float low = il_most(d - 0.5f, -half), high = il_least(d + 0.5f, half);
    return high > low ? high - low : 0.0f;
}

static float coverage_of(const piece *line, float x, float y)
{
    const float px = x - line->ax, py = y - line->ay;
    const float along = px * line->dx + py * line->dy;
    const float t = held(along, 0.0f, line->length);
    float share = 1.0f, d;
    if ((along < 0.0f && line->butt_start) || (along > line->length && line->butt_end)) {
        d = fabsf(py * line->dx - px * line->dy);
    } else {
        const float off_x = px - t * line->dx, off_y = py - t * line->dy;
        d = sqrtf(off_x * off_x + off_y * off_y);
    }
    share *= line->butt_start ? held(along + 0.5f, 0.0f, 1.0f) : 1.0f;
    share *= line->butt_end ? held(line->length - along + 0.5f, 0.0f, 1.0f) : 1.0f;
    const float alpha =
        line->length > 0.0f ? line->from + (line->to - line->from) * t / line->length : line->from;
    return share * share_within(d, line->half) * alpha;
}

/* The pixels that a piece can touch, of a row: those about where the row crosses it. */
static bool row_of(const piece *line, const il_area *box, int y, int *from, int *to)
{
    const float reach = line->half + 1.0f, middle = (float)y + 0.5f;
    float left = il_least(line->ax, line->ax + line->dx * line->length) - reach;
    float right = il_most(line->ax, line->ax + line->dx * line->length) + reach;
    if (fabsf(line->dy) > 0.05f) { // the slab of the row, along the line
        const float slope = line->dx / line->dy, wide = reach / fabsf(line->dy) + fabsf(slope);
        const float at = line->ax + (middle - line->ay) * slope;
        left = il_most(left, at - wide);
        right = il_least(right, at + wide);
    }
    *from = (int)il_most((float)box->x, floorf(left));
    *to = (int)il_least((float)(box->x + box->w), ceilf(right));
    return *from < *to;
}

static il_area box_of(const piece *line, const il_area *clip)
{
    const float ex = line->ax + line->dx * line->length, ey = line->ay + line->dy * line->length;
    const float reach = line->half + 1.0f;
    const int x0 = (int)floorf(il_least(line->ax, ex) - reach);
    const int y0 = (int)floorf(il_least(line->ay, ey) - reach);
    const int x1 = (int)ceilf(il_most(line->ax, ex) + reach);
    const int y1 = (int)ceilf(il_most(line->ay, ey) + reach);
    return il_area_within((il_area){x0, y0, x1 - x0, y1 - y0}, *clip);
}

/* Where pieces meet the greater coverage counts, so no joint is drawn twice. */
static void cover(uint16_t *coverage, int stride, const il_area *clip, const piece *line)
{
    const il_area box = box_of(line, clip);
    for (int y = box.y; y < box.y + box.h; y++) {
        int from = 0, to = 0;
        uint16_t *row = coverage + (size_t)y * (size_t)stride;
        for (int x = row_of(line, &box, y, &from, &to) ? from : to; x < to; x++) {
            const float share = coverage_of(line, (float)x + 0.5f, (float)y + 0.5f);
            const uint16_t value = (uint16_t)(share * 65535.0f + 0.5f);
            row[x] = value > row[x] ? value : row[x];
        }
    }
}

/* Colour what is covered, and leave the coverage as it was found. */
static void uncover(uint16_t *coverage, const il_target *target, const piece *line,
                    const il_primitive *strip)
{
    const il_area box = box_of(line, &target->clip);
    const float alpha = strip->alpha;
    for (int y = box.y; y < box.y + box.h; y++) {
        int from = 0, to = 0;
        uint16_t *row = coverage + (size_t)y * (size_t)target->width;
        uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride;
        for (int x = row_of(line, &box, y, &from, &to) ? from : to; x < to; x++) {
            if (row[x] > 0) {
                const int a = (int)((float)row[x] * alpha * (65536.0f / 65535.0f) + 0.5f);
                colour_pixel(&out[x], strip, a, x, y);
                row[x] = 0;
            }
        }
    }
}

static piece piece_of(const il_list *list, const il_primitive *strip, int index)
{
    const il_point *points = &list->points[strip->strip.first];
    const int count = strip->strip.count, pieces = strip->strip.closed ? count : count - 1;
    const il_point *a = &points[index], *b = &points[(index + 1) % count];
    const float dx = b->x - a->x, dy = b->y - a->y, length = hypotf(dx, dy);
    const bool square = !strip->strip.round && !strip->strip.closed;
    return (piece){.ax = a->x,
                   .ay = a->y,
                   .dx = length > 0.0f ? dx / length : 1.0f,
                   .dy = length > 0.0f ? dy / length : 0.0f,
                   .length = length,
                   .from = a->alpha,
                   .to = b->alpha,
                   .butt_start = square && index == 0,
                   .butt_end = square && index == pieces - 1,
                   .half = strip->strip.width / 2.0f};
}

static void draw_line(il_strips *strips, const il_target *target, const il_list *list,
                      const il_primitive *strip)
{
    const int pieces = strip->strip.closed ? strip->strip.count : strip->strip.count - 1;
    for (int i = 0; i < pieces; i++) {
        const piece line = piece_of(list, strip, i);
        cover(strips->coverage, target->width, &target->clip, &line);
    }
    for (int i = 0; i < pieces; i++) {
        const piece line = piece_of(list, strip, i);
        uncover(strips->coverage, target, &line, strip);
    }
}

/* ---- fillings ---- */

/* The exact area that an outline covers of each pixel, by summing what each edge adds to the right
 * of it: the way that font rasterizers go. `areas` has a row of box.w + 2 for each of its pixel
 * rows. */
static void add_edge(float *areas, const il_area *box, float x0, float y0, float x1, float y1)
{
    if (y0 == y1) {
        return;
    }
    const float sign = y0 < y1 ? 1.0f : -1.0f;
    const float top_x = y0 < y1 ? x0 : x1, top_y = il_least(y0, y1), bottom_y = il_most(y0, y1);
    const float slope = (x1 - x0) / (y1 - y0);
    const int first = (int)floorf(il_most(top_y, 0.0f));
    for (int row = first; row < box->h && (float)row < bottom_y; row++) {
        const float from = il_most((float)row, top_y), to = il_least((float)row + 1.0f, bottom_y);
        const float down = to - from;
        const float xa = top_x + (from - top_y) * slope, xb = top_x + (to - top_y) * slope;
        const float low = held(il_least(xa, xb), 0.0f, (float)box->w);
        const float high = held(il_most(xa, xb), 0.0f, (float)box->w);
        float *out = areas + (size_t)row * (size_t)(box->w + 2);
        const int left = (int)low, right = (int)high;
        if (left == right) {
            const float covered = 1.0f - ((low + high) / 2.0f - (float)left);
            out[left] += sign * down * covered;
            out[left + 1] += sign * down * (1.0f - covered);
            continue;
        }
        const float per = down / (high - low); // height for each pixel that it goes across
        float before = 0.0f;                   // area right of the edge, up to this pixel
        for (int x = left; x <= right; x++) {
            const float in = il_most(low, (float)x), out_at = il_least(high, (float)x + 1.0f);
            const float rise = per * (out_at - in);
            const float here = per * (in - low) + rise * (1.0f - ((in + out_at) / 2.0f - (float)x));
            out[x] += sign * (here - before);
            before = here;
            if (x == right) {
                out[x + 1] += sign * (down - before);
            } else { // what the next pixel has already from this one's whole height
                before = here;
            }
        }
    }
}

static bool make_room(il_strips *strips, const il_area *box)
{
    const size_t wanted = (size_t)(box->w + 2) * (size_t)box->h;
    if (wanted > strips->room) {
        il_free(strips->areas);
        strips->areas = il_alloc(wanted, sizeof *strips->areas, NULL);
        strips->room = strips->areas ? wanted : 0;
    }
    if (wanted <= strips->room) {
        memset(strips->areas, 0, wanted * sizeof *strips->areas);
    }
    return wanted <= strips->room;
}

static il_area outline_box(const il_point *points, int count)
{
    float x0 = points[0].x, y0 = points[0].y, x1 = x0, y1 = y0;
    for (int i = 1; i < count; i++) {
        x0 = il_least(x0, points[i].x);
        y0 = il_least(y0, points[i].y);
        x1 = il_most(x1, points[i].x);
        y1 = il_most(y1, points[i].y);
    }
    const int x = (int)floorf(x0), y = (int)floorf(y0);
    return (il_area){x, y, (int)ceilf(x1) - x + 1, (int)ceilf(y1) - y + 1};
}

static void draw_filled(il_strips *strips, const il_target *target, const il_list *list,
                        const il_primitive *strip)
{
    const il_point *points = &list->points[strip->strip.first];
    const int count = strip->strip.count;
    // the whole outline's box, whatever the clip, so that sums are the same; but no larger than the
    // window has pixels
    const il_area window = {0, 0, target->width, target->height};
    const il_area box = il_area_within(outline_box(points, count), window);
    if (box.w <= 0 || box.h <= 0 || !make_room(strips, &box)) {
        return;
    }
    for (int i = 0; i < count; i++) {
        const il_point *a = &points[i], *b = &points[(i + 1) % count];
        add_edge(strips->areas, &box, a->x - (float)box.x, a->y - (float)box.y, b->x - (float)box.x,
                 b->y - (float)box.y);
    }
    const il_area *clip = &target->clip;
    for (int row = 0; row < box.h; row++) {
        const int y = box.y + row;
        const float *areas = strips->areas + (size_t)row * (size_t)(box.w + 2);
        uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride;
        float sum = 0.0f;
        for (int i = 0; i < box.w && y >= clip->y && y < clip->y + clip->h; i++) {
            sum += areas[i];
            const int x = box.x + i;
            const float share = il_least(fabsf(sum), 1.0f) * strip->alpha;
            const int a = (int)(share * (float)IL_FULL + 0.5f);
            if (a > 0 && x >= clip->x && x < clip->x + clip->w) {
                colour_pixel(&out[x], strip, a, x, y);
            }
        }
    }
}

void il_raster_strip(il_strips *strips, const il_target *target, const il_list *list,
                     const il_primitive *strip)
{
    if (strip->strip.filled) {
        draw_filled(strips, target, list, strip);
    } else {
        draw_line(strips, target, list, strip);
    }
}

/* ---- rectangles and text ---- */

/* How much of pixel `at` lies between `from` and `to`. */
static inline float inside(int at, float from, float to)
{
    return held(il_least(to, (float)at + 1.0f) - il_most(from, (float)at), 0.0f, 1.0f);
}

/* What is covered of `count` pixels from column `x` on: the row's share `down`, times alpha, which
 * is `from` + (`to` - `from`) * ((column + 0.5) - x0) / width. */
IL_WIDE static void rect_span(int32_t *restrict covered, int count, int x, float x0, float x1,
                              float from, float to, float down)
{
    const float width = x1 - x0;
    for (int i = 0; i < count; i++) {
        const int at = x + i;
        const float beside = held(((float)at + 0.5f - x0) / width, 0.0f, 1.0f);
        const float share = down * inside(at, x0, x1) * (from + (to - from) * beside);
        covered[i] = (int32_t)(share * (float)IL_FULL + 0.5f);
    }
}

static void rect_row(const il_target *target, const il_primitive *rect, int y, const il_area *box)
{
    const float x0 = rect->rect.x, y0 = rect->rect.y, change = rect->rect.to - rect->rect.from;
    const float below = held(((float)y + 0.5f - y0) / rect->rect.height, 0.0f, 1.0f);
    const float here = rect->rect.from + change * below;
    const float down = inside(y, y0, y0 + rect->rect.height) * rect->alpha;
    int32_t covered[IL_SPAN];
    for (int next, from = box->x; from < box->x + box->w; from = next) {
        next = il_span_end(from, box->x + box->w);
        rect_span(covered, next - from, from, x0, x0 + rect->rect.width,
                  rect->rect.across ? rect->rect.from : here,
                  rect->rect.across ? rect->rect.to : here, down);
        il_raster_span(target, y, from, next, covered, rect->colour, IL_BLEND_ALPHA);
    }
}

void il_raster_rect(const il_target *target, const il_primitive *rect)
{
    const float x0 = rect->rect.x, y0 = rect->rect.y;
    const float x1 = x0 + rect->rect.width, y1 = y0 + rect->rect.height;
    const il_area box =
        il_area_within((il_area){(int)floorf(x0), (int)floorf(y0), (int)ceilf(x1) - (int)floorf(x0),
                                 (int)ceilf(y1) - (int)floorf(y0)},
                       target->clip);
    for (int y = box.y; y < box.y + box.h; y++) {
        rect_row(target, rect, y, &box);
    }
}

void il_raster_text(const il_target *target, const il_primitive *text, const il_glyphs *glyphs,
                    int x, int y)
{
    const il_area box =
        il_area_within((il_area){x, y, glyphs->width, glyphs->height}, target->clip);
    const int alpha = (int)(text->alpha * (float)IL_FULL + 0.5f);
    for (int row = box.y; row < box.y + box.h; row++) {
        const unsigned char *from = glyphs->alpha + (size_t)(row - y) * (size_t)glyphs->stride;
        uint32_t *out = target->pixels + (size_t)row * (size_t)target->stride;
        for (int column = box.x; column < box.x + box.w; column++) {
            const int a = from[column - x];
            if (a > 0) {
                colour_pixel(&out[column], text, (int)((long)alpha * a / 255), column, row);
            }
        }
    }
}
