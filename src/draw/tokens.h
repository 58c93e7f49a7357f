#ifndef IL_DRAW_TOKENS_H
#define IL_DRAW_TOKENS_H

#include "draw/list.h"

/* The design's numbers, as assets/tokens.yaml has them; a test holds the two against each other.
 * What each means stands there. Lengths are in units (u) or in fractions of the layout's height H.
 */

typedef enum {
    IL_FONT_SERIF_DISPLAY,
    IL_FONT_SERIF_TEXT,
    IL_FONT_SERIF_STRONG,
    IL_FONT_SANS,
    IL_FONT_SANS_MEDIUM,
    IL_FONT_SANS_STRONG,
    IL_FONTS,
} il_font;

typedef struct {
    il_font font;
    double size_u, line_u, least_px;
} il_token_type;
extern const il_token_type il_tokens_type[IL_ROLES];

/* Height of the capitals, of the em. */
double il_tokens_cap(il_font font);

typedef enum { IL_THEME_NIGHT, IL_THEME_DAWN, IL_THEME_CONTRAST, IL_THEMES } il_theme;

typedef struct {
    il_blend blend; // of petals, halo, bloom and glow behind the visual
    struct {
        il_colour top, mid, bottom, glow, ember;
    } bg;
    il_colour glow, line, surface;
    struct {
        il_colour fill, ink;
    } button;
    il_colour text[3]; // 1 to 3
    struct {
        il_colour warm, cool, dusk, rose, gold, leaf;
    } accent;
    il_colour focus;
    struct {
        il_colour outer, mid, inner, seed, ink;
    } lotus;
    struct {
        il_colour base, rim, tense, release, done;
    } body;
    struct {
        il_colour ok, warn, stop;
    } status;
} il_token_theme;
extern const il_token_theme il_tokens_themes[IL_THEMES];

/* A glow of a ground: where, how large, how wide for its height, which colour of the theme's bg,
 * how strong. */
typedef enum { IL_GLOW_GLOW, IL_GLOW_EMBER, IL_GLOW_WARM } il_glow_colour;
typedef struct {
    double x_w, y_h, radius_h, stretch;
    il_glow_colour colour;
    double alpha;
} il_token_glow;

/* The glows of a ground, `*count` of them. */
const il_token_glow *il_tokens_glows(il_ground_kind kind, int *count);

/* A whorl of the lotus; pairs are for an empty and a full breath, angles in degrees. */
typedef struct {
    int count;
    double angle, spin, pow;
    double length[2], width[2], alpha[2]; // of R, of the length
} il_token_whorl;

/* What of `layout`, `text_scale` and `geometry` is drawn by now. */
typedef struct {
    double content_width_h;
    struct {
        double visual_y, visual_r, word_y, caption_y, caption_pitch; // of H
        double controls_y;                                           // of H
        double pause_r, step_r;                                      // u
    } player;
    struct {
        double above, visual_r, visual_y, caption_base; // compact: of H
    } compact;
    double seed_r; // of R
    struct {
        il_token_whorl outer, mid, inner;
        double base; // the root of a petal, of R
        double bloom_r[2], bloom_alpha[2];
        double heart_r[2], heart_alpha[2], heart_seed;
    } lotus;
    struct {
        double exponents[2], peak, half_width, round; // of the petal's length
    } petal;
    struct {
        double r, gap_rad, width, alpha_active, alpha_rest, bead, bead_glow;
    } cycle_ring;
    struct {
        double r, width, alpha, track; // r of the seed's
    } hold_ring;
    struct {
        double horizon, rx_w, ry, seed;
    } ritual;
} il_token_geometry;
extern const il_token_geometry il_tokens_geometry;

#endif
