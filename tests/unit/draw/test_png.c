#include "draw/png.h"

#include <dirent.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"

enum { W = 37, H = 11, STRIDE = 40 };

static char folder[] = "/tmp/il-png-XXXXXX";
static char path[64];
static uint32_t pixels[H * STRIDE];

static int set_up(void **state)
{
    (void)state;
    for (int i = 0; i < H * STRIDE; i++) { // what stands in the highest byte is nobody's
        pixels[i] = (uint32_t)i * 2654435761U;
    }
    const bool made = mkdtemp(folder) != NULL;
    snprintf(path, sizeof path, "%s/a.png", folder);
    return made ? 0 : 1;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static bool write_it(const char *to, il_error *err)
{
    return il_png_write(to, pixels, W, H, STRIDE * 4, err);
}

static void test_what_is_written_is_read_back(void **state)
{
    (void)state;
    assert_true(write_it(path, NULL));
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_file(&image, path));
    assert_int_equal(image.width, W);
    assert_int_equal(image.height, H);
    image.format = PNG_FORMAT_BGRA;
    static uint32_t back[W * H];
    assert_true(png_image_finish_read(&image, NULL, back, 0, NULL));
    for (int i = 0; i < W * H; i++) {
        assert_int_equal(back[i], pixels[i / W * STRIDE + i % W] | 0xFF000000U);
    }
}

static void test_the_same_pixels_are_the_same_bytes(void **state)
{
    (void)state;
    size_t sizes[2];
    char *bytes[2];
    for (int i = 0; i < 2; i++) {
        assert_true(write_it(path, NULL));
        bytes[i] = il_file_read(path, 1 << 20, &sizes[i], NULL);
        assert_non_null(bytes[i]);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    il_free(bytes[0]);
    il_free(bytes[1]);
}

static int entries(void)
{
    int count = 0;
    DIR *all = opendir(folder);
    while (all && readdir(all)) {
        count++;
    }
    closedir(all);
    return count - 2;
}

static void test_a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    il_error err = {0};
    assert_false(write_it("/nonexistent/a.png", &err));
    assert_non_null(strstr(err.message, "/nonexistent"));
    unlink(path);
    assert_int_equal(entries(), 0);
}

static void test_a_full_disk_is_told(void **state)
{
    (void)state;
    il_error err = {0};
    assert_false(write_it("/dev/full", &err));
    assert_int_equal(err.fault, IL_FAULT_MACHINE);
    assert_non_null(strstr(err.message, "/dev/full"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_written_is_read_back),
        cmocka_unit_test(test_the_same_pixels_are_the_same_bytes),
        cmocka_unit_test(test_a_folder_that_is_not_there_is_named),
        cmocka_unit_test(test_a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
