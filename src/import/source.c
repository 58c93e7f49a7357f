#include "import/source.h"

#include <math.h>
#include <sndfile.h>
#include <soxr.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"

enum { DECODED_FRAMES = 2048 }; // taken from the file at a time

static const float sample_most = 4.0f; // a float WAV may go over full scale, but not for ever

struct il_source {
    const il_foreign *foreign;
    int64_t at;  // libsndfile's place in the file
    bool unread; // a read failed: the machine's trouble, whatever libsndfile makes of it
    SNDFILE *file;
    SF_INFO info;
    il_frames decoded; // at the file's rate

    soxr_t soxr; // NULL at 48 kHz
    float fresh[2 * DECODED_FRAMES];
    int fresh_at, fresh_count; // of them still to be resampled
    int period, our_period;    // so many frames of the file last as long as so many of ours
    il_frames zeros;           // how many frames of nothing but 0 end what was decoded
    bool ended;                // the file gives no more
    il_frames given;           // at 48 kHz
};

static sf_count_t on_size(void *context)
{
    return ((il_source *)context)->foreign->size;
}

static sf_count_t on_seek(sf_count_t offset, int whence, void *context)
{
    il_source *source = context;
    const sf_count_t base = whence == SEEK_SET   ? 0
                            : whence == SEEK_CUR ? source->at
                                                 : source->foreign->size;
    if (offset > INT64_MAX - base || base + offset < 0) {
        return -1;
    }
    source->at = base + offset;
    return source->at;
}

static sf_count_t on_read(void *bytes, sf_count_t size, void *context)
{
    il_source *source = context;
    const int64_t got = il_foreign_read(source->foreign, source->at, bytes, size);
    source->unread = source->unread || got < 0;
    source->at += got > 0 ? got : 0;
    return got > 0 ? got : 0;
}

static sf_count_t on_write(const void *bytes, sf_count_t size, void *context)
{
    (void)bytes, (void)size, (void)context;
    return 0; // nothing is written here
}

static sf_count_t on_tell(void *context)
{
    return ((il_source *)context)->at;
}

/* Whether libsndfile found what the file's first bytes promised, in a form that is taken. */
static bool is_taken(il_foreign_kind kind, int format)
{
    const int type = format & SF_FORMAT_TYPEMASK, form = format & SF_FORMAT_SUBMASK;
    switch (kind) {
    case IL_FOREIGN_WAV:
        return (type == SF_FORMAT_WAV || type == SF_FORMAT_WAVEX || type == SF_FORMAT_RF64) &&
               form >= SF_FORMAT_PCM_S8 && form <= SF_FORMAT_MS_ADPCM;
    case IL_FOREIGN_FLAC:
        return type == SF_FORMAT_FLAC;
    case IL_FOREIGN_MP3:
        return type == SF_FORMAT_MPEG && form == SF_FORMAT_MPEG_LAYER_III;
    case IL_FOREIGN_OGG:
        return type == SF_FORMAT_OGG && (form == SF_FORMAT_VORBIS || form == SF_FORMAT_OPUS);
    }
    return false;
}

/* libsndfile's own words are for those who know the format, so they are not passed on. */
static bool refuse_file(const il_source *source, il_error *err)
{
    if (source->unread) {
        return il_fail_machine(err, il_nowhere(), _("cannot be read: the disk does not answer"));
    }
    return il_fail(err, il_nowhere(),
                   _("is damaged, or holds a kind of samples that Interlude does not read"));
}

static bool check(const il_source *source, il_error *err)
{
    const SF_INFO *info = &source->info;
    if (!is_taken(source->foreign->kind, info->format)) {
        return refuse_file(source, err);
    }
    if (info->channels < 1 || info->channels > 2) {
        return il_fail(err, il_nowhere(),
                       _("has %d channels; Interlude takes one or two, so mix it down first"),
                       info->channels);
    }
    if (info->samplerate < IL_SOURCE_RATE_LEAST || info->samplerate > IL_SOURCE_RATE_MOST) {
        return il_fail(err, il_nowhere(), _("is at %d Hz; Interlude takes 8000 to 192000 Hz"),
                       info->samplerate);
    }
    const il_frames most = (il_frames)info->samplerate * 3600 * IL_SOURCE_HOURS_MOST;
    if (info->frames > most && info->frames < SF_COUNT_MAX) {
        return il_fail(err, il_nowhere(), _("says that it is longer than 4 hours"));
    }
    return true;
}

static bool refuse_resampler(il_error *err)
{
    return il_fail_machine(err, il_nowhere(), _("the resampler failed"));
}

static int common_divisor(int a, int b)
{
    while (b != 0) {
        const int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool open_resampler(il_source *source, il_error *err)
{
    const int common = common_divisor(source->info.samplerate, IL_RATE_HZ);
    source->period = source->info.samplerate / common;
    source->our_period = IL_RATE_HZ / common;
    if (source->info.samplerate == IL_RATE_HZ) {
        return true;
    }
    const soxr_io_spec_t samples = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
    source->soxr = soxr_create(source->info.samplerate, IL_RATE_HZ, (unsigned)source->info.channels,
                               NULL, &samples, &quality, NULL);
    return source->soxr || refuse_resampler(err);
}

static bool open_file(il_source *source, il_error *err)
{
    SF_VIRTUAL_IO calls = {.get_filelen = on_size,
                           .seek = on_seek,
                           .read = on_read,
                           .write = on_write,
                           .tell = on_tell};
    source->file = sf_open_virtual(&calls, SFM_READ, &source->info, source);
    return source->file || refuse_file(source, err);
}

il_source *il_source_open(const il_foreign *foreign, il_error *err)
{
    il_source *source = il_alloc(1, sizeof *source, err);
    if (!source) {
        return NULL;
    }
    source->foreign = foreign;
    if (!open_file(source, err) || !check(source, err) || !open_resampler(source, err)) {
        il_source_close(source);
        return NULL;
    }
    return source;
}

void il_source_close(il_source *source)
{
    if (source) {
        soxr_delete(source->soxr);
        if (source->file) {
            sf_close(source->file);
        }
        il_free(source);
    }
}

int il_source_channels(const il_source *source)
{
    return source->info.channels;
}

/* `frames` of the file at 48 kHz, to the nearest. */
static il_frames at_our_rate(const il_source *source, il_frames frames)
{
    const int rate = source->info.samplerate;
    return (frames * IL_RATE_HZ + rate / 2) / rate;
}

il_frames il_source_claimed(const il_source *source)
{
    const sf_count_t frames = source->info.frames;
    return frames > 0 && frames < SF_COUNT_MAX ? at_our_rate(source, frames) : 0;
}

/* How many frames of 0 end the block, with those before it. */
static il_frames count_zeros(const il_source *source)
{
    const int channels = source->info.channels;
    int at = source->fresh_count * channels;
    while (at > 0 && source->fresh[at - 1] == 0.0f) {
        at--;
    }
    return at == 0 ? source->zeros + source->fresh_count
                   : source->fresh_count - 1 - (at - 1) / channels;
}

static bool are_samples(const float *samples, int count)
{
    for (int i = 0; i < count; i++) {
        if (!(fabsf(samples[i]) <= sample_most)) { // a NaN is none either
            return false;
        }
    }
    return true;
}

/* The next frames of the file, at its own rate. */
static bool decode(il_source *source, il_error *err)
{
    const int channels = source->info.channels;
    const sf_count_t got = sf_readf_float(source->file, source->fresh, DECODED_FRAMES);
    if (source->unread) {
        return refuse_file(source, err);
    }
    source->fresh_at = 0;
    source->fresh_count = got > 0 && got <= DECODED_FRAMES ? (int)got : 0;
    source->ended = source->fresh_count == 0;
    source->decoded += source->fresh_count;
    source->zeros = count_zeros(source);
    if (!are_samples(source->fresh, source->fresh_count * channels)) {
        return il_fail(err, il_nowhere(),
                       _("holds samples that are no sound (not a number, or more "
                         "than 12 dB over full scale)"));
    }
    if (source->decoded > (il_frames)source->info.samplerate * 3600 * IL_SOURCE_HOURS_MOST) {
        return il_fail(err, il_nowhere(), _("is longer than 4 hours"));
    }
    return true;
}

/* At 48 kHz samples stay as they are. */
static int pass_on(il_source *source, float *samples)
{
    const int count = source->fresh_count;
    memcpy(samples, source->fresh, sizeof *samples * (size_t)(count * source->info.channels));
    source->fresh_count = 0;
    return count;
}

/* Silence comes out of the resampler as silence once its filter, a small part of a second, holds
 * nothing else. So whole periods of it need not pass through, and a file that is little else than
 * silence is soon told. How many frames that gives. */
static int skip_silence(il_source *source, float *samples)
{
    if (source->zeros < source->info.samplerate + source->fresh_count) {
        return 0;
    }
    const int most = IL_SOURCE_FRAMES / source->our_period;
    const int there = source->fresh_count / source->period;
    const int periods = there < most ? there : most;
    source->fresh_at += periods * source->period;
    source->fresh_count -= periods * source->period;
    memset(samples, 0,
           sizeof *samples * (size_t)(periods * source->our_period * source->info.channels));
    return periods * source->our_period;
}

/* What the resampler makes of what is there; after the end of the file, what it still holds. */
static int resample(il_source *source, float *samples, il_error *err)
{
    const int skipped = skip_silence(source, samples);
    if (skipped > 0) {
        return skipped;
    }
    size_t used = 0, made = 0;
    const float *from = source->fresh + source->fresh_at * source->info.channels;
    const soxr_error_t fault =
        soxr_process(source->soxr, source->ended ? NULL : from, (size_t)source->fresh_count, &used,
                     samples, IL_SOURCE_FRAMES, &made);
    if (fault) {
        refuse_resampler(err);
        return -1;
    }
    source->fresh_at += (int)used;
    source->fresh_count -= (int)used;
    return (int)made;
}

/* Behind the end: the resampler's last frames are cut or filled to the exact number. */
static int finish(il_source *source, float *samples, int made)
{
    const il_frames left = at_our_rate(source, source->decoded) - source->given;
    if (made == 0 && left > 0) {
        made = left < IL_SOURCE_FRAMES ? (int)left : IL_SOURCE_FRAMES;
        memset(samples, 0, sizeof *samples * (size_t)(made * source->info.channels));
    }
    return made < left ? made : (int)left;
}

int il_source_read(il_source *source, float *samples, il_error *err)
{
    int made = 0;
    while (made == 0) {
        if (source->fresh_count == 0 && !source->ended && !decode(source, err)) {
            return -1;
        }
        if (source->decoded == 0) {
            return 0;
        }
        made = source->soxr ? resample(source, samples, err) : pass_on(source, samples);
        if (made < 0) {
            return -1;
        }
        if (source->ended) {
            made = finish(source, samples, made);
            break;
        }
    }
    source->given += made;
    return made;
}

const char *il_source_ends_early(const il_source *source)
{
    if (source->foreign->ends_early) {
        return source->foreign->ends_early;
    }
    const sf_count_t claimed = source->info.frames;
    const bool fewer = source->decoded < claimed && claimed < SF_COUNT_MAX;
    // Of an MP3 nothing else says how long it should be; one that is whole is read to its end.
    const bool unread =
        source->foreign->kind == IL_FOREIGN_MP3 && source->at < source->foreign->size;
    return fewer || unread ? _("is damaged from there on") : NULL;
}
