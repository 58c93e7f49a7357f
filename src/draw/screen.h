#ifndef IL_DRAW_SCREEN_H
#define IL_DRAW_SCREEN_H

#include "draw/list.h"
#include "scene/screen.h"

/* Lay `screen` out for a window of `width` x `height` pixels: positions, colours, words of the
 * target picture, in primitives. `type` is of that size (il_layout_unit). A function of its
 * arguments alone. */
void il_draw_screen(il_list *list, const il_screen *screen, int width, int height, il_type *type);

/* The length of a unit, 1/1080 of H = min(height, width / 1.45). */
double il_layout_unit(int width, int height);

/* What is at (x, y) of that picture: hit areas are at least 60 u and 44 pixels. For
 * IL_CONTROL_BALANCE and IL_CONTROL_PROGRESS `*value` is where along it, 0 to 1. */
il_control il_draw_hit(const il_screen *screen, int width, int height, il_type *type, float x,
                       float y, float *value);

#endif
