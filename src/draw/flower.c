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
};

/* Sums in rows of `size`, a plane for each channel: what registers take many of at once. */
typedef uint16_t *planes[PLANES];

struct il_flower {
    il_petal levels[LEVELS]; // made when first needed
    planes sums;             // of a quarter: [row][column]
    planes turned;           // of the part that petals reach: with both exchanged
    uint16_t *memory;        // owned: all of them, and a row
    uint16_t *row;           // what one thing covers of a row
    uint16_t *halves;        // a row of the picture, of each plane
    uint8_t *up;             // dither of a row and more, for each of eight rows
    int up_width;
    size_t room; // in pixels of a plane
    int reach;   // of petals, in pixels
    int size;    // of the quarter's side, or of the whole box when nothing repeats
    bool quarter;
    int x, y; // the centre, on a corner of pixels
    uint64_t key;
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
        il_free(flower->memory);
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
    int same = 0, petals = 0;
    while (same < count && (is_petal(&first[same]) || is_round_glow(&first[same])) &&
           first[same].sprite.x == first->sprite.x && first[same].sprite.y == first->sprite.y) {
        petals += is_petal(&first[same++]);
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

static bool make_room(il_flower *flower, int side)
{
    const size_t wanted = (size_t)side * (size_t)side,
                 whole = 2 * PLANES * wanted + 20 * (size_t)side + 64;
    if (wanted > flower->room) {
        il_free(flower->memory);
        flower->memory = il_alloc(whole, sizeof *flower->memory, NULL);
        flower->room = flower->memory ? wanted : 0;
    }
    if (!flower->memory) {
        return false;
    }
    for (int p = 0; p < PLANES; p++) {
        flower->sums[p] = flower->memory + (size_t)p * wanted;
        flower->turned[p] = flower->memory + (size_t)(PLANES + p) * wanted;
    }
    flower->row = flower->memory + 2 * PLANES * wanted;
    flower->halves = flower->row + side;
    flower->up = (uint8_t *)(flower->halves + 2 * PLANES * side);
    flower->up_width = 2 * side + 8;
    for (int i = 0; i < 8 * flower->up_width; i++) {
        const int dither = il_dither_at(i % flower->up_width, i / flower->up_width);
        flower->up[i] = (uint8_t)(dither / (IL_FULL / ONE));
    }
    memset(flower->memory, 0, PLANES * wanted * sizeof *flower->memory);
    return true;
}

/* Where pixel 0 of a row or column of the sums is, from the centre: a quarter goes right and up. */
static float first_of(const il_flower *flower)
{
    return flower->quarter ? 0.5f : 0.5f - (float)(flower->size / 2);
}

static float row_at(const il_flower *flower, int j)
{
    return flower->quarter ? -((float)j + 0.5f) : first_of(flower) + (float)j;
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

/* What flower->row says is covered, `count` pixels from column `from` of row `j` on. */
static void add_covered(const il_flower *flower, const planes sums, int j, int from, int count,
                        const uint16_t colour[PLANES])
{
    for (int p = 0; p < PLANES; p++) {
        add_channel(sums[p] + (size_t)j * (size_t)flower->size + from, flower->row, count,
                    colour[p]);
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

IL_WIDE static void glow_row(uint16_t *restrict row, int count, float x, float down, float per)
{
    for (int i = 0; i < count; i++) {
        const float at = x + (float)i;
        row[i] = (uint16_t)(int)(il_glow_at(at * at * per + down) * 65535.0f);
    }
}

static void add_glow(il_flower *flower, const il_primitive *glow)
{
    const float radius = glow->sprite.width / 2.0f, per = 1.0f / (radius * radius);
    uint16_t colour[PLANES];
    take_colour(colour, glow);
    for (int j = 0; j < flower->size; j++) {
        const float y = row_at(flower, j), down = y * y * per;
        if (down < 1.0f) {
            // pixels up to where the circle ends, from the first that it may reach
            const int reach = (int)(sqrtf(1.0f - down) * radius) + 1;
            const int from =
                flower->quarter || reach > flower->size / 2 ? 0 : flower->size / 2 - reach;
            const int end = flower->quarter ? reach : flower->size - from;
            const int count = (end < flower->size ? end : flower->size) - from;
            glow_row(flower->row, count, first_of(flower) + (float)from, down, per);
            add_covered(flower, flower->sums, j, from, count, colour);
        }
    }
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

/* The rows that a petal's rectangle can touch. */
static void rows_of(const il_flower *flower, const placed *petal, int *from, int *to)
{
    const float root = petal->offset * petal->sin;
    const float tip = (petal->offset + petal->length) * petal->sin;
    const float wide = petal->half * (petal->cos < 0.0f ? -petal->cos : petal->cos) + 1.0f;
    const float top = il_least(root, tip) - wide, bottom = il_most(root, tip) + wide;
    const int half = flower->quarter ? 0 : flower->size / 2;
    *from = flower->quarter ? (int)-bottom : half + (int)top - 1;
    *to = flower->quarter ? (int)-top + 1 : half + (int)bottom + 1;
    *from = *from > 0 ? *from : 0;
    *to = *to < flower->size ? *to : flower->size;
}

static void add_petal(il_flower *flower, const placed *petal)
{
    const int size = flower->size;
    const float x = first_of(flower);
    int first = 0, last = 0;
    rows_of(flower, petal, &first, &last);
    for (int j = first; j < last; j++) {
        const float y = row_at(flower, j);
        int from = 0, to = 0;
        if (columns_of(petal, x, y, size, &from, &to)) {
            cover_row(flower->row, petal, x, y, from, to);
            add_covered(flower, flower->sums, j, from, to - from, petal->colour);
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

/* Rows and columns of the first `side` exchanged, in blocks of a size that the cache holds, so that
 * neither is walked down its columns. */
static void exchange(const uint16_t *from, uint16_t *to, int size, int side)
{
    enum { BLOCK = 32 };
    for (int j0 = 0; j0 < side; j0 += BLOCK) {
        for (int i0 = 0; i0 < side; i0 += BLOCK) {
            for (int i = i0; i < side && i < i0 + BLOCK; i++) {
                for (int j = j0; j < side && j < j0 + BLOCK; j++) {
                    to[(size_t)i * (size_t)size + (size_t)j] =
                        from[(size_t)j * (size_t)size + (size_t)i];
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

/* Make room for all of them, the centre in the middle or, of a quarter, at its corner. Returns how
 * far the petals reach, in pixels; 0 without memory. */
static int lay_out(il_flower *flower, const il_primitive *first, int count)
{
    float reach = 0.0f, petals = 0.0f;
    flower->quarter = true;
    for (int i = 0; i < count; i++) {
        const float one = reach_of(&first[i]);
        reach = il_most(reach, one);
        petals = is_petal(&first[i]) ? il_most(petals, one) : petals;
        flower->quarter =
            flower->quarter && (!is_petal(&first[i]) || first[i].sprite.count % 4 == 0);
    }
    const int side = (int)reach + 2;
    flower->size = flower->quarter ? side : 2 * side;
    flower->x = (int)lroundf(first->sprite.x);
    flower->y = (int)lroundf(first->sprite.y);
    return make_room(flower, flower->size) ? (int)petals + 2 : 0;
}

bool il_flower_add_up(il_flower *flower, const il_primitive *first, int count, uint64_t key)
{
    if (flower->memory && flower->key == key) {
        return true;
    }
    flower->key = key;
    flower->reach = lay_out(flower, first, count);
    if (flower->reach == 0) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (is_petal(&first[i])) {
            add_whorl(flower, &first[i]);
        } else {
            add_glow(flower, &first[i]);
        }
    }
    for (int p = 0; p < PLANES && flower->quarter; p++) {
        exchange(flower->sums[p], flower->turned[p], flower->size, flower->reach);
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

static void draw_whole(il_flower *flower, const il_target *target, bool first)
{
    const int size = flower->size, x = flower->x - size / 2, y = flower->y - size / 2;
    for (int j = 0; j < size; j++) {
        const uint16_t *rows[PLANES];
        for (int p = 0; p < PLANES; p++) {
            rows[p] = flower->sums[p] + (size_t)j * (size_t)size;
        }
        if (is_row(target, y + j)) {
            lay_row(flower, target, first, x, y + j, rows, size);
        }
    }
}

/* Row `k` of a half: turned as far as petals reach; beyond, turning changes nothing. */
static void take_half(const il_flower *flower, int p, int k, bool turned, int count, uint16_t *out)
{
    const uint16_t *plain = flower->sums[p] + (size_t)k * (size_t)flower->size;
    const int inner = !turned || k >= flower->reach ? 0
                      : flower->reach < count       ? flower->reach
                                                    : count;
    memcpy(out, flower->turned[p] + (size_t)k * (size_t)flower->size, (size_t)inner * sizeof *out);
    memcpy(out + inner, plain + inner, (size_t)(count - inner) * sizeof *out);
}

/* Row `k` of the left half from its end to its beginning, then that of the right, drawn at `y`. One
 * of them is turned. */
static void draw_halves(il_flower *flower, const il_target *target, bool first, int y,
                        bool left_turned, int k)
{
    if (!is_row(target, y)) {
        return;
    }
    // nothing lies outside the circle that all of it reaches to
    const int size = flower->size, reach = (int)sqrtf((float)(size * size - k * k));
    const uint16_t *rows[PLANES];
    for (int p = 0; p < PLANES; p++) {
        uint16_t *row = flower->halves + (size_t)p * 2 * (size_t)size;
        take_half(flower, p, k, left_turned, reach, flower->row);
        for (int i = 0; i < reach; i++) {
            row[i] = flower->row[reach - 1 - i];
        }
        take_half(flower, p, k, !left_turned, reach, row + reach);
        rows[p] = row;
    }
    lay_row(flower, target, first, flower->x - reach, y, rows, 2 * reach);
}

/* With `first`: the ground of the rows above and below. */
static void copy_rest(const il_flower *flower, const il_target *target)
{
    const int half = flower->quarter ? flower->size : flower->size / 2;
    const il_area *clip = &target->clip;
    for (int y = clip->y; y < clip->y + clip->h; y++) {
        if (y < flower->y - half || y >= flower->y + half) {
            il_ground_copy(target, y, clip->x, clip->x + clip->w);
        }
    }
}

/* Pixel (i, j) of the quarter is i to the right and j above the centre; a quarter turn brings it to
 * j to the right and i below, and so on. */
void il_flower_draw(il_flower *flower, const il_target *target, bool first)
{
    if (first) {
        copy_rest(flower, target);
    }
    if (!flower->quarter) {
        draw_whole(flower, target, first);
        return;
    }
    for (int k = 0; k < flower->size; k++) {
        draw_halves(flower, target, first, flower->y - 1 - k, true, k);
        draw_halves(flower, target, first, flower->y + k, false, k);
    }
}
