#include <stdio.h>
#include <string.h>

#include "draw/inside.h"
#include "draw/palette.h"

enum { LINES_MAX = 3 };

static void draw_phase(const il_page *page, const il_scene_words *words, double alpha)
{
    if (words->text) {
        il_pen_text(page, IL_ROLE_PHASE, IL_ALIGN_CENTRE, page->cx, page->word_y, words->text,
                    IL_TEXT_1, alpha * (double)words->alpha);
    }
}

/* The lines of a caption as the timeline broke it; one that a narrow window has no room for is
 * broken again. Returns how many. */
static int lines_of(const il_page *page, const char *text, char lines[LINES_MAX][IL_FIT_MAX])
{
    const double width = page->width - 48.0 * page->u;
    char whole[IL_FIT_MAX];
    snprintf(whole, sizeof whole, "%s", text);
    char *second = strchr(whole, '\n');
    if (second) {
        *second++ = '\0';
    }
    const bool fits = il_pen_width(page, IL_ROLE_CAPTION, whole) <= width &&
                      (!second || il_pen_width(page, IL_ROLE_CAPTION, second) <= width);
    if (fits) {
        snprintf(lines[0], IL_FIT_MAX, "%s", whole);
        if (second) {
            snprintf(lines[1], IL_FIT_MAX, "%s", second);
        }
        return second ? 2 : 1;
    }
    if (second) {
        second[-1] = ' ';
    }
    return il_pen_wrap(page, IL_ROLE_CAPTION, whole, width, lines, LINES_MAX);
}

/* One line stands on the first place; in compact the last line is what stays. */
static void draw_caption(const il_page *page, const il_scene_words *words, double first_y,
                         il_colour colour, double alpha)
{
    if (!words->text || words->alpha <= 0.0f) {
        return;
    }
    char lines[LINES_MAX][IL_FIT_MAX];
    const int count = lines_of(page, words->text, lines);
    double y = page->compact ? page->caption_y - (count - 1) * page->caption_pitch : first_y;
    for (int i = 0; i < count; i++, y += page->caption_pitch) {
        il_pen_text(page, IL_ROLE_CAPTION, IL_ALIGN_CENTRE, page->cx, y, lines[i], colour,
                    alpha * (double)words->alpha);
    }
}

/* Whether the horizon is what is seen, or comes to be: its captions stand a little lower. */
static bool on_horizon(const il_scene *scene)
{
    return scene->visuals[scene->visual_count - 1].visual == IL_VISUAL_HORIZON;
}

static bool on_lotus(const il_scene *scene)
{
    return scene->visuals[scene->visual_count - 1].visual == IL_VISUAL_LOTUS;
}

void il_draw_words(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    const double first_y = on_horizon(scene) ? page->top + 0.828 * page->H : page->caption_y;
    const il_colour colour = on_lotus(scene) && scene->phases[0].text ? IL_TEXT_2 : IL_TEXT_1;
    for (int i = 0; i < 2; i++) {
        draw_phase(page, &scene->phases[i], alpha);
        draw_caption(page, &scene->captions[i], first_y, colour, alpha);
    }
    if (scene->part.text) {
        il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_CENTRE, page->cx, page->word_y,
                    scene->part.text, IL_TEXT_2, alpha * (double)scene->part.alpha);
    }
}
