#ifndef IL_DRAW_CANVAS_H
#define IL_DRAW_CANVAS_H

#include "draw/list.h"

/* The processor back end: lists of primitives to pixels, only those that changed.
 *
 * Same list, same size, same fonts: the same pixels, whatever was drawn before. One thread. */
typedef struct il_canvas il_canvas;

typedef struct {
    int x, y, w, h; // pixels
} il_area;

enum { IL_AREAS_MAX = 32 };

/* A canvas of `width` x `height` pixels (1 to 16384). Borrows `type`, which outlives it. NULL, with
 * `err`, for lack of memory. */
il_canvas *il_canvas_create(int width, int height, il_type *type, il_error *err);
void il_canvas_destroy(il_canvas *canvas);

/* Draw into these pixels, 0xXXRRGGBB in rows of `pitch` bytes (a window's surface); the whole
 * picture is drawn anew at the next call. NULL: into memory of its own. */
void il_canvas_target(il_canvas *canvas, void *pixels, int pitch);
const void *il_canvas_pixels(const il_canvas *canvas, int *pitch);

/* Bring the target up to `list`; `areas` (room for IL_AREAS_MAX) gets what changed since the last
 * call, and the count is returned: 0 when nothing did. */
int il_canvas_draw(il_canvas *canvas, const il_list *list, il_area *areas);

#endif
