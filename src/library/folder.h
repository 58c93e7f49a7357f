#ifndef IL_LIBRARY_FOLDER_H
#define IL_LIBRARY_FOLDER_H

#include "base/frames.h"
#include "base/memory.h"
#include "library/import.h"

/* One folder of recordings: beds, bells or the lines of one voice, in one root.
 *
 * Inside the library only. What stands in the folder and what its index.tsv says are put together
 * once, when it is loaded; no sound is opened for that. Strings live in the library's arena. */
typedef struct {
    const char *name;          // of the file: "stream.ogg"
    il_frames frames;          // 0: not known yet
    bool there;                // the file stands in the folder; else it is only a row of the index
    const char *folder, *file; // where it is opened, once imported; NULL: where it stands itself
    const char *fault; // what was wrong with it when it was opened: without frames it cannot be
                       // used, with frames it ends early. Else NULL
} il_recording;

/* How what is not our own kind of file is made ours. */
typedef struct {
    il_import_role role;
    const il_import_watch *watch; // or NULL
} il_importing;

typedef struct {
    const char *path;    // NULL: there is no such folder
    bool foreign;        // the user's: files of other kinds count too
    il_recording *items; // in the order of names. From il_alloc
    int count, room;
} il_folder;

/* Things that are wrong with the library itself, for whoever looks after it; nothing stops for
 * them. */
typedef struct {
    il_error *items; // from il_alloc
    int count, room;
} il_faults;

/* Load the folder at `path` (which lives in `arena`), `foreign` when it is the user's. A folder
 * that is not there leaves `folder` empty; a row that is not as it should be, or a folder that may
 * not be read, goes to `faults`. False, with `err`, only for lack of memory. */
bool il_folder_load(il_folder *folder, const char *path, bool foreign, il_arena *arena,
                    il_faults *faults, il_error *err);

void il_folder_finish(il_folder *folder);

/* The recording in the file `name` (`.ogg`), in the user's folder also in one of that name and
 * another kind; or NULL. */
il_recording *il_folder_find(const il_folder *folder, const char *name);

/* Whether `recording` of the folder at `path` can be used; its length is known then. A file that
 * the index does not know is opened, once, and imported where it is not our kind of Vorbis and
 * `importing` says how (NULL: not at all). False for a row without its file, a file that cannot be
 * used (`recording->fault` says why), an import that was stopped (then it is asked for again), or,
 * with `err`, lack of memory. */
bool il_recording_ready(il_recording *recording, const char *path, const il_importing *importing,
                        il_arena *arena, il_error *err);

/* Open every recording of a folder and hold it against the index; what is wrong goes to `faults`.
 * False, with `err`, only for lack of memory. */
bool il_folder_prove(il_folder *folder, const il_importing *importing, il_arena *arena,
                     il_faults *faults, il_error *err);

/* Note `fault` (its message kept, its file's name copied) in `faults`. */
bool il_faults_add(il_faults *faults, const il_error *fault, il_arena *arena, il_error *err);

/* The same for a folder that could not be opened, with its errno. */
bool il_faults_add_folder(il_faults *faults, const char *path, int number, il_arena *arena,
                          il_error *err);

/* Whether this errno means that there is no such folder, which is no fault. */
bool il_folder_is_missing(int number);

#endif
