#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "draw/raster.h"

/* ---- the texture of one petal ---- */

/* Tokens `petal_texture`: the outline is x^1.12 (1 - x)^0.92, its tips grown soft. */
static const double half_width = 0.31, rounding = 0.050, peak = 0.2456;

enum { LEVELS = 4, WIDEST = 640, OUTLINE = 160 };

typedef struct {
    uint16_t *alpha; // owned; of 65535, with a row and column of nothing around
    int width, height;
} texture;

typedef struct {
    double x[OUTLINE + 1], y[OUTLINE + 1];
} outline;

static double half_at(double x)
{
    return x <= 0.0 || x >= 1.0 ? 0.0 : pow(x, 1.12) * pow(1.0 - x, 0.92) / peak;
}

static outline outline_of(void)
{
    outline made;
    for (int i = 0; i <= OUTLINE; i++) {
        const double x = 0.5 - 0.5 * cos(3.14159265358979323846 * i / OUTLINE);
        made.x[i] = rounding + x * (1.0 - 2.0 * rounding);
        made.y[i] = half_at(x) * (half_width - rounding);
    }
    return made;
}

static double square_to(const outline *line, int i, double x, double y)
{
    const double ax = line->x[i], ay = line->y[i];
    const double ex = line->x[i + 1] - ax, ey = line->y[i + 1] - ay;
    double t = ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey);
    t = t < 0.0 ? 0.0 : t > 1.0 ? 1.0 : t;
    const double dx = x - ax - t * ex, dy = y - ay - t * ey;
    return dx * dx + dy * dy;
}

/* The distance to the outline, from the piece that was nearest before, `*at`: along a row the
 * nearest one moves little. */
static double distance_to(const outline *line, int *at, double x, double y)
{
    double best = square_to(line, *at, x, y);
    for (int direction = -1; direction <= 1; direction += 2) {
        for (int i = *at + direction, missed = 0; i >= 0 && i < OUTLINE && missed < 6;
             i += direction) {
            const double square = square_to(line, i, x, y);
            missed = square < best ? 0 : missed + 1;
            *at = square < best ? i : *at;
            best = square < best ? square : best;
        }
    }
    return sqrt(best);
}

static double smooth(double from, double to, double x)
{
    double share = (x - from) / (to - from);
    share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    return share * share * (3.0 - 2.0 * share);
}

/* README of the design, section 6: the rim of light is the charm. */
static double petal_at(const outline *line, int *at, double x, double y)
{
    const double inner = (x - rounding) / (1.0 - 2.0 * rounding);
    const bool inside = y < half_at(inner) * (half_width - rounding);
    const double d = (inside ? 1.0 : -1.0) * distance_to(line, at, x, y) + rounding;
    if (d <= 0.0) {
        return 0.0;
    }
    const double v = d < 0.20 ? 1.0 - d / 0.20 : 0.0, rim = (d - 0.0085) / 0.0065;
    const double a = smooth(0.0, 0.007, d) * smooth(0.06, 0.62, x) *
                     (0.14 + 0.22 * v * v * v + 0.14 * x * x + 0.26 * exp(-rim * rim));
    return a < 1.0 ? a : 1.0;
}

static int stride_of(const texture *made)
{
    return made->width + 2;
}

/* Where the rim is thinner than a pixel several points are taken for each. */
static bool paint_petal(texture *made, int width, il_error *err)
{
    const int height = width * 5 / 8, points = width >= 320 ? 1 : 320 / width;
    *made = (texture){.width = width, .height = height};
    made->alpha = il_alloc((size_t)(width + 2) * (size_t)(height + 2), sizeof *made->alpha, err);
    if (!made->alpha) {
        return false;
    }
    const outline line = outline_of();
    for (int j = 0; j < height / 2; j++) {
        int at = 0;
        for (int i = 0; i < width; i++) {
            double sum = 0.0;
            for (int p = 0; p < points * points; p++) {
                const double x = (i + (p % points + 0.5) / points) / width;
                const double y = fabs((j + (p / points + 0.5) / points) / height * 2.0 - 1.0);
                sum += petal_at(&line, &at, x, y * half_width * 1.04);
            }
            const uint16_t a = (uint16_t)(sum / (points * points) * 65535.0 + 0.5);
            made->alpha[(j + 1) * stride_of(made) + i + 1] = a;
            made->alpha[(height - j) * stride_of(made) + i + 1] = a;
        }
    }
    return true;
}

/* ---- adding up ---- */

enum { ONE = 64 }; // what one level of 255 counts here

typedef struct {
    uint16_t channel[4]; // red, green, blue, nothing
} sum;

struct il_petals {
    texture levels[LEVELS]; // made when first needed; level i is WIDEST >> i wide
    sum *sums, *turned;     // owned; of a quarter: [row][column]; the same with both exchanged
    size_t room;            // of both, in pixels
    int size;               // of the quarter's side, or of the whole box when nothing repeats
    bool quarter;
    int x, y; // the centre, on a corner of pixels
    uint64_t key;
};

il_petals *il_petals_create(il_error *err)
{
    return il_alloc(1, sizeof(il_petals), err);
}

void il_petals_destroy(il_petals *petals)
{
    if (petals) {
        for (int i = 0; i < LEVELS; i++) {
            il_free(petals->levels[i].alpha);
        }
        il_free(petals->sums);
        il_free(petals->turned);
        il_free(petals);
    }
}

static bool is_petal(const il_primitive *one)
{
    return one->kind == IL_PRIMITIVE_SPRITE && one->sprite.sprite == IL_SPRITE_PETAL;
}

int il_petals_group(const il_primitive *first, int count)
{
    int same = 0;
    while (same < count && is_petal(&first[same]) && first[same].blend == first->blend &&
           first[same].sprite.x == first->sprite.x && first[same].sprite.y == first->sprite.y) {
        same++;
    }
    return same;
}

/* The smallest texture that is not enlarged, or NULL without memory. */
static const texture *level_for(il_petals *petals, float length)
{
    int level = 0;
    while (level + 1 < LEVELS && (WIDEST >> (level + 1)) >= (int)length) {
        level++;
    }
    texture *made = &petals->levels[level];
    return made->alpha || paint_petal(made, WIDEST >> level, NULL) ? made : NULL;
}

static bool make_room(il_petals *petals, int side)
{
    const size_t wanted = (size_t)side * (size_t)side;
    if (wanted > petals->room) {
        il_free(petals->sums);
        il_free(petals->turned);
        petals->sums = il_alloc(wanted, sizeof(sum), NULL);
        petals->turned = il_alloc(wanted, sizeof(sum), NULL);
        petals->room = petals->sums && petals->turned ? wanted : 0;
    }
    if (wanted <= petals->room) {
        memset(petals->sums, 0, wanted * sizeof(sum));
    }
    return wanted <= petals->room;
}

/* A petal in the frame of what is added up: where its pixels lie in its texture. */
typedef struct {
    const texture *from;
    float cos, sin;     // of the ray along it
    float offset;       // of its root from the centre
    float per_x, per_y; // texture pixels for a pixel along and across
    float length, half;
    uint32_t colour[3]; // times alpha, in ONEs
} placed;

/* The columns of a row at (`x` + i, y) from the centre that lie within the petal's rectangle. */
static bool columns_of(const placed *petal, float x, float y, int count, int *from, int *to)
{
    float low = 0.0f, high = (float)count;
    const float along = y * petal->sin - petal->offset, across = y * petal->cos;
    const float slopes[2] = {petal->cos, -petal->sin};
    const float starts[2] = {along + x * petal->cos, across - x * petal->sin};
    const float least[2] = {0.0f, -petal->half}, most[2] = {petal->length, petal->half};
    for (int i = 0; i < 2; i++) {
        if (fabsf(slopes[i]) < 1e-6f) {
            if (starts[i] <= least[i] || starts[i] >= most[i]) {
                return false;
            }
            continue;
        }
        const float a = (least[i] - starts[i]) / slopes[i], b = (most[i] - starts[i]) / slopes[i];
        low = fmaxf(low, fminf(a, b));
        high = fminf(high, fmaxf(a, b));
    }
    *from = (int)ceilf(low);
    *to = (int)ceilf(high);
    *to = *to < count ? *to : count;
    return *from < *to;
}

/* Bilinear, in 16.16 from the texture's first pixel on; one row and column of nothing lie around.
 */
static uint32_t sample(const texture *from, int32_t u, int32_t v)
{
    const int stride = stride_of(from);
    const uint16_t *at = from->alpha + (v >> 16) * stride + (u >> 16);
    const uint32_t fu = (uint32_t)u >> 8 & 0xFF, fv = (uint32_t)v >> 8 & 0xFF;
    const uint32_t top = at[0] * (256 - fu) + at[1] * fu;
    const uint32_t bottom = at[stride] * (256 - fu) + at[stride + 1] * fu;
    return ((top >> 8) * (256 - fv) + (bottom >> 8) * fv) >> 8;
}

static uint16_t held(uint32_t value)
{
    return (uint16_t)(value < 65535 ? value : 65535);
}

static void add_row(sum *row, const placed *petal, float x, float y, int from, int to)
{
    const float along = (x + (float)from) * petal->cos + y * petal->sin - petal->offset;
    const float across = y * petal->cos - (x + (float)from) * petal->sin + petal->half;
    // texture pixel k has its middle at k + 0.5, and stands at k + 1 behind the row of nothing
    int32_t u = (int32_t)((along * petal->per_x + 0.5f) * 65536.0f);
    int32_t v = (int32_t)((across * petal->per_y + 0.5f) * 65536.0f);
    const int32_t du = (int32_t)(petal->cos * petal->per_x * 65536.0f);
    const int32_t dv = (int32_t)(-petal->sin * petal->per_y * 65536.0f);
    const int32_t most_u = (petal->from->width + 1) * 65536 - 1;
    const int32_t most_v = (petal->from->height + 1) * 65536 - 1;
    for (int i = from; i < to; i++, u += du, v += dv) {
        if (u < 0 || v < 0 || u > most_u || v > most_v) {
            continue; // rounding at the rectangle's edge
        }
        const uint32_t a = sample(petal->from, u, v);
        for (int c = 0; c < 3; c++) {
            row[i].channel[c] = held(row[i].channel[c] + (uint32_t)((a * petal->colour[c]) >> 16));
        }
    }
}

static void add_petal(il_petals *petals, const placed *petal)
{
    const int size = petals->size;
    for (int j = 0; j < size; j++) {
        // the quarter's rows go up from the centre; a whole box begins at its top
        const float y = petals->quarter ? -((float)j + 0.5f) : (float)(j - size / 2) + 0.5f;
        const float x = petals->quarter ? 0.5f : 0.5f - (float)(size / 2);
        int from = 0, to = 0;
        if (columns_of(petal, x, y, size, &from, &to)) {
            add_row(petals->sums + (size_t)j * (size_t)size, petal, x, y, from, to);
        }
    }
}

static void add_whorl(il_petals *petals, const il_primitive *whorl)
{
    const texture *from = level_for(petals, whorl->sprite.width);
    if (!from) {
        return;
    }
    const float alpha = whorl->alpha * ONE;
    placed petal = {.from = from,
                    .offset = whorl->sprite.offset,
                    .per_x = (float)from->width / whorl->sprite.width,
                    .per_y = (float)from->height / whorl->sprite.height,
                    .length = whorl->sprite.width,
                    .half = whorl->sprite.height / 2.0f,
                    .colour = {(uint32_t)(whorl->colour.r * alpha + 0.5f),
                               (uint32_t)(whorl->colour.g * alpha + 0.5f),
                               (uint32_t)(whorl->colour.b * alpha + 0.5f)}};
    for (int i = 0; i < whorl->sprite.count; i++) {
        const double angle =
            (double)whorl->sprite.angle + 6.28318530717958647692 * i / whorl->sprite.count;
        petal.cos = (float)sin(angle); // from 12 o'clock, clockwise
        petal.sin = (float)-cos(angle);
        add_petal(petals, &petal);
    }
}

/* Blocks of a size that the cache holds, so that neither side is walked down its columns. */
static void exchange(const sum *from, sum *to, int size)
{
    enum { BLOCK = 16 };
    for (int j0 = 0; j0 < size; j0 += BLOCK) {
        for (int i0 = 0; i0 < size; i0 += BLOCK) {
            for (int j = j0; j < size && j < j0 + BLOCK; j++) {
                for (int i = i0; i < size && i < i0 + BLOCK; i++) {
                    to[(size_t)i * (size_t)size + (size_t)j] =
                        from[(size_t)j * (size_t)size + (size_t)i];
                }
            }
        }
    }
}

bool il_petals_add_up(il_petals *petals, const il_primitive *first, int count, uint64_t key)
{
    if (petals->sums && petals->key == key) {
        return true;
    }
    float reach = 0.0f;
    bool quarter = true;
    for (int i = 0; i < count; i++) {
        const float half = first[i].sprite.height / 2.0f;
        const float end = first[i].sprite.offset + first[i].sprite.width;
        reach = fmaxf(reach, sqrtf(end * end + half * half));
        quarter = quarter && first[i].sprite.count % 4 == 0;
    }
    const int side = (int)ceilf(reach) + 1;
    petals->quarter = quarter;
    petals->size = quarter ? side : 2 * side;
    petals->x = (int)lroundf(first->sprite.x);
    petals->y = (int)lroundf(first->sprite.y);
    petals->key = key;
    if (!make_room(petals, petals->size)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        add_whorl(petals, &first[i]);
    }
    if (quarter) {
        exchange(petals->sums, petals->turned, petals->size);
    }
    return true;
}

/* ---- drawing ---- */

static uint32_t added(uint32_t pixel, const sum *light, int dither)
{
    const int up = dither / (65536 / ONE);
    return il_saturated(il_channel(pixel, 16) + (light->channel[0] + up) / ONE) << 16 |
           il_saturated(il_channel(pixel, 8) + (light->channel[1] + up) / ONE) << 8 |
           il_saturated(il_channel(pixel, 0) + (light->channel[2] + up) / ONE) | 0xFF000000U;
}

/* A row of `count` pixels from column `x` on; the sums go forward or back. */
static void draw_row(const il_target *target, int x, int y, const sum *sums, int step, int count)
{
    const il_area *clip = &target->clip;
    const int from = clip->x > x ? clip->x - x : 0;
    const int right = clip->x + clip->w - x, to = right < count ? right : count;
    uint32_t *out = target->pixels + (size_t)y * (size_t)target->stride + x;
    for (int i = from; i < to; i++) {
        out[i] = added(out[i], &sums[i * step], il_dither_at(x + i, y));
    }
}

static bool is_row(const il_target *target, int y)
{
    return y >= target->clip.y && y < target->clip.y + target->clip.h;
}

static void draw_whole(const il_petals *petals, const il_target *target)
{
    const int size = petals->size, x = petals->x - size / 2, y = petals->y - size / 2;
    for (int j = 0; j < size; j++) {
        if (is_row(target, y + j)) {
            draw_row(target, x, y + j, petals->sums + (size_t)j * (size_t)size, 1, size);
        }
    }
}

/* Pixel (i, j) of the quarter is i to the right and j above the centre; a quarter turn brings it to
 * j to the right and i below, and so on. */
void il_petals_draw(const il_petals *petals, const il_target *target)
{
    if (!petals->quarter) {
        draw_whole(petals, target);
        return;
    }
    const int size = petals->size, x = petals->x, y = petals->y;
    for (int k = 0; k < size; k++) {
        const sum *row = petals->sums + (size_t)k * (size_t)size;
        const sum *turned = petals->turned + (size_t)k * (size_t)size;
        if (is_row(target, y - 1 - k)) {
            draw_row(target, x - size, y - 1 - k, turned + size - 1, -1, size);
            draw_row(target, x, y - 1 - k, row, 1, size);
        }
        if (is_row(target, y + k)) {
            draw_row(target, x - size, y + k, row + size - 1, -1, size);
            draw_row(target, x, y + k, turned, 1, size);
        }
    }
}
