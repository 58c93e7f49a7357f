#include <math.h>

#include "draw/inside.h"
#include "draw/palette.h"

/* What the seed's own size is in a visual, and where it rests. */
static il_seed seed_in(const il_page *page, const il_scene_visual *shown)
{
    il_seed seed = {page->cx, page->visual_y, il_tokens_geometry.seed_r * page->R, 0.0};
    if (shown->visual == IL_VISUAL_LANTERN) {
        seed.radius =
            (page->compact ? 0.05 / il_tokens_geometry.player.visual_r * page->R : 0.05 * page->H);
    } else if (shown->visual == IL_VISUAL_HORIZON) {
        il_horizon_place(page, (double)page->screen->scene.gone, &seed.x, &seed.y);
        seed.radius = il_tokens_geometry.ritual.seed * page->u;
        seed.halo = 1.0;
    }
    return seed;
}

static il_seed between(il_seed a, il_seed b, double share)
{
    return (il_seed){il_mix(a.x, b.x, share), il_mix(a.y, b.y, share),
                     il_mix(a.radius, b.radius, share), il_mix(a.halo, b.halo, share)};
}

il_seed il_seed_of(const il_page *page)
{
    const il_screen *screen = page->screen;
    const il_scene *scene = &screen->scene;
    il_seed seed = seed_in(page, &scene->visuals[0]);
    if (scene->visual_count > 1) {
        seed = between(seed, seed_in(page, &scene->visuals[1]), (double)scene->seed_glide);
    }
    const il_seed closed = {page->cx, page->top + 0.330 * page->H, 30.0 * page->u, 0.0};
    return between(seed, closed, (double)screen->end.alpha);
}

/* The seed never leaves: it dims with the visual, but a question leaves it bright. */
void il_draw_seed(const il_page *page, double alpha)
{
    const il_screen *screen = page->screen;
    const il_seed seed = il_seed_of(page);
    const double dimmed = 1.0 - 0.4 * (double)screen->dim;
    const double halo = seed.halo * alpha * dimmed;
    il_pen_glow(page, seed.x, seed.y, 330.0 * page->u, IL_LOTUS_INNER, 0.30 * halo, IL_BLEND_ADD);
    il_pen_glow(page, seed.x, seed.y, 120.0 * page->u, IL_GLOW, 0.60 * halo, IL_BLEND_ADD);
    il_pen_disc(page, seed.x, seed.y, seed.radius, IL_SEED,
                alpha * il_mix(dimmed, 1.0, (double)screen->end.alpha));
}

static il_ground ground_of(const il_page *page, const il_scene_visual *shown)
{
    if (shown->visual == IL_VISUAL_LANTERN) {
        const il_seed seed = seed_in(page, shown);
        return (il_ground){.kind = IL_GROUND_LANTERN,
                           .glow_x = (float)seed.x,
                           .glow_y = (float)seed.y,
                           .scale = (float)(seed.radius / (0.05 * page->H))};
    }
    if (shown->visual == IL_VISUAL_LOTUS) {
        return (il_ground){.kind = IL_GROUND_BREATHE};
    }
    /* The ground is baked, so its light moves in steps: 8 u change no pixel by a whole level (the
     * slope of the glow is 0.07 levels to the u at most), and so do 64ths of the ember. */
    const double gone = (double)page->screen->scene.gone, step = 8.0 * page->u;
    double x = 0.0, y = 0.0;
    il_horizon_place(page, gone, &x, &y);
    return (il_ground){.kind = IL_GROUND_RITUAL,
                       .glow_x = (float)(round(x / step) * step),
                       .glow_y = (float)(round(y / step) * step),
                       .ember = (float)(round((0.55 + 0.35 * gone) * 64.0) / 64.0)};
}

static void mix_ground(il_list *list, il_ground over, double share)
{
    if (share >= 1.0) {
        list->grounds[0] = over;
        list->ground_mix = 0.0f;
    } else if (share > 0.0) {
        list->grounds[1] = over;
        list->ground_mix = (float)share;
    }
}

/* Two grounds at most are ever mixed: what covers everything goes over the visual that stays. */
void il_draw_grounds(const il_page *page)
{
    const il_screen *screen = page->screen;
    const il_scene *scene = &screen->scene;
    const int last = scene->visual_count - 1;
    const bool steady = screen->dialog.kind == IL_DIALOG_STEADY && screen->dialog.alpha > 0.0f;
    page->list->ground_mix = 0.0f;
    page->list->grounds[0] = ground_of(page, &scene->visuals[last]);
    if (screen->end.alpha > 0.0f) {
        mix_ground(page->list, (il_ground){.kind = IL_GROUND_CLOSE}, (double)screen->end.alpha);
    } else if (steady) {
        mix_ground(page->list, (il_ground){.kind = IL_GROUND_STEADY}, (double)screen->dialog.alpha);
    } else if (last > 0) {
        page->list->grounds[0] = ground_of(page, &scene->visuals[0]);
        mix_ground(page->list, ground_of(page, &scene->visuals[1]),
                   (double)scene->visuals[1].alpha);
    } else if (scene->visuals[0].visual == IL_VISUAL_LANTERN) { // its light is in its ground
        mix_ground(page->list, (il_ground){.kind = IL_GROUND_BREATHE}, 0.4 * (double)screen->dim);
    }
}

/* Of largest : smallest, how full the shape is drawn when the breath is empty (README of the
 * design, "Growth"): so that the outer petals, root and length, reach that much less far. */
static double smallest(double ratio)
{
    const il_token_whorl *outer = &il_tokens_geometry.lotus.outer;
    const double base = il_tokens_geometry.lotus.base;
    const double least = (outer->length[1] + base) / ratio - base;
    const double open = (least - outer->length[0]) / (outer->length[1] - outer->length[0]);
    return open > 0.0 ? pow(open, 1.0 / outer->pow) : 0.0;
}

static void draw_breathing(const il_page *page, const il_scene_visual *shown, double alpha)
{
    const double R = page->R * (double)shown->scale;
    const double m = smallest((double)shown->growth);
    const double dimmed = 1.0 - 0.4 * (double)page->screen->dim;
    il_draw_lotus(page, page->cx, page->visual_y, R, m + (1.0 - m) * (double)shown->fullness,
                  alpha * dimmed);
    il_draw_breath_rings(page, shown, R, alpha);
}

void il_draw_visuals(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    for (int i = 0; i < scene->visual_count; i++) {
        const il_scene_visual *shown = &scene->visuals[i];
        if (shown->visual == IL_VISUAL_LOTUS) {
            draw_breathing(page, shown, alpha * (double)shown->alpha);
        } else if (shown->visual == IL_VISUAL_HORIZON) {
            il_draw_horizon(page, shown, alpha * (double)shown->alpha);
        }
    }
}
