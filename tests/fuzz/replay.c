/* Runs every file of the given folders through the fuzz target that this is linked with: what
 * libFuzzer once found stays mended, and no clang is needed to see it. */
#include "fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool run_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t size = 0;
    size_t room = 0;
    while (in && !feof(in) && !ferror(in)) {
        room = room ? room * 2 : 4096;
        uint8_t *grown = realloc(bytes, room);
        if (!grown) {
            break;
        }
        bytes = grown;
        size += fread(bytes + size, 1, room - size, in);
    }
    const bool whole = in && feof(in);
    if (whole) {
        // of exactly its size, so that a read beyond it is seen
        uint8_t *exact = realloc(bytes, size ? size : 1);
        bytes = exact ? exact : bytes;
        LLVMFuzzerTestOneInput(bytes, size);
    } else {
        perror(path);
    }
    free(bytes);
    if (in) {
        fclose(in);
    }
    return whole;
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* How many files of `folder` ran; -1 when one could not be read. */
static int run_folder(const char *folder)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, is_file, alphasort);
    int ran = 0;
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_type == DT_REG) {
            ran = run_file(path) && ran >= 0 ? ran + 1 : -1;
        }
        free(entries[i]);
    }
    free(entries);
    return count < 0 ? -1 : ran;
}

int main(int count, char **arguments)
{
    int all = 0;
    for (int i = 1; i < count; i++) {
        const int ran = run_folder(arguments[i]);
        if (ran < 0) {
            fprintf(stderr, "%s: not all of it could be read\n", arguments[i]);
            return 1;
        }
        printf("%s: %d\n", arguments[i], ran);
        all += ran;
    }
    return all > 0 ? 0 : 1; // a test that ran nothing has shown nothing
}
