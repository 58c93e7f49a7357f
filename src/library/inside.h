#ifndef IL_LIBRARY_INSIDE_H
#define IL_LIBRARY_INSIDE_H

#include "library/folder.h"
#include "library/library.h"
#include "library/names.h"
#include "library/roots.h"

/* What a library holds, for the files of this folder only. */

/* A voice: the lines of one name in both roots, the user's going before ours. */
typedef struct {
    const char *name;
    il_folder folders[IL_ROOTS];
    bool loaded;
} il_voice;

/* A recording beside a session, looked at once. */
typedef struct {
    const char *folder; // of the session
    il_import_role role;
    il_recording recording;
} il_beside;

struct il_library {
    il_arena arena; // every string
    const char *roots[IL_ROOTS];
    il_faults faults;

    il_names names[IL_SOUND_KINDS];
    il_voice *voices; // one for each name, in their order
    int voice_count;
    il_folder sounds[2][IL_ROOTS]; // beds and bells: by kind less IL_SOUND_BED

    il_library_entry *entries;
    int entry_count, entry_room;
    bool listed;

    il_beside *beside; // in the order of folder, then name
    int beside_count, beside_room;

    il_import_watch watch;
    il_error trouble; // lack of memory while a timeline asked for a clip
};

/* The voice with this name, its folders loaded; NULL when it is nowhere or, with `err`, for lack of
 * memory. */
il_voice *il_library_voice_named(il_library *library, const char *name, il_error *err);

/* Whether a bed or bell is a path beside the session instead of a name of the library. */
bool il_is_beside(const char *name);

/* The recording at `path` beside `session`, looked into. NULL, with `err`, only for lack of memory;
 * without frames it cannot be used. */
il_beside *il_library_beside(il_library *library, const il_session *session, const char *path,
                             il_import_role role, il_error *err);

/* How recordings of this root are imported: NULL for our own, which are as they should be. */
const il_importing *il_library_importing(const il_library *library, int root, il_import_role role,
                                         il_importing *importing);

il_import_role il_sound_role(il_sound_kind kind);

/* The folders of beds or of bells, one a root. */
il_folder *il_library_sounds(il_library *library, il_sound_kind kind);

/* The first of the recordings in the file `file` of `folders` that can be used; `*folder` is its
 * path. NULL when there is none or, with `err`, for lack of memory. `*fault`, where wanted, is why
 * one that is there cannot be used, else NULL. */
il_recording *il_library_pick(il_library *library, il_folder folders[IL_ROOTS], il_import_role role,
                              const char *file, const char **folder, const char **fault,
                              il_error *err);

/* The file of the bed or bell `name`: false when the name is longer than any file's. */
enum { IL_SOUND_FILE_SIZE = 256 };
bool il_sound_file(const char *name, char file[IL_SOUND_FILE_SIZE]);

#endif
