#include "library/library.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "library/inside.h"

static const char *const sound_folders[] = {"audio/beds", "audio/bells"};
static const char voices_folder[] = "audio/narration";
static const char sessions_folder[] = "sessions";

static bool load_sounds(il_library *library, int root, il_error *err)
{
    for (int kind = 0; kind < 2; kind++) {
        const char *path =
            il_arena_path(&library->arena, library->roots[root], sound_folders[kind], err);
        if (!path || !il_folder_load(&library->sounds[kind][root], path, root == IL_ROOT_USER,
                                     &library->arena, &library->faults, err)) {
            return false;
        }
    }
    return true;
}

/* Beds and bells are known by a file or by a row of an index. */
static bool name_sounds(il_library *library, il_sound_kind kind, int root, il_error *err)
{
    const il_folder *folder = &library->sounds[kind - IL_SOUND_BED][root];
    for (int i = 0; i < folder->count; i++) {
        const char *file = folder->items[i].name;
        if (!il_names_add(&library->names[kind], file, (size_t)(strrchr(file, '.') - file),
                          &library->arena, err)) {
            return false;
        }
    }
    return true;
}

/* Voices are known by a folder of theirs. */
static bool name_voices(il_library *library, int root, il_error *err)
{
    const char *path = il_arena_path(&library->arena, library->roots[root], voices_folder, err);
    return path && il_names_read(&library->names[IL_SOUND_VOICE], path, NULL, &library->arena,
                                 &library->faults, err);
}

static bool load_root(il_library *library, int root, il_error *err)
{
    return !library->roots[root] ||
           (load_sounds(library, root, err) && name_sounds(library, IL_SOUND_BED, root, err) &&
            name_sounds(library, IL_SOUND_BELL, root, err) && name_voices(library, root, err));
}

static bool list_voices(il_library *library, il_error *err)
{
    const il_names *names = &library->names[IL_SOUND_VOICE];
    library->voices = il_alloc((size_t)names->count, sizeof *library->voices, err);
    if (!library->voices) {
        return false;
    }
    library->voice_count = names->count;
    for (int i = 0; i < names->count; i++) {
        library->voices[i].name = names->items[i];
    }
    return true;
}

static bool load(il_library *library, il_error *err)
{
    if (!il_roots_find(library->roots, &library->arena, err) ||
        !load_root(library, IL_ROOT_USER, err) || !load_root(library, IL_ROOT_SHARE, err)) {
        return false;
    }
    for (int kind = 0; kind < IL_SOUND_KINDS; kind++) {
        il_names_sort(&library->names[kind]);
    }
    return list_voices(library, err);
}

il_library *il_library_create(il_error *err)
{
    il_library *library = il_alloc(1, sizeof *library, err);
    if (library && !load(library, err)) {
        il_library_destroy(library);
        return NULL;
    }
    return library;
}

void il_library_destroy(il_library *library)
{
    if (!library) {
        return;
    }
    for (int root = 0; root < IL_ROOTS; root++) {
        for (int i = 0; i < library->voice_count; i++) {
            il_folder_finish(&library->voices[i].folders[root]);
        }
        il_folder_finish(&library->sounds[0][root]);
        il_folder_finish(&library->sounds[1][root]);
    }
    for (int kind = 0; kind < IL_SOUND_KINDS; kind++) {
        il_names_finish(&library->names[kind]);
    }
    il_free(library->voices);
    il_free(library->entries);
    il_free(library->beside);
    il_free(library->faults.items);
    il_arena_finish(&library->arena);
    il_free(library);
}

void il_library_watch(il_library *library, const il_import_watch *watch)
{
    library->watch = *watch;
}

const char *il_library_share(const il_library *library)
{
    return library->roots[IL_ROOT_SHARE];
}

const char *il_library_user(const il_library *library)
{
    return library->roots[IL_ROOT_USER];
}

const char *const *il_library_names(const il_library *library, il_sound_kind kind, int *count)
{
    *count = library->names[kind].count;
    return library->names[kind].items;
}

const il_error *il_library_faults(const il_library *library, int *count)
{
    *count = library->faults.count;
    return library->faults.items;
}

bool il_library_ok(const il_library *library, il_error *err)
{
    const il_error *trouble = &library->trouble;
    return !trouble->message[0] || il_fail_machine(err, trouble->at, "%s", trouble->message);
}

static bool load_voice(il_library *library, il_voice *voice, il_error *err)
{
    for (int root = 0; root < IL_ROOTS; root++) {
        il_folder *folder = &voice->folders[root];
        if (!library->roots[root]) {
            continue;
        }
        il_folder_finish(folder); // of a load that failed half-way
        const char *all = il_arena_path(&library->arena, library->roots[root], voices_folder, err);
        const char *path = all ? il_arena_path(&library->arena, all, voice->name, err) : NULL;
        if (!path || !il_folder_load(folder, path, root == IL_ROOT_USER, &library->arena,
                                     &library->faults, err)) {
            return false;
        }
    }
    voice->loaded = true;
    return true;
}

il_voice *il_library_voice_named(il_library *library, const char *name, il_error *err)
{
    for (int i = 0; i < library->voice_count; i++) {
        il_voice *voice = &library->voices[i];
        if (strcmp(voice->name, name) == 0) {
            return voice->loaded || load_voice(library, voice, err) ? voice : NULL;
        }
    }
    return NULL;
}

bool il_library_prove(il_library *library, il_error *err)
{
    bool good = true;
    il_importing importing;
    for (int root = 0; root < IL_ROOTS && good; root++) {
        for (int kind = 0; kind < 2 && good; kind++) {
            const il_import_role role = il_sound_role((il_sound_kind)(kind + IL_SOUND_BED));
            good = il_folder_prove(&library->sounds[kind][root],
                                   il_library_importing(library, root, role, &importing),
                                   &library->arena, &library->faults, err);
        }
        for (int i = 0; i < library->voice_count && good; i++) {
            il_voice *voice = &library->voices[i];
            good = (voice->loaded || load_voice(library, voice, err)) &&
                   il_folder_prove(&voice->folders[root],
                                   il_library_importing(library, root, IL_IMPORT_CLIP, &importing),
                                   &library->arena, &library->faults, err);
        }
    }
    return good;
}

static bool add_entry(il_library *library, int root, const char *folder, const char *name,
                      il_error *err)
{
    const size_t size = strlen(name) + sizeof ".yaml";
    char *file = il_arena_alloc(&library->arena, size, 1, err);
    if (!file) {
        return false;
    }
    snprintf(file, size, "%s.yaml", name);
    void *entries = library->entries;
    il_library_entry *entry =
        il_grow(&entries, &library->entry_count, &library->entry_room, sizeof *entry, err);
    if (!entry) {
        return false;
    }
    library->entries = entries;
    *entry = (il_library_entry){.name = name, .users = root == IL_ROOT_USER};
    entry->file = il_arena_path(&library->arena, folder, file, err);
    return entry->file != NULL;
}

/* The names of both roots in one order; where both have one, the user's. */
static bool merge(il_library *library, const char *const folders[IL_ROOTS],
                  const il_names names[IL_ROOTS], il_error *err)
{
    const il_names *user = &names[IL_ROOT_USER], *ours = &names[IL_ROOT_SHARE];
    int u = 0, o = 0;
    while (u < user->count || o < ours->count) {
        const int order = u == user->count   ? 1
                          : o == ours->count ? -1
                                             : strcmp(user->items[u], ours->items[o]);
        const int root = order > 0 ? IL_ROOT_SHARE : IL_ROOT_USER;
        if (!add_entry(library, root, folders[root], order > 0 ? ours->items[o] : user->items[u],
                       err)) {
            return false;
        }
        u += order <= 0;
        o += order >= 0;
    }
    return true;
}

static bool list_sessions(il_library *library, il_error *err)
{
    il_names names[IL_ROOTS] = {0};
    const char *folders[IL_ROOTS] = {0};
    bool good = true;
    for (int root = 0; root < IL_ROOTS && good; root++) {
        if (library->roots[root]) {
            folders[root] =
                il_arena_path(&library->arena, library->roots[root], sessions_folder, err);
            good = folders[root] && il_names_read(&names[root], folders[root], ".yaml",
                                                  &library->arena, &library->faults, err);
            il_names_sort(&names[root]);
        }
    }
    library->entry_count = 0; // of a listing that failed half-way
    good = good && merge(library, folders, names, err);
    il_names_finish(&names[0]);
    il_names_finish(&names[1]);
    return good;
}

const il_library_entry *il_library_entries(il_library *library, int *count, il_error *err)
{
    static const il_library_entry none;
    if (!library->listed && !list_sessions(library, err)) {
        return NULL;
    }
    library->listed = true;
    *count = library->entry_count;
    return library->entries ? library->entries : &none;
}

static bool is_file(const char *session)
{
    const size_t size = strlen(session);
    return strchr(session, '/') ||
           (size >= strlen(".yaml") && strcmp(session + size - strlen(".yaml"), ".yaml") == 0);
}

/* Say that there is no such session, and which one may be meant. */
static const char *no_session(const char *name, const il_library_entry *entries, int count,
                              il_error *err)
{
    const char **names = il_alloc((size_t)count, sizeof *names, err);
    if (!names) {
        return NULL;
    }
    for (int i = 0; i < count; i++) {
        names[i] = entries[i].name;
    }
    const char *nearest = il_text_nearest(name, names, count);
    il_free(names);
    if (nearest) {
        il_fail(err, il_nowhere(), "no session is called \"%s\" (did you mean %s?)", name, nearest);
    } else {
        il_fail(err, il_nowhere(), "no session is called \"%s\"", name);
    }
    return NULL;
}

const char *il_library_find(il_library *library, const char *session, il_error *err)
{
    if (is_file(session)) {
        return il_arena_text(&library->arena, session, strlen(session), err);
    }
    int count = 0;
    const il_library_entry *entries = il_library_entries(library, &count, err);
    for (int i = 0; entries && i < count; i++) {
        if (strcmp(entries[i].name, session) == 0) {
            return entries[i].file;
        }
    }
    return entries ? no_session(session, entries, count, err) : NULL;
}
