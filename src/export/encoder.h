#ifndef IL_EXPORT_ENCODER_H
#define IL_EXPORT_ENCODER_H

#include <stdio.h>

#include "export/labels.h"
#include "export/queue.h"
#include "media/vorbis.h"

/* Float sound in, a file of one kind out. */
typedef enum { IL_ENCODER_S16, IL_ENCODER_FLOAT, IL_ENCODER_OGG } il_encoder_kind;

typedef struct {
    il_encoder_kind kind;
    const char *name; // of the file, for messages
    il_frames length; // of the whole
    int serial;       // of an Ogg stream
    const il_labels *labels;
} il_encoder_format;

typedef struct {
    il_encoder_kind kind;
    il_wav_writer wav;
    il_vorbis_writer *vorbis; // owned; NULL for WAV
    il_frames at;             // frames written
    int16_t s16[IL_CHUNK_FRAMES * 2];
} il_encoder;

/* Each false, with `err`, when the file does not take what it is given. Finish it before the file
 * is closed; destroy it whatever happened. Borrows all that it is given. One thread at a time. */
bool il_encoder_init(il_encoder *encoder, FILE *out, const il_encoder_format *format,
                     il_error *err);
bool il_encoder_write(il_encoder *encoder, const float *samples, int frames, il_error *err);
bool il_encoder_finish(il_encoder *encoder, il_error *err);
void il_encoder_destroy(il_encoder *encoder);

#endif
