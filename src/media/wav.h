#ifndef IL_MEDIA_WAV_H
#define IL_MEDIA_WAV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/frames.h"

/* A piece of text about the whole file, as RIFF's INFO list names it: "INAM" title, "IART" artist.
 */
typedef struct {
    char id[5];
    const char *text; // UTF-8
} il_wav_tag;

/* A place in the file with a name: what editors and players show as a marker. */
typedef struct {
    il_frames at; // 0 to 2^32 - 1, as far as the format reaches
    const char *name;
} il_wav_mark;

typedef struct {
    const char *name;   // of the file, for messages
    il_frames length;   // of the whole, > 0
    bool float_samples; // 32 bit float, else 16 bit
    const il_wav_tag *tags;
    int tag_count;
    const il_wav_mark *marks;
    int mark_count;
} il_wav_format;

/* A 48 kHz stereo WAV being written.
 *
 * The header knows every length from the start, so nothing is sought back for and a pipe will do.
 * Tags and marks stand behind the samples, where the simplest readers do not stumble over them.
 * Where 4 GiB do not suffice it is RF64 (EBU Tech 3306). Plain data; borrows all it is given, which
 * lives until the end. One thread at a time. */
typedef struct {
    FILE *out; // the caller's
    il_wav_format format;
    il_frames written;
} il_wav_writer;

/* Write the header. As below, false with `err` (the machine's fault) when `out` does not take it.
 */
bool il_wav_begin(il_wav_writer *writer, FILE *out, const il_wav_format *format, il_error *err);

/* `frames` interleaved frames, at most what is left of the length, of the kind that was begun. */
bool il_wav_write_s16(il_wav_writer *writer, const int16_t *samples, int frames, il_error *err);
bool il_wav_write_float(il_wav_writer *writer, const float *samples, int frames, il_error *err);

/* Tags and marks; the samples are complete. Closing `out` can still fail, and is the caller's. */
bool il_wav_finish(il_wav_writer *writer, il_error *err);

#endif
