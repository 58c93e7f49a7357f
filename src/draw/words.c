#include <math.h>
#include <string.h>

#include "draw/inside.h"
#include "draw/palette.h"

/* How much of what is seen is a visual of this kind. */
static double share_of(const il_page *page, il_visual visual)
{
    const il_scene *scene = &page->screen->scene;
    double share = 0.0;
    for (int i = 0; i < scene->visual_count; i++) {
        share += scene->visuals[i].visual == visual ? (double)scene->visuals[i].alpha : 0.0;
    }
    return share < 1.0 ? share : 1.0;
}

/* The lines of a caption: as the timeline broke it, or, where the window is too narrow for that,
 * anew. */
enum { LINES_MAX = 3 };
static int lines_of(const il_page *page, const char *text, char (*lines)[IL_FIT_MAX])
{
    const double room = page->width - 48.0 * page->u;
    const char *second = strchr(text, '\n');
    const size_t first = second ? (size_t)(second - text) : strlen(text);
    char flat[2 * IL_FIT_MAX];
    if (first >= IL_FIT_MAX || strlen(text) >= sizeof flat) {
        return il_pen_wrap(page, IL_ROLE_CAPTION, text, room, lines, LINES_MAX);
    }
    memcpy(lines[0], text, first);
    lines[0][first] = '\0';
    strcpy(flat, text);
    if (second) {
        flat[first] = ' ';
    }
    const bool fits = il_pen_width(page, IL_ROLE_CAPTION, lines[0]) <= room &&
                      (!second || (strlen(second + 1) < IL_FIT_MAX &&
                                   il_pen_width(page, IL_ROLE_CAPTION, second + 1) <= room));
    if (!fits) {
        return il_pen_wrap(page, IL_ROLE_CAPTION, flat, room, lines, page->compact ? LINES_MAX : 2);
    }
    if (second) {
        strcpy(lines[1], second + 1);
    }
    return second ? 2 : 1;
}

/* One line sits where the first of two does; where text is large they grow upward instead. */
static void draw_caption(const il_page *page, const il_scene_words *words, double lower,
                         il_colour colour, double alpha)
{
    if (!words->text || words->alpha <= 0.0f) {
        return;
    }
    char lines[LINES_MAX][IL_FIT_MAX];
    const int count = lines_of(page, words->text, lines);
    const double first = page->compact ? page->caption_y - (count - 1) * page->caption_pitch
                                       : page->caption_y + lower;
    for (int i = 0; i < count; i++) {
        il_pen_text(page, IL_ROLE_CAPTION, IL_ALIGN_CENTRE, page->cx,
                    first + i * page->caption_pitch, lines[i], colour,
                    alpha * (double)words->alpha);
    }
}

static void draw_phase(const il_page *page, const il_scene_words *words, double alpha)
{
    if (words->text) {
        il_pen_text(page, IL_ROLE_PHASE, IL_ALIGN_CENTRE, page->cx, page->word_y, words->text,
                    IL_TEXT_1, alpha * (double)words->alpha);
    }
}

void il_draw_words(const il_page *page, double alpha)
{
    const il_scene *scene = &page->screen->scene;
    draw_phase(page, &scene->phases[1], alpha);
    draw_phase(page, &scene->phases[0], alpha);
    if (scene->part.text) {
        char fitted[IL_FIT_MAX];
        il_pen_fit(page, IL_ROLE_HEADING, scene->part.text, page->x1 - page->x0, fitted);
        il_pen_text(page, IL_ROLE_HEADING, IL_ALIGN_CENTRE, page->cx, page->word_y, fitted,
                    IL_TEXT_2, alpha * (double)scene->part.alpha);
    }
    if (!page->screen->controls.captions) {
        return;
    }
    const double lower = 0.006 * page->H * share_of(page, IL_VISUAL_HORIZON);
    const il_colour colour = il_pen_blend(
        IL_TEXT_1, IL_TEXT_2, share_of(page, IL_VISUAL_LOTUS)); // the word is read first
    draw_caption(page, &scene->captions[1], lower, colour, alpha);
    draw_caption(page, &scene->captions[0], lower, colour, alpha);
}
