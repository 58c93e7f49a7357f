#include <math.h>

#include "draw/raster.h"

/* A soft ring with its crest at q = 0.70: a table over q^2, so that no pixel needs a root. */
enum { STEPS = 4096 };

static const float *halo_table(void)
{
    static float table[STEPS + 1]; // filled once; one thread draws
    for (int i = 0; table[STEPS / 2] == 0.0f && i < STEPS; i++) {
        const double q = sqrt((double)i / STEPS), off = q - 0.70, fade = (1.0 - q) / 0.12;
        const double ring =
            off > 0.0 ? exp(-off / 0.050) : 0.80 * exp(off / 0.085) + 0.20 * exp(off / 0.30);
        table[i] = (float)(ring * (fade < 1.0 ? fade : 1.0));
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

static void light_row(const il_target *target, int y, int from, int to, float down,
                      const il_primitive *light)
{
    const float *halo = light->sprite.sprite == IL_SPRITE_HALO ? halo_table() : NULL;
    const float full = light->alpha * (float)IL_FULL, half = light->sprite.width / 2.0f;
    uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride;
    const uint32_t *ground = target->ground + (size_t)y * (size_t)target->width;
    for (int i = from; i < to; i++) {
        const float across = ((float)i + 0.5f - light->sprite.x) / half;
        const float square = across * across + down;
        const float fall = !halo           ? il_glow_at(square)
                           : square < 1.0f ? halo[(int)(square * STEPS)]
                                           : 0.0f;
        const int a = (int)(fall * full);
        const int dither = il_dither_at(i, y);
        out[i] = light->blend == IL_BLEND_ADD
                     ? il_added(out[i], ground[i], light->colour, a, dither)
                     : il_over(out[i], light->colour, a, dither);
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
