#include <stdio.h>
#include <string.h>

#include "library/inside.h"

bool il_is_beside(const char *name)
{
    return strchr(name, '.');
}

bool il_sound_file(const char *name, char file[IL_SOUND_FILE_SIZE])
{
    return snprintf(file, IL_SOUND_FILE_SIZE, "%s.ogg", name) < IL_SOUND_FILE_SIZE;
}

il_folder *il_library_sounds(il_library *library, il_sound_kind kind)
{
    return library->sounds[kind - IL_SOUND_BED];
}

il_import_role il_sound_role(il_sound_kind kind)
{
    static const il_import_role roles[IL_SOUND_KINDS] = {[IL_SOUND_VOICE] = IL_IMPORT_CLIP,
                                                         [IL_SOUND_BED] = IL_IMPORT_BED,
                                                         [IL_SOUND_BELL] = IL_IMPORT_BELL};
    return roles[kind];
}

const il_importing *il_library_importing(const il_library *library, int root, il_import_role role,
                                         il_importing *importing)
{
    *importing = (il_importing){.role = role, .watch = &library->watch};
    return root == IL_ROOT_USER ? importing : NULL;
}

il_recording *il_library_pick(il_library *library, il_folder folders[IL_ROOTS], il_import_role role,
                              const char *file, const char **folder, const char **fault,
                              il_error *err)
{
    il_importing storage;
    for (int root = 0; root < IL_ROOTS; root++) {
        il_recording *recording = il_folder_find(&folders[root], file);
        if (!recording) {
            continue;
        }
        *folder = folders[root].path;
        if (il_recording_ready(recording, *folder,
                               il_library_importing(library, root, role, &storage), &library->arena,
                               err)) {
            return recording;
        }
        if (fault && recording->fault) {
            *fault = recording->fault;
        }
    }
    return NULL;
}

static int beside_order(const il_beside *beside, const char *folder, const char *name,
                        il_import_role role)
{
    const int order = strcmp(beside->folder, folder);
    const int names = order != 0 ? order : strcmp(beside->recording.name, name);
    return names != 0 ? names : (int)beside->role - (int)role;
}

static bool add_beside(il_library *library, int at, const char *folder, const char *name,
                       il_import_role role, il_error *err)
{
    const il_beside beside = {
        .folder = il_arena_text(&library->arena, folder, strlen(folder), err),
        .role = role,
        .recording = {.name = il_arena_text(&library->arena, name, strlen(name), err),
                      .there = true}, // until it is opened
    };
    void *items = library->beside;
    if (!beside.folder || !beside.recording.name ||
        !il_grow(&items, &library->beside_count, &library->beside_room, sizeof beside, err)) {
        return false;
    }
    library->beside = items;
    il_beside *place = &library->beside[at];
    memmove(place + 1, place, (size_t)(library->beside_count - 1 - at) * sizeof *place);
    *place = beside;
    return true;
}

/* Whether it is known; what is known of it, or where that belongs. */
static bool find_beside(const il_library *library, const char *folder, const char *path,
                        il_import_role role, int *at)
{
    int from = 0, to = library->beside_count;
    while (from < to) {
        const int middle = from + (to - from) / 2;
        if (beside_order(&library->beside[middle], folder, path, role) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    *at = from;
    return from < library->beside_count &&
           beside_order(&library->beside[from], folder, path, role) == 0;
}

il_beside *il_library_beside(il_library *library, const il_session *session, const char *path,
                             il_import_role role, il_error *err)
{
    int at = 0;
    if (!find_beside(library, session->folder, path, role, &at) &&
        !add_beside(library, at, session->folder, path, role, err)) {
        return NULL;
    }
    il_beside *beside = &library->beside[at];
    const il_importing importing = {.role = role, .watch = &library->watch};
    il_error trouble = {0};
    il_recording_ready(&beside->recording, beside->folder, &importing, &library->arena, &trouble);
    if (trouble.message[0]) {
        il_fail_machine(err, trouble.at, "%s", trouble.message);
        return NULL;
    }
    return beside;
}

static bool fill(il_clip *clip, const il_recording *recording, const char *folder)
{
    const bool imported = recording->folder != NULL;
    *clip = (il_clip){.frames = recording->frames,
                      .folder = imported ? recording->folder : folder,
                      .name = imported ? recording->file : recording->name};
    return true;
}

static bool own(il_library *library, const il_session *session, const char *path,
                il_import_role role, il_clip *clip)
{
    const il_beside *beside = il_library_beside(library, session, path, role, &library->trouble);
    return beside && beside->recording.frames > 0 && fill(clip, &beside->recording, beside->folder);
}

static bool from_folders(il_library *library, il_folder folders[IL_ROOTS], il_import_role role,
                         const char *file, il_clip *clip)
{
    const char *folder = NULL;
    const il_recording *recording =
        il_library_pick(library, folders, role, file, &folder, NULL, &library->trouble);
    return recording && fill(clip, recording, folder);
}

static bool line(void *context, const il_session *session, const il_line *spoken, il_clip *clip)
{
    il_library *library = context;
    if (spoken->clip && own(library, session, spoken->clip, IL_IMPORT_CLIP, clip)) {
        return true;
    }
    const il_names *voices = &library->names[IL_SOUND_VOICE];
    const char *name = session->voice ? session->voice : voices->count ? voices->items[0] : NULL;
    il_voice *voice = name ? il_library_voice_named(library, name, &library->trouble) : NULL;
    char file[IL_CLIP_NAME_SIZE];
    return voice && il_clip_name(spoken->text, file, &library->trouble) &&
           from_folders(library, voice->folders, IL_IMPORT_CLIP, file, clip);
}

static bool sound(il_library *library, il_sound_kind kind, const il_session *session,
                  const char *name, il_clip *clip)
{
    char file[IL_SOUND_FILE_SIZE];
    if (il_is_beside(name)) {
        return own(library, session, name, il_sound_role(kind), clip);
    }
    return il_sound_file(name, file) &&
           from_folders(library, il_library_sounds(library, kind), il_sound_role(kind), file, clip);
}

static bool bell(void *context, const il_session *session, const char *name, il_clip *clip)
{
    return sound(context, IL_SOUND_BELL, session, name, clip);
}

static bool bed(void *context, const il_session *session, const char *name, il_clip *clip)
{
    return sound(context, IL_SOUND_BED, session, name, clip);
}

il_clips il_library_clips(il_library *library)
{
    return (il_clips){.context = library, .line = line, .bell = bell, .bed = bed};
}
