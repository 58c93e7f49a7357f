/* Renders every bed and bell, levels and encodes them, and writes the index of each folder.
 *
 *     audio-generator FOLDER        FOLDER is audio: beds and bells stand in it
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "media/vorbis.h"
#include "sounds.h"

enum {
    ROLL = 4096,
    BLOCK = 1024
}; // what a loop has before and behind it: two long blocks of Vorbis

static const double bed_lufs = -30.0, bell_lufs = -22.0, bell_peak = 0.251; // -12 dBFS

typedef struct {
    const char *folder, *name;
    bool loops;
    int serial;
    sound (*make)(void);
} recipe;

static const recipe recipes[] = {
    {"bells", "close", false, 1, make_close},
    {"bells", "soft", false, 2, make_soft},
    {"beds", "stream", true, 3, make_stream},
};

static bool encode(const recipe *how, const sound *made, FILE *out, il_error *err)
{
    char start[32], length[32], title[64];
    snprintf(start, sizeof start, "LOOPSTART=%d", ROLL);
    snprintf(length, sizeof length, "LOOPLENGTH=%ld", made->frames);
    snprintf(title, sizeof title, "TITLE=%s", how->name);
    const char *tags[] = {title, "LICENSE=CC BY 4.0, the Interlude authors", start, length};
    const il_vorbis_format format = {.name = how->name,
                                     .channels = 2,
                                     .quality = 0.3F,
                                     .serial = how->serial,
                                     .tags = tags,
                                     .tag_count = how->loops ? 4 : 2};
    il_vorbis_writer *writer = il_vorbis_writer_create(out, &format, err);
    const long roll = how->loops ? ROLL : 0;
    bool good = writer != NULL;
    float block[2 * BLOCK];
    for (long at = -roll; good && at < made->frames + roll; at += BLOCK) {
        const long left = made->frames + roll - at;
        const int count = left < BLOCK ? (int)left : BLOCK;
        for (int i = 0; i < count; i++) {
            const long frame = (at + i + made->frames) % made->frames;
            block[2 * i] = (float)made->left[frame];
            block[2 * i + 1] = (float)made->right[frame];
        }
        good = il_vorbis_write(writer, block, count, err);
    }
    good = good && il_vorbis_writer_finish(writer, err);
    il_vorbis_writer_destroy(writer);
    return good;
}

static void level(const recipe *how, sound *made)
{
    const double now = how->loops ? loudness_integrated(made) : loudness_momentary_most(made);
    double factor = pow(10.0, ((how->loops ? bed_lufs : bell_lufs) - now) / 20.0);
    const double peak = sound_peak(made) * factor;
    if (!how->loops && peak > bell_peak) {
        factor *= bell_peak / peak;
    }
    sound_scale(made, factor);
}

/* One sound to its file; its row goes to the index. */
static bool render(const recipe *how, const char *audio, FILE *index, il_error *err)
{
    char path[1024];
    il_new_file file;
    sound made = how->make();
    level(how, &made);
    const double lufs = how->loops ? loudness_integrated(&made) : loudness_momentary_most(&made);
    snprintf(path, sizeof path, "%s/%s/%s.ogg", audio, how->folder, how->name);
    bool good = il_file_create(&file, path, err);
    if (good && !encode(how, &made, file.stream, err)) {
        il_file_abandon(&file);
        good = false;
    }
    good = good && il_file_commit(&file, err);
    const long frames = made.frames + (how->loops ? 2 * ROLL : 0);
    fprintf(index, "%s.ogg\t%ld\t%.1f\n", how->name, frames, lufs);
    printf("%-8s %7.1f s  %6.1f LUFS  range %4.1f LU  peak %6.1f dBFS\n", how->name,
           (double)frames / RATE, lufs, loudness_range(&made),
           20.0 * log10(sound_peak(&made)));
    sound_destroy(&made);
    return good;
}

static bool render_folder(const char *audio, const char *folder, il_error *err)
{
    char path[1024];
    il_new_file index;
    snprintf(path, sizeof path, "%s/%s/index.tsv", audio, folder);
    if (!il_file_create(&index, path, err)) {
        return false;
    }
    fputs("name\tframes\tlufs\n", index.stream);
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        if (strcmp(recipes[i].folder, folder) == 0 &&
            !render(&recipes[i], audio, index.stream, err)) {
            il_file_abandon(&index);
            return false;
        }
    }
    return il_file_commit(&index, err);
}

int main(int argc, char **argv)
{
    il_error err = {0};
    if (argc != 2) {
        fputs("audio-generator FOLDER\n", stderr);
        return 2;
    }
    if (!render_folder(argv[1], "bells", &err) || !render_folder(argv[1], "beds", &err)) {
        fprintf(stderr, "audio-generator: %s\n", err.message);
        return 3;
    }
    return 0;
}
