#ifndef IL_LIBRARY_IMPORT_H
#define IL_LIBRARY_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/frames.h"

/* A user's recording of another kind made ours, once: by interlude-import, a program of its own
 * with next to no rights, since such files may be hostile. What came of it, a refusal too, is kept
 * in $XDG_CACHE_HOME/interlude/imports by what the file holds. */

/* What a recording is for decides how loud it is made; see src/import/README.md. */
typedef enum { IL_IMPORT_CLIP, IL_IMPORT_BED, IL_IMPORT_BELL, IL_IMPORT_ROLES } il_import_role;

/* Who looks on. `progress` is called twenty times a second and more while an import runs, with the
 * file's name and how far it is, on the thread that imports; false stops it. At its end it is
 * called once more, with 1000. Zeroed, nobody looks. */
typedef struct {
    bool (*progress)(void *context, const char *name, int thousandths);
    void *context;
} il_import_watch;

typedef struct {
    il_frames frames; // 0: it cannot be used, and `fault` says why
    double lufs;      // of the result, as its role measures it
    char *folder;     // owned, from il_alloc: the result is opened beneath it; NULL without frames
    char file[72];
    char fault[256]; // with frames: why it ends early; else empty
    bool stopped;    // `progress` ended it
} il_import;

/* Import `name` beneath `folder`, or find what an earlier import made of the same bytes.
 *
 * A broken file takes half a second of processor time at most, a fine one about a sixtieth of its
 * length. Any thread, several at once too; `watch` may be NULL. False, with `err`, only when memory
 * lacks: whatever else is in the way (the file, a full disk, no importer) is the result's fault.
 * Release the result with il_import_finish. */
bool il_import_file(const char *folder, const char *name, il_import_role role,
                    const il_import_watch *watch, il_import *result, il_error *err);
void il_import_finish(il_import *result);

/* The importer that would run, into `path` (of `size` bytes): $INTERLUDE_IMPORT, else beside the
 * program, else that of the build. False when it is nowhere; `path` then says where it should be.
 */
bool il_importer_path(char *path, size_t size);

/* What `interlude-import --version` says, without its line's end; false when it does not run. */
bool il_importer_about(char *text, size_t size);

#endif
