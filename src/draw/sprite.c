#include <math.h>

#include "draw/raster.h"

/* Lights that fade with the distance from their middle: a table over its square, so that no pixel
 * needs a root. */

enum { STEPS = 4096 };

typedef struct {
    float at[STEPS + 1]; // 0 to 1; the last is 0
} falloff;

/* a = (1 - q^2)^2.4 */
static float glow_at(double square)
{
    return (float)pow(1.0 - square, 2.4);
}

/* A soft ring with its crest at q = 0.70. */
static float halo_at(double square)
{
    const double q = sqrt(square), off = q - 0.70, fade = (1.0 - q) / 0.12;
    const double ring =
        off > 0.0 ? exp(-off / 0.050) : 0.80 * exp(off / 0.085) + 0.20 * exp(off / 0.30);
    return (float)(ring * (fade < 1.0 ? fade : 1.0));
}

static const falloff *table_of(il_sprite_kind kind)
{
    static falloff glow, halo; // the same for everyone who fills them; one thread draws
    falloff *table = kind == IL_SPRITE_HALO ? &halo : &glow;
    if (table->at[STEPS / 2] == 0.0f) {
        for (int i = 0; i < STEPS; i++) {
            const double square = (double)i / STEPS;
            table->at[i] = kind == IL_SPRITE_HALO ? halo_at(square) : glow_at(square);
        }
    }
    return table;
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

static void light_row(uint32_t *out, int y, int from, int to, const falloff *table, float x,
                      float half, float down, const il_primitive *light)
{
    const float full = light->alpha * (float)IL_FULL;
    for (int i = from; i < to; i++) {
        const float across = ((float)i + 0.5f - x) / half;
        const float square = across * across + down;
        const int a = square < 1.0f ? (int)(table->at[(int)(square * STEPS)] * full) : 0;
        const int dither = il_dither_at(i, y);
        out[i] = light->blend == IL_BLEND_ADD ? il_added(out[i], light->colour, a, dither)
                                              : il_over(out[i], light->colour, a, dither);
    }
}

void il_raster_light(const il_target *target, const il_primitive *light)
{
    const falloff *table = table_of(light->sprite.sprite);
    const float x = light->sprite.x, y = light->sprite.y;
    const float half_w = light->sprite.width / 2.0f, half_h = light->sprite.height / 2.0f;
    const il_area *clip = &target->clip;
    const int top = (int)floorf(y - half_h), bottom = (int)ceilf(y + half_h);
    for (int row = top > clip->y ? top : clip->y; row < bottom && row < clip->y + clip->h; row++) {
        const float dy = ((float)row + 0.5f - y) / half_h, down = dy * dy;
        int from = 0, to = 0;
        if (span_of(clip, x, half_w, down, &from, &to)) {
            light_row(target->pixels + (size_t)row * (size_t)target->stride, row, from, to, table,
                      x, half_w, down, light);
        }
    }
}
