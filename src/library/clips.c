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

il_recording *il_library_pick(il_library *library, il_folder folders[IL_ROOTS], const char *file,
                              const char **folder, const char **fault, il_error *err)
{
    for (int root = 0; root < IL_ROOTS; root++) {
        il_recording *recording = il_folder_find(&folders[root], file);
        if (!recording) {
            continue;
        }
        *folder = folders[root].path;
        if (il_recording_ready(recording, *folder, &library->arena, err)) {
            return recording;
        }
        if (fault && recording->fault) {
            *fault = recording->fault;
        }
    }
    return NULL;
}

static int beside_order(const il_beside *beside, const char *folder, const char *name)
{
    const int order = strcmp(beside->folder, folder);
    return order != 0 ? order : strcmp(beside->recording.name, name);
}

static bool add_beside(il_library *library, int at, const char *folder, const char *name,
                       il_error *err)
{
    const il_beside beside = {
        .folder = il_arena_text(&library->arena, folder, strlen(folder), err),
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

il_recording *il_library_beside(il_library *library, const il_session *session, const char *path,
                                const char **folder, il_error *err)
{
    int from = 0, to = library->beside_count;
    while (from < to) {
        const int middle = from + (to - from) / 2;
        if (beside_order(&library->beside[middle], session->folder, path) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    const bool known = from < library->beside_count &&
                       beside_order(&library->beside[from], session->folder, path) == 0;
    if (!known && !add_beside(library, from, session->folder, path, err)) {
        return NULL;
    }
    *folder = library->beside[from].folder;
    return &library->beside[from].recording;
}

static bool fill(il_clip *clip, const il_recording *recording, const char *folder)
{
    *clip = (il_clip){.frames = recording->frames, .folder = folder, .name = recording->name};
    return true;
}

static bool own(il_library *library, const il_session *session, const char *path, il_clip *clip)
{
    const char *folder = NULL;
    il_recording *recording = il_library_beside(library, session, path, &folder, &library->trouble);
    return recording && il_recording_ready(recording, folder, &library->arena, &library->trouble) &&
           fill(clip, recording, folder);
}

static bool from_folders(il_library *library, il_folder folders[IL_ROOTS], const char *file,
                         il_clip *clip)
{
    const char *folder = NULL;
    const il_recording *recording =
        il_library_pick(library, folders, file, &folder, NULL, &library->trouble);
    return recording && fill(clip, recording, folder);
}

static bool line(void *context, const il_session *session, const il_line *spoken, il_clip *clip)
{
    il_library *library = context;
    if (spoken->clip && own(library, session, spoken->clip, clip)) {
        return true;
    }
    const il_names *voices = &library->names[IL_SOUND_VOICE];
    const char *name = session->voice ? session->voice : voices->count ? voices->items[0] : NULL;
    il_voice *voice = name ? il_library_voice_named(library, name, &library->trouble) : NULL;
    char file[IL_CLIP_NAME_SIZE];
    return voice && il_clip_name(spoken->text, file, &library->trouble) &&
           from_folders(library, voice->folders, file, clip);
}

static bool sound(il_library *library, il_sound_kind kind, const il_session *session,
                  const char *name, il_clip *clip)
{
    char file[IL_SOUND_FILE_SIZE];
    if (il_is_beside(name)) {
        return own(library, session, name, clip);
    }
    return il_sound_file(name, file) &&
           from_folders(library, il_library_sounds(library, kind), file, clip);
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
