#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sndfile.h>

#include "import/confine.h"
#include "import/convert.h"
#include "import/source.h"
#include "loudness.h"

/* What the importer does to samples, looked at before Vorbis, whose own noise is far above all that
 * is asked here. */

void il_confine_give(double seconds)
{
    (void)seconds; // the tests take as long as they take
}

/* A sound as a function of time, for one channel of it. */
typedef double sound_at(double t, int channel);

static const double turn = 6.283185307179586476925;

/* Six tones up to 3.5 kHz, so that every rate holds them; faded in and out, so that no filter rings
 * at the edges of a file. */
static double tones(double t, int channel)
{
    static const double hz[] = {101.0, 440.0, 997.0, 1701.0, 2803.0, 3500.0};
    const double length = 2.0, edge = 0.2;
    if (t <= 0.0 || t >= length) {
        return 0.0;
    }
    double sum = 0.0;
    for (int i = 0; i < 6; i++) {
        sum += sin(turn * hz[i] * t + i + 2.0 * channel);
    }
    const double near = fmin(1.0, fmin(t, length - t) / edge);
    const double fade = sin(turn / 4.0 * near);
    return 0.08 * sum * fade * fade;
}

/* The same behind five seconds of nothing, twice over. */
static double tones_apart(double t, int channel)
{
    return tones(t - 0.3, channel) + tones(t - 7.9, channel);
}

static FILE *written(sound_at *what, int format, int rate, int channels, double seconds)
{
    FILE *file = tmpfile();
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *into = sf_open_fd(dup(fileno(file)), SFM_WRITE, &info, 1);
    assert_non_null(into);
    const long frames = lround(seconds * rate);
    double samples[2 * 1024];
    for (long at = 0; at < frames; at += 1024) {
        const long part = frames - at < 1024 ? frames - at : 1024;
        for (long i = 0; i < part * channels; i++) {
            samples[i] = what((double)(at + i / channels) / rate, (int)(i % channels));
        }
        assert_int_equal(sf_writef_double(into, samples, part), part);
    }
    assert_int_equal(sf_close(into), 0);
    return file;
}

/* What comes of a file. */
typedef struct {
    il_converted about;
    float *samples; // owned
    long count;     // of them
} result;

static result converted(FILE *file, il_role role)
{
    il_error err = {0};
    FILE *out = tmpfile();
    result made = {0};
    const il_conversion how = {
        .role = role, .file = fileno(file), .out = out, .bare_samples = true};
    if (!il_convert(&how, &made.about, &err)) {
        fail_msg("%s", err.message);
    }
    assert_int_equal(fseek(out, 0, SEEK_END), 0);
    made.count = ftell(out) / (long)sizeof *made.samples;
    made.samples = calloc((size_t)made.count + 1, sizeof *made.samples);
    rewind(out);
    assert_int_equal(fread(made.samples, sizeof *made.samples, (size_t)made.count, out),
                     made.count);
    fclose(out);
    fclose(file);
    return made;
}

/* How far `made` is from `what`, at whatever gain: dB below the sound itself. */
static double noise_db(const result *made, sound_at *what, int channels)
{
    double cross = 0.0, power = 0.0, all = 0.0;
    for (long i = 0; i < made->count; i++) {
        const double wanted = what((double)(i / channels) / IL_RATE_HZ, (int)(i % channels));
        const double got = (double)made->samples[i];
        cross += wanted * got;
        power += wanted * wanted;
        all += got * got;
    }
    // The part of `all` that is no multiple of what was wanted. Differences of sums of doubles:
    // good to some -150 dB.
    return 10.0 * log10(fmax(all - cross * cross / power, 1e-18 * all) * power / (cross * cross));
}

static void test_any_rate_sounds_the_same_to_120_db(void **state)
{
    (void)state;
    static const int rates[] = {8000,  11025, 12000, 16000, 22050,  24000, 32000,
                                44100, 48000, 88200, 96000, 176400, 192000};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        result made = converted(written(tones, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rates[i], 2, 2.0),
                                IL_ROLE_BED);
        assert_int_equal(made.about.frames, 2 * IL_RATE_HZ);
        assert_int_equal(made.count, 4 * IL_RATE_HZ);
        const double db = noise_db(&made, tones, 2);
        if (!(db < -120.0)) {
            fail_msg("%d Hz: %.1f dB", rates[i], db);
        }
        free(made.samples);
    }
}

static void test_whole_numbers_keep_what_they_hold(void **state)
{
    (void)state;
    static const struct {
        int format;
        double most_db;
    } rows[] = {
        {SF_FORMAT_WAV | SF_FORMAT_PCM_16, -80.0}, // of a sound at -16 dBFS: -96 dBFS
        {SF_FORMAT_WAV | SF_FORMAT_PCM_24, -120.0},  {SF_FORMAT_WAV | SF_FORMAT_PCM_32, -120.0},
        {SF_FORMAT_WAV | SF_FORMAT_DOUBLE, -120.0},  {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, -80.0},
        {SF_FORMAT_FLAC | SF_FORMAT_PCM_24, -120.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        result made = converted(written(tones, rows[i].format, 44100, 2, 2.0), IL_ROLE_BED);
        const double db = noise_db(&made, tones, 2);
        if (!(db < rows[i].most_db)) {
            fail_msg("%#x: %.1f dB", (unsigned)rows[i].format, db);
        }
        free(made.samples);
    }
}

/* Silence goes round the resampler; what follows it stands where it should. */
static void test_long_silence_moves_nothing(void **state)
{
    (void)state;
    static const int rates[] = {8000, 22050, 44100, 44101, 96000};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        result made = converted(
            written(tones_apart, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rates[i], 1, 11.0), IL_ROLE_CLIP);
        assert_int_equal(made.count, 11 * IL_RATE_HZ);
        const double db = noise_db(&made, tones_apart, 1);
        if (!(db < -105.0)) { // at 44,101 Hz libsoxr interpolates its filter: -108
            fail_msg("%d Hz: %.1f dB", rates[i], db);
        }
        free(made.samples);
    }
}

static void test_frames_are_the_nearest_number(void **state)
{
    (void)state;
    static const struct {
        int rate;
        double seconds;
    } rows[] = {{44100, 0.1}, {44100, 0.100023}, {44100, 1.00001}, {8000, 0.5001},
                {11025, 0.7}, {22050, 0.333},    {96000, 0.77777}, {192000, 0.250004},
                {37800, 0.4}, {48000, 0.123}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        result made = converted(
            written(tones, SF_FORMAT_WAV | SF_FORMAT_FLOAT, rows[i].rate, 1, rows[i].seconds),
            IL_ROLE_CLIP);
        const long frames = lround(rows[i].seconds * rows[i].rate);
        const long wanted = lround((double)frames * IL_RATE_HZ / rows[i].rate);
        assert_int_equal(made.about.frames, wanted);
        assert_int_equal(made.count, wanted);
        free(made.samples);
    }
}

/* The decoder's own samples, whatever the blocks in which they are read. */
static void test_what_is_decoded_is_what_the_library_decodes(void **state)
{
    (void)state;
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16,          SF_FORMAT_FLAC | SF_FORMAT_PCM_24,
        SF_FORMAT_OGG | SF_FORMAT_VORBIS,          SF_FORMAT_OGG | SF_FORMAT_OPUS,
        SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        FILE *file = written(tones, formats[i], 48000, 2, 2.0);
        static float wanted[4 * IL_RATE_HZ], got[4 * IL_RATE_HZ + 2 * IL_SOURCE_FRAMES];
        SF_INFO info = {0};
        assert_int_equal(lseek(fileno(file), 0, SEEK_SET), 0);
        SNDFILE *whole = sf_open_fd(fileno(file), SFM_READ, &info, 0);
        assert_int_equal(sf_readf_float(whole, wanted, 2 * IL_RATE_HZ), 2 * IL_RATE_HZ);
        il_foreign foreign;
        assert_true(il_foreign_look(&foreign, fileno(file), NULL));
        il_source *source = il_source_open(&foreign, NULL);
        assert_non_null(source);
        int at = 0;
        for (int count; (count = il_source_read(source, got + 2 * at, NULL)) > 0; at += count) {
            assert_true(at + count <= 2 * IL_RATE_HZ);
        }
        assert_int_equal(at, 2 * IL_RATE_HZ);
        assert_memory_equal(got, wanted, sizeof wanted);
        assert_null(il_source_ends_early(source));
        il_source_close(source);
        sf_close(whole);
        fclose(file);
    }
}

/* As the meter of our own sounds hears it: one channel alone, or both. */
static sound heard(const result *made, int channels, bool both)
{
    const long frames = made->count / channels;
    sound copy = sound_create(frames);
    for (long i = 0; i < frames; i++) {
        copy.left[i] = (double)made->samples[i * channels];
        copy.right[i] = channels == 2 ? (double)made->samples[i * channels + 1]
                        : both        ? copy.left[i]
                                      : 0.0;
    }
    return copy;
}

static double swelling(double t, int channel)
{
    return (0.2 + 0.8 * pow(sin(turn * t / 8.0), 2.0)) * 0.4 *
           (sin(turn * 330.0 * t) + 0.5 * sin(turn * 1200.0 * t + channel));
}

static void test_levels_are_those_of_another_meter(void **state)
{
    (void)state;
    static const struct {
        il_role role;
        int channels;
        double level;
    } rows[] = {{IL_ROLE_CLIP, 1, -18.0}, {IL_ROLE_CLIP, 2, -18.0}, {IL_ROLE_BED, 1, -30.0},
                {IL_ROLE_BED, 2, -30.0},  {IL_ROLE_BELL, 1, -22.0}, {IL_ROLE_BELL, 2, -22.0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        result made = converted(
            written(swelling, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 44100, rows[i].channels, 6.0),
            rows[i].role);
        const bool clip = rows[i].role == IL_ROLE_CLIP;
        const int channels = clip ? 1 : rows[i].channels;
        assert_int_equal(made.count, channels * 6 * IL_RATE_HZ);
        sound copy = heard(&made, channels, !clip);
        const double level = rows[i].role == IL_ROLE_BELL ? loudness_momentary_most(&copy)
                                                          : loudness_integrated(&copy);
        if (!(fabs(level - rows[i].level) < 0.1 && fabs(made.about.lufs - rows[i].level) < 0.005)) {
            fail_msg("role %d, %d channels: %.3f, said %.3f", rows[i].role, rows[i].channels, level,
                     made.about.lufs);
        }
        sound_destroy(&copy);
        free(made.samples);
    }
}

/* One sharp knock in a quiet file: levelled by its loudness, it would be far over full scale. */
static double knock(double t, int channel)
{
    (void)channel;
    return 0.002 * sin(turn * 500.0 * t) + (t > 1.0 && t < 1.0005 ? 0.5 : 0.0);
}

static void test_no_gain_drives_over_the_ceiling(void **state)
{
    (void)state;
    static const double most_db[IL_ROLES] = {-3.0, -3.0, -12.0};
    for (int role = 0; role < IL_ROLES; role++) {
        result made = converted(written(knock, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1, 3.0),
                                (il_role)role);
        double peak = 0.0;
        for (long i = 0; i < made.count; i++) {
            peak = fmax(peak, fabs((double)made.samples[i]));
        }
        assert_true(20.0 * log10(peak) < most_db[role] + 0.001);
        free(made.samples);
    }
}

static double tick(double t, int channel)
{
    (void)channel;
    return 0.3 * sin(turn * 700.0 * t);
}

/* 100 ms of a steady tone is as loud as a second of it. */
static void test_what_is_too_short_to_gate_is_taken_as_it_is(void **state)
{
    (void)state;
    double rms[2];
    static const double seconds[] = {0.1, 1.0};
    for (int i = 0; i < 2; i++) {
        result made = converted(
            written(tick, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 1, seconds[i]), IL_ROLE_CLIP);
        double power = 0.0;
        for (long k = 0; k < made.count; k++) {
            power += pow((double)made.samples[k], 2.0);
        }
        rms[i] = 10.0 * log10(power / (double)made.count);
        free(made.samples);
    }
    assert_true(fabs(rms[0] - rms[1]) < 0.3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_rate_sounds_the_same_to_120_db),
        cmocka_unit_test(test_whole_numbers_keep_what_they_hold),
        cmocka_unit_test(test_long_silence_moves_nothing),
        cmocka_unit_test(test_frames_are_the_nearest_number),
        cmocka_unit_test(test_what_is_decoded_is_what_the_library_decodes),
        cmocka_unit_test(test_levels_are_those_of_another_meter),
        cmocka_unit_test(test_no_gain_drives_over_the_ceiling),
        cmocka_unit_test(test_what_is_too_short_to_gate_is_taken_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
