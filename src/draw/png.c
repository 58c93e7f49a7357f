#include "draw/png.h"

#include <errno.h>
#include <png.h>
#include <setjmp.h>
#include <stdint.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/translate.h"

static void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void write_rows(png_structp png, const unsigned char *pixels, int width, int height,
                       int pitch, png_bytep row)
{
    for (int y = 0; y < height; y++) {
        const uint32_t *from = (const uint32_t *)(const void *)(pixels + (size_t)y * (size_t)pitch);
        for (int x = 0; x < width; x++) {
            row[3 * x] = (png_byte)(from[x] >> 16);
            row[3 * x + 1] = (png_byte)(from[x] >> 8);
            row[3 * x + 2] = (png_byte)from[x];
        }
        png_write_row(png, row);
    }
}

/* libpng leaves by a jump when it cannot go on. */
static bool write_all(png_structp png, png_infop info, const unsigned char *pixels, int width,
                      int height, int pitch, png_bytep row)
{
    if (setjmp(png_jmpbuf(png))) {
        return false;
    }
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    write_rows(png, pixels, width, height, pitch, row);
    png_write_end(png, info);
    return true;
}

bool il_png_write(const char *path, const void *pixels, int width, int height, int pitch,
                  il_error *err)
{
    il_new_file file = {0};
    if (!il_file_create(&file, path, err)) {
        return false;
    }
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep row = il_alloc((size_t)width, 3, err);
    bool good = png && info && row;
    if (!good) {
        il_fail_machine(err, il_nowhere(), _("out of memory"));
    } else {
        png_init_io(png, file.stream);
        good = write_all(png, info, pixels, width, height, pitch, row) ||
               il_file_fail_write(err, path, errno);
    }
    png_destroy_write_struct(&png, &info);
    il_free(row);
    if (!good) {
        il_file_abandon(&file);
        return false;
    }
    return il_file_commit(&file, err);
}
