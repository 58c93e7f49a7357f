#ifndef IL_DRAW_PNG_H
#define IL_DRAW_PNG_H

#include "base/error.h"

/* Write `width` x `height` pixels, 0xXXRRGGBB in rows of `pitch` bytes, as a PNG at `path`: whole
 * or not at all. False with `err` (the machine's fault). The same pixels give the same bytes. */
bool il_png_write(const char *path, const void *pixels, int width, int height, int pitch,
                  il_error *err);

#endif
