#include "library/names.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool il_names_add(il_names *names, const char *name, size_t size, il_arena *arena, il_error *err)
{
    const char *copy = il_arena_text(arena, name, size, err);
    void *items = names->items;
    const char **place =
        copy ? il_grow(&items, &names->count, &names->room, sizeof *place, err) : NULL;
    if (!place) {
        return false;
    }
    names->items = items;
    *place = copy;
    return true;
}

/* How much of an entry's name is wanted: all of a folder's, a file's less `ending`; 0 for none. */
static size_t wanted(int folder, const char *name, const char *ending)
{
    struct stat info;
    if (name[0] == '.' || fstatat(folder, name, &info, 0) != 0) {
        return 0;
    }
    const size_t size = strlen(name);
    if (!ending) {
        return S_ISDIR(info.st_mode) ? size : 0;
    }
    const size_t tail = strlen(ending);
    return S_ISREG(info.st_mode) && size > tail && strcmp(name + size - tail, ending) == 0
               ? size - tail
               : 0;
}

bool il_names_read(il_names *names, const char *path, const char *ending, il_arena *arena,
                   il_faults *faults, il_error *err)
{
    DIR *open = opendir(path);
    if (!open) {
        return il_folder_is_missing(errno) || il_faults_add_folder(faults, path, errno, arena, err);
    }
    const struct dirent *entry;
    bool good = true;
    while (good && (entry = readdir(open))) {
        const size_t size = wanted(dirfd(open), entry->d_name, ending);
        good = size == 0 || il_names_add(names, entry->d_name, size, arena, err);
    }
    closedir(open);
    return good;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void il_names_sort(il_names *names)
{
    if (names->count < 2) {
        return;
    }
    qsort(names->items, (size_t)names->count, sizeof *names->items, by_bytes);
    int kept = 1;
    for (int i = 1; i < names->count; i++) {
        if (strcmp(names->items[i], names->items[kept - 1]) != 0) {
            names->items[kept++] = names->items[i];
        }
    }
    names->count = kept;
}

void il_names_finish(il_names *names)
{
    il_free(names->items);
    *names = (il_names){0};
}
