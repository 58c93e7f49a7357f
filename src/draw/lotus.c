#include <math.h>

#include "draw/inside.h"
#include "draw/palette.h"

static const double turn = 6.28318530717958647692;

static double of(const double *pair, double share)
{
    return il_mix(pair[0], pair[1], share);
}

static void draw_whorl(const il_page *page, const il_token_whorl *petals, double x, double y,
                       double R, double b, il_colour colour, double alpha)
{
    const double open = pow(b, petals->pow);
    const double length = R * of(petals->length, open), width = length * of(petals->width, open);
    const double angle = (petals->angle + petals->spin * b) * turn / 360.0;
    il_list_petals(page->list, (float)x, (float)y, (float)(il_tokens_geometry.lotus.base * R),
                   (float)length, (float)width, (float)angle, petals->count, colour,
                   (float)(alpha * of(petals->alpha, open)), IL_BLEND_ADD);
}

/* The inner whorl opens first and the outer last, so that it blooms rather than grows. */
void il_draw_lotus(const il_page *page, double x, double y, double R, double fullness, double alpha)
{
    const il_token_geometry *tokens = &il_tokens_geometry;
    const double b = fullness;
    il_pen_glow(page, x, y, R * of(tokens->lotus.bloom_r, b), IL_LOTUS_MID,
                alpha * of(tokens->lotus.bloom_alpha, b), IL_BLEND_ADD);
    draw_whorl(page, &tokens->lotus.outer, x, y, R, b, IL_LOTUS_OUTER, alpha);
    draw_whorl(page, &tokens->lotus.mid, x, y, R, b, IL_LOTUS_MID, alpha);
    draw_whorl(page, &tokens->lotus.inner, x, y, R, b, IL_LOTUS_INNER, alpha);
    il_pen_glow(page, x, y, R * of(tokens->lotus.heart_r, b),
                il_pen_blend(IL_LOTUS_INNER, IL_SEED, tokens->lotus.heart_seed),
                alpha * of(tokens->lotus.heart_alpha, b), IL_BLEND_ADD);
}

static il_colour phase_colour(il_breath_phase phase)
{
    return phase == IL_BREATH_OUT                               ? IL_COOL
           : phase == IL_BREATH_HOLD || phase == IL_BREATH_REST ? IL_DUSK
                                                                : IL_WARM;
}

/* One turn is one breath, each phase an arc in proportion to its time, a bead going round evenly.
 */
static void draw_cycle(const il_page *page, const il_scene_visual *shown, double r, double alpha)
{
    const il_breath_cycle *cycle = &shown->cycle;
    const il_frames phases[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
    const double whole = (double)il_breath_length(cycle),
                 gap = il_tokens_geometry.cycle_ring.gap_rad;
    const double x = page->cx, y = page->visual_y;
    double from = 0.0;
    for (int i = IL_BREATH_IN; i <= IL_BREATH_REST; i++) {
        const double to = from + (double)phases[i] / whole * turn;
        if (to - from > 2.0 * gap) {
            const double strength = i == (int)shown->phase
                                        ? il_tokens_geometry.cycle_ring.alpha_active
                                        : il_tokens_geometry.cycle_ring.alpha_rest;
            il_list_arc(page->list, (float)x, (float)y, (float)r, (float)r, (float)(from + gap),
                        (float)(to - gap), (float)(il_tokens_geometry.cycle_ring.width * page->u),
                        phase_colour((il_breath_phase)i), (float)(strength * alpha));
        }
        from = to;
    }
    const double at = (double)shown->turned * turn;
    const double bead_x = x + r * sin(at), bead_y = y - r * cos(at);
    il_pen_glow(page, bead_x, bead_y, il_tokens_geometry.cycle_ring.bead_glow * page->u,
                phase_colour(shown->phase), 0.75 * alpha, IL_BLEND_ALPHA);
    il_pen_disc(page, bead_x, bead_y, il_tokens_geometry.cycle_ring.bead * page->u, IL_SEED, alpha);
}

/* While the breath is held or rests the shape is still, and a thin ring round the seed fills. */
static void draw_hold(const il_page *page, const il_scene_visual *shown, double r, double alpha)
{
    const double x = page->cx, y = page->visual_y,
                 width = il_tokens_geometry.hold_ring.width * page->u;
    il_pen_ring(page, x, y, r, width, IL_SEED, il_tokens_geometry.hold_ring.track * alpha);
    if (shown->done > 0.004f) {
        il_list_arc(page->list, (float)x, (float)y, (float)r, (float)r, 0.0f,
                    (float)(turn * (double)shown->done), (float)width, IL_SEED,
                    (float)(il_tokens_geometry.hold_ring.alpha * alpha));
    }
}

void il_draw_breath_rings(const il_page *page, const il_scene_visual *shown, double R, double alpha)
{
    if (shown->cycle_alpha > 0.0f) {
        draw_cycle(page, shown, il_tokens_geometry.cycle_ring.r * R,
                   alpha * (double)shown->cycle_alpha);
    }
    if (shown->paced && (shown->phase == IL_BREATH_HOLD || shown->phase == IL_BREATH_REST)) {
        draw_hold(page, shown, il_tokens_geometry.hold_ring.r * il_tokens_geometry.seed_r * R,
                  alpha);
    }
}
