#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "draw/raster.h"
#include "draw/tokens.h"

enum { GLOWS_MAX = 4 };

bool il_grounds_init(il_grounds *grounds, int width, int height, il_error *err)
{
    const size_t area = (size_t)width * (size_t)height;
    *grounds = (il_grounds){.width = width, .height = height};
    grounds->kinds[0].kind = grounds->kinds[1].kind = IL_GROUND_NONE;
    grounds->columns = il_alloc((size_t)width * (GLOWS_MAX + 3), sizeof(float), err);
    grounds->pixels[0] = il_alloc(area, sizeof(uint32_t), err);
    grounds->pixels[1] = il_alloc(area, sizeof(uint32_t), err);
    grounds->mixed = il_alloc(area, sizeof(uint32_t), err);
    return grounds->columns && grounds->pixels[0] && grounds->pixels[1] && grounds->mixed;
}

void il_grounds_finish(il_grounds *grounds)
{
    il_free(grounds->columns);
    il_free(grounds->pixels[0]);
    il_free(grounds->pixels[1]);
    il_free(grounds->mixed);
    *grounds = (il_grounds){0};
}

bool il_ground_same(const il_ground *a, const il_ground *b)
{
    const bool there = a->glow_x == b->glow_x && a->glow_y == b->glow_y;
    return a->kind == b->kind && (a->kind != IL_GROUND_RITUAL || (there && a->ember == b->ember)) &&
           (a->kind != IL_GROUND_LANTERN || (there && a->scale == b->scale));
}

/* ---- baking ---- */

/* A glow in pixels. */
typedef struct {
    float x, y, radius, stretch, alpha;
    float colour[3];
    const float *across; // of each column: the share of its distance that is along the row
} lit;

static void take_colour(float out[3], il_colour colour)
{
    out[0] = colour.r;
    out[1] = colour.g;
    out[2] = colour.b;
}

/* Whether glow `index` of a ground is the light that is wherever the seed is. */
static bool follows_seed(il_ground_kind kind, int index, const il_token_glow *glow)
{
    return (kind == IL_GROUND_RITUAL && index == 0) ||
           (kind == IL_GROUND_LANTERN && glow->colour == IL_GLOW_WARM);
}

static lit glow_of(const il_grounds *grounds, const il_ground *ground, int index,
                   const il_token_glow *token)
{
    const il_token_theme *theme = &il_tokens_themes[IL_THEME_NIGHT];
    const double w = grounds->width, h = grounds->height, H = fmin(h, w / 1.45);
    const bool follows = follows_seed(ground->kind, index, token);
    const bool ember = ground->kind == IL_GROUND_RITUAL && token->colour == IL_GLOW_EMBER;
    const bool scaled = ground->kind == IL_GROUND_LANTERN && follows;
    lit glow = {.x = follows ? ground->glow_x : (float)(token->x_w * w),
                .y = follows ? ground->glow_y : (float)(token->y_h * h),
                .radius = (float)(token->radius_h * H) * (scaled ? ground->scale : 1.0f),
                .stretch = (float)token->stretch,
                .alpha = ember ? ground->ember : (float)token->alpha};
    take_colour(glow.colour, token->colour == IL_GLOW_GLOW    ? theme->bg.glow
                             : token->colour == IL_GLOW_EMBER ? theme->bg.ember
                                                              : theme->glow);
    return glow;
}

/* The glows of `ground` in a window of this size. Returns how many. */
static int glows_of(const il_grounds *grounds, const il_ground *ground, lit glows[GLOWS_MAX])
{
    int count = 0, made = 0;
    const il_token_glow *tokens = il_tokens_glows(ground->kind, &count);
    for (int i = 0; i < count; i++) {
        lit *glow = &glows[made];
        *glow = glow_of(grounds, ground, i, &tokens[i]);
        if (!(glow->radius > 0.0f)) {
            continue;
        }
        float *across = grounds->columns + (size_t)made++ * (size_t)grounds->width;
        for (int x = 0; x < grounds->width; x++) {
            const float dx = ((float)x - glow->x) / glow->stretch / glow->radius;
            across[x] = dx * dx;
        }
        glow->across = across;
    }
    return made;
}

/* The falloff of a glow is (1 - d^2)^2, d the distance in radii. */
IL_WIDE static void light_row(const lit *glow, int y, int width, float *restrict r,
                              float *restrict g, float *restrict b)
{
    const float dy = ((float)y - glow->y) / glow->radius, down = dy * dy;
    if (down >= 1.0f) {
        return;
    }
    const float *restrict across = glow->across;
    const float cr = glow->colour[0], cg = glow->colour[1], cb = glow->colour[2];
    for (int x = 0; x < width; x++) {
        const float inside = 1.0f - down - across[x];
        const float held = inside > 0.0f ? inside : 0.0f;
        const float share = held * held * glow->alpha;
        r[x] += (cr - r[x]) * share;
        g[x] += (cg - g[x]) * share;
        b[x] += (cb - b[x]) * share;
    }
}

/* The gradient's colour at row `y`. */
static void gradient_at(const il_token_theme *theme, int y, int height, float colour[3])
{
    const float v = height > 1 ? (float)y / (float)(height - 1) : 0.0f;
    float from[3], to[3];
    take_colour(from, v < 0.5f ? theme->bg.top : theme->bg.mid);
    take_colour(to, v < 0.5f ? theme->bg.mid : theme->bg.bottom);
    const float share = v < 0.5f ? 2.0f * v : 2.0f * v - 1.0f;
    for (int c = 0; c < 3; c++) {
        colour[c] = from[c] + (to[c] - from[c]) * share;
    }
}

IL_WIDE static void round_row(uint32_t *out, int y, int width, const float *r, const float *g,
                              const float *b)
{
    for (int x = 0; x < width; x++) {
        const float up = (float)il_dither_at(x, y) / 65536.0f;
        out[x] = 0xFF000000U | (uint32_t)(int)(r[x] + up) << 16 | (uint32_t)(int)(g[x] + up) << 8 |
                 (uint32_t)(int)(b[x] + up);
    }
}

/* "Steady me" has one flat colour: the line's, with a little of the third text's. */
static void bake_flat(const il_grounds *grounds, uint32_t *pixels)
{
    const il_token_theme *theme = &il_tokens_themes[IL_THEME_NIGHT];
    const il_colour a = theme->line, b = theme->text[2];
    const uint32_t colour = 0xFF000000U | (uint32_t)(0.88 * a.r + 0.12 * b.r + 0.5) << 16 |
                            (uint32_t)(0.88 * a.g + 0.12 * b.g + 0.5) << 8 |
                            (uint32_t)(0.88 * a.b + 0.12 * b.b + 0.5);
    for (size_t i = 0; i < (size_t)grounds->width * (size_t)grounds->height; i++) {
        pixels[i] = colour;
    }
}

static void bake(const il_grounds *grounds, const il_ground *ground, uint32_t *pixels)
{
    if (ground->kind == IL_GROUND_STEADY) {
        bake_flat(grounds, pixels);
        return;
    }
    const int width = grounds->width;
    lit glows[GLOWS_MAX];
    const int count = glows_of(grounds, ground, glows);
    float *r = grounds->columns + (size_t)GLOWS_MAX * (size_t)width, *g = r + width, *b = g + width;
    for (int y = 0; y < grounds->height; y++) {
        float colour[3];
        gradient_at(&il_tokens_themes[IL_THEME_NIGHT], y, grounds->height, colour);
        for (int x = 0; x < width; x++) {
            r[x] = colour[0];
            g[x] = colour[1];
            b[x] = colour[2];
        }
        for (int i = 0; i < count; i++) {
            light_row(&glows[i], y, width, r, g, b);
        }
        round_row(pixels + (size_t)y * (size_t)width, y, width, r, g, b);
    }
}

/* ---- drawing ---- */

static int slot_of(const il_grounds *grounds, const il_ground *ground)
{
    return il_ground_same(&grounds->kinds[0], ground)   ? 0
           : il_ground_same(&grounds->kinds[1], ground) ? 1
                                                        : -1;
}

void il_grounds_prepare(il_grounds *grounds, const il_ground wanted[2], float mix)
{
    const int count = mix > 0.0f ? 2 : 1;
    for (int i = 0; i < count; i++) {
        if (slot_of(grounds, &wanted[i]) < 0) {
            const int other = slot_of(grounds, &wanted[1 - i]);
            const int slot = count == 2 && other >= 0 ? 1 - other : i;
            bake(grounds, &wanted[i], grounds->pixels[slot]);
            grounds->kinds[slot] = wanted[i];
        }
    }
}

static uint32_t mixed(uint32_t one, uint32_t other, int share, int dither)
{
    const il_colour colour = {(uint8_t)(other >> 16), (uint8_t)(other >> 8), (uint8_t)other};
    return il_over(one, colour, share, dither);
}

IL_WIDE static void mix_row(uint32_t *out, const uint32_t *one, const uint32_t *other, int share,
                            int y, int from, int to)
{
    for (int x = from; x < to; x++) {
        out[x] = mixed(one[x], other[x], share, il_dither_at(x, y));
    }
}

void il_grounds_place(il_grounds *grounds, const il_ground wanted[2], float mix, il_target *target)
{
    const uint32_t *one = grounds->pixels[slot_of(grounds, &wanted[0])];
    const uint32_t *other = mix > 0.0f ? grounds->pixels[slot_of(grounds, &wanted[1])] : NULL;
    const int share = (int)(mix * IL_FULL + 0.5f);
    const il_area clip = target->clip;
    target->ground = other ? grounds->mixed : one;
    for (int y = clip.y; other && y < clip.y + clip.h; y++) {
        const size_t row = (size_t)y * (size_t)grounds->width;
        mix_row(grounds->mixed + row, one + row, other + row, share, y, clip.x, clip.x + clip.w);
    }
}

void il_ground_copy(const il_target *target, int y, int from, int to)
{
    if (from < to) {
        memcpy(target->pixels + (size_t)y * (size_t)target->stride + from,
               target->ground + (size_t)y * (size_t)target->width + from,
               (size_t)(to - from) * sizeof(uint32_t));
    }
}
