#ifndef IL_IMPORT_CONVERT_H
#define IL_IMPORT_CONVERT_H

#include <stdio.h>

#include "base/error.h"
#include "base/frames.h"

/* A foreign file made ours: 48 kHz Ogg Vorbis q6 at the level of what it is for. */

/* What it is for. */
typedef enum {
    IL_ROLE_CLIP, // words: one channel, as they are heard, at -18 LUFS
    IL_ROLE_BED,  // -30 LUFS
    IL_ROLE_BELL, // its loudest 400 ms at -22 LUFS
    IL_ROLES,
} il_role;

bool il_role_from_name(const char *name, il_role *role); // "clip", "bed", "bell"

typedef struct {
    il_role role;
    int file;          // the foreign file, open for reading. Borrowed
    FILE *out;         // the result, written from front to back. Borrowed
    bool bare_samples; // not Vorbis but 32 bit float, as they would be encoded: for tests
    void (*progress)(int thousandths);
} il_conversion;

typedef struct {
    il_frames frames;
    double lufs;            // of the result, as its role measures it
    const char *ends_early; // why it is shorter than it should be, or NULL. Static storage
} il_converted;

/* The file is read twice: once to be measured, once to be written. False, with `err` (without the
 * file's name), when the file (the input's fault) or the machine is why there is no result; what
 * was written by then is worthless. */
bool il_convert(const il_conversion *conversion, il_converted *converted, il_error *err);

#endif
