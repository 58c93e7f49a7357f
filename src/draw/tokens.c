#include "draw/tokens.h"

#include <stddef.h>

#define RGB(hex)                                                                                   \
    {                                                                                              \
        (uint8_t)((hex) >> 16), (uint8_t)((hex) >> 8 & 0xFF), (uint8_t)((hex)&0xFF)                \
    }

const il_token_type il_tokens_type[IL_ROLES] = {
    [IL_ROLE_DISPLAY] = {IL_FONT_SERIF_DISPLAY, 76, 84, 54},
    [IL_ROLE_TITLE] = {IL_FONT_SERIF_DISPLAY, 58, 68, 42},
    [IL_ROLE_PHASE] = {IL_FONT_SERIF_DISPLAY, 58, 66, 42},
    [IL_ROLE_NUMERAL] = {IL_FONT_SERIF_DISPLAY, 50, 60, 36},
    [IL_ROLE_HEADING] = {IL_FONT_SERIF_DISPLAY, 33, 42, 25},
    [IL_ROLE_CAPTION] = {IL_FONT_SERIF_TEXT, 38, 54, 29},
    [IL_ROLE_PROMPT] = {IL_FONT_SERIF_TEXT, 44, 58, 32},
    [IL_ROLE_READ] = {IL_FONT_SERIF_TEXT, 54, 76, 38},
    [IL_ROLE_BODY] = {IL_FONT_SANS, 21, 31, 16},
    [IL_ROLE_LABEL] = {IL_FONT_SANS_MEDIUM, 19, 26, 15},
    [IL_ROLE_SMALL] = {IL_FONT_SANS_MEDIUM, 17, 24, 14},
};

double il_tokens_cap(il_font font)
{
    return font >= IL_FONT_SANS ? 0.717 : 0.663;
}

const il_token_theme il_tokens_themes[IL_THEMES] = {
    [IL_THEME_NIGHT] =
        {
            .blend = IL_BLEND_ADD,
            .bg = {RGB(0x080D15), RGB(0x0D1622), RGB(0x14202D), RGB(0x24455A), RGB(0x4A2F2C)},
            .glow = RGB(0xF2BC92),
            .line = RGB(0x2B3A49),
            .surface = RGB(0x16222F),
            .button = {RGB(0xF2BC92), RGB(0x1B1512)},
            .text = {RGB(0xF3EEE4), RGB(0xBAC3CA), RGB(0x909DA9)},
            .accent = {RGB(0xF2BC92), RGB(0x8CCBC8), RGB(0xB3AEE2), RGB(0xEBA7AE), RGB(0xE9D29A),
                       RGB(0x98D2A0)},
            .focus = RGB(0xFFE1BC),
            .lotus = {RGB(0x358BA1), RGB(0x6A63A8), RGB(0xE48557), RGB(0xFFF1DE), RGB(0x2A2024)},
            .body = {RGB(0x41566A), RGB(0x7790A4), RGB(0xF7B27E), RGB(0x7FC4C4), RGB(0x4F7F8A)},
            .status = {RGB(0x9AD0A8), RGB(0xF2C57C), RGB(0xF09A8E)},
        },
    [IL_THEME_DAWN] =
        {
            .blend = IL_BLEND_ALPHA,
            .bg = {RGB(0xF8F2E9), RGB(0xF4E9DE), RGB(0xE9DDE1), RGB(0xFFFBF4), RGB(0xF6CFB4)},
            .glow = RGB(0xF0A070),
            .line = RGB(0xCFC2C0),
            .surface = RGB(0xFDF9F3),
            .button = {RGB(0x7A3B22), RGB(0xFFF8F0)},
            .text = {RGB(0x25282E), RGB(0x474B53), RGB(0x595D65)},
            .accent = {RGB(0x98441F), RGB(0x145F65), RGB(0x564888), RGB(0x923A52), RGB(0x72530E),
                       RGB(0x37642F)},
            .focus = RGB(0x7A2E12),
            .lotus = {RGB(0x5BA3AA), RGB(0x9287C6), RGB(0xEE9068), RGB(0xFFFDF8), RGB(0x3A2A22)},
            .body = {RGB(0xCDBFC3), RGB(0xA3939B), RGB(0xB4471B), RGB(0x1C7074), RGB(0x93BDBC)},
            .status = {RGB(0x2C6B3C), RGB(0x7A5200), RGB(0xA02B20)},
        },
    [IL_THEME_CONTRAST] =
        {
            .blend = IL_BLEND_ALPHA,
            .bg = {RGB(0), RGB(0), RGB(0), RGB(0), RGB(0)},
            .glow = RGB(0),
            .line = RGB(0xFFFFFF),
            .surface = RGB(0),
            .button = {RGB(0xFFD400), RGB(0)},
            .text = {RGB(0xFFFFFF), RGB(0xFFFFFF), RGB(0xE2E2E2)},
            .accent = {RGB(0xFFD400), RGB(0x5BE7FF), RGB(0xD9C2FF), RGB(0xFFB3C1), RGB(0xFFE98A),
                       RGB(0x9DF59D)},
            .focus = RGB(0xFFD400),
            .lotus = {RGB(0x5BE7FF), RGB(0xD9C2FF), RGB(0xFFD400), RGB(0xFFFFFF), RGB(0)},
            .body = {RGB(0x5A5A5A), RGB(0xFFFFFF), RGB(0xFFD400), RGB(0x5BE7FF), RGB(0x9A9A9A)},
            .status = {RGB(0x9DF59D), RGB(0xFFD400), RGB(0xFF9D91)},
        },
};

const il_token_geometry il_tokens_geometry = {
    .content_width_h = 1.56,
    .player = {.visual_y = 0.388,
               .visual_r = 0.260,
               .word_y = 0.752,
               .caption_y = 0.822,
               .caption_pitch = 0.048,
               .controls_y = 0.950,
               .pause_r = 30,
               .step_r = 26},
    .compact = {.above = 1.3, .visual_r = 0.20, .visual_y = 0.28, .caption_base = 0.88},
    .seed_r = 0.135,
    .lotus = {.outer = {8, -2.0, 18, 1.45, {0.388, 1.00}, {0.62, 0.62}, {0.60, 1.00}},
              .mid = {8, 24.5, 14, 1.20, {0.36, 0.82}, {0.62, 0.64}, {0.58, 0.95}},
              .inner = {8, 4.0, 12, 1.00, {0.32, 0.60}, {0.64, 0.68}, {0.66, 0.80}},
              .base = 0.02,
              .bloom_r = {0.80, 1.50},
              .bloom_alpha = {0.12, 0.30},
              .heart_r = {0.32, 0.56},
              .heart_alpha = {0.60, 0.65},
              .heart_seed = 0.05},
    .petal = {.exponents = {1.12, 0.92}, .peak = 0.2456, .half_width = 0.31, .round = 0.050},
    .cycle_ring = {.r = 1.15,
                   .gap_rad = 0.022,
                   .width = 2,
                   .alpha_active = 0.75,
                   .alpha_rest = 0.45,
                   .bead = 5.5,
                   .bead_glow = 28},
    .hold_ring = {.r = 1.34, .width = 3, .alpha = 0.95, .track = 0.22},
    .ritual = {.horizon = 0.655, .rx_w = 0.335, .ry = 0.475, .seed = 38},
};

static const il_token_glow breathe[] = {{0.50, 0.39, 0.82, 1.0, IL_GLOW_GLOW, 0.60},
                                        {0.5, 1.25, 0.60, 2.2, IL_GLOW_EMBER, 0.40}};
/* The first follows the seed: its place is the ground's. */
static const il_token_glow ritual[] = {{0.50, 0.0, 0.80, 1.0, IL_GLOW_GLOW, 0.70},
                                       {0.50, 0.955, 0.62, 2.3, IL_GLOW_EMBER, 0.55}};
/* The breathing ground with the lantern's two lights, baked in: a stretched glow would band. */
static const il_token_glow lantern[] = {{0.50, 0.39, 0.82, 1.0, IL_GLOW_GLOW, 0.60},
                                        {0.5, 1.25, 0.60, 2.2, IL_GLOW_EMBER, 0.40},
                                        {0.50, 0.388, 0.42, 1.0, IL_GLOW_WARM, 0.28},
                                        {0.50, 0.388, 0.13, 1.0, IL_GLOW_WARM, 0.42}};
static const il_token_glow close_[] = {{0.50, 0.33, 0.80, 1.0, IL_GLOW_GLOW, 0.55},
                                       {0.5, 1.22, 0.66, 2.2, IL_GLOW_EMBER, 0.75}};

const il_token_glow *il_tokens_glows(il_ground_kind kind, int *count)
{
    switch (kind) {
    case IL_GROUND_BREATHE:
        *count = sizeof breathe / sizeof *breathe;
        return breathe;
    case IL_GROUND_RITUAL:
        *count = sizeof ritual / sizeof *ritual;
        return ritual;
    case IL_GROUND_LANTERN:
        *count = sizeof lantern / sizeof *lantern;
        return lantern;
    case IL_GROUND_CLOSE:
        *count = sizeof close_ / sizeof *close_;
        return close_;
    default:
        *count = 0;
        return NULL;
    }
}
