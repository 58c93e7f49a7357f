/* make_sounds FOLDER: sound files of every kind that is imported, and those Vorbis files that only
 * a hand can make, for the tests of the import. The rest of what is hostile they make of these. */

#include <math.h>
#include <sndfile.h>

#include "support/vorbis_setup.h"

static const char *folder;

/* libvorbisenc loses memory when it encodes six channels, which is not what is looked for here. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

static const char *path_of(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Something like a voice: partials of 120 Hz that come and go, different on both sides. */
static float voice(double t, int channel)
{
    double sum = 0.0;
    for (int i = 1; i <= 8; i++) {
        sum += sin(6.283185307179586 * 120.0 * i * t + channel * 0.3 * i) / i;
    }
    return (float)(0.12 * sum * (1.0 + 0.8 * sin(6.283185307179586 * 2.5 * t)));
}

static void write_sound(const char *name, int format, int rate, int channels, double seconds,
                        float level)
{
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path_of(name), SFM_WRITE, &info);
    if (!file) {
        fprintf(stderr, "%s: %s\n", name, sf_strerror(NULL));
        exit(1);
    }
    const long frames = lround(seconds * rate);
    float samples[512 * 8];
    for (long at = 0; at < frames; at += 512) {
        const int part = frames - at < 512 ? (int)(frames - at) : 512;
        for (int i = 0; i < part * channels; i++) {
            samples[i] = level * voice((double)(at + i / channels) / rate, i % channels);
        }
        sf_writef_float(file, samples, part);
    }
    sf_close(file);
}

static void write_bytes(const char *name, ogg_file file)
{
    FILE *out = fopen(path_of(name), "wb");
    if (!out || fwrite(file.bytes, 1, file.size, out) != file.size || fclose(out) != 0) {
        perror(name);
        exit(1);
    }
    ogg_file_free(&file);
}

static void write_claims(const char *name, const vorbis_claims *claims)
{
    write_bytes(name, vorbis_claims_file(claims, 3));
}

/* `count` packets of one byte, each 4,096 frames of silence. */
static void write_silence(const char *name, int count)
{
    vorbis_claims claims = vorbis_claims_honest();
    claims.shorter = claims.longer = 13;
    claims.rate = 44100;
    bit_writer *heads = calloc(3, sizeof *heads);
    put_identification(&heads[0], &claims);
    put_comment(&heads[1]);
    put_setup(&heads[2], &claims);
    const unsigned char **packets = calloc(3 + (size_t)count, sizeof *packets);
    size_t *sizes = calloc(3 + (size_t)count, sizeof *sizes);
    static const unsigned char silence[1];
    for (int i = 0; i < 3 + count; i++) {
        packets[i] = i < 3 ? heads[i].bytes : silence;
        sizes[i] = i < 3 ? (heads[i].bits + 7) / 8 : 1;
    }
    write_bytes(name, ogg_file_mux(packets, sizes, 3 + count, 4096));
    free(heads);
    free(packets);
    free(sizes);
}

static void write_bombs(void)
{
    vorbis_claims killer = vorbis_claims_honest();
    killer.giants = 1;
    killer.giant_dimensions = 0; // else libvorbis finds the book too large
    killer.giant_entries = 8388608;
    killer.giant_length = 23; // a full tree
    write_claims("killer-48.ogg", &killer);
    killer.rate = 44100;
    write_claims("killer-44.ogg", &killer);
    killer.giants = 255;
    write_claims("killers.ogg", &killer);
    killer.giants = 1;
    killer.giant_dimensions = 65535;
    write_claims("killer-wide.ogg", &killer);
    vorbis_claims claims = vorbis_claims_honest();
    claims.rate = 44100;
    claims.floor_type = 0;
    write_claims("floor-0.ogg", &claims);
    claims = vorbis_claims_honest();
    claims.rate = 44100;
    claims.floor_book = 7;
    write_claims("no-such-book.ogg", &claims);
    static const struct {
        const char *name;
        uint32_t rate, channels;
    } shapes[] = {{"rate-1.ogg", 1, 1},
                  {"rate-most.ogg", 0x7FFFFFFF, 1},
                  {"rate-over.ogg", 0xFFFFFFFF, 1},
                  {"channels-0.ogg", 44100, 0},
                  {"channels-255.ogg", 44100, 255}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        claims = vorbis_claims_honest();
        claims.rate = shapes[i].rate;
        claims.channels = shapes[i].channels;
        write_claims(shapes[i].name, &claims);
    }
    write_silence("silence.ogg", 15000); // 23 minutes in 435 KB
}

int main(int count, char **words)
{
    if (count != 2) {
        return 2;
    }
    folder = words[1];
    static const struct {
        const char *name;
        int format, rate, channels;
    } sounds[] = {
        {"u8.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1},
        {"s16.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2},
        {"s24.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 96000, 1},
        {"s32.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 192000, 2},
        {"float.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 48000, 2},
        {"double.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 22050, 1},
        {"ulaw.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 1},
        {"alaw.wav", SF_FORMAT_WAV | SF_FORMAT_ALAW, 11025, 1},
        {"ima.wav", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 44100, 1},
        {"ms.wav", SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, 44100, 2},
        {"extensible.wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, 48000, 2},
        {"long.wav", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 44100, 1},
        {"s16.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2},
        {"s24.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 96000, 1},
        {"stereo.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 2},
        {"mono.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 22050, 1},
        {"mono.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 1},
        {"stereo.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 16000, 2},
        {"stereo.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2},
        {"mono.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 22050, 1},
        {"fast.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 96000, 2},
        {"six.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 6},
        {"six.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 6},
        {"six.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 6},
        {"sound.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 44100, 1},
        {"sound.caf", SF_FORMAT_CAF | SF_FORMAT_PCM_16, 44100, 1},
        {"sound.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16, 44100, 1},
        {"gsm.wav", SF_FORMAT_WAV | SF_FORMAT_GSM610, 8000, 1},
    };
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        write_sound(sounds[i].name, sounds[i].format, sounds[i].rate, sounds[i].channels, 1.5,
                    1.0f);
    }
    write_sound("eleven-minutes.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 1, 660.0, 0.0f);
    write_sound("eleven-minutes.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000, 1, 660.0,
                0.0f);
    write_sound("seconds.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, 8.0, 1.0f);
    write_sound("quiet.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 44100, 1, 1.5, 0.0005f);
    write_sound("brief.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 1, 0.1, 1.0f);
    write_bombs();
    return 0;
}
