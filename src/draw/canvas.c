#include "draw/canvas.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "draw/raster.h"

/* What a primitive was, for telling whether it is still the same: a hash of all that it draws, and
 * the pixels that it can touch. */
typedef struct {
    uint64_t hash;
    il_area box;
} mark;

struct il_canvas {
    int width, height;
    il_type *type;
    uint32_t *own;    // owned, once it was needed
    uint32_t *pixels; // what is drawn into
    int stride;       // in pixels
    il_grounds grounds;
    il_flower *flower;
    il_strips strips;

    bool fresh; // everything is to be drawn
    il_ground last_grounds[2];
    float last_mix;
    mark marks[IL_PRIMITIVES_MAX], last[IL_PRIMITIVES_MAX];
    int mark_count, last_count;
};

il_canvas *il_canvas_create(int width, int height, il_type *type, il_error *err)
{
    il_canvas *canvas = il_alloc(1, sizeof *canvas, err);
    if (!canvas) {
        return NULL;
    }
    canvas->width = width;
    canvas->height = height;
    canvas->type = type;
    canvas->flower = il_flower_create(err);
    if (!canvas->flower || !il_grounds_init(&canvas->grounds, width, height, err) ||
        !il_strips_init(&canvas->strips, width, height, err)) {
        il_canvas_destroy(canvas);
        return NULL;
    }
    canvas->own = il_alloc((size_t)width * (size_t)height, sizeof *canvas->own, err);
    il_canvas_target(canvas, NULL, 0);
    if (!canvas->own) {
        il_canvas_destroy(canvas);
        return NULL;
    }
    return canvas;
}

void il_canvas_destroy(il_canvas *canvas)
{
    if (canvas) {
        il_free(canvas->own);
        il_flower_destroy(canvas->flower);
        il_grounds_finish(&canvas->grounds);
        il_strips_finish(&canvas->strips);
        il_free(canvas);
    }
}

void il_canvas_target(il_canvas *canvas, void *pixels, int pitch)
{
    canvas->pixels = pixels ? pixels : canvas->own;
    canvas->stride = pixels ? pitch / (int)sizeof *canvas->pixels : canvas->width;
    canvas->fresh = true;
}

const void *il_canvas_pixels(const il_canvas *canvas, int *pitch)
{
    *pitch = canvas->stride * (int)sizeof *canvas->pixels;
    return canvas->pixels;
}

/* ---- marks ---- */

/* FNV-1a, 64 bit. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ at[i]) * 1099511628211U;
    }
    return hash;
}

/* Where its points or words lie in the list is nothing that is seen. */
static uint64_t hash_of(const il_list *list, const il_primitive *one)
{
    il_primitive seen;
    memcpy(&seen, one, sizeof seen); // with what lies between its members, zeroed when it was added
    if (one->kind == IL_PRIMITIVE_STRIP) {
        seen.strip.first = 0;
    } else if (one->kind == IL_PRIMITIVE_TEXT) {
        seen.text.text = 0;
    }
    uint64_t hash = hash_bytes(14695981039346656037U, &seen, sizeof seen);
    if (one->kind == IL_PRIMITIVE_STRIP) {
        hash = hash_bytes(hash, &list->points[one->strip.first],
                          (size_t)one->strip.count * sizeof(il_point));
    } else if (one->kind == IL_PRIMITIVE_TEXT) {
        const char *text = list->text + one->text.text;
        hash = hash_bytes(hash, text, strlen(text));
    }
    return hash;
}

static il_area box_around(float x0, float y0, float x1, float y1, float reach)
{
    const int x = (int)floorf(x0 - reach), y = (int)floorf(y0 - reach);
    return (il_area){x, y, (int)ceilf(x1 + reach) - x, (int)ceilf(y1 + reach) - y};
}

static il_area sprite_box(const il_primitive *one)
{
    const float x = one->sprite.x, y = one->sprite.y;
    if (one->sprite.sprite != IL_SPRITE_PETAL) {
        const float w = one->sprite.width / 2.0f, h = one->sprite.height / 2.0f;
        return box_around(x - w, y - h, x + w, y + h, 1.0f);
    }
    const float end = one->sprite.offset + one->sprite.width;
    const float reach = hypotf(end, one->sprite.height / 2.0f) + 3.0f;
    return box_around(x, y, x, y, reach);
}

static il_area strip_box(const il_list *list, const il_primitive *one)
{
    const il_point *points = &list->points[one->strip.first];
    float x0 = points[0].x, y0 = points[0].y, x1 = x0, y1 = y0;
    for (int i = 1; i < one->strip.count; i++) {
        x0 = fminf(x0, points[i].x);
        y0 = fminf(y0, points[i].y);
        x1 = fmaxf(x1, points[i].x);
        y1 = fmaxf(y1, points[i].y);
    }
    return box_around(x0, y0, x1, y1, one->strip.width / 2.0f + 2.0f);
}

/* Where the text's pixels are, and what they are; empty when it cannot be drawn. */
static il_area text_box(il_canvas *canvas, const il_list *list, const il_primitive *one,
                        il_glyphs *glyphs)
{
    if (!il_type_render(canvas->type, one->text.role, list->text + one->text.text, glyphs)) {
        return (il_area){0};
    }
    const int left = one->text.align == IL_ALIGN_LEFT     ? 0
                     : one->text.align == IL_ALIGN_CENTRE ? glyphs->width / 2
                                                          : glyphs->width;
    return (il_area){(int)lroundf(one->text.x) - left - glyphs->left,
                     (int)lroundf(one->text.y) - glyphs->above, glyphs->width, glyphs->height};
}

static il_area box_of(il_canvas *canvas, const il_list *list, const il_primitive *one)
{
    il_glyphs glyphs;
    const float x = one->rect.x, y = one->rect.y;
    switch (one->kind) {
    case IL_PRIMITIVE_SPRITE:
        return sprite_box(one);
    case IL_PRIMITIVE_STRIP:
        return strip_box(list, one);
    case IL_PRIMITIVE_TEXT:
        return text_box(canvas, list, one, &glyphs);
    default:
        return box_around(x, y, x + one->rect.width, y + one->rect.height, 0.0f);
    }
}

static il_area joined(il_area a, il_area b)
{
    const int x0 = a.x < b.x ? a.x : b.x, y0 = a.y < b.y ? a.y : b.y;
    const int x1 = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    const int y1 = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (il_area){x0, y0, x1 - x0, y1 - y0};
}

/* Those of a flower are drawn as one, so when one of them changes all do. */
static void mark_flowers(mark *marks, const il_list *list)
{
    for (int i = 0; i < list->primitive_count; i++) {
        const int count = il_flower_group(&list->primitives[i], list->primitive_count - i);
        mark all = marks[i];
        for (int k = i + 1; k < i + count; k++) {
            all.hash = all.hash * 31 + marks[k].hash;
            all.box = joined(all.box, marks[k].box);
        }
        for (int k = i; k < i + count; k++) {
            marks[k] = all;
        }
        i += count > 0 ? count - 1 : 0;
    }
}

static void mark_all(il_canvas *canvas, const il_list *list)
{
    memcpy(canvas->last, canvas->marks, sizeof canvas->last);
    canvas->last_count = canvas->mark_count;
    canvas->mark_count = list->primitive_count;
    for (int i = 0; i < list->primitive_count; i++) {
        const il_primitive *one = &list->primitives[i];
        canvas->marks[i] = (mark){hash_of(list, one), box_of(canvas, list, one)};
    }
    mark_flowers(canvas->marks, list);
    const il_area window = {0, 0, canvas->width, canvas->height};
    for (int i = 0; i < list->primitive_count; i++) {
        canvas->marks[i].box = il_area_within(canvas->marks[i].box, window);
    }
}

/* ---- what changed ---- */

typedef struct {
    il_area *items;
    int count;
} areas;

static bool touch(il_area a, il_area b)
{
    return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

/* Areas stay apart: nothing is drawn twice. The last one takes what has no place of its own. */
static void add_area(areas *all, il_area area)
{
    if (area.w <= 0 || area.h <= 0) {
        return;
    }
    for (int i = 0; i < all->count;) {
        if (touch(all->items[i], area) || all->count == IL_AREAS_MAX) {
            area = joined(area, all->items[i]);
            all->items[i] = all->items[--all->count];
            i = 0;
        } else {
            i++;
        }
    }
    all->items[all->count++] = area;
}

/* The same primitives in the same order are left as they are; what came, went or changed is drawn.
 */
static void compare(const il_canvas *canvas, areas *all)
{
    int old = 0;
    for (int i = 0; i < canvas->mark_count; i++) {
        int found = old;
        while (found < canvas->last_count && canvas->last[found].hash != canvas->marks[i].hash) {
            found++;
        }
        if (found == canvas->last_count) {
            add_area(all, canvas->marks[i].box);
            continue;
        }
        for (; old < found; old++) {
            add_area(all, canvas->last[old].box);
        }
        old++;
    }
    for (; old < canvas->last_count; old++) {
        add_area(all, canvas->last[old].box);
    }
}

static bool grounds_changed(const il_canvas *canvas, const il_list *list)
{
    return !il_ground_same(&canvas->last_grounds[0], &list->grounds[0]) ||
           canvas->last_mix != list->ground_mix ||
           (list->ground_mix > 0.0f &&
            !il_ground_same(&canvas->last_grounds[1], &list->grounds[1]));
}

/* ---- drawing ---- */

static bool draw_flower(il_canvas *canvas, const il_target *target, const il_list *list, int first,
                        int count)
{
    const uint64_t key = canvas->marks[first].hash; // of all of it
    const bool good = il_flower_add_up(canvas->flower, &list->primitives[first], count, key);
    if (good) {
        il_flower_draw(canvas->flower, target, first == 0);
    }
    return good;
}

/* The ground, unless a flower lies first on it and brings it along. */
static void draw_ground(const il_target *target)
{
    const il_area clip = target->clip;
    for (int y = clip.y; y < clip.y + clip.h; y++) {
        il_ground_copy(target, y, clip.x, clip.x + clip.w);
    }
}

static void draw_one(il_canvas *canvas, const il_target *target, const il_list *list, int index)
{
    const il_primitive *one = &list->primitives[index];
    il_glyphs glyphs;
    if (one->kind == IL_PRIMITIVE_SPRITE) {
        il_raster_light(target, one);
    } else if (one->kind == IL_PRIMITIVE_STRIP) {
        il_raster_strip(&canvas->strips, target, list, one);
    } else if (one->kind == IL_PRIMITIVE_RECT) {
        il_raster_rect(target, one);
    } else {
        const il_area box = text_box(canvas, list, one, &glyphs);
        if (box.w > 0) {
            il_raster_text(target, one, &glyphs, box.x, box.y);
        }
    }
}

/* Whether any of `count` marks from `first` on is seen in `area`. */
static bool seen(const il_canvas *canvas, int first, int count, il_area area)
{
    for (int i = first; i < first + count; i++) {
        const il_area within = il_area_within(canvas->marks[i].box, area);
        if (within.w > 0 && within.h > 0) {
            return true;
        }
    }
    return false;
}

static void draw_area(il_canvas *canvas, const il_list *list, il_area area)
{
    il_target target = {canvas->pixels, canvas->stride, canvas->width, canvas->height, area, NULL};
    il_grounds_place(&canvas->grounds, list->grounds, list->ground_mix, &target);
    int i = il_flower_group(list->primitives, list->primitive_count);
    if (i == 0 || !seen(canvas, 0, i, area) || !draw_flower(canvas, &target, list, 0, i)) {
        draw_ground(&target);
    }
    while (i < list->primitive_count) {
        const int flower = il_flower_group(&list->primitives[i], list->primitive_count - i);
        const int count = flower > 0 ? flower : 1;
        if (seen(canvas, i, count, area) && flower > 0) {
            draw_flower(canvas, &target, list, i, flower);
        } else if (seen(canvas, i, count, area)) {
            draw_one(canvas, &target, list, i);
        }
        i += count;
    }
}

int il_canvas_draw(il_canvas *canvas, const il_list *list, il_area *changed)
{
    areas all = {changed, 0};
    mark_all(canvas, list);
    if (canvas->fresh || grounds_changed(canvas, list)) {
        add_area(&all, (il_area){0, 0, canvas->width, canvas->height});
    } else {
        compare(canvas, &all);
    }
    il_grounds_prepare(&canvas->grounds, list->grounds, list->ground_mix);
    for (int i = 0; i < all.count; i++) {
        draw_area(canvas, list, all.items[i]);
    }
    canvas->fresh = false;
    canvas->last_grounds[0] = list->grounds[0];
    canvas->last_grounds[1] = list->grounds[1];
    canvas->last_mix = list->ground_mix;
    return all.count;
}
