#ifndef IL_LIBRARY_CACHE_H
#define IL_LIBRARY_CACHE_H

#include "base/file.h"
#include "base/frames.h"

/* What imports made, kept on disk: for each a note, KEY.txt, and, unless it is a refusal, the
 * sound, KEY.ogg. Inside the library only; any thread, several processes at once.
 *
 * $XDG_CACHE_HOME/interlude/imports, else $HOME/.cache/interlude/imports; folders 0700, files 0600,
 * each appearing whole or not at all. Never more than 1 GiB for long: what was not used for the
 * longest goes, but nothing that was used within the hour. */
enum { IL_CACHE_KEY = 64 };

/* What is kept of one import. */
typedef struct {
    il_frames frames; // 0: refused
    double lufs;
    char why[200];     // of a refusal, or why the sound ends early; else empty
    char importer[48]; // which importer refused: another may not. Empty with frames
} il_cache_note;

/* The folder, made where it is not there, from il_alloc. NULL, with `err`, without a home, without
 * permission, without memory. */
char *il_cache_folder(il_error *err);

/* The note under `key` when there is a sound one, and with it the whole sound; its time of use is
 * then now. What is there and not whole is removed. */
bool il_cache_find(const char *folder, const char *key, il_cache_note *note);

/* A file for the sound of `key`, to be given to il_cache_keep. */
bool il_cache_begin(const char *folder, const char *key, il_new_file *sound, il_error *err);

/* Keep `sound` (or NULL for a refusal) under `key`, and let the oldest go where there is too much.
 */
bool il_cache_keep(const char *folder, const char *key, il_new_file *sound,
                   const il_cache_note *note, il_error *err);

#endif
