#include "base/memory.h"
#include "draw/canvas.h"
#include "draw/png.h"
#include "draw/screen.h"
#include "ui/show.h"

static bool draw(const il_screen *screen, int width, int height, il_type *type, const char *path,
                 il_error *err)
{
    il_list *list = il_alloc(1, sizeof *list, err);
    il_canvas *canvas = list ? il_canvas_create(width, height, type, err) : NULL;
    bool good = canvas != NULL;
    if (good) {
        il_area areas[IL_AREAS_MAX];
        int pitch = 0;
        il_draw_screen(list, screen, width, height, type);
        il_canvas_draw(canvas, list, areas);
        const void *pixels = il_canvas_pixels(canvas, &pitch);
        good = il_png_write(path, pixels, width, height, pitch, err);
    }
    il_canvas_destroy(canvas);
    il_free(list);
    return good;
}

bool il_show_shot(const il_timeline *timeline, il_frames at, int width, int height,
                  const char *share, const char *path, il_error *err)
{
    il_screen *screen = il_alloc(1, sizeof *screen, err);
    il_type *type = screen ? il_type_create(share, il_layout_unit(width, height), 1.0, err) : NULL;
    if (type) {
        il_scene_at(timeline, at, &screen->scene);
    }
    const bool good = type && draw(screen, width, height, type, path, err);
    il_type_destroy(type);
    il_free(screen);
    return good;
}
