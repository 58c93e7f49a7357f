#ifndef IL_DRAW_LIST_H
#define IL_DRAW_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "draw/type.h"

/* One picture as a list of primitives, bottom to top: all that a back end knows.
 *
 * Plain data, made anew for every picture, in pixels from the top left, angles in radians clockwise
 * from 12 o'clock. Two equal lists are the same picture, so a back end may compare one with the
 * last and draw only what changed. */

enum { IL_PRIMITIVES_MAX = 160, IL_POINTS_MAX = 8192, IL_LIST_TEXT_MAX = 8192 };

typedef struct {
    uint8_t r, g, b;
} il_colour; // sRGB, not premultiplied

typedef enum { IL_BLEND_ALPHA, IL_BLEND_ADD } il_blend;

/* The still ground of a screen, baked with dither: `backgrounds` of the tokens. */
typedef enum {
    IL_GROUND_BREATHE,
    IL_GROUND_RITUAL, // its glow follows the seed
    IL_GROUND_LANTERN, // its light is where the seed is
    IL_GROUND_STEADY, // flat
    IL_GROUND_CLOSE,
    IL_GROUND_NONE, // nothing baked yet; never drawn
} il_ground_kind;

typedef struct {
    il_ground_kind kind;
    float glow_x, glow_y; // pixels: where the light of a ritual or lantern is, else ignored
    float scale;          // of the lights of a lantern, 1 as designed, 0 none; else ignored
    float ember;          // alpha of the ember of a ritual, else ignored
} il_ground;

typedef enum {
    IL_SPRITE_GLOW,
    IL_SPRITE_HALO,
    IL_SPRITE_PETAL, // along x from its root
} il_sprite_kind;

typedef enum {
    IL_PRIMITIVE_SPRITE,
    IL_PRIMITIVE_STRIP,
    IL_PRIMITIVE_TEXT,
    IL_PRIMITIVE_RECT
} il_primitive_kind;

typedef struct {
    il_primitive_kind kind;
    il_blend blend;
    il_colour colour;
    float alpha; // 0 to 1, of the whole primitive
    union {
        /* A white texture, tinted: the rectangle from `offset` to `offset` + `width` along the ray
         * at `angle` from (x, y), `height` across it; repeated `count` (>= 1) times in all, each a
         * `count`th of a turn further. A glow centred on (x, y) has offset -width / 2. */
        struct {
            il_sprite_kind sprite;
            float x, y, offset, width, height, angle;
            int count;
        } sprite;
        /* A line through points[first..first + count), `width` wide, feathered by one pixel on both
         * sides, each point with an alpha of its own; or, filled, the inside of a convex outline.
         */
        struct {
            int first, count;
            float width;
            bool closed, filled, round; // round: ends
        } strip;
        /* One line of text of a role, its origin and baseline at (x, y); whole pixels at rest. */
        struct {
            il_role role;
            il_align align;
            float x, y;
            int text; // offset into il_list.text
        } text;
        /* A rectangle whose alpha runs in a line from `from` to `to`, downward or to the right. */
        struct {
            float x, y, width, height;
            float from, to;
            bool across;
        } rect;
    };
} il_primitive;

typedef struct {
    float x, y, alpha;
} il_point;

typedef struct {
    il_ground grounds[2]; // the second over the first at `ground_mix`, when that is above 0
    float ground_mix;
    il_primitive primitives[IL_PRIMITIVES_MAX];
    int primitive_count;
    il_point points[IL_POINTS_MAX];
    int point_count;
    char text[IL_LIST_TEXT_MAX];
    int text_size;
} il_list;

void il_list_clear(il_list *list);

/* Each adds one primitive; what has no room or alpha 0 is left out. */
void il_list_sprite(il_list *list, il_sprite_kind sprite, float x, float y, float width,
                    float height, il_colour colour, float alpha,
                    il_blend blend); // centred; a glow or a halo
/* `count` is a multiple of four, so that a quarter turn changes nothing. */
void il_list_petals(il_list *list, float x, float y, float offset, float length, float width,
                    float angle, int count, il_colour colour, float alpha, il_blend blend);
void il_list_arc(il_list *list, float x, float y, float rx, float ry, float from, float to,
                 float width, il_colour colour, float alpha); // round ends; a whole turn is closed
void il_list_disc(il_list *list, float x, float y, float radius, il_colour colour, float alpha);
/* The inside of a convex outline. */
void il_list_fill(il_list *list, const il_point *points, int count, il_colour colour, float alpha);
void il_list_line(il_list *list, const il_point *points, int count, float width, il_colour colour,
                  float alpha);
/* A rectangle with round corners: outlined when `width` > 0, else filled. */
void il_list_pill(il_list *list, float x, float y, float w, float h, float radius, float width,
                  il_colour colour, float alpha);
void il_list_rect(il_list *list, float x, float y, float w, float h, il_colour colour, float from,
                  float to, bool across);
void il_list_text(il_list *list, il_role role, il_align align, float x, float baseline,
                  const char *text, il_colour colour, float alpha);

#endif
