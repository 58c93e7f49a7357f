/* frame [WIDTH HEIGHT]: what a frame of the player's picture costs the processor, laid out and
 * drawn as the window draws it, but without a display. A line for each visual: the milliseconds of
 * processor time of the first frame, and of the others, those of a minute, the median, the mean and
 * the 99th percentile. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "draw/canvas.h"
#include "draw/screen.h"
#include "dsp/breath.h"

enum { PER_SECOND = 30, FRAMES = 60 * PER_SECOND };

static const il_breath_cycle cycle = {.in = 4 * IL_RATE_HZ, .out = 6 * IL_RATE_HZ};

static void fill_breath(il_scene *scene, il_frames at)
{
    const il_breath breath = il_breath_at(&cycle, at % il_breath_length(&cycle));
    il_scene_visual *shown = &scene->visuals[0];
    scene->phases[0].text = breath.phase == IL_BREATH_IN ? "Breathe in" : "Breathe out";
    scene->phases[0].alpha = 1.0f;
    shown->paced = true;
    shown->cycle = cycle;
    shown->cycle_alpha = 1.0f;
    shown->phase = breath.phase;
    shown->done = breath.done;
    shown->fullness = breath.fullness;
    shown->turned = (float)(at % il_breath_length(&cycle)) / (float)il_breath_length(&cycle);
}

/* The picture of `visual`, with a caption, at `index` of the frames of a session of four minutes.
 */
static void fill(il_screen *screen, il_visual visual, int index)
{
    *screen = (il_screen){0};
    il_scene *scene = &screen->scene;
    scene->visual_count = 1;
    scene->visuals[0] =
        (il_scene_visual){.visual = visual, .alpha = 1.0f, .scale = 1.0f, .growth = 2.5f};
    screen->controls.captions = true;
    scene->gone = 0.25f * (float)index / FRAMES;
    scene->captions[0] =
        (il_scene_words){"Let the out-breath be a little longer than the in-breath.", 1.0f};
    scene->part_names[0] = "Arrive";
    scene->part_names[1] = "Settle";
    scene->part_ends[0] = 0.4f;
    scene->part_ends[1] = 1.0f;
    scene->part_count = 2;
    if (visual == IL_VISUAL_LOTUS) {
        fill_breath(scene, (il_frames)index * (IL_RATE_HZ / PER_SECOND));
    }
}

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *name, double first, double *others, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
        sum += others[i];
    }
    qsort(others, (size_t)count, sizeof *others, by_size);
    printf("%-8s %8.2f %8.3f %8.3f %8.3f\n", name, first, others[count / 2], sum / count,
           others[count * 99 / 100]);
}

static bool run(const char *name, il_visual visual, int width, int height, il_error *err)
{
    static il_list list;
    static il_screen screen;
    static double times[FRAMES];
    il_area areas[IL_AREAS_MAX];
    il_type *type = il_type_create(NULL, il_layout_unit(width, height), 1.0, err);
    il_canvas *canvas = type ? il_canvas_create(width, height, type, err) : NULL;
    for (int i = 0; canvas && i < FRAMES; i++) {
        fill(&screen, visual, i);
        const double start = now_ms();
        il_draw_screen(&list, &screen, width, height, type);
        il_canvas_draw(canvas, &list, areas);
        times[i] = now_ms() - start;
    }
    if (canvas) {
        print(name, times[0], times + 1, FRAMES - 1);
    }
    il_canvas_destroy(canvas);
    il_type_destroy(type);
    return canvas != NULL;
}

int main(int count, char **arguments)
{
    const int width = count > 2 ? atoi(arguments[1]) : 1920;
    const int height = count > 2 ? atoi(arguments[2]) : 1080;
    if (width < 1 || height < 1 || width > 16384 || height > 16384) {
        fputs("frame [WIDTH HEIGHT], 1 to 16384 each\n", stderr);
        return 2;
    }
    il_error err = {0};
    printf("%dx%d, ms  first   median     mean     99 %%\n", width, height);
    if (!run("lotus", IL_VISUAL_LOTUS, width, height, &err) ||
        !run("lantern", IL_VISUAL_LANTERN, width, height, &err) ||
        !run("horizon", IL_VISUAL_HORIZON, width, height, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 3;
    }
    return 0;
}
