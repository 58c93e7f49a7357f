#include "library/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/translate.h"
#include "media/vorbis.h"

static const off_t bytes_most = (off_t)1 << 30;
static const time_t spared_s = 3600; // used so lately that it may be open, or be opened
enum { NOTE_BYTES_MOST = 4096, FILES_MOST = 1 << 16 };

static const char head[] = "interlude import 1\n";

static bool make_folder(const char *path, il_error *err)
{
    struct stat about;
    if (mkdir(path, 0700) == 0 ||
        (errno == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode))) {
        return true;
    }
    return il_file_fail_write(err, path, errno == EEXIST ? ENOTDIR : errno);
}

/* `part` in the folder `within`, which is freed. */
static char *down(char *within, const char *part, il_error *err)
{
    char *path = within && make_folder(within, err) ? il_path_join(within, part, err) : NULL;
    il_free(within);
    return path;
}

/* Where caches are kept, from il_alloc; NULL, with `err`, when there is nowhere. */
static char *find_caches(il_error *err)
{
    const char *caches = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (caches && caches[0] == '/') {
        const size_t size = strlen(caches) + 1;
        char *path = il_alloc(size, 1, err);
        return path ? memcpy(path, caches, size) : NULL;
    }
    if (home && home[0] == '/') {
        return il_path_join(home, ".cache", err);
    }
    il_fail_machine(err, il_whole_file("~/.cache"), _("there is no home folder to keep it in"));
    return NULL;
}

char *il_cache_folder(il_error *err)
{
    char *path = down(down(find_caches(err), "interlude", err), "imports", err);
    if (path && !make_folder(path, err)) {
        il_free(path);
        return NULL;
    }
    return path;
}

/* `folder`/`key``ending`, from il_alloc. */
static char *path_of(const char *folder, const char *key, const char *ending, il_error *err)
{
    char name[IL_CACHE_KEY + 8];
    snprintf(name, sizeof name, "%s%s", key, ending);
    return il_path_join(folder, name, err);
}

/* The text behind `name ` in its line of `note`, into `value`; false when there is no such line. */
static bool value_of(const char *note, const char *name, char *value, size_t room)
{
    const size_t size = strlen(name);
    for (const char *line = note; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, size) == 0 && line[size] == ' ') {
            const size_t length = strcspn(line + size + 1, "\n");
            snprintf(value, room, "%.*s", (int)(length < room ? length : room - 1),
                     line + size + 1);
            return true;
        }
    }
    return false;
}

static bool read_note(const char *text, il_cache_note *note)
{
    char number[32];
    *note = (il_cache_note){0};
    if (strncmp(text, head, sizeof head - 1) != 0) {
        return false;
    }
    value_of(text, "why", note->why, sizeof note->why);
    if (value_of(text, "importer", note->importer, sizeof note->importer)) {
        return note->why[0] != '\0';
    }
    if (!value_of(text, "frames", number, sizeof number)) {
        return false;
    }
    note->frames = strtoll(number, NULL, 10);
    if (value_of(text, "lufs", number, sizeof number)) { // in hundredths: no locale has a say
        note->lufs = (double)strtol(number, NULL, 10) / 100.0;
    }
    return note->frames > 0;
}

/* Whether the sound is there, ours, whole and as long as its note says. */
static bool is_whole(const char *folder, const char *key, il_frames frames)
{
    char name[IL_CACHE_KEY + 8];
    snprintf(name, sizeof name, "%s.ogg", key);
    il_vorbis *vorbis = il_vorbis_open(folder, name, NULL);
    const bool whole =
        vorbis && il_vorbis_whole(vorbis, NULL) && il_vorbis_frames(vorbis) == frames;
    il_vorbis_close(vorbis);
    return whole;
}

static void touch(const char *path)
{
    utimensat(AT_FDCWD, path, NULL, 0);
}

bool il_cache_find(const char *folder, const char *key, il_cache_note *note)
{
    size_t size = 0;
    char *path = path_of(folder, key, ".txt", NULL), *sound = path_of(folder, key, ".ogg", NULL);
    char *text = path && sound ? il_file_read(path, NOTE_BYTES_MOST, &size, NULL) : NULL;
    bool found = text && read_note(text, note);
    if (found && note->frames > 0 && !is_whole(folder, key, note->frames)) {
        found = false;
        unlink(sound);
        unlink(path);
    }
    if (found) {
        touch(path);
        touch(sound);
    }
    il_free(text);
    il_free(path);
    il_free(sound);
    return found;
}

/* A new file that is nobody's but the user's. Between its making and this call it is empty. */
static bool create(const char *folder, const char *key, const char *ending, il_new_file *file,
                   il_error *err)
{
    char *path = path_of(folder, key, ending, err);
    const bool good =
        path && il_file_create(file, path, err) &&
        (fchmod(fileno(file->stream), 0600) == 0 || il_file_fail_write(err, path, errno));
    il_free(path);
    return good;
}

bool il_cache_begin(const char *folder, const char *key, il_new_file *sound, il_error *err)
{
    return create(folder, key, ".ogg", sound, err);
}

static void write_note(FILE *out, const il_cache_note *note)
{
    fputs(head, out);
    if (note->frames > 0) {
        fprintf(out, "frames %lld\nlufs %ld\n", (long long)note->frames,
                (long)(note->lufs * 100.0 + (note->lufs < 0 ? -0.5 : 0.5)));
    } else {
        fprintf(out, "importer %s\n", note->importer);
    }
    if (note->why[0]) {
        fprintf(out, "why %s\n", note->why);
    }
}

/* A file of the cache. */
typedef struct {
    char name[256];
    time_t used;
    off_t size;
} il_cached;

static int by_age(const void *a, const void *b)
{
    const il_cached *one = a, *other = b;
    return one->used < other->used ? -1 : one->used > other->used;
}

static il_cached *list(DIR *open, int *count, off_t *all)
{
    il_cached *files = NULL;
    int room = 0;
    const struct dirent *entry;
    while ((entry = readdir(open)) && *count < FILES_MOST) {
        struct stat about;
        if (entry->d_name[0] == '.' ||
            fstatat(dirfd(open), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(about.st_mode)) {
            continue;
        }
        void *items = files;
        il_cached *file = il_grow(&items, count, &room, sizeof *file, NULL);
        files = items;
        if (file) {
            snprintf(file->name, sizeof file->name, "%s", entry->d_name);
            file->used = about.st_mtime;
            file->size = about.st_size;
            *all += about.st_size;
        }
    }
    return files;
}

/* Let go what was not used for the longest, until it is little enough; what a process that died
 * left half-written goes too. */
static void trim(const char *folder)
{
    DIR *open = opendir(folder);
    int count = 0;
    off_t all = 0;
    il_cached *files = open ? list(open, &count, &all) : NULL;
    if (files) {
        qsort(files, (size_t)count, sizeof *files, by_age);
    }
    const time_t spared = time(NULL) - spared_s;
    for (int i = 0; i < count && files[i].used < spared; i++) {
        const size_t size = strlen(files[i].name);
        const bool half = size > 5 && strcmp(files[i].name + size - 5, ".part") == 0;
        if ((half || all > bytes_most) && unlinkat(dirfd(open), files[i].name, 0) == 0) {
            all -= files[i].size;
        }
    }
    il_free(files);
    if (open) {
        closedir(open);
    }
}

bool il_cache_keep(const char *folder, const char *key, il_new_file *sound,
                   const il_cache_note *note, il_error *err)
{
    il_new_file text = {0};
    if (!create(folder, key, ".txt", &text, err)) {
        il_file_abandon(&text);
        return false;
    }
    write_note(text.stream, note);
    il_new_file *files[] = {&text, sound};
    const bool kept = il_files_commit(files, sound ? 2 : 1, err);
    trim(folder);
    return kept;
}
