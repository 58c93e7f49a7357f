#ifndef IL_TESTS_SCREENS_H
#define IL_TESTS_SCREENS_H

/* Screens laid by hand, with the words of the design's pictures, for tests of how they look. */

#include <string.h>

#include "draw/screen.h"

static inline il_scene_visual screens_lotus(il_breath_cycle cycle, il_frames at)
{
    const il_breath breath = il_breath_at(&cycle, at);
    const double cycle_s = il_seconds_from_frames(il_breath_length(&cycle));
    const double open = cycle_s < 6.0 ? 0.0 : cycle_s > 8.0 ? 1.0 : (cycle_s - 6.0) / 2.0;
    return (il_scene_visual){
        .visual = IL_VISUAL_LOTUS,
        .alpha = 1.0f,
        .scale = 1.0f,
        .fullness = breath.fullness,
        .growth = (float)(1.7 + 0.8 * open),
        .paced = true,
        .cycle = cycle,
        .phase = breath.phase,
        .done = breath.done,
        .turned = (float)at / (float)il_breath_length(&cycle),
        .cycle_alpha = 1.0f,
    };
}

static inline il_frames screens_s(double seconds)
{
    return il_frames_from_seconds(seconds);
}

static inline void screens_parts(il_scene *scene, const char *const *names, const double *lengths,
                                 int count, double gone)
{
    double whole = 0.0, end = 0.0;
    for (int i = 0; i < count; i++) {
        whole += lengths[i];
    }
    scene->part_count = count;
    scene->part_now = 0;
    for (int i = 0; i < count; i++) {
        scene->part_now += gone >= (end + lengths[i]) / whole ? 1 : 0;
        end += lengths[i];
        scene->part_names[i] = names[i];
        scene->part_ends[i] = (float)(end / whole);
    }
    scene->gone = (float)gone;
    scene->length = screens_s(whole);
    scene->at = screens_s(gone * whole);
}

/* Paced breathing, 3.35 s into a breath of 4 in and 6 out. */
static inline void screens_breathe(il_screen *screen, double at_s)
{
    const il_breath_cycle cycle = {.in = screens_s(4), .out = screens_s(6)};
    il_scene *scene = &screen->scene;
    scene->visuals[0] = screens_lotus(cycle, screens_s(at_s));
    scene->visual_count = 1;
    scene->phases[0] =
        (il_scene_words){at_s < 3.7 || at_s >= 9.7 ? "Breathe in" : "Breathe out", 1};
    scene->captions[0] =
        (il_scene_words){"Let the out-breath be a little longer than the in-breath.", 1};
    static const char *const names[] = {"Arrive", "Breathe", "Rest", "Close"};
    static const double lengths[] = {60, 150, 150, 60};
    screens_parts(scene, names, lengths, 4, 0.40);
    scene->title = "Steady Water";
    strcpy(scene->subtitle, "Breathe, in 4 and out 6. Part 2 of 4");
    screen->controls.captions = true;
}

static inline void screens_controls(il_screen *screen)
{
    screen->controls.alpha = 1.0f;
    screen->controls.balance = 0.62;
    screen->controls.bed = "Ocean";
    screen->controls.clock = "10:49";
    screen->controls.ready = "Ready at 10:55";
}

static inline void screens_two_lines(il_screen *screen)
{
    screen->scene.captions[0].text = "Let the out-breath be a little longer than the in-breath.\n"
                                     "There is nothing to reach.";
}

static const il_key_row screens_keys[] = {
    {"Go", "Space", "Pause, go on"},
    {NULL, "Left Right", "Part back, part forward"},
    {NULL, "Shift+Left Right", "Ten seconds back, forward"},
    {NULL, "R", "Repeat this part or muscle group"},
    {NULL, "+ \xE2\x88\x92", "Faster, slower breath"},
    {"Sound", "Up Down", "Volume"},
    {NULL, "M", "Mute"},
    {NULL, "[ ]", "More voice, more ambience"},
    {NULL, "B", "Next bed"},
    {NULL, "Shift+B", "No bed"},
    {"Sight", "C", "Captions"},
    {NULL, "T", "Time"},
    {NULL, "V", "Next visual"},
    {NULL, "N", "Count"},
    {NULL, "D", "Dim the screen"},
    {NULL, "F", "Full screen"},
    {NULL, "H", "Hide the controls"},
    {"Leave", "S or F5", "Steady me"},
    {NULL, "Esc", "End"},
    {NULL, "?", "This list"},
};

typedef struct {
    const char *name;
    void (*lay)(il_screen *screen);
} screens_row;

static inline void screens_lotus_in(il_screen *screen)
{
    screens_breathe(screen, 3.35);
}

static inline void screens_lotus_top(il_screen *screen)
{
    screens_breathe(screen, 4.0);
}

static inline void screens_lotus_out(il_screen *screen)
{
    screens_breathe(screen, 7.2);
}

/* A square breath in its rest, 0.6 of the way. */
static inline void screens_lotus_rest(il_screen *screen)
{
    screens_breathe(screen, 0.0);
    const il_breath_cycle box = {screens_s(4), 0, screens_s(4), screens_s(4), screens_s(4)};
    screen->scene.visuals[0] = screens_lotus(box, screens_s(14.4));
    screen->scene.phases[0].text = "Rest";
}

static inline void screens_lotus_controls(il_screen *screen)
{
    screens_breathe(screen, 3.35);
    screens_controls(screen);
    screens_two_lines(screen);
}

static inline void screens_lotus_focus(il_screen *screen)
{
    screens_lotus_controls(screen);
    screen->focus = IL_CONTROL_PAUSE;
}

static inline void screens_lantern(il_screen *screen)
{
    il_scene *scene = &screen->scene;
    scene->visuals[0] =
        (il_scene_visual){.visual = IL_VISUAL_LANTERN, .alpha = 1.0f, .scale = 1.0f};
    scene->visual_count = 1;
    scene->part = (il_scene_words){"Whole body", 1};
    scene->captions[0] = (il_scene_words){"Letting the breath find its own way now.", 1};
    screen->controls.captions = true;
}

static inline void screens_horizon(il_screen *screen)
{
    il_scene *scene = &screen->scene;
    static const char *const names[] = {"Close", "Release", "Move", "Breathe", "Arrive"};
    static const double lengths[] = {45, 50, 60, 80, 65};
    scene->visuals[0] =
        (il_scene_visual){.visual = IL_VISUAL_HORIZON, .alpha = 1.0f, .scale = 1.0f};
    scene->visual_count = 1;
    screens_parts(scene, names, lengths, 5, 0.40);
    scene->captions[0] =
        (il_scene_words){"Standing, if you like. Letting the eyes rest on something far away.", 1};
    screen->controls.captions = true;
}

static inline void screens_end_here(il_screen *screen)
{
    screens_breathe(screen, 3.35);
    screen->dim = 1.0f;
    screen->dialog.kind = IL_DIALOG_END_HERE;
    screen->dialog.alpha = 1.0f;
    screen->focus = IL_CONTROL_DIALOG_END;
}

static inline void screens_steady(il_screen *screen)
{
    screens_breathe(screen, 3.35);
    screen->dialog.kind = IL_DIALOG_STEADY;
    screen->dialog.alpha = 1.0f;
    screen->dialog.steady_time = "Tuesday, 10:49";
    screen->dialog.steady_contact = "The practice, 020 7946 0142";
    screen->focus = IL_CONTROL_DIALOG_END;
}

static inline void screens_key_list(il_screen *screen)
{
    screens_breathe(screen, 3.35);
    screen->dialog.kind = IL_DIALOG_KEYS;
    screen->dialog.alpha = 1.0f;
    screen->dialog.keys = screens_keys;
    screen->dialog.key_count = (int)(sizeof screens_keys / sizeof *screens_keys);
}

static inline void screens_notice(il_screen *screen)
{
    screens_breathe(screen, 3.35);
    screen->dim = 1.0f;
    screen->notice.text = "Sound is gone. Waiting for it to return.";
    screen->notice.alpha = 1.0f;
}

static inline void screens_notice_button(il_screen *screen)
{
    screens_notice(screen);
    screen->notice.text = "10:55 can\xE2\x80\x99t be met any more. Shortest close ends just after "
                          "10:56.";
    screen->notice.button = "Take it";
}

static inline void screens_notice_controls(il_screen *screen)
{
    screens_lotus_controls(screen);
    screen->notice.text = "One recording is missing; its words are shown instead.";
    screen->notice.alpha = 1.0f;
}

static inline void screens_close(il_screen *screen)
{
    screens_breathe(screen, 9.99);
    screen->end.alpha = 1.0f;
    screen->end.line = "A minute to stand up.";
    screen->end.time = "10:54";
    screen->end.buttons = true;
    screen->controls.ready = "Ready at 10:55";
}

static inline void screens_cross_fade(il_screen *screen)
{
    screens_breathe(screen, 0.0);
    il_scene *scene = &screen->scene;
    scene->visuals[1] = scene->visuals[0];
    scene->visuals[0] =
        (il_scene_visual){.visual = IL_VISUAL_HORIZON, .alpha = 0.5f, .scale = 0.98f};
    scene->visuals[1].alpha = 0.5f;
    scene->visuals[1].scale = 0.98f;
    scene->visual_count = 2;
    scene->seed_glide = 0.5f;
}

static const screens_row screens_all[] = {
    {"lotus-in", screens_lotus_in},
    {"lotus-top", screens_lotus_top},
    {"lotus-out", screens_lotus_out},
    {"lotus-rest", screens_lotus_rest},
    {"controls", screens_lotus_controls},
    {"focus", screens_lotus_focus},
    {"lantern", screens_lantern},
    {"horizon", screens_horizon},
    {"cross-fade", screens_cross_fade},
    {"end-here", screens_end_here},
    {"steady", screens_steady},
    {"keys", screens_key_list},
    {"notice", screens_notice},
    {"notice-button", screens_notice_button},
    {"notice-controls", screens_notice_controls},
    {"close", screens_close},
};

enum { SCREENS = sizeof screens_all / sizeof *screens_all };

#endif
