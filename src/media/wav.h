#ifndef IL_MEDIA_WAV_H
#define IL_MEDIA_WAV_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/frames.h"

/* A 48 kHz stereo WAV being written: 16 bit or 32 bit float (RF64 where 4 GiB do not suffice).
 * The header knows the length from the start, so nothing is sought back for. */
typedef struct {
    FILE *out; // the caller's
    il_frames length, written;
    bool float_samples;
} il_wav_writer;

bool il_wav_begin(il_wav_writer *writer, FILE *out, il_frames length, bool float_samples,
                  il_error *err);
bool il_wav_write_s16(il_wav_writer *writer, const int16_t *samples, int frames, il_error *err);
bool il_wav_write_float(il_wav_writer *writer, const float *samples, int frames, il_error *err);

#endif
