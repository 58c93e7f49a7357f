#ifndef IL_MEDIA_VORBIS_H
#define IL_MEDIA_VORBIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/frames.h"

/* Our own kind of sound file: one logical stream of Ogg Vorbis, 48 kHz, mono or stereo.
 *
 * Read through once when it is opened: every page's checksum and number, every header (refused when
 * it claims more than an encoder writes: libvorbis 1.3.7 dies of some), every packet's length held
 * against what its page says. So the length is what decoding gives, and damage is known before the
 * first sample is asked for: the sound ends where the damage begins. Samples are always finite. Its
 * memory does not grow with its length. One thread at a time. */
typedef struct il_vorbis il_vorbis;

/* Open `name` beneath `folder`. NULL, with `err` naming the file and what is wrong with it, when
 * there is no sound in it that can be relied on. */
il_vorbis *il_vorbis_open(const char *folder, const char *name, il_error *err);

/* The same from bytes that stay the caller's and outlive the result; `name` is for messages. */
il_vorbis *il_vorbis_open_bytes(const char *name, const void *bytes, size_t size, il_error *err);

void il_vorbis_close(il_vorbis *vorbis);

int il_vorbis_channels(const il_vorbis *vorbis);
il_frames il_vorbis_frames(const il_vorbis *vorbis); // that can be decoded, > 0

/* False, with `err`, when the file is damaged or cut short: what there is then ends early. */
bool il_vorbis_whole(const il_vorbis *vorbis, il_error *err);

/* The loop that the tags LOOPSTART and LOOPLENGTH mark; false when there is none that is sound. */
bool il_vorbis_loop(const il_vorbis *vorbis, il_frames *start, il_frames *length);

/* `count` (>= 0) frames from frame `at` (which may lie before 0) on, into one array a channel. What
 * lies outside the file, or behind a damaged place, is silence. Reading on from where the last call
 * ended is cheap; any other frame seeks, and gives exactly the samples that reading on would give.
 * False, with `err`, once: when frames behind the end of a damaged file are asked for, or when the
 * file is no longer what it was when it was opened. The latter closes it for good: it is silent
 * from then on. */
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
