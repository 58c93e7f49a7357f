#ifndef STORE_H
#define STORE_H

#include <stdbool.h>

#include "base/error.h"
#include "sound.h"

/* Sounds to Ogg Vorbis and back. */

/* Write a sound to `path`.
 *
 * One that loops gets more of its end before it and of its start behind it than an encoder needs to
 * be settled at the seam, and the tags that say where it loops: LOOPSTART is STORE_ROLL + `seam`
 * frames into the file. */
enum { STORE_ROLL = 4096, STORE_SEAMS = RATE };
typedef struct {
    const char *title;
    bool loops;
    int serial;
} store_as;
bool store_write(const sound *made, const store_as *how, long seam, const char *path,
                 il_error *err);

/* The seam, 0 to STORE_SEAMS, of the loop that was written as `name`, at which what is decoded goes
 * on most smoothly. What encoding adds differs from one time round to the next, and where the two
 * part, a step is left that a soft sound does not hide: they meet somewhere. -1 with `err`. */
long store_best_seam(const char *folder, const char *name, il_error *err);

/* Read `name` in `folder`: of a loop, only what is looped. `frames` is the length of the file.
 * Free what comes back with sound_destroy, when true. */
bool store_read(const char *folder, const char *name, sound *out, bool *loops, long *frames,
                il_error *err);

#endif
