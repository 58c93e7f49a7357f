#include "import/convert.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "import/confine.h"
#include "import/meter.h"
#include "import/source.h"
#include "media/vorbis.h"

/* What each role is levelled to. Peaks: what a gain must not drive over. */
static const struct {
    const char *name;
    double target_lufs, peak_most_db;
    bool mixes_down; // words come from the middle, so that is what is measured and kept
    bool by_loudest;
} roles[IL_ROLES] = {
    [IL_ROLE_CLIP] = {.name = "clip",
                      .target_lufs = -18.0,
                      .peak_most_db = -3.0,
                      .mixes_down = true},
    [IL_ROLE_BED] = {.name = "bed", .target_lufs = -30.0, .peak_most_db = -3.0},
    [IL_ROLE_BELL] = {.name = "bell",
                      .target_lufs = -22.0,
                      .peak_most_db = -12.0,
                      .by_loudest = true},
};

static const double gain_most_db = 30.0; // beyond it, what is heard is the noise of the room
static const float quality = 0.6f;
static const il_frames silence_most = (il_frames)IL_RATE_HZ * 600;

/* Processor time: to look at what it is; to begin a pass; for each byte, since an Ogg file is
 * looked through and an MP3 scanned; for each second of sound, of which a slow machine of today
 * does some 50 (decoding) and 20 (encoding). */
static const double look_s = 0.1, begin_s = 0.3, byte_s = 2e-8, decode_s = 0.1, encode_s = 0.3;

/* A pass over the file, and where it stands. */
typedef struct {
    const il_conversion *how;
    const il_foreign *foreign;
    il_source *source;
    int channels; // that are kept
    float samples[2 * IL_SOURCE_FRAMES];
    il_frames done, told;
    int pass, thousandths;
} il_pass;

bool il_role_from_name(const char *name, il_role *role)
{
    for (int i = 0; i < IL_ROLES; i++) {
        if (strcmp(roles[i].name, name) == 0) {
            *role = (il_role)i;
            return true;
        }
    }
    return false;
}

static bool begin(il_pass *pass, il_error *err)
{
    il_confine_give(begin_s + byte_s * (double)pass->foreign->size);
    pass->done = pass->told = 0;
    pass->source = il_source_open(pass->foreign, err);
    pass->channels = pass->source ? il_source_channels(pass->source) : 0;
    if (roles[pass->how->role].mixes_down && pass->channels > 1) {
        pass->channels = 1;
    }
    return pass->source != NULL;
}

static void end(il_pass *pass)
{
    il_source_close(pass->source);
    pass->source = NULL;
}

static void mix_down(float *samples, int count)
{
    for (int i = 0; i < count; i++) {
        samples[i] = 0.5f * (samples[2 * i] + samples[2 * i + 1]);
    }
}

/* Every tenth of a second of sound: more time, and how far it is. */
static void tell(il_pass *pass)
{
    const il_frames news = pass->done - pass->told;
    if (news < IL_RATE_HZ / 10) {
        return;
    }
    il_confine_give((pass->pass == 0 ? decode_s : encode_s) * il_seconds_from_frames(news));
    pass->told = pass->done;
    const il_frames all = il_source_claimed(pass->source);
    const int part = all > pass->done ? (int)(pass->done * 500 / all) : 500;
    if (500 * pass->pass + part >= pass->thousandths + 10 && pass->how->progress) {
        pass->thousandths = 500 * pass->pass + part;
        pass->how->progress(pass->thousandths);
    }
}

/* As il_source_read, in the channels that are kept. */
static int next(il_pass *pass, il_error *err)
{
    const int count = il_source_read(pass->source, pass->samples, err);
    if (count > 0 && pass->channels < il_source_channels(pass->source)) {
        mix_down(pass->samples, count);
    }
    pass->done += count > 0 ? count : 0;
    tell(pass);
    return count;
}

static bool measure_all(il_pass *pass, il_meter *meter, il_error *err)
{
    int count;
    while ((count = next(pass, err)) > 0) {
        if (!il_meter_add(meter, pass->samples, count, err)) {
            return false;
        }
        if (meter->silent >= silence_most) {
            return il_fail(err, il_nowhere(), _("is silent for ten minutes on end"));
        }
    }
    return count == 0;
}

/* The gain that the role wants, and the level that it leads to. */
static bool choose_gain(il_pass *pass, il_meter *meter, double *gain_db, il_converted *converted,
                        il_error *err)
{
    const il_role role = pass->how->role;
    converted->frames = pass->done;
    converted->ends_early = il_source_ends_early(pass->source);
    if (pass->done == 0) {
        return il_fail(err, il_nowhere(), _("has no sound in it"));
    }
    const double level = roles[role].by_loudest ? il_meter_loudest(meter) : il_meter_level(meter);
    if (!(level > -70.0)) { // the absolute gate of BS.1770
        return il_fail(err, il_nowhere(), _("is too quiet to be heard"));
    }
    const double room_db = roles[role].peak_most_db - 20.0 * log10((double)meter->peak);
    *gain_db = fmin(fmin(roles[role].target_lufs - level, room_db), gain_most_db);
    converted->lufs = level + *gain_db;
    return true;
}

static bool measure(il_pass *pass, double *gain_db, il_converted *converted, il_error *err)
{
    il_meter meter = {0};
    const bool good =
        begin(pass, err) &&
        il_meter_open(&meter, pass->channels, !roles[pass->how->role].mixes_down, err) &&
        measure_all(pass, &meter, err) && choose_gain(pass, &meter, gain_db, converted, err);
    il_meter_close(&meter);
    end(pass);
    return good;
}

static bool write_samples(il_pass *pass, il_vorbis_writer *writer, int count, il_error *err)
{
    if (writer) {
        return il_vorbis_write(writer, pass->samples, count, err);
    }
    const size_t wanted = (size_t)(count * pass->channels);
    return fwrite(pass->samples, sizeof *pass->samples, wanted, pass->how->out) == wanted ||
           il_fail_machine(err, il_nowhere(), _("cannot be written: %s"), strerror(errno));
}

/* The same frames as were measured, or the file is not what it was. */
static bool write_all(il_pass *pass, il_vorbis_writer *writer, double gain_db,
                      const il_converted *converted, il_error *err)
{
    const float gain = (float)pow(10.0, gain_db / 20.0);
    int count;
    while ((count = next(pass, err)) > 0) {
        for (int i = 0; i < count * pass->channels; i++) {
            pass->samples[i] *= gain;
        }
        if (!write_samples(pass, writer, count, err)) {
            return false;
        }
    }
    if (count == 0 && pass->done != converted->frames) {
        return il_fail_machine(err, il_nowhere(), _("changed while it was read"));
    }
    return count == 0 && (!writer || il_vorbis_writer_finish(writer, err));
}

static bool write(il_pass *pass, double gain_db, const il_converted *converted, il_error *err)
{
    il_vorbis_writer *writer = NULL;
    pass->pass = 1;
    bool good = begin(pass, err);
    if (good && !pass->how->bare_samples) {
        // Nothing else is in the file, so its serial number needs to differ from no other.
        const il_vorbis_format format = {
            .name = _("the result"), .channels = pass->channels, .quality = quality, .serial = 1};
        writer = il_vorbis_writer_create(pass->how->out, &format, err);
        good = writer != NULL;
    }
    good = good && write_all(pass, writer, gain_db, converted, err);
    il_vorbis_writer_destroy(writer);
    end(pass);
    return good &&
           (fflush(pass->how->out) == 0 ||
            il_fail_machine(err, il_nowhere(), _("cannot be written: %s"), strerror(errno)));
}

bool il_convert(const il_conversion *conversion, il_converted *converted, il_error *err)
{
    il_foreign foreign;
    double gain_db = 0.0;
    il_pass *pass = il_alloc(1, sizeof *pass, err);
    *converted = (il_converted){0};
    if (!pass) {
        return false;
    }
    pass->how = conversion;
    pass->foreign = &foreign;
    il_confine_give(look_s);
    const bool good = il_foreign_look(&foreign, conversion->file, err) &&
                      measure(pass, &gain_db, converted, err) &&
                      write(pass, gain_db, converted, err);
    il_free(pass);
    return good;
}
