#ifndef IL_DRAW_RASTER_H
#define IL_DRAW_RASTER_H

#include <stddef.h>

#include "draw/canvas.h"

/* Primitives to pixels, within the processor back end only. Every pixel is a function of what is
 * drawn and of its own place, never of the clip: drawn in parts or whole, a picture is the same. */

typedef struct {
    uint32_t *pixels; // 0xXXRRGGBB
    int stride;       // of a row, in pixels
    int width, height;
    il_area clip; // within width and height
} il_target;

/* Full coverage, of the 16 bits that coverage has here. */
enum { IL_FULL = 65536 };

/* What is added before a colour is cut to 8 bits, 0 to 65535: an 8 x 8 ordered dither, so that what
 * is faint and wide does not band. */
static inline int il_dither_at(int x, int y)
{
    static const uint8_t order[8][8] = {
        {0, 32, 8, 40, 2, 34, 10, 42},  {48, 16, 56, 24, 50, 18, 58, 26},
        {12, 44, 4, 36, 14, 46, 6, 38}, {60, 28, 52, 20, 62, 30, 54, 22},
        {3, 35, 11, 43, 1, 33, 9, 41},  {51, 19, 59, 27, 49, 17, 57, 25},
        {15, 47, 7, 39, 13, 45, 5, 37}, {63, 31, 55, 23, 61, 29, 53, 21}};
    return order[y & 7][x & 7] * 1024 + 512;
}

static inline int il_channel(uint32_t pixel, int shift)
{
    return (int)(pixel >> shift & 0xFF);
}

/* `colour` over `pixel` with coverage `a` (0 to IL_FULL). */
static inline uint32_t il_over(uint32_t pixel, il_colour colour, int a, int dither)
{
    const int r = il_channel(pixel, 16), g = il_channel(pixel, 8), b = il_channel(pixel, 0);
    return (uint32_t)(r + (((colour.r - r) * a + dither) >> 16)) << 16 |
           (uint32_t)(g + (((colour.g - g) * a + dither) >> 16)) << 8 |
           (uint32_t)(b + (((colour.b - b) * a + dither) >> 16)) | 0xFF000000U;
}

static inline uint32_t il_saturated(int channel)
{
    return channel > 255 ? 255U : (uint32_t)channel;
}

/* `colour` times `a` added to `pixel`. */
static inline uint32_t il_added(uint32_t pixel, il_colour colour, int a, int dither)
{
    return il_saturated(il_channel(pixel, 16) + ((colour.r * a + dither) >> 16)) << 16 |
           il_saturated(il_channel(pixel, 8) + ((colour.g * a + dither) >> 16)) << 8 |
           il_saturated(il_channel(pixel, 0) + ((colour.b * a + dither) >> 16)) | 0xFF000000U;
}

static inline il_area il_area_within(il_area a, il_area b)
{
    const int x0 = a.x > b.x ? a.x : b.x, y0 = a.y > b.y ? a.y : b.y;
    const int x1 = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    const int y1 = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return (il_area){x0, y0, x1 > x0 ? x1 - x0 : 0, y1 > y0 ? y1 - y0 : 0};
}

/* ---- ground.c ---- */

/* Grounds as they were baked; at most two at a time. Zeroed is empty. */
typedef struct {
    il_ground kinds[2];
    uint32_t *pixels[2]; // owned; NULL: nothing baked
    float *columns;      // owned, for baking
    int width, height;
} il_grounds;

bool il_grounds_init(il_grounds *grounds, int width, int height, il_error *err);
void il_grounds_finish(il_grounds *grounds);

/* Whether two grounds look the same. */
bool il_ground_same(const il_ground *a, const il_ground *b);

/* Bake what is not baked yet. `mix` 0: only the first is wanted. */
void il_grounds_prepare(il_grounds *grounds, const il_ground wanted[2], float mix);

/* The ground of `wanted` in the clip of `target`, prepared before. */
void il_grounds_draw(const il_grounds *grounds, const il_ground wanted[2], float mix,
                     const il_target *target);

/* ---- sprite.c: glow and halo; petals.c ---- */

void il_raster_light(const il_target *target, const il_primitive *light);

/* Petals that stand in a row in a list, about one centre. They are added up in 16 bits before they
 * reach the picture, one quarter of them when a quarter turn changes nothing. */
typedef struct il_petals il_petals;
il_petals *il_petals_create(il_error *err);
void il_petals_destroy(il_petals *petals);

/* How many primitives from `first` on belong together. */
int il_petals_group(const il_primitive *first, int count);

/* Add them up; `key` tells whether they are those of last time, which are then kept. False when
 * memory lacks. */
bool il_petals_add_up(il_petals *petals, const il_primitive *first, int count, uint64_t key);
void il_petals_draw(const il_petals *petals, const il_target *target);

/* ---- strip.c, and rectangles and text ---- */

/* What strips need beside the target. Zeroed is empty. */
typedef struct {
    uint16_t *coverage; // owned: of every pixel of the window, 0 between strips
    float *areas;       // owned: of the box of a filled strip
    size_t room;        // for areas
} il_strips;

bool il_strips_init(il_strips *strips, int width, int height, il_error *err);
void il_strips_finish(il_strips *strips);
void il_raster_strip(il_strips *strips, const il_target *target, const il_list *list,
                     const il_primitive *strip);
void il_raster_rect(const il_target *target, const il_primitive *rect);
void il_raster_text(const il_target *target, const il_primitive *text, const il_glyphs *glyphs,
                    int x, int y);

#endif
