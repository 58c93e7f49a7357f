#ifndef IL_MEDIA_VORBIS_H
#define IL_MEDIA_VORBIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/frames.h"

/* Our own kind of sound file: one logical stream of Ogg Vorbis, 48 kHz, mono or stereo.
 *
 * The headers are read by us before libvorbis sees them, and refused when they claim more than an
 * encoder would ever write: libvorbis 1.3.7 dies of some (it takes from the stack what a codebook
 * claims). After any error but a gap the stream is closed for good, since a seek after an error can
 * kill it too; it then yields silence. One thread at a time. */
typedef struct il_vorbis il_vorbis;

/* Open `name` beneath `folder`. NULL, with `err` naming the file and what is wrong with it. */
il_vorbis *il_vorbis_open(const char *folder, const char *name, il_error *err);

/* The same from bytes that stay the caller's and outlive the result; `name` is for messages. */
il_vorbis *il_vorbis_open_bytes(const char *name, const void *bytes, size_t size, il_error *err);

void il_vorbis_close(il_vorbis *vorbis);

int il_vorbis_channels(const il_vorbis *vorbis);
il_frames il_vorbis_frames(const il_vorbis *vorbis); // as its last page says, > 0

/* The loop that the tags LOOPSTART and LOOPLENGTH mark; false when there is none that is sound. */
bool il_vorbis_loop(const il_vorbis *vorbis, il_frames *start, il_frames *length);

/* `count` frames from frame `at` on, into one array a channel. What lies outside the file, or
 * behind a damaged place, is silence. Reading on from where the last call ended is cheap; any other
 * frame seeks, and gives exactly the samples that reading on would give. False, with `err` (once),
 * when the file turned out damaged; the samples are then silence from there on. */
bool il_vorbis_read(il_vorbis *vorbis, il_frames at, int count, float *const *channels,
                    il_error *err);

/* A stream being written.
 *
 * The same input gives the same bytes: the serial number is the caller's, and nothing else in the
 * file varies. */
typedef struct il_vorbis_writer il_vorbis_writer;

typedef struct {
    const char *name; // of the file, for messages; borrowed until the writer is destroyed
    int channels;     // 1 or 2
    float quality;    // 0.0 to 1.0: 0.5 is q5
    int serial;
    const char *const *tags; // "KEY=value", UTF-8
    int tag_count;
} il_vorbis_format;

/* Write to `out`, which stays the caller's: it is written from front to back, and closing it can
 * still fail. NULL, with `err`, the machine's fault, when it does not take the headers or memory
 * lacks. */
il_vorbis_writer *il_vorbis_writer_create(FILE *out, const il_vorbis_format *format, il_error *err);

/* `count` interleaved frames; what is not finite becomes 0. However they are cut into calls, the
 * bytes are the same. False, with `err`, when `out` does not take them: then nothing but destroy.
 */
bool il_vorbis_write(il_vorbis_writer *writer, const float *samples, int count, il_error *err);

/* The last page. Nothing may be written after it. */
bool il_vorbis_writer_finish(il_vorbis_writer *writer, il_error *err);

void il_vorbis_writer_destroy(il_vorbis_writer *writer);

#endif
