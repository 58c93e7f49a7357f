#include "session/session.h"

#include <string.h>

#include "base/file.h"
#include "session/reader.h"

/* A session with the arena that holds it. */
typedef struct {
    il_session session; // first: the public part
    il_arena arena;
} owned_session;

void il_session_destroy(il_session *session)
{
    if (session) {
        owned_session *owned = (owned_session *)(void *)session;
        il_arena_finish(&owned->arena);
        il_free(owned);
    }
}

il_read_limits il_read_limits_default(void)
{
    return (il_read_limits){
        .file_bytes = 262144, .steps = 2000, .steps_repeated = 20000, .clips = 256};
}

/* The folder of a path; "." where there is none. */
static const char *folder_of(const char *file, il_arena *arena, il_error *err)
{
    const char *slash = strrchr(file, '/');
    if (!slash) {
        return ".";
    }
    return il_arena_text(arena, file, slash == file ? 1 : (size_t)(slash - file), err);
}

static bool check_version(il_reader *in, const il_node *root)
{
    const il_node *version = il_map_get(root, "interlude");
    if (!version) {
        return il_read_error(in, root->at, "a session says which format it is written in",
                             "interlude: 1 as the first line", NULL, NULL);
    }
    if (version->kind != IL_NODE_SCALAR || strcmp(version->text, "1") != 0) {
        return il_read_error(in, version->at, "a version of the format that is not known",
                             "interlude: 1", version->kind == IL_NODE_SCALAR ? version->text : NULL,
                             NULL);
    }
    return true;
}

static void read_root(il_reader *in, const il_node *root, bool broken)
{
    if (root->kind != IL_NODE_MAP) {
        il_read_error(in, root->at, "a session is a map of keys", "interlude: 1 as the first line",
                      NULL, NULL);
        return;
    }
    const bool has_version = il_map_get(root, "interlude") != NULL;
    if (!check_version(in, root) && (has_version || broken)) {
        return; // another version may mean anything by its keys
    }
    if (broken) {
        return; // what came before is told; what is missing would be noise
    }
    il_read_head(in, root);
    const il_node *steps = il_map_get(root, "steps");
    if (steps) {
        il_read_body(in, steps);
    }
    if (in->problems->errors == 0) {
        il_lint(in);
    }
}

static char *copy_source(const char *bytes, size_t size, il_error *err)
{
    char *copy = il_alloc(size + 1, 1, err);
    if (copy && size > 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

static void read_into(il_reader *in, const char *bytes, size_t size)
{
    bool broken = false;
    const il_node *root =
        il_yaml_parse(in->file, bytes, size, in->arena, in->problems, &broken, in->err);
    if (root) {
        read_root(in, root, broken);
    } else if (in->problems->errors == 0 && !(in->err && in->err->message[0])) {
        il_read_error(in, (il_place){in->file, 1, 1}, "the file is empty",
                      "interlude: 1 as the first line", NULL, NULL);
    }
    il_problems_sort(in->problems);
}

il_session *il_session_read_bytes(const char *file, const char *bytes, size_t size,
                                  const il_read_limits *limits, il_problems *problems,
                                  il_error *err)
{
    il_error trouble = {0};
    owned_session *owned = il_alloc(1, sizeof *owned, err);
    if (!owned) {
        return NULL;
    }
    il_session *session = &owned->session;
    il_reader in = {.session = session,
                    .arena = &owned->arena,
                    .problems = problems,
                    .err = &trouble,
                    .limits = limits ? *limits : il_read_limits_default()};
    problems->source = copy_source(bytes, size, &trouble);
    problems->source_size = problems->source ? size : 0;
    in.file = problems->source ? il_arena_text(&owned->arena, file, strlen(file), &trouble) : NULL;
    session->file = in.file;
    session->folder = in.file ? folder_of(in.file, &owned->arena, &trouble) : NULL;
    if (session->folder) {
        read_into(&in, bytes, size);
    }
    il_free(in.clips);
    if (trouble.message[0] || problems->out_of_memory) {
        il_fail_machine(err, il_nowhere(), "%s",
                        trouble.message[0] ? trouble.message : "out of memory");
    } else if (problems->errors == 0) {
        return session;
    }
    il_session_destroy(session);
    return NULL;
}

il_session *il_session_read(const char *file, const il_read_limits *limits, il_problems *problems,
                            il_error *err)
{
    const il_read_limits used = limits ? *limits : il_read_limits_default();
    size_t size = 0;
    char *bytes = il_file_read(file, used.file_bytes, &size, err);
    if (!bytes) {
        return NULL;
    }
    il_session *session = il_session_read_bytes(file, bytes, size, &used, problems, err);
    il_free(bytes);
    return session;
}
