#include "export/encoder.h"

#include <assert.h>

#include "dsp/dither.h"

static const float vorbis_quality = 0.5f; // q5: about 150 kbit/s, what the recordings are kept at

bool il_encoder_init(il_encoder *encoder, FILE *out, const il_encoder_format *format, il_error *err)
{
    const il_labels *labels = format->labels;
    encoder->kind = format->kind;
    encoder->vorbis = NULL;
    encoder->at = 0;
    if (format->kind == IL_ENCODER_OGG) {
        encoder->vorbis =
            il_vorbis_writer_create(out,
                                    &(il_vorbis_format){.name = format->name,
                                                        .channels = 2,
                                                        .quality = vorbis_quality,
                                                        .serial = format->serial,
                                                        .tags = labels->comments,
                                                        .tag_count = labels->comment_count},
                                    err);
        return encoder->vorbis != NULL;
    }
    return il_wav_begin(&encoder->wav, out,
                        &(il_wav_format){.name = format->name,
                                         .length = format->length,
                                         .float_samples = format->kind == IL_ENCODER_FLOAT,
                                         .tags = labels->tags,
                                         .tag_count = labels->tag_count,
                                         .marks = labels->marks,
                                         .mark_count = labels->mark_count},
                        err);
}

bool il_encoder_write(il_encoder *encoder, const float *samples, int frames, il_error *err)
{
    assert(frames <= IL_CHUNK_FRAMES);
    const il_frames at = encoder->at;
    encoder->at += frames;
    switch (encoder->kind) {
    case IL_ENCODER_OGG:
        return il_vorbis_write(encoder->vorbis, samples, frames, err);
    case IL_ENCODER_FLOAT:
        return il_wav_write_float(&encoder->wav, samples, frames, err);
    default:
        il_dither_s16(samples, at, frames, encoder->s16);
        return il_wav_write_s16(&encoder->wav, encoder->s16, frames, err);
    }
}

bool il_encoder_finish(il_encoder *encoder, il_error *err)
{
    return encoder->kind == IL_ENCODER_OGG ? il_vorbis_writer_finish(encoder->vorbis, err)
                                           : il_wav_finish(&encoder->wav, err);
}

void il_encoder_destroy(il_encoder *encoder)
{
    il_vorbis_writer_destroy(encoder->vorbis);
    encoder->vorbis = NULL;
}
