/* Makes the sounds of Interlude and measures them.
 *
 *     audio-generator FOLDER             render, level and encode every bed and bell; write the
 *                                        index of each folder; then measure
 *     audio-generator --measure FOLDER   measure what is there
 *
 * FOLDER is audio: beds and bells stand in it. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "figures.h"
#include "loudness.h"
#include "sounds.h"
#include "store.h"

static const double bed_lufs = -30.0;                   // between words; a tonal bed is 3 dB louder
static const double bell_lufs = -22.0, bell_db = -12.0; // the loudest 400 ms; the peak, at most

typedef struct {
    const char *folder, *name;
    store_as how;
    sound (*make)(void);
} recipe;

/* A folder's sounds stand together, in the order of their names: the order of its index. */
static const recipe recipes[] = {
    {"beds", "stream.ogg", {"Stream", true, 3}, make_stream},
    {"bells", "close.ogg", {"Close", false, 1}, make_close},
    {"bells", "soft.ogg", {"Soft", false, 2}, make_soft},
};
enum { RECIPES = sizeof recipes / sizeof *recipes };

static double wanted_gain_db(const sound *made, bool bed)
{
    if (bed) {
        return bed_lufs - loudness_integrated(made);
    }
    return fmin(bell_lufs - loudness_momentary_most(made), bell_db - 20.0 * log10(true_peak(made)));
}

/* Encoding takes a tenth of a dB or two, so the level is set by what is decoded. */
static bool settle_level(const recipe *one, const char *folder, sound *made, il_error *err)
{
    sound decoded;
    bool loops;
    long frames;
    if (!store_read(folder, one->name, &decoded, &loops, &frames, err)) {
        return false;
    }
    sound_scale(made, pow(10.0, wanted_gain_db(&decoded, one->how.loops) / 20.0));
    sound_destroy(&decoded);
    return true;
}

/* Encode once for the level, once for the seam, and then for good: tags change no sample. */
static bool render(const recipe *one, const char *folder, il_error *err)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, one->name);
    sound made = one->make();
    sound_scale(&made, pow(10.0, wanted_gain_db(&made, one->how.loops) / 20.0));
    bool good = store_write(&made, &one->how, 0, path, err) &&
                settle_level(one, folder, &made, err) &&
                store_write(&made, &one->how, 0, path, err);
    if (good && one->how.loops) {
        const long seam = store_best_seam(folder, one->name, err);
        good = seam >= 0 && store_write(&made, &one->how, seam, path, err);
    }
    sound_destroy(&made);
    return good;
}

static void print_figures(const char *name, double seconds, long bytes, const figures *is)
{
    printf("%-11s %7.2f s %8ld bytes %6.1f LUFS, range %4.1f LU, crest %4.1f dB, peak %5.1f dBTP, "
           "centroid %4.0f Hz, sides %5.2f",
           name, seconds, bytes, is->lufs, is->range_lu, is->crest_db, is->peak_dbtp,
           is->centroid_hz, is->sides);
}

static void print_loop(const figures *is)
{
    printf(", sharpest bend %.1f, at the seam %.1f, most like itself %.2f at %.1f s", is->click,
           is->seam, is->repeat, is->repeat_s);
}

static long bytes_of(const char *folder, const char *name)
{
    char path[1024];
    struct stat is;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &is) == 0 ? (long)is.st_size : 0;
}

/* Measure a file as it is decoded; its row goes to `index`, when there is one. */
static bool measure(const recipe *one, const char *folder, FILE *index, il_error *err)
{
    sound made;
    bool loops;
    long frames;
    if (!store_read(folder, one->name, &made, &loops, &frames, err)) {
        return false;
    }
    const figures is = figures_of(&made, loops);
    if (index) {
        fprintf(index, "%s\t%ld\t%.1f\n", one->name, frames, is.lufs);
    }
    print_figures(one->name, (double)made.frames / RATE, bytes_of(folder, one->name), &is);
    if (loops) {
        print_loop(&is);
    }
    putchar('\n');
    sound_destroy(&made);
    return true;
}

static bool measure_folder(const char *name, const char *folder, FILE *index, il_error *err)
{
    bool good = true;
    if (index) {
        fputs("name\tframes\tlufs\n", index);
    }
    for (int i = 0; i < RECIPES && good; i++) {
        good = strcmp(recipes[i].folder, name) != 0 || measure(&recipes[i], folder, index, err);
    }
    return good;
}

static bool render_folder(const char *name, const char *folder, il_error *err)
{
    char path[1024];
    il_new_file index;
    for (int i = 0; i < RECIPES; i++) {
        if (strcmp(recipes[i].folder, name) == 0 && !render(&recipes[i], folder, err)) {
            return false;
        }
    }
    snprintf(path, sizeof path, "%s/index.tsv", folder);
    if (!il_file_create(&index, path, err)) {
        return false;
    }
    if (!measure_folder(name, folder, index.stream, err)) {
        il_file_abandon(&index);
        return false;
    }
    return il_file_commit(&index, err);
}

int main(int count, char **arguments)
{
    static const char *const folders[] = {"beds", "bells"};
    const bool only_measure = count == 3 && strcmp(arguments[1], "--measure") == 0;
    il_error err = {0};
    if (count != 2 && !only_measure) {
        fputs("audio-generator [--measure] FOLDER\n", stderr);
        return 2;
    }
    for (int i = 0; i < 2; i++) {
        char folder[512];
        snprintf(folder, sizeof folder, "%s/%s", arguments[count - 1], folders[i]);
        if (only_measure ? !measure_folder(folders[i], folder, NULL, &err)
                         : !render_folder(folders[i], folder, &err)) {
            fprintf(stderr, "audio-generator: %s\n", err.message);
            return 3;
        }
    }
    return 0;
}
