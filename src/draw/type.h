#ifndef IL_DRAW_TYPE_H
#define IL_DRAW_TYPE_H

#include "base/error.h"

/* Type: the roles of the tokens, in one size of window, with the fonts that have them.
 *
 * Fonts are looked for in the share folder's `fonts` and where Debian's packages put them. One
 * thread. */
typedef struct il_type il_type;

typedef enum {
    IL_ROLE_DISPLAY,
    IL_ROLE_TITLE,
    IL_ROLE_PHASE,
    IL_ROLE_NUMERAL,
    IL_ROLE_HEADING,
    IL_ROLE_CAPTION,
    IL_ROLE_PROMPT,
    IL_ROLE_READ,
    IL_ROLE_BODY,
    IL_ROLE_LABEL,
    IL_ROLE_SMALL,
    IL_ROLES,
} il_role;

typedef enum { IL_ALIGN_LEFT, IL_ALIGN_CENTRE, IL_ALIGN_RIGHT } il_align;

/* `u` is the length of one unit in pixels (height of the layout / 1080), `scale` the text scale
 * (0.8 to 2). `share` is the library's share folder, or NULL. NULL, with `err` (the machine's
 * fault) naming the font that was not found and the package that has it. */
il_type *il_type_create(const char *share, double u, double scale, il_error *err);

/* The same with another folder than /usr/share/fonts for what packages bring. */
il_type *il_type_create_from(const char *system, const char *share, double u, double scale,
                             il_error *err);
void il_type_destroy(il_type *type);

int il_type_px(const il_type *type, il_role role);       // size of the em in pixels
double il_type_cap(const il_type *type, il_role role);   // height of the capitals in pixels
double il_type_pitch(const il_type *type, il_role role); // line height in pixels
double il_type_width(il_type *type, il_role role, const char *text); // of one line, in pixels

/* The alpha of one line of `text`, cached: `width` x `height` bytes in rows of `stride`; `left` and
 * `above` are the pixels by which it begins left of its origin and above its baseline. Valid until
 * the next call. False when it is empty or memory lacks. */
typedef struct {
    const unsigned char *alpha;
    int width, height, stride, left, above;
} il_glyphs;
bool il_type_render(il_type *type, il_role role, const char *text, il_glyphs *glyphs);

#endif
