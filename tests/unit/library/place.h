#ifndef TESTS_LIBRARY_PLACE_H
#define TESTS_LIBRARY_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "media/vorbis.h"

/* A library made for one test: a folder of its own with `user/interlude` and `share`, to which the
 * environment points while it stands. */
static char place[64];

static inline const char *place_path(const char *name)
{
    static char paths[4][640];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", place, name);
    return path;
}

static inline void place_folder(const char *name)
{
    char path[640];
    snprintf(path, sizeof path, "%s", place_path(name));
    for (char *slash = strchr(path + strlen(place) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

static inline void place_file(const char *name, const char *text)
{
    char folder[256] = "";
    assert_true((size_t)(strrchr(name, '/') - name) < sizeof folder);
    memcpy(folder, name, (size_t)(strrchr(name, '/') - name));
    place_folder(folder);
    FILE *out = fopen(place_path(name), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    assert_int_equal(fclose(out), 0);
}

/* A recording of `frames` frames of noise, of our own kind. */
static inline void place_sound(const char *name, int frames)
{
    place_file(name, "");
    FILE *out = fopen(place_path(name), "wb");
    assert_non_null(out);
    const il_vorbis_format format = {.name = name, .channels = 1, .quality = 0.1f, .serial = 1};
    il_error err = {0};
    il_vorbis_writer *writer = il_vorbis_writer_create(out, &format, &err);
    assert_non_null(writer);
    float *samples = calloc((size_t)frames, sizeof *samples);
    assert_non_null(samples);
    uint32_t noise = 1;
    for (int i = 0; i < frames; i++) {
        noise = noise * 1664525u + 1013904223u;
        samples[i] = (float)(noise >> 8) * 0x1p-26f;
    }
    assert_true(il_vorbis_write(writer, samples, frames, &err));
    assert_true(il_vorbis_writer_finish(writer, &err));
    free(samples);
    il_vorbis_writer_destroy(writer);
    assert_int_equal(fclose(out), 0);
}

static inline int place_make(void **state)
{
    (void)state;
    snprintf(place, sizeof place, "/tmp/interlude-library.XXXXXX");
    assert_non_null(mkdtemp(place));
    place_folder("share");
    setenv("INTERLUDE_SHARE", place_path("share"), 1);
    setenv("XDG_DATA_HOME", place_path("user"), 1);
    setenv("XDG_CACHE_HOME", place_path("cache"), 1);
    return 0;
}

static inline int place_clear(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", place);
    return system(command) == 0 ? 0 : -1;
}

#endif
