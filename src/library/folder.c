#include "library/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "library/index.h"
#include "media/vorbis.h"

enum { INDEX_BYTES_MOST = 4 << 20 }; // some 50,000 rows

static const char index_name[] = "index.tsv";

bool il_faults_add(il_faults *faults, const il_error *fault, il_arena *arena, il_error *err)
{
    const char *file = fault->at.file;
    if (file) {
        file = il_arena_text(arena, file, strlen(file), err);
        if (!file) {
            return false;
        }
    }
    void *items = faults->items;
    il_error *kept = il_grow(&items, &faults->count, &faults->room, sizeof *kept, err);
    faults->items = items;
    if (!kept) {
        return false;
    }
    *kept = *fault;
    kept->at.file = file;
    return true;
}

bool il_faults_add_folder(il_faults *faults, const char *path, int number, il_arena *arena,
                          il_error *err)
{
    il_error fault = {0};
    il_fail_machine(&fault, il_whole_file(path), "cannot look into this folder: %s",
                    strerror(number));
    return il_faults_add(faults, &fault, arena, err);
}

bool il_folder_is_missing(int number)
{
    return number == ENOENT || number == ENOTDIR;
}

/* Ours first. */
static const char *const endings[] = {".ogg", ".wav", ".flac", ".mp3", ".opus", ".oga"};
enum { ENDINGS = sizeof endings / sizeof *endings };

static bool ends_as_sound(const char *name, bool foreign)
{
    const char *dot = strrchr(name, '.');
    if (!dot || dot == name) {
        return false;
    }
    for (int i = 1; foreign && i < ENDINGS; i++) {
        if (strcasecmp(dot, endings[i]) == 0) {
            return true;
        }
    }
    return strcmp(dot, endings[0]) == 0;
}

static bool is_sound(int folder, const struct dirent *entry, bool foreign)
{
    if (entry->d_name[0] == '.' || !ends_as_sound(entry->d_name, foreign)) {
        return false;
    }
    if (entry->d_type != DT_UNKNOWN) {
        return entry->d_type == DT_REG; // no link is followed, as when it will be opened
    }
    struct stat info;
    return fstatat(folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
}

static il_recording *add(il_folder *folder, const char *name, size_t size, il_arena *arena,
                         il_error *err)
{
    const char *copy = il_arena_text(arena, name, size, err);
    void *items = folder->items;
    il_recording *recording =
        copy ? il_grow(&items, &folder->count, &folder->room, sizeof *recording, err) : NULL;
    if (recording) {
        folder->items = items;
        recording->name = copy;
    }
    return recording;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const il_recording *)a)->name, ((const il_recording *)b)->name);
}

static void sort(il_folder *folder)
{
    if (folder->count > 1) {
        qsort(folder->items, (size_t)folder->count, sizeof *folder->items, by_name);
    }
}

/* The one of the first `count` items, sorted, with this name. */
static il_recording *find(il_recording *items, int count, const char *name, size_t size)
{
    int from = 0;
    while (from < count) {
        const int middle = from + (count - from) / 2;
        const int order = strncmp(items[middle].name, name, size);
        if (order == 0 && items[middle].name[size] == '\0') {
            return &items[middle];
        }
        if (order < 0) {
            from = middle + 1;
        } else {
            count = middle; // a longer name that begins like this one stands behind it
        }
    }
    return NULL;
}

/* What stands in the folder. */
static bool look(il_folder *folder, DIR *open, il_arena *arena, il_error *err)
{
    const struct dirent *entry;
    while ((entry = readdir(open))) {
        if (!is_sound(dirfd(open), entry, folder->foreign)) {
            continue;
        }
        il_recording *recording = add(folder, entry->d_name, strlen(entry->d_name), arena, err);
        if (!recording) {
            return false;
        }
        recording->there = true;
    }
    sort(folder);
    return true;
}

/* One row of the index: the length of one of the first `seen` recordings, which are the files and
 * sorted, or a recording whose file is missing. The first of two rows for one file counts. */
static bool take_row(il_folder *folder, int seen, const il_index_row *row, il_arena *arena,
                     il_error *err)
{
    il_recording *recording = find(folder->items, seen, row->name, row->name_size);
    if (!recording) {
        recording = add(folder, row->name, row->name_size, arena, err);
    }
    if (recording && recording->frames == 0) {
        recording->frames = row->frames;
    }
    return recording != NULL;
}

static bool note_index(const char *path, int line, const char *what, il_arena *arena,
                       il_faults *faults, il_error *err)
{
    il_error fault = {0};
    il_fail(&fault, (il_place){.file = path, .line = line, .column = 1}, "%s", what);
    return il_faults_add(faults, &fault, arena, err);
}

static bool take_rows(il_folder *folder, const char *path, const char *bytes, size_t size,
                      il_arena *arena, il_faults *faults, il_error *err)
{
    il_index index;
    if (!il_index_open(&index, bytes, size)) {
        return note_index(path, 1, "expected the header name, frames, lufs with tabs between",
                          arena, faults, err);
    }
    il_index_row row;
    il_index_result result;
    const int seen = folder->count;
    bool good = true;
    while (good && (result = il_index_next(&index, &row)) != IL_INDEX_END) {
        good = result == IL_INDEX_ROW
                   ? take_row(folder, seen, &row, arena, err)
                   : note_index(path, index.line,
                                "expected a file's name, frames and loudness, a tab between", arena,
                                faults, err);
    }
    sort(folder);
    return good;
}

/* What the index says. A folder without one is fine: its files are opened when they are wanted. */
static bool read_index(il_folder *folder, il_arena *arena, il_faults *faults, il_error *err)
{
    char *path = il_path_join(folder->path, index_name, err);
    struct stat info;
    if (!path || (stat(path, &info) != 0 && errno == ENOENT)) {
        il_free(path);
        return path != NULL;
    }
    il_error fault = {0};
    size_t size = 0;
    char *bytes = il_file_read(path, INDEX_BYTES_MOST, &size, &fault);
    const bool good = bytes ? take_rows(folder, path, bytes, size, arena, faults, err)
                      : il_error_is_general(&fault)
                          ? il_fail_machine(err, il_nowhere(), "%s", fault.message)
                          : il_faults_add(faults, &fault, arena, err);
    il_free(bytes);
    il_free(path);
    return good;
}

bool il_folder_load(il_folder *folder, const char *path, bool foreign, il_arena *arena,
                    il_faults *faults, il_error *err)
{
    *folder = (il_folder){.path = path, .foreign = foreign};
    DIR *open = opendir(path);
    if (!open) {
        folder->path = NULL;
        return il_folder_is_missing(errno) || il_faults_add_folder(faults, path, errno, arena, err);
    }
    const bool good = look(folder, open, arena, err);
    closedir(open);
    return good && read_index(folder, arena, faults, err);
}

void il_folder_finish(il_folder *folder)
{
    il_free(folder->items);
    *folder = (il_folder){0};
}

il_recording *il_folder_find(const il_folder *folder, const char *name)
{
    il_recording *recording = find(folder->items, folder->count, name, strlen(name));
    const size_t stem = strlen(name) - strlen(endings[0]);
    for (int i = 0; !recording && folder->foreign && i < folder->count; i++) {
        const char *other = folder->items[i].name;
        if (strncmp(other, name, stem) == 0 && strrchr(other, '.') == other + stem) {
            recording = &folder->items[i]; // what was taken into the folder ends as a sound does
        }
    }
    return recording;
}

/* What is wrong with a recording. Lack of memory, the one trouble that stands in no file, says
 * nothing about it and goes to `err`. */
static bool keep_fault(il_recording *recording, const il_error *fault, il_arena *arena,
                       il_error *err)
{
    if (il_error_is_general(fault)) {
        return il_fail_machine(err, il_nowhere(), "%s", fault->message);
    }
    recording->fault = il_arena_text(arena, fault->message, strlen(fault->message), err);
    return recording->fault != NULL;
}

/* What an import made of the recording. */
static bool keep_import(il_recording *recording, const il_import *import, il_frames *frames,
                        il_arena *arena, il_error *err)
{
    *frames = import->frames;
    if (import->frames > 0) {
        recording->folder = il_arena_text(arena, import->folder, strlen(import->folder), err);
        recording->file = il_arena_text(arena, import->file, strlen(import->file), err);
        if (!recording->folder || !recording->file) {
            return false;
        }
    }
    if (import->fault[0] && !import->stopped) {
        recording->fault = il_arena_text(arena, import->fault, strlen(import->fault), err);
        return recording->fault != NULL;
    }
    return true;
}

static bool import(il_recording *recording, const char *path, const il_importing *importing,
                   il_frames *frames, il_arena *arena, il_error *err)
{
    il_import result;
    const bool good =
        il_import_file(path, recording->name, importing->role, importing->watch, &result, err) &&
        keep_import(recording, &result, frames, arena, err);
    il_import_finish(&result);
    return good;
}

/* Open the recording: its length, and what is wrong with it. False, with `err`, when memory lacks.
 */
static bool look_into(il_recording *recording, const char *path, const il_importing *importing,
                      il_frames *frames, il_arena *arena, il_error *err)
{
    il_error fault = {0};
    il_vorbis *vorbis = il_vorbis_open(path, recording->name, &fault);
    const bool whole = vorbis && il_vorbis_whole(vorbis, &fault);
    *frames = vorbis ? il_vorbis_frames(vorbis) : 0;
    il_vorbis_close(vorbis);
    if (!vorbis && importing && !il_error_is_general(&fault)) {
        return import(recording, path, importing, frames, arena, err);
    }
    return whole || keep_fault(recording, &fault, arena, err);
}

bool il_recording_ready(il_recording *recording, const char *path, const il_importing *importing,
                        il_arena *arena, il_error *err)
{
    if (!recording->there || recording->frames > 0 || recording->fault) {
        return recording->there && recording->frames > 0;
    }
    il_frames frames = 0;
    if (!look_into(recording, path, importing, &frames, arena, err)) {
        return false;
    }
    recording->frames = frames;
    return frames > 0;
}

/* One recording held against its row. */
static bool prove(il_recording *recording, const char *path, const il_importing *importing,
                  il_arena *arena, il_faults *faults, il_error *err)
{
    il_frames frames = 0;
    if (recording->there && !look_into(recording, path, importing, &frames, arena, err)) {
        return false;
    }
    il_error fault = {0};
    const il_place at = il_whole_file(path);
    if (!recording->there) {
        il_fail(&fault, at, "%s: in the index, but not there", recording->name);
    } else if (recording->fault) {
        il_fail(&fault, at, "%s", recording->fault);
    } else if (recording->frames > 0 && recording->frames != frames) {
        il_fail(&fault, at, "%s: the index says %lld frames, it has %lld", recording->name,
                (long long)recording->frames, (long long)frames);
    }
    return !fault.message[0] || il_faults_add(faults, &fault, arena, err);
}

bool il_folder_prove(il_folder *folder, const il_importing *importing, il_arena *arena,
                     il_faults *faults, il_error *err)
{
    for (int i = 0; i < folder->count; i++) {
        if (!prove(&folder->items[i], folder->path, importing, arena, faults, err)) {
            return false;
        }
    }
    return true;
}
