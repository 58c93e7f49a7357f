#include <math.h>

#include "base/memory.h"
#include "draw/raster.h"
#include "draw/tokens.h"

/* The texture of one petal: white, with a rim of light. */

/* Tokens `petal_texture`: the outline is x^1.12 (1 - x)^0.92, its tips grown soft. */
static const il_token_geometry *const tokens = &il_tokens_geometry;

enum { OUTLINE = 160 };

typedef struct {
    double x[OUTLINE + 1], y[OUTLINE + 1];
} outline;

static double half_at(double x)
{
    const double *shape = tokens->petal.exponents;
    return x <= 0.0 || x >= 1.0 ? 0.0
                                : pow(x, shape[0]) * pow(1.0 - x, shape[1]) / tokens->petal.peak;
}

static outline outline_of(void)
{
    outline made;
    for (int i = 0; i <= OUTLINE; i++) {
        const double x = 0.5 - 0.5 * cos(3.14159265358979323846 * i / OUTLINE);
        made.x[i] = tokens->petal.round + x * (1.0 - 2.0 * tokens->petal.round);
        made.y[i] = half_at(x) * (tokens->petal.half_width - tokens->petal.round);
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
    const double inner = (x - tokens->petal.round) / (1.0 - 2.0 * tokens->petal.round);
    const bool inside = y < half_at(inner) * (tokens->petal.half_width - tokens->petal.round);
    const double d = (inside ? 1.0 : -1.0) * distance_to(line, at, x, y) + tokens->petal.round;
    if (d <= 0.0) {
        return 0.0;
    }
    const double v = d < 0.20 ? 1.0 - d / 0.20 : 0.0, rim = (d - 0.0085) / 0.0065;
    const double a = smooth(0.0, 0.007, d) * smooth(0.06, 0.62, x) *
                     (0.14 + 0.22 * v * v * v + 0.14 * x * x + 0.26 * exp(-rim * rim));
    return a < 1.0 ? a : 1.0;
}

/* Where the rim is thinner than a pixel several points are taken for each. */
bool il_petal_paint(il_petal *made, int width, il_error *err)
{
    const int height = width * 5 / 8, points = width >= 320 ? 1 : 320 / width;
    *made = (il_petal){.width = width, .height = height};
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
                sum += petal_at(&line, &at, x, y * tokens->petal.half_width * 1.04);
            }
            const uint16_t a = (uint16_t)(sum / (points * points) * 65535.0 + 0.5);
            made->alpha[(j + 1) * il_petal_stride(made) + i + 1] = a;
            made->alpha[(height - j) * il_petal_stride(made) + i + 1] = a;
        }
    }
    return true;
}
