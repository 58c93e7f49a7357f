#ifndef IL_IMPORT_FOREIGN_H
#define IL_IMPORT_FOREIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* What kind of sound a foreign file is, before any library looks into it.
 *
 * libsndfile opens some thirty formats; four containers are let through to it. And where a file's
 * own frame says that it was cut or damaged, which libsndfile passes over in silence, that is known
 * here: of an Ogg file only the whole pages before the damage are then given away. */
typedef enum { IL_FOREIGN_WAV, IL_FOREIGN_FLAC, IL_FOREIGN_MP3, IL_FOREIGN_OGG } il_foreign_kind;

typedef struct {
    int file;     // borrowed; read by position only
    int64_t size; // of what may be read: at most the file's
    il_foreign_kind kind;
    const char *ends_early; // why there is less than there should be, or NULL. Static storage
} il_foreign;

/* Fill `foreign` for the open file `file`. False, with `err` (a message without the file's name),
 * when it is no sound that is read here: the input's fault; or when it cannot be read: the
 * machine's. */
bool il_foreign_look(il_foreign *foreign, int file, il_error *err);

/* `size` bytes from `at`; how many there were, or -1 with errno. */
int64_t il_foreign_read(const il_foreign *foreign, int64_t at, void *bytes, int64_t size);

#endif
