#include "library/roots.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool il_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

const char *il_arena_path(il_arena *arena, const char *folder, const char *name, il_error *err)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = il_arena_alloc(arena, size, 1, err);
    if (path) {
        snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

/* The value of an environment variable that is a whole path, as the XDG rules want it, or NULL. An
 * empty HOME would mean the top of the disk. */
static const char *absolute(const char *variable)
{
    const char *value = getenv(variable);
    return value && value[0] == '/' ? value : NULL;
}

static bool find_user(const char **root, il_arena *arena, il_error *err)
{
    const char *data = absolute("XDG_DATA_HOME");
    const char *home = absolute("HOME");
    if (!data && !home) {
        *root = NULL;
        return true;
    }
    *root = il_arena_path(arena, data ? data : home, data ? "interlude" : ".local/share/interlude",
                          err);
    return *root != NULL;
}

/* `../share/interlude` seen from the folder of the program that runs, or NULL. */
static const char *beside_program(char path[PATH_MAX])
{
    static const char beside[] = "/share/interlude";
    const ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - sizeof beside);
    if (size < 1) {
        return NULL;
    }
    path[size] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        if (!slash) {
            return NULL;
        }
        *slash = '\0';
    }
    memcpy(path + strlen(path), beside, sizeof beside);
    return path;
}

static bool find_share(const char **root, il_arena *arena, il_error *err)
{
    char program[PATH_MAX];
    const char *wanted = getenv("INTERLUDE_SHARE");
    if (wanted && wanted[0] && !il_is_folder(wanted)) {
        return il_fail_machine(err, il_nowhere(), "INTERLUDE_SHARE is no folder: %s", wanted);
    }
    const char *found = wanted && wanted[0] ? wanted : beside_program(program);
    if (!found || !il_is_folder(found)) {
        found = IL_SOURCE_TREE;
    }
    if (!il_is_folder(found)) {
        return il_fail_machine(err, il_nowhere(),
                               "Interlude's own folder is nowhere: neither beside the program "
                               "(../share/interlude) nor at %s; INTERLUDE_SHARE can name it",
                               found);
    }
    *root = il_arena_text(arena, found, strlen(found), err);
    return *root != NULL;
}

bool il_roots_find(const char *roots[IL_ROOTS], il_arena *arena, il_error *err)
{
    return find_user(&roots[IL_ROOT_USER], arena, err) &&
           find_share(&roots[IL_ROOT_SHARE], arena, err);
}
