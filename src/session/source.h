#ifndef IL_SESSION_SOURCE_H
#define IL_SESSION_SOURCE_H

#include <stdint.h>

#include "base/problem.h"

/* The text of a session file, its bytes checked, its lines known. Within the session room only.
 *
 * libyaml reports wrong bytes without a line, and takes some characters for line ends that editors
 * do not, so bytes are judged here first: UTF-8, no control characters, nothing that reorders text.
 * What is wrong is reported and replaced, one character by one, so that reading goes on and every
 * later place is right. Something that is no text at all is not read. */

/* ` #2`: YAML takes what follows for a comment, and who wrote it never learns of it. */
typedef struct {
    int line, column; // of the #
} il_hash;

typedef struct {
    const char *file;
    const char *text; // without a byte order mark; the caller's bytes, or `clean`
    size_t size;
    char *clean;     // owned; NULL when every byte was fine
    uint32_t *lines; // owned: where in `text` each line starts
    int line_count, line_room;
    il_hash *hashes; // owned, in order: one space before, none after
    int hash_count, hash_room;
} il_source;

/* Fill `source`, zeroed, from `bytes` (under 2 GiB), which outlive it like `file` does. False, with
 * a problem or `err`, when there is nothing to read on with; il_source_finish is due either way. */
bool il_source_init(il_source *source, const char *file, const char *bytes, size_t size,
                    il_problems *problems, il_error *err);
void il_source_finish(il_source *source);

/* The text of a line from `column` (both from 1) on, without its end: `*size` bytes. Empty where
 * there is no such place. */
const char *il_source_from(const il_source *source, int line, int column, size_t *size);

/* The words that begin at a place, to the end of their line, without a comment and without brackets
 * that were opened before them. */
const char *il_source_words(const il_source *source, il_place at, size_t *size);

/* The column at which `point`, within the line, stands. */
int il_source_column(const il_source *source, int line, const char *point);

#endif
