#ifndef IL_LIBRARY_INDEX_H
#define IL_LIBRARY_INDEX_H

#include <stddef.h>

#include "base/error.h"
#include "base/frames.h"

/* index.tsv: what the makers of recordings measured, so that a library is listed without opening
 * one.
 *
 *     name<TAB>frames<TAB>lufs
 *     stream.ogg<TAB>2880000<TAB>-30.02
 *
 * The first line is that header; a row is a file of the same folder, its frames (1 to 12 hours) and
 * its loudness. A line may end in CR LF. Inside the library only. */
typedef struct {
    const char *at, *end; // what is still to be read. Borrowed
    int line;             // of the row last read, from 1
} il_index;

typedef struct {
    const char *name; // not terminated
    size_t name_size;
    il_frames frames;
} il_index_row;

typedef enum { IL_INDEX_ROW, IL_INDEX_BAD, IL_INDEX_END } il_index_result;

/* Read the header. False when the first line is something else: nothing in the file is then used.
 */
bool il_index_open(il_index *index, const char *bytes, size_t size);

/* The next row; on IL_INDEX_BAD `index->line` is not one and the rest can be read on. */
il_index_result il_index_next(il_index *index, il_index_row *row);

#endif
