#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "draw/raster.h"

enum {
    LEVELS = 4, // of textures; level i is WIDEST >> i wide
    WIDEST = 640,
    ONE = 32,         // what one level of 255 counts in a sum
    FULL = 255 * ONE, // and full coverage; eight of them find room
    PLANES = 4,       // red, green, blue, coverage
    GLOWS = 4,
};

/* Sums in rows, a plane for each channel: what registers take many of at once. */
typedef uint16_t *planes[PLANES];

/* A light about the centre. */
typedef struct {
    float radius;
    uint16_t colour[PLANES];
} glow;

struct il_flower {
    il_petal levels[LEVELS]; // made when first needed
    uint64_t key;
    int x, y; // the centre, on a corner of pixels

    int reach;        // of the petals, in pixels: the side of their quarter
    planes sums;      // of that quarter: [row up from the centre][column to the right]
    planes turned;    // the same with both exchanged: a quarter turned
    uint16_t *petals; // owned: both
    size_t room;      // in pixels of a plane

    glow glows[GLOWS];
    int glow_count;
    int extent;     // of all of it, in pixels
    uint16_t *rows; // owned, for the three below; all stay in the fastest cache
    int row_room;   // in pixels
    uint16_t *row;  // what one thing covers of a row
    planes light;   // what the glows give to half a row of the picture
    planes whole;   // a row of the picture
    uint8_t *up;    // owned: dither of a row and more, for each of eight rows
    int up_width;
};

il_flower *il_flower_create(il_error *err)
{
    return il_alloc(1, sizeof(il_flower), err);
}

void il_flower_destroy(il_flower *flower)
{
    if (flower) {
        for (int i = 0; i < LEVELS; i++) {
            il_free(flower->levels[i].alpha);
        }
        il_free(flower->petals);
        il_free(flower->rows);
        il_free(flower->up);
        il_free(flower);
    }
}

/* ---- what belongs together ---- */

static bool is_petal(const il_primitive *one)
{
    return one->kind == IL_PRIMITIVE_SPRITE && one->sprite.sprite == IL_SPRITE_PETAL;
}

static bool is_round_glow(const il_primitive *one)
{
    return one->kind == IL_PRIMITIVE_SPRITE && one->sprite.sprite == IL_SPRITE_GLOW &&
           one->sprite.width == one->sprite.height && one->blend == IL_BLEND_ADD;
}

int il_flower_group(const il_primitive *first, int count)
{
    int same = 0, petals = 0, glows = 0;
    while (same < count && (is_petal(&first[same]) || is_round_glow(&first[same])) &&
           first[same].sprite.x == first->sprite.x && first[same].sprite.y == first->sprite.y &&
           glows < GLOWS) {
        petals += is_petal(&first[same]);
        glows += !is_petal(&first[same++]);
    }
    return petals > 0 ? same : 0;
}

/* ---- adding up ---- */

/* The smallest texture that is not enlarged, or NULL without memory. */
static const il_petal *level_for(il_flower *flower, float length)
{
    int level = 0;
    while (level + 1 < LEVELS && (WIDEST >> (level + 1)) >= (int)length) {
        level++;
    }
    il_petal *made = &flower->levels[level];
    return made->alpha || il_petal_paint(made, WIDEST >> level, NULL) ? made : NULL;
}

static bool room_for_petals(il_flower *flower)
{
    const size_t wanted = (size_t)flower->reach * (size_t)flower->reach;
    if (wanted > flower->room) {
        il_free(flower->petals);
        flower->petals = il_alloc(2 * PLANES * wanted, sizeof *flower->petals, NULL);
        flower->room = flower->petals ? wanted : 0;
    }
    for (int p = 0; p < PLANES && flower->petals; p++) {
        flower->sums[p] = flower->petals + (size_t)p * wanted;
        flower->turned[p] = flower->petals + (size_t)(PLANES + p) * wanted;
        memset(flower->sums[p], 0, wanted * sizeof *flower->petals);
    }
    return flower->petals != NULL;
}

static bool room_for_rows(il_flower *flower)
{
    const int side = flower->extent > flower->reach ? flower->extent : flower->reach;
    if (side > flower->row_room) {
        il_free(flower->rows);
        il_free(flower->up);
        flower->up_width = 2 * side + 8;
        flower->rows = il_alloc((size_t)side, (1 + 3 * PLANES) * sizeof *flower->rows, NULL);
        flower->up = il_alloc((size_t)flower->up_width, 8, NULL);
        flower->row_room = flower->rows && flower->up ? side : 0;
        for (int i = 0; flower->row_room > 0 && i < 8 * flower->up_width; i++) {
            const int dither = il_dither_at(i % flower->up_width, i / flower->up_width);
            flower->up[i] = (uint8_t)(dither / (IL_FULL / ONE));
        }
    }
    flower->row = flower->rows;
    for (int p = 0; p < PLANES && flower->row_room > 0; p++) {
        flower->light[p] = flower->rows + (1 + p) * flower->row_room;
        flower->whole[p] = flower->rows + (1 + PLANES + 2 * p) * flower->row_room;
    }
    return flower->row_room > 0;
}

/* `count` sums grow by a colour, in ONEs, times what is covered, of 65535. */
IL_WIDE static void add_channel(uint16_t *restrict sums, const uint16_t *restrict covered,
                                int count, uint16_t colour)
{
    for (int i = 0; i < count; i++) {
        const uint16_t more = (uint16_t)((uint32_t)covered[i] * colour >> 16);
        const uint16_t all = (uint16_t)(sums[i] + more);
        sums[i] = all < more ? 65535 : all;
    }
}

/* A colour times alpha, in ONEs. */
static void take_colour(uint16_t out[PLANES], const il_primitive *from)
{
    const float alpha = from->alpha * ONE;
    out[0] = (uint16_t)(from->colour.r * alpha + 0.5f);
    out[1] = (uint16_t)(from->colour.g * alpha + 0.5f);
    out[2] = (uint16_t)(from->colour.b * alpha + 0.5f);
    out[3] = (uint16_t)(255.0f * alpha + 0.5f);
}

/* A petal in the frame of what is added up: where its pixels lie in its texture. */
typedef struct {
    const il_petal *from;
    float cos, sin;     // of the ray along it
    float offset;       // of its root from the centre
    float per_x, per_y; // texture pixels for a pixel along and across
    float length, half;
    uint16_t colour[PLANES];
} placed;

/* The columns of a row at (`x` + i, y) from the centre that lie within the petal's rectangle. */
static bool columns_of(const placed *petal, float x, float y, int count, int *from, int *to)
{
    const float along = y * petal->sin - petal->offset, across = y * petal->cos;
    const float slopes[2] = {petal->cos, -petal->sin};
    const float starts[2] = {along + x * petal->cos, across - x * petal->sin};
    const float least[2] = {0.0f, -petal->half}, most[2] = {petal->length, petal->half};
    float low = 0.0f, high = (float)count;
    for (int i = 0; i < 2; i++) {
        if (fabsf(slopes[i]) < 1e-6f) {
            if (starts[i] <= least[i] || starts[i] >= most[i]) {
                return false;
            }
            continue;
        }
        const float a = (least[i] - starts[i]) / slopes[i], b = (most[i] - starts[i]) / slopes[i];
        low = il_most(low, il_least(a, b));
        high = il_least(high, il_most(a, b));
    }
    *from = (int)ceilf(low);
    *to = (int)ceilf(high);
    *to = *to < count ? *to : count;
    return *from < *to;
}

/* Bilinear, in 16.16 from the texture's first pixel on. */
static inline uint32_t sample(const uint16_t *alpha, int stride, int32_t u, int32_t v)
{
    const uint16_t *at = alpha + (v >> 16) * stride + (u >> 16);
    const uint32_t fu = (uint32_t)u >> 8 & 0xFF, fv = (uint32_t)v >> 8 & 0xFF;
    const uint32_t top = at[0] * (256 - fu) + at[1] * fu;
    const uint32_t bottom = at[stride] * (256 - fu) + at[stride + 1] * fu;
    return ((top >> 8) * (256 - fv) + (bottom >> 8) * fv) >> 8;
}

/* What the petal covers of the pixels `from` to `to` of a row. */
static void cover_row(uint16_t *row, const placed *petal, float x, float y, int from, int to)
{
    const float along = (x + (float)from) * petal->cos + y * petal->sin - petal->offset;
    const float across = y * petal->cos - (x + (float)from) * petal->sin + petal->half;
    // texture pixel k has its middle at k + 0.5, and stands at k + 1 behind the row of nothing
    int32_t u = (int32_t)((along * petal->per_x + 0.5f) * 65536.0f);
    int32_t v = (int32_t)((across * petal->per_y + 0.5f) * 65536.0f);
    const int32_t du = (int32_t)(petal->cos * petal->per_x * 65536.0f);
    const int32_t dv = (int32_t)(-petal->sin * petal->per_y * 65536.0f);
    const uint32_t most_u = (uint32_t)(petal->from->width + 1) * 65536 - 1;
    const uint32_t most_v = (uint32_t)(petal->from->height + 1) * 65536 - 1;
    const uint16_t *alpha = petal->from->alpha;
    const int stride = il_petal_stride(petal->from);
    for (int i = from; i < to; i++, u += du, v += dv) {
        const bool in = (uint32_t)u <= most_u && (uint32_t)v <= most_v; // else rounding at the edge
        row[i - from] = in ? (uint16_t)sample(alpha, stride, u, v) : 0;
    }
}

/* The rows that a petal's rectangle can touch, counted up from the centre. */
static void rows_of(const il_flower *flower, const placed *petal, int *from, int *to)
{
    const float root = petal->offset * petal->sin;
    const float tip = (petal->offset + petal->length) * petal->sin;
    const float wide = petal->half * (petal->cos < 0.0f ? -petal->cos : petal->cos) + 1.0f;
    *from = (int)-(il_most(root, tip) + wide);
    *to = (int)-(il_least(root, tip) - wide) + 1;
    *from = *from > 0 ? *from : 0;
    *to = *to < flower->reach ? *to : flower->reach;
}

static void add_petal(il_flower *flower, const placed *petal)
{
    const int size = flower->reach;
    int first = 0, last = 0;
    rows_of(flower, petal, &first, &last);
    for (int j = first; j < last; j++) {
        const float y = -((float)j + 0.5f);
        int from = 0, to = 0;
        if (columns_of(petal, 0.5f, y, size, &from, &to)) {
            cover_row(flower->row, petal, 0.5f, y, from, to);
            for (int p = 0; p < PLANES; p++) {
                add_channel(flower->sums[p] + (size_t)j * (size_t)size + from, flower->row,
                            to - from, petal->colour[p]);
            }
        }
    }
}

static void add_whorl(il_flower *flower, const il_primitive *whorl)
{
    const il_petal *from = level_for(flower, whorl->sprite.width);
    if (!from) {
        return;
    }
    placed petal = {.from = from,
                    .offset = whorl->sprite.offset,
                    .per_x = (float)from->width / whorl->sprite.width,
                    .per_y = (float)from->height / whorl->sprite.height,
                    .length = whorl->sprite.width,
                    .half = whorl->sprite.height / 2.0f};
    take_colour(petal.colour, whorl);
    for (int i = 0; i < whorl->sprite.count; i++) {
        const double angle =
            (double)whorl->sprite.angle + 6.28318530717958647692 * i / whorl->sprite.count;
        petal.cos = (float)sin(angle); // from 12 o'clock, clockwise
        petal.sin = (float)-cos(angle);
        add_petal(flower, &petal);
    }
}

/* Rows and columns exchanged, in blocks of a size that the cache holds, so that neither is walked
 * down its columns. */
static void exchange(const uint16_t *from, uint16_t *to, int size)
{
    enum { BLOCK = 16 };
    for (int j0 = 0; j0 < size; j0 += BLOCK) {
        for (int i0 = 0; i0 < size; i0 += BLOCK) {
            const int j1 = j0 + BLOCK < size ? j0 + BLOCK : size;
            const int i1 = i0 + BLOCK < size ? i0 + BLOCK : size;
            for (int i = i0; i < i1; i++) {
                for (int j = j0; j < j1; j++) {
                    to[i * size + j] = from[j * size + i];
                }
            }
        }
    }
}

/* How far one reaches from the centre. */
static float reach_of(const il_primitive *one)
{
    const float end = one->sprite.offset + one->sprite.width;
    return is_petal(one) ? hypotf(end, one->sprite.height / 2.0f) : one->sprite.width / 2.0f;
}

static void take_glow(il_flower *flower, const il_primitive *from)
{
    glow *light = &flower->glows[flower->glow_count++];
    light->radius = from->sprite.width / 2.0f;
    take_colour(light->colour, from);
}

static void measure(il_flower *flower, const il_primitive *first, int count)
{
    float all = 0.0f, petals = 0.0f;
    flower->glow_count = 0;
    for (int i = 0; i < count; i++) {
        const float one = reach_of(&first[i]);
        all = il_most(all, one);
        if (is_petal(&first[i])) {
            petals = il_most(petals, one);
        } else {
            take_glow(flower, &first[i]);
        }
    }
    flower->extent = (int)all + 2;
    flower->reach = (int)petals + 2;
    flower->x = (int)lroundf(first->sprite.x);
    flower->y = (int)lroundf(first->sprite.y);
}

bool il_flower_add_up(il_flower *flower, const il_primitive *first, int count, uint64_t key)
{
    if (flower->petals && flower->row_room > 0 && flower->key == key) {
        return true;
    }
    flower->key = key;
    measure(flower, first, count);
    if (!room_for_petals(flower) || !room_for_rows(flower)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (is_petal(&first[i])) {
            add_whorl(flower, &first[i]);
        }
    }
    for (int p = 0; p < PLANES; p++) {
        exchange(flower->sums[p], flower->turned[p], flower->reach);
    }
    return true;
}

/* ---- drawing ---- */

/* `count` pixels: the light laid over the ground, on what is there, `base`, which may be the ground
 * itself. `up` is the dither of each. */
IL_WIDE static void lay(uint32_t *out, const uint32_t *base, const uint32_t *ground,
                        const uint16_t *restrict r, const uint16_t *restrict g,
                        const uint16_t *restrict b, const uint16_t *restrict a,
                        const uint8_t *restrict up, int count)
{
    for (int i = 0; i < count; i++) {
        const int covered = a[i] < FULL ? a[i] : FULL;
        const int pixel = (int)base[i], below = (int)ground[i], dither = up[i];
        // a channel of the ground, times what is covered, is at most FULL * 255: 257 / 65536 is 1 /
        // 255
        const int red =
            (pixel >> 16 & 255) * ONE + r[i] - ((below >> 16 & 255) * covered * 257 >> 16) + dither;
        const int green =
            (pixel >> 8 & 255) * ONE + g[i] - ((below >> 8 & 255) * covered * 257 >> 16) + dither;
        const int blue =
            (pixel & 255) * ONE + b[i] - ((below & 255) * covered * 257 >> 16) + dither;
        const int r8 = red < 0 ? 0 : red > FULL ? 255 : red / ONE;
        const int g8 = green < 0 ? 0 : green > FULL ? 255 : green / ONE;
        const int b8 = blue < 0 ? 0 : blue > FULL ? 255 : blue / ONE;
        out[i] = 0xFF000000U | (uint32_t)(r8 << 16 | g8 << 8 | b8);
    }
}

/* A row of the picture, from column `x` on; `rows` has one row of sums for each plane. */
static void lay_row(const il_flower *flower, const il_target *target, bool first, int x, int y,
                    const uint16_t *const rows[PLANES], int count)
{
    const il_area *clip = &target->clip;
    const int from = clip->x > x ? clip->x - x : 0;
    const int right = clip->x + clip->w - x, to = right < count ? right : count;
    if (first) {
        const int left = from < to ? x + from : clip->x + clip->w;
        il_ground_copy(target, y, clip->x, left < clip->x + clip->w ? left : clip->x + clip->w);
        il_ground_copy(target, y, from < to ? x + to : clip->x + clip->w, clip->x + clip->w);
    }
    if (from >= to) {
        return;
    }
    const uint8_t *up = flower->up + (y & 7) * flower->up_width + ((x + from) & 7);
    uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride + x + from;
    const uint32_t *ground = target->ground + (size_t)y * (size_t)target->width + x + from;
    lay(out, first ? ground : out, ground, rows[0] + from, rows[1] + from, rows[2] + from,
        rows[3] + from, up, to - from);
}

static bool is_row(const il_target *target, int y)
{
    return y >= target->clip.y && y < target->clip.y + target->clip.h;
}

IL_WIDE static void glow_row(uint16_t *restrict row, int count, float down, float per)
{
    for (int i = 0; i < count; i++) {
        const float x = (float)i + 0.5f;
        row[i] = (uint16_t)(int)(il_glow_at(x * x * per + down) * 65535.0f);
    }
}

/* What the glows give to the half of a row that is `k` away from the centre: the same for all four.
 */
static void shine(il_flower *flower, int k, int count)
{
    for (int p = 0; p < PLANES; p++) {
        memset(flower->light[p], 0, (size_t)count * sizeof *flower->light[p]);
    }
    for (int i = 0; i < flower->glow_count; i++) {
        const glow *light = &flower->glows[i];
        const float y = (float)k + 0.5f, per = 1.0f / (light->radius * light->radius);
        const float down = y * y * per;
        if (down < 1.0f) {
            const int reach = (int)(sqrtf(1.0f - down) * light->radius) + 1;
            const int lit = reach < count ? reach : count;
            glow_row(flower->row, lit, down, per);
            for (int p = 0; p < PLANES; p++) {
                add_channel(flower->light[p], flower->row, lit, light->colour[p]);
            }
        }
    }
}

IL_WIDE static void add_all(uint16_t *restrict out, const uint16_t *restrict more, int count)
{
    for (int i = 0; i < count; i++) {
        const uint16_t all = (uint16_t)(out[i] + more[i]);
        out[i] = all < more[i] ? 65535 : all;
    }
}

/* A half of a row, from the centre outward: the light, and the petals of `from`. */
static void take_half(const il_flower *flower, int p, int k, const planes from, int count,
                      uint16_t *out)
{
    memcpy(out, flower->light[p], (size_t)count * sizeof *out);
    if (k < flower->reach) {
        add_all(out, from[p] + (size_t)k * (size_t)flower->reach,
                count < flower->reach ? count : flower->reach);
    }
}

/* The row at `y`, `k` away from the centre. */
static void draw_halves(il_flower *flower, const il_target *target, bool first, int y,
                        const planes left, const planes right, int k, int count)
{
    if (!is_row(target, y)) {
        return;
    }
    const uint16_t *rows[PLANES];
    for (int p = 0; p < PLANES; p++) {
        uint16_t *row = flower->whole[p];
        take_half(flower, p, k, left, count, flower->row);
        for (int i = 0; i < count; i++) {
            row[i] = flower->row[count - 1 - i];
        }
        take_half(flower, p, k, right, count, row + count);
        rows[p] = row;
    }
    lay_row(flower, target, first, flower->x - count, y, rows, 2 * count);
}

/* With `first`: the ground of the rows above and below. */
static void copy_rest(const il_flower *flower, const il_target *target)
{
    const il_area *clip = &target->clip;
    for (int y = clip->y; y < clip->y + clip->h; y++) {
        if (y < flower->y - flower->extent || y >= flower->y + flower->extent) {
            il_ground_copy(target, y, clip->x, clip->x + clip->w);
        }
    }
}

/* Pixel (i, j) of the quarter is i to the right and j above the centre; a quarter turn brings it to
 * j to the right and i below, and so on. */
void il_flower_draw(il_flower *flower, const il_target *target, bool first)
{
    const int size = flower->extent;
    if (first) {
        copy_rest(flower, target);
    }
    for (int k = 0; k < size; k++) {
        if (is_row(target, flower->y - 1 - k) || is_row(target, flower->y + k)) {
            // nothing lies outside the circle that all of it reaches to
            const int count = (int)sqrtf((float)(size * size - k * k));
            shine(flower, k, count);
            draw_halves(flower, target, first, flower->y - 1 - k, flower->turned, flower->sums, k,
                        count);
            draw_halves(flower, target, first, flower->y + k, flower->sums, flower->turned, k,
                        count);
        }
    }
}
