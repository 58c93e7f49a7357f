#include "draw/list.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const double turn = 6.28318530717958647692;

void il_list_clear(il_list *list)
{
    list->grounds[0] = list->grounds[1] = (il_ground){0};
    list->ground_mix = 0.0f;
    list->primitive_count = 0;
    list->point_count = 0;
    list->text_size = 0;
}

/* The place of one more primitive, zeroed but for these; NULL when it would not be seen or has no
 * room. */
static il_primitive *add(il_list *list, il_primitive_kind kind, il_colour colour, float alpha,
                         il_blend blend)
{
    if (!(alpha > 0.0f) || list->primitive_count == IL_PRIMITIVES_MAX) {
        return NULL;
    }
    il_primitive *made = &list->primitives[list->primitive_count++];
    memset(made, 0, sizeof *made);
    made->kind = kind;
    made->colour = colour;
    made->alpha = alpha < 1.0f ? alpha : 1.0f;
    made->blend = blend;
    return made;
}

void il_list_sprite(il_list *list, il_sprite_kind sprite, float x, float y, float width,
                    float height, il_colour colour, float alpha, il_blend blend)
{
    assert(sprite != IL_SPRITE_PETAL); // il_list_petals: a petal has a root, not a middle
    il_primitive *made = add(list, IL_PRIMITIVE_SPRITE, colour, alpha, blend);
    if (made) {
        made->sprite.sprite = sprite;
        made->sprite.x = x;
        made->sprite.y = y;
        made->sprite.offset = -width / 2.0f;
        made->sprite.width = width;
        made->sprite.height = height;
        made->sprite.angle = (float)(turn / 4.0);
        made->sprite.count = 1;
    }
}

void il_list_petals(il_list *list, float x, float y, float offset, float length, float width,
                    float angle, int count, il_colour colour, float alpha, il_blend blend)
{
    assert(count > 0 && count % 4 == 0);
    il_primitive *made = add(list, IL_PRIMITIVE_SPRITE, colour, alpha, blend);
    if (made) {
        made->sprite.sprite = IL_SPRITE_PETAL;
        made->sprite.x = x;
        made->sprite.y = y;
        made->sprite.offset = offset;
        made->sprite.width = length;
        made->sprite.height = width;
        made->sprite.angle = angle;
        made->sprite.count = count;
    }
}

/* A strip of `count` points that the caller fills; NULL when there is no room. */
static il_point *add_strip(il_list *list, int count, float width, il_colour colour, float alpha,
                           il_primitive **made)
{
    if (count < 2 || count > IL_POINTS_MAX - list->point_count) {
        return NULL;
    }
    *made = add(list, IL_PRIMITIVE_STRIP, colour, alpha, IL_BLEND_ALPHA);
    if (!*made) {
        return NULL;
    }
    il_point *points = &list->points[list->point_count];
    (*made)->strip.first = list->point_count;
    (*made)->strip.count = count;
    (*made)->strip.width = width;
    list->point_count += count;
    return points;
}

/* How many segments keep a whole turn within 0.15 pixel of the circle. */
static int segments_of(double radius)
{
    const double exact = turn / acos(1.0 - 0.15 / (radius > 0.5 ? radius : 0.5));
    return exact < 48.0 ? 48 : exact > 256.0 ? 256 : (int)ceil(exact);
}

void il_list_arc(il_list *list, float x, float y, float rx, float ry, float from, float to,
                 float width, il_colour colour, float alpha)
{
    const double sweep = fabs((double)to - (double)from);
    const bool whole = sweep >= turn - 1e-4;
    const int segments = (int)ceil(segments_of(fmax((double)rx, (double)ry)) * sweep / turn);
    const int count = segments < 1 ? 2 : whole ? segments : segments + 1;
    il_primitive *made = NULL;
    il_point *points = add_strip(list, count, width, colour, alpha, &made);
    if (!points) {
        return;
    }
    made->strip.closed = whole;
    made->strip.round = true;
    const double step = ((double)to - (double)from) / (whole ? count : count - 1);
    for (int i = 0; i < count; i++) {
        const double angle = (double)from + step * i;
        points[i] = (il_point){(float)((double)x + (double)rx * sin(angle)),
                               (float)((double)y - (double)ry * cos(angle)), 1.0f};
    }
}

void il_list_disc(il_list *list, float x, float y, float radius, il_colour colour, float alpha)
{
    const int count = segments_of((double)radius);
    il_primitive *made = NULL;
    il_point *points = add_strip(list, count, 0.0f, colour, alpha, &made);
    if (!points) {
        return;
    }
    made->strip.closed = made->strip.filled = true;
    for (int i = 0; i < count; i++) {
        const double angle = turn * i / count;
        points[i] = (il_point){(float)((double)x + (double)radius * sin(angle)),
                               (float)((double)y - (double)radius * cos(angle)), 1.0f};
    }
}

void il_list_fill(il_list *list, const il_point *points, int count, il_colour colour, float alpha)
{
    il_primitive *made = NULL;
    il_point *places = add_strip(list, count, 0.0f, colour, alpha, &made);
    if (places) {
        made->strip.closed = made->strip.filled = true;
        memcpy(places, points, (size_t)count * sizeof *points);
    }
}

void il_list_line(il_list *list, const il_point *points, int count, float width, il_colour colour,
                  float alpha)
{
    il_primitive *made = NULL;
    il_point *places = add_strip(list, count, width, colour, alpha, &made);
    if (places) {
        made->strip.round = true;
        memcpy(places, points, (size_t)count * sizeof *points);
    }
}

void il_list_pill(il_list *list, float x, float y, float w, float h, float radius, float width,
                  il_colour colour, float alpha)
{
    const float least = (w < h ? w : h) / 2.0f;
    const float r = radius < least ? radius : least;
    const int corner = segments_of((double)r) / 4 + 1;
    il_primitive *made = NULL;
    il_point *points = add_strip(list, 4 * corner, width, colour, alpha, &made);
    if (!points) {
        return;
    }
    made->strip.closed = true;
    made->strip.filled = !(width > 0.0f);
    for (int k = 0; k < 4; k++) { // clockwise from the top right corner
        const float cx = k < 2 ? x + w - r : x + r, cy = k == 1 || k == 2 ? y + h - r : y + r;
        for (int i = 0; i < corner; i++) {
            const double angle = turn / 4.0 * (k + (double)i / (corner - 1));
            *points++ = (il_point){(float)((double)cx + (double)r * sin(angle)),
                                   (float)((double)cy - (double)r * cos(angle)), 1.0f};
        }
    }
}

void il_list_rect(il_list *list, float x, float y, float w, float h, il_colour colour, float from,
                  float to, bool across)
{
    il_primitive *made = from > 0.0f || to > 0.0f
                             ? add(list, IL_PRIMITIVE_RECT, colour, 1.0f, IL_BLEND_ALPHA)
                             : NULL;
    if (made) {
        made->rect.x = x;
        made->rect.y = y;
        made->rect.width = w;
        made->rect.height = h;
        made->rect.from = from;
        made->rect.to = to;
        made->rect.across = across;
    }
}

void il_list_text(il_list *list, il_role role, il_align align, float x, float baseline,
                  const char *text, il_colour colour, float alpha)
{
    const size_t size = text ? strlen(text) + 1 : 0;
    if (size < 2 || size > (size_t)(IL_LIST_TEXT_MAX - list->text_size)) {
        return;
    }
    il_primitive *made = add(list, IL_PRIMITIVE_TEXT, colour, alpha, IL_BLEND_ALPHA);
    if (made) {
        memcpy(list->text + list->text_size, text, size);
        made->text.role = role;
        made->text.align = align;
        made->text.x = x;
        made->text.y = baseline;
        made->text.text = list->text_size;
        list->text_size += (int)size;
    }
}
