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
    il_area clip;           // within width and height
    const uint32_t *ground; // what lies beneath everything, `width` pixels a row
} il_target;

/* Loops that are worth it are also built for wider registers, and chosen when the program starts.
 * They count in whole numbers or add in a fixed order, so that every build gives the same pixels.
 */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) &&                             \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define IL_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define IL_WIDE
#endif

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

static inline uint32_t il_held(int channel)
{
    return channel < 0 ? 0U : channel > 255 ? 255U : (uint32_t)channel;
}

/* Light of `colour` with coverage `a` added to `pixel`. Lights are laid together and then over the
 * ground, so each takes away as much of the ground as it covers: they grow brighter where they
 * meet, and keep their colour on any ground. */
static inline uint32_t il_added(uint32_t pixel, uint32_t ground, il_colour colour, int a,
                                int dither)
{
    const int r = (colour.r - il_channel(ground, 16)) * a + dither;
    const int g = (colour.g - il_channel(ground, 8)) * a + dither;
    const int b = (colour.b - il_channel(ground, 0)) * a + dither;
    return il_held(il_channel(pixel, 16) + (r >> 16)) << 16 |
           il_held(il_channel(pixel, 8) + (g >> 16)) << 8 |
           il_held(il_channel(pixel, 0) + (b >> 16)) | 0xFF000000U;
}

/* The C library's take care of what is no number, by a call. */
static inline float il_least(float a, float b)
{
    return a < b ? a : b;
}

static inline float il_most(float a, float b)
{
    return a > b ? a : b;
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
    uint32_t *pixels[2]; // owned
    uint32_t *mixed;     // owned; of two, where it was drawn last
    float *columns;      // owned, for baking
    int width, height;
} il_grounds;

bool il_grounds_init(il_grounds *grounds, int width, int height, il_error *err);
void il_grounds_finish(il_grounds *grounds);

/* Whether two grounds look the same. */
bool il_ground_same(const il_ground *a, const il_ground *b);

/* Bake what is not baked yet. `mix` 0: only the first is wanted. */
void il_grounds_prepare(il_grounds *grounds, const il_ground wanted[2], float mix);

/* Tell `target` where the ground of `wanted`, prepared before, lies: mixed in its clip where it is
 * of two. */
void il_grounds_place(il_grounds *grounds, const il_ground wanted[2], float mix, il_target *target);

/* The ground of row `y`, columns `from` to `to`, as it is. */
void il_ground_copy(const il_target *target, int y, int from, int to);

/* ---- light.c ---- */

/* How a glow fades: (1 - q^2)^2.4 for `square` = q^2 from 0 to 1, q the distance from its middle in
 * radii. u^0.4 is a polynomial here (least squares, weighted by u^2), which is off by less than
 * 1e-4 and costs no call. */
static inline float il_glow_at(float square)
{
    const float u = square < 1.0f ? 1.0f - square : 0.0f;
    return u * u *
           (0.248000f + u * (1.818438f + u * (-2.727317f +
                                              u * (3.116545f + u * (-1.969238f + u * 0.513650f)))));
}

void il_raster_light(const il_target *target, const il_primitive *light);

/* Rows are drawn in spans, so that what each pixel is covered by is found for many at once. A span
 * ends where the columns of a picture are a multiple of IL_SPAN. */
enum { IL_SPAN = 256 };

static inline int il_span_end(int from, int to)
{
    const int end = (from & -IL_SPAN) + IL_SPAN;
    return end < to ? end : to;
}

/* Colour the columns `from` to `to` (one span at most) of row `y`, covered as `covered` tells of
 * each, 0 to IL_FULL. */
void il_raster_span(const il_target *target, int y, int from, int to, const int32_t *covered,
                    il_colour colour, il_blend blend);

/* ---- flower.c, petal.c ---- */

/* Petals and the lights about the same centre that stand beside them in a list: added up in 16 bits
 * before they reach the picture, and only a quarter of them, when a quarter turn changes nothing.
 */
typedef struct il_flower il_flower;
il_flower *il_flower_create(il_error *err);
void il_flower_destroy(il_flower *flower);

/* How many primitives from `first` on are one flower; 0 when the first begins none. */
int il_flower_group(const il_primitive *first, int count);

/* Add them up; `key` tells whether they are those of last time, which are then kept. False when
 * memory lacks. */
bool il_flower_add_up(il_flower *flower, const il_primitive *first, int count, uint64_t key);

/* With `first`, nothing was drawn in the clip before, not even the ground: it is drawn along. */
void il_flower_draw(il_flower *flower, const il_target *target, bool first);

/* The texture of a petal, of 65535, with a row and a column of nothing around. */
typedef struct {
    uint16_t *alpha; // owned
    int width, height;
} il_petal;
bool il_petal_paint(il_petal *petal, int width, il_error *err);

static inline int il_petal_stride(const il_petal *petal)
{
    return petal->width + 2;
}

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
