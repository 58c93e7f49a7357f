#include <string.h>

#include "base/file.h"
#include "library/inside.h"
#include "session/yaml.h"

enum { VOICE_BYTES_MOST = 64 << 10 };

/* The title in the voice.yaml of one folder, into the library's arena; NULL when it has none. */
static const char *read_title(il_library *library, const char *path, il_error *err)
{
    il_arena arena = {0};
    il_problems problems = {0};
    il_error unread = {0};
    size_t size = 0;
    const char *title = NULL;
    char *bytes = il_file_read(path, VOICE_BYTES_MOST, &size, &unread);
    if (il_error_is_general(&unread)) {
        il_fail_machine(err, il_nowhere(), "%s", unread.message);
    }
    const il_node *root = bytes ? il_yaml_parse(path, bytes, size, &arena, &problems, err) : NULL;
    const bool map = root && root->kind == IL_NODE_MAP;
    for (const il_node *key = map ? root->first : NULL; key; key = key->next) {
        const il_node *value = key->value;
        if (strcmp(key->text, "title") == 0 && value->kind == IL_NODE_TEXT && value->size > 0) {
            title = il_arena_text(&library->arena, value->text, value->size, err);
        }
    }
    il_free(bytes);
    il_problems_finish(&problems);
    il_arena_finish(&arena);
    return title;
}

/* How many recordings stand in `folder` that do not in `before`. */
static int count_there(const il_folder *folder, const il_folder *before)
{
    int count = 0;
    for (int i = 0; i < folder->count; i++) {
        const il_recording *recording = &folder->items[i];
        const il_recording *other = before ? il_folder_find(before, recording->name) : NULL;
        count += recording->there && !(other && other->there);
    }
    return count;
}

bool il_library_voice(il_library *library, const char *name, il_voice_about *about, il_error *err)
{
    il_error trouble = {0};
    *about = (il_voice_about){0};
    const il_voice *voice = il_library_voice_named(library, name, &trouble);
    for (int root = 0; voice && root < IL_ROOTS; root++) {
        const il_folder *folder = &voice->folders[root];
        about->recordings += count_there(folder, root > 0 ? &voice->folders[root - 1] : NULL);
        if (folder->path && !about->title) {
            const char *path = il_arena_path(&library->arena, folder->path, "voice.yaml", &trouble);
            about->title = path ? read_title(library, path, &trouble) : NULL;
        }
    }
    return !trouble.message[0] || il_fail_machine(err, trouble.at, "%s", trouble.message);
}
