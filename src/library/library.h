#ifndef IL_LIBRARY_LIBRARY_H
#define IL_LIBRARY_LIBRARY_H

#include "library/import.h"
#include "session/read.h"
#include "timeline/timeline.h"

/* What is there: sessions, voices, beds, bells, and the recording of a line by its words.
 *
 * Two roots are looked through, the user's before ours: `$XDG_DATA_HOME/interlude`, and
 * `$INTERLUDE_SHARE`, else `../share/interlude` beside the program, else the source tree compiled
 * in. Each has `sessions`, `audio/narration/VOICE`, `audio/beds` and `audio/bells`. Lengths come
 * from each audio folder's index.tsv, so that no sound is opened to list a library; a file without
 * a row is opened. One thread at a time; strings live as long as the library. */
typedef struct il_library il_library;

/* NULL, with `err`, when memory lacks or our own root is nowhere (the machine's fault). A user's
 * folder that is not there is none. */
il_library *il_library_create(il_error *err);
void il_library_destroy(il_library *library);

/* Who looks on while a recording of another kind is imported, which what asks for it waits for. */
void il_library_watch(il_library *library, const il_import_watch *watch);

const char *il_library_share(const il_library *library); // our root
const char *il_library_user(const il_library *library);  // the user's; NULL when there is no home

/* The file that SESSION means: with a `/` or ending in `.yaml` a file, else a name, the user's,
 * then ours. From the library, or NULL with `err` naming the nearest one. */
const char *il_library_find(il_library *library, const char *session, il_error *err);

/* The sessions that there are, ours and the user's, each name once, in the order of names. */
typedef struct {
    const char *name, *file;
    bool users;
} il_library_entry;
const il_library_entry *il_library_entries(il_library *library, int *count, il_error *err);

/* The names of the voices, beds and bells that there are, sorted, each once. A voice is known by
 * its folder, a bed or a bell by its file or a row of its index. */
typedef enum { IL_SOUND_VOICE, IL_SOUND_BED, IL_SOUND_BELL, IL_SOUND_KINDS } il_sound_kind;
const char *const *il_library_names(const il_library *library, il_sound_kind kind, int *count);

/* What a voice says of itself in its voice.yaml, and how many recordings it has. */
typedef struct {
    const char *title; // NULL when there is no voice.yaml, or none that can be read
    int recordings;
} il_voice_about;
bool il_library_voice(il_library *library, const char *name, il_voice_about *about, il_error *err);

/* What is wrong with the library itself (a row of an index.tsv that is none, a folder that may not
 * be read), as far as it was looked at. Nothing stops for it: what such a row or folder would have
 * said is taken as not said. */
const il_error *il_library_faults(const il_library *library, int *count);

/* Open every recording of both roots and hold it against its index: what is wrong joins the faults.
 * Takes as long as reading them all. False, with `err`, only when memory lacks. */
bool il_library_prove(il_library *library, il_error *err);

/* What a line is looked up by: its words, ASCII letters lower-cased, punctuation (ASCII,
 * U+00A0-00BF, U+060C, U+061B, U+061F, U+2000-206F, U+3000-303F) and space (U+0009-000D, U+0020)
 * made one space where they stand side by side, none at the ends, other bytes as they are. `name`
 * gets `SLUG-HASH.ogg`: 10 hex digits of BLAKE2b-128 of that, after its runs of ASCII letters and
 * digits with one `-` between, cut to 40 characters and never ending in `-`. Words without such a
 * letter (of another script) have no slug: `HASH.ogg`. */
enum { IL_CLIP_NAME_SIZE = 64 };
bool il_clip_name(const char *text, char name[IL_CLIP_NAME_SIZE], il_error *err);

/* Lengths for a timeline: a line's `clip:`, else its words in the session's own voice, or, where
 * the session names none, in the library's first; the user's recording before ours. The result's
 * context is the library. A recording that cannot be used counts as missing. */
il_clips il_library_clips(il_library *library);

/* Import ahead what the session in `file` uses, whatever its choices and length: a library that is
 * asked afterwards finds it in the cache, without waiting. With a library of its own, so on any
 * thread while others are in use. False when `watch` stopped it, when the file holds no session,
 * or, with `err`, when memory lacks. A recording that cannot be imported is no failure:
 * il_library_check tells it. */
bool il_library_prepare(const char *file, const il_import_watch *watch, il_error *err);

/* False, with `err`, when memory lacked while a timeline asked for clips: its lengths are not to be
 * trusted then. */
bool il_library_ok(const il_library *library, il_error *err);

/* The names of beds, bells and the voice that a session uses, and its own recordings, judged: a
 * name that is nowhere, and a path to a bed or bell that is not there, are errors, with the nearest
 * name; a known name without its sound, and a recording that is not there or not our kind of Vorbis
 * (of the library once each, beside the session at each place) are warnings that say what is wrong.
 * Added to `problems`, which the caller then sorts. False, with `err`, only when memory lacks. */
bool il_library_check(il_library *library, const il_session *session, il_problems *problems,
                      il_error *err);

/* The same for recordings beside the session alone: what someone who plays it should know. */
bool il_library_check_own(il_library *library, const il_session *session, il_problems *problems,
                          il_error *err);

#endif
