#ifndef IL_DRAW_INSIDE_H
#define IL_DRAW_INSIDE_H

#include "draw/screen.h"

/* What the files that lay out a screen share. Lengths are pixels; those of the design are given in
 * units (u) or in fractions of the layout's height H, and a text's y is the middle of its capitals.
 */

/* Where things go in a window of one size. The layout is H high, in the middle of a window that is
 * taller; what belongs to an edge of the window stays there. */
typedef struct {
    il_list *list;
    il_type *type;
    const il_screen *screen;
    double width, height; // of the window
    double H, u;
    double top;         // of the layout within the window
    double x0, x1, cx;  // the content column and its middle
    bool compact;       // text is so large for the window that the visual gives way
    double visual_y, R; // the visual's centre and radius
    double word_y;      // of the phase word
    double caption_y;   // of a caption's first line; in compact of its last
    double caption_pitch;
} il_page;

il_page il_page_of(il_list *list, const il_screen *screen, int width, int height, il_type *type);

/* `share` of the way from `a` to `b`. */
static inline double il_mix(double a, double b, double share)
{
    return a + (b - a) * share;
}

/* A box around its middle. */
typedef struct {
    double x, y, width, height;
} il_box;

/* The list's functions in doubles; text is placed by the middle of its capitals, on whole pixels.
 */
void il_pen_text(const il_page *page, il_role role, il_align align, double x, double y,
                 const char *text, il_colour colour, double alpha);
void il_pen_glow(const il_page *page, double x, double y, double radius, il_colour colour,
                 double alpha, il_blend blend);
void il_pen_disc(const il_page *page, double x, double y, double radius, il_colour colour,
                 double alpha);
void il_pen_ring(const il_page *page, double x, double y, double radius, double width,
                 il_colour colour, double alpha);
void il_pen_line(const il_page *page, double x0, double y0, double x1, double y1, double width,
                 il_colour colour, double alpha);
void il_pen_rect(const il_page *page, double x, double y, double width, double height,
                 il_colour colour, double from, double to);
/* `line` wide, or filled when that is 0. */
void il_pen_pill(const il_page *page, il_box box, double radius, double line, il_colour colour,
                 double alpha);

double il_pen_width(const il_page *page, il_role role, const char *text);
double il_pen_pitch(const il_page *page, il_role role);
il_colour il_pen_blend(il_colour a, il_colour b, double share);

enum { IL_FIT_MAX = 512 };
/* `text` as far as it fits into `width`, with an ellipsis where it was cut; `fitted` of IL_FIT_MAX
 * bytes. Returns `fitted`. */
const char *il_pen_fit(const il_page *page, il_role role, const char *text, double width,
                       char *fitted);

/* `text` in lines of at most `width`, broken at spaces; line i is lines[i], IL_FIT_MAX bytes each.
 * What has no room in `most` lines is cut with an ellipsis. Returns how many there are. */
int il_pen_wrap(const il_page *page, il_role role, const char *text, double width,
                char (*lines)[IL_FIT_MAX], int most);

/* An outlined button around words; `focus` outlines it in the focus colour, `pointed` fills it
 * lightly. */
typedef struct {
    il_control control;
    const char *name;
    il_box box;
} il_button;
void il_pen_button(const il_page *page, const il_button *button, il_colour edge, double alpha);

/* A row of `count` buttons around `cx` at `y`; widths come in units and grow with their words. */
void il_button_row(const il_page *page, il_button *buttons, int count, double cx, double y,
                   const double *widths, double gap, double height);

/* The icons of the tokens, `size` pixels for their grid of 24. */
typedef enum {
    IL_ICON_PAUSE,
    IL_ICON_PLAY,
    IL_ICON_BACK,
    IL_ICON_FORWARD,
    IL_ICON_INFO,
    IL_ICON_LEFT,
    IL_ICON_RIGHT,
    IL_ICON_UP,
    IL_ICON_DOWN,
} il_icon;
void il_pen_icon(const il_page *page, il_icon icon, double x, double y, double size,
                 il_colour colour, double alpha);

/* The parts of a screen, bottom to top. `alpha` is of all that one draws. */
void il_draw_grounds(const il_page *page);
void il_draw_visuals(const il_page *page, double alpha);
void il_draw_lotus(const il_page *page, double x, double y, double R, double fullness,
                   double alpha);
void il_draw_breath_rings(const il_page *page, const il_scene_visual *shown, double R,
                          double alpha);
void il_draw_horizon(const il_page *page, const il_scene_visual *shown, double alpha);
void il_draw_seed(const il_page *page, double alpha);
void il_draw_words(const il_page *page, double alpha);
void il_draw_controls(const il_page *page, double alpha);
void il_draw_progress(const il_page *page, double alpha);
void il_draw_notice(const il_page *page, double alpha);
void il_draw_dialog(const il_page *page, double alpha);
void il_draw_keys(const il_page *page, double alpha);
void il_draw_close(const il_page *page, double alpha);

/* Where the horizon's seed is when `share` of the way is gone. */
void il_horizon_place(const il_page *page, double share, double *x, double *y);

/* Where the seed is now, and how large. */
typedef struct {
    double x, y, radius;
    double halo; // of the horizon's light around it
} il_seed;
il_seed il_seed_of(const il_page *page);

/* The places of what can be pressed: drawn and hit by the same boxes. Returns how many; `buttons`
 * has room for IL_BUTTONS_MAX. */
enum { IL_BUTTONS_MAX = 12 };
int il_controls_places(const il_page *page, il_button *buttons);
int il_dialog_places(const il_page *page, il_button *buttons);
int il_close_places(const il_page *page, il_button *buttons);
bool il_notice_place(const il_page *page, il_button *button);

/* How far the notice reaches to both sides of the middle; 0 without one. */
double il_notice_reach(const il_page *page);

#endif
