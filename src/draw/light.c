#include <math.h>

#include "draw/raster.h"

/* A soft ring with its crest at q = 0.70: a table over q^2, so that no pixel needs a root. */
enum { STEPS = 4096 };

static const float *halo_table(void)
{
    static float table[STEPS + 1]; // filled once; one thread draws
    static bool filled;
    for (int i = 0; !filled && i < STEPS; i++) {
        const double q = sqrt((i + 0.5) / STEPS), off = q - 0.70, fade = (1.0 - q) / 0.12;
        const double ring =
            off > 0.0 ? exp(-off / 0.050) : 0.80 * exp(off / 0.085) + 0.20 * exp(off / 0.30);
        table[i] = (float)(ring * (fade < 1.0 ? fade : 1.0));
    }
    filled = true;
    return table;
}

/* `count` pixels from `out` on; `up` is the dither of each. */
IL_WIDE static void over(uint32_t *restrict out, const int32_t *restrict covered,
                         const int32_t *restrict up, int count, il_colour colour)
{
    for (int i = 0; i < count; i++) {
        out[i] = il_over(out[i], colour, covered[i], up[i]);
    }
}

IL_WIDE static void added(uint32_t *restrict out, const uint32_t *restrict ground,
                          const int32_t *restrict covered, const int32_t *restrict up, int count,
                          il_colour colour)
{
    for (int i = 0; i < count; i++) {
        out[i] = il_added(out[i], ground[i], colour, covered[i], up[i]);
    }
}

/* The dither of a span that begins there. */
static const int32_t *dithers_of(int from, int y)
{
    static int32_t rows[8][IL_SPAN + 8]; // filled once; one thread draws
    static bool filled;
    for (int i = 0; !filled && i < 8 * (IL_SPAN + 8); i++) {
        rows[i / (IL_SPAN + 8)][i % (IL_SPAN + 8)] =
            il_dither_at(i % (IL_SPAN + 8), i / (IL_SPAN + 8));
    }
    filled = true;
    return rows[y & 7] + (from & 7);
}

void il_raster_span(const il_target *target, int y, int from, int to, const int32_t *covered,
                    il_colour colour, il_blend blend)
{
    const int32_t *up = dithers_of(from, y);
    uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride + from;
    if (blend == IL_BLEND_ADD) {
        added(out, target->ground + (size_t)y * (size_t)target->width + from, covered, up,
              to - from, colour);
    } else {
        over(out, covered, up, to - from, colour);
    }
}

/* Columns of row `y` that the ellipse touches, within the clip. False when there are none. */
static bool span_of(const il_area *clip, float x, float half, float down, int *from, int *to)
{
    if (down >= 1.0f) {
        return false;
    }
    const float reach = half * sqrtf(1.0f - down);
    const int left = (int)ceilf(x - reach - 0.5f), right = (int)floorf(x + reach - 0.5f) + 1;
    *from = left > clip->x ? left : clip->x;
    *to = right < clip->x + clip->w ? right : clip->x + clip->w;
    return *from < *to;
}

/* What a glow covers of `count` pixels from column `x` on. */
IL_WIDE static void glow_span(int32_t *restrict covered, int count, float x, float half, float down,
                              float full)
{
    for (int i = 0; i < count; i++) {
        const float across = ((float)i + x) / half;
        covered[i] = (int32_t)(il_glow_at(across * across + down) * full);
    }
}

static void halo_span(int32_t *covered, int count, float x, float half, float down, float full)
{
    const float *halo = halo_table();
    for (int i = 0; i < count; i++) {
        const float across = ((float)i + x) / half, square = across * across + down;
        covered[i] = square < 1.0f ? (int32_t)(halo[(int)(square * STEPS)] * full) : 0;
    }
}

static void light_row(const il_target *target, int y, int from, int to, float down,
                      const il_primitive *light)
{
    const float full = light->alpha * (float)IL_FULL, half = light->sprite.width / 2.0f;
    int32_t covered[IL_SPAN];
    for (int next = from; from < to; from = next) {
        next = il_span_end(from, to);
        // from the span's own column on, which the clip does not move, so that rounding is the same
        const int start = from & -IL_SPAN;
        const float x = (float)start + 0.5f - light->sprite.x;
        if (light->sprite.sprite == IL_SPRITE_HALO) {
            halo_span(covered, next - start, x, half, down, full);
        } else {
            glow_span(covered, next - start, x, half, down, full);
        }
        il_raster_span(target, y, from, next, covered + (from - start), light->colour,
                       light->blend);
    }
}

void il_raster_light(const il_target *target, const il_primitive *light)
{
    const float x = light->sprite.x, y = light->sprite.y;
    const float half_w = light->sprite.width / 2.0f, half_h = light->sprite.height / 2.0f;
    const il_area *clip = &target->clip;
    const int top = (int)floorf(y - half_h), bottom = (int)ceilf(y + half_h);
    for (int row = top > clip->y ? top : clip->y; row < bottom && row < clip->y + clip->h; row++) {
        const float dy = ((float)row + 0.5f - y) / half_h, down = dy * dy;
        int from = 0, to = 0;
        if (span_of(clip, x, half_w, down, &from, &to)) {
            light_row(target, row, from, to, down, light);
        }
    }
}
