#ifndef IL_CLI_LOAD_H
#define IL_CLI_LOAD_H

#include "library/library.h"

/* The session in `file`, read and held against everything there is to hold it against: its own
 * rules, the names and recordings of the library, and its times at the natural length.
 *
 * `problems` (zeroed by the caller, who finishes it) gets what is wrong, sorted. The result is
 * there whenever the file could be read as a session; problems->errors says whether it may be used.
 * NULL with `err` when the file could not be read, or memory lacks. `clips` are the library's. */
il_session *il_load(il_library *library, const il_clips *clips, const char *file,
                    il_problems *problems, il_error *err);

#endif
