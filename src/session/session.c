#include "session/session.h"

#include <string.h>

#include "base/file.h"
#include "session/reader.h"

/* A session with the arena that holds all of it. */
typedef struct {
    il_session session; // first: what others see
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

static void forget_problems(il_problems *problems)
{
    problems->count = problems->more = problems->errors = 0;
}

/* Another version may mean anything by its keys, so nothing else is told of it. */
static bool is_our_version(il_reader *in, const il_node *root)
{
    for (const il_node *key = root->first; key; key = key->next) {
        if (strcmp(key->text, "interlude") != 0) {
            continue;
        }
        const il_node *value = key->value;
        if (value->kind == IL_NODE_TEXT && strcmp(value->text, "1") == 0) {
            return true;
        }
        forget_problems(in->problems);
        return il_report(in->problems, value->at, "interlude: 1",
                         value->kind == IL_NODE_TEXT && value->size
                             ? il_show(value->text, value->size).text
                             : NULL,
                         "this version of the format is not known here");
    }
    return true; // that it is missing is told with all that is
}

static void read_root(il_reader *in, const il_node *root)
{
    if (root->kind != IL_NODE_MAP) {
        if (!root->cut) {
            il_report(in->problems, root->at,
                      "interlude: 1 in the first line, then title: and more", NULL,
                      "this is no session");
        }
        return;
    }
    if (!is_our_version(in, root)) {
        return;
    }
    il_read_head(in, root);
    if (in->problems->errors == 0) {
        il_lint(in);
    }
}

static bool failed(const il_reader *in)
{
    return in->err->message[0] != '\0' || in->problems->out_of_memory;
}

/* After an error of syntax, what was read last may be half of something: errors from that place on
 * follow from the first, and so do those that found no room behind them. `told` problems come from
 * before the reading of values. */
static void drop_doubtful(il_problems *problems, int told, il_place broken)
{
    int kept = told;
    for (int i = told; i < problems->count; i++) {
        const il_place at = problems->items[i].at;
        if (at.line < broken.line || (at.line == broken.line && at.column < broken.column)) {
            problems->items[kept++] = problems->items[i];
        }
    }
    if (kept == problems->count) {
        return;
    }
    problems->count = kept;
    problems->more = problems->errors = 0;
    for (int i = 0; i < kept; i++) {
        problems->errors += problems->items[i].severity == IL_ERROR;
    }
}

static void read_source(il_reader *in, const il_source *source)
{
    il_place broken = {0};
    const il_node *root = il_yaml_read(source, in->arena, in->problems, &broken, in->err);
    const int told = in->problems->count;
    in->source = source;
    const bool nothing = !root || (root->kind == IL_NODE_TEXT && root->size == 0);
    if (root && !nothing) {
        read_root(in, root);
        if (broken.line > 0 && in->problems->count > told) {
            drop_doubtful(in->problems, told, broken);
        }
    } else if (in->problems->errors == 0 && !failed(in)) {
        il_report(in->problems, (il_place){source->file, 1, 1}, "interlude: 1 in the first line",
                  NULL, "the file is empty");
    }
}

/* The folder of a path; "." where it has none. */
static const char *folder_of(const char *file, il_arena *arena, il_error *err)
{
    const char *slash = strrchr(file, '/');
    if (!slash) {
        return ".";
    }
    return il_arena_text(arena, file, slash == file ? 1 : (size_t)(slash - file), err);
}

/* The file's name and bytes where they outlive the caller's. */
static bool keep_file(il_reader *in, const char *file, const char *bytes, size_t size)
{
    il_session *session = in->session;
    il_problems *problems = in->problems;
    session->file = il_arena_text(in->arena, file, strlen(file), in->err);
    session->folder = session->file ? folder_of(session->file, in->arena, in->err) : NULL;
    problems->source = session->folder ? il_alloc(size + 1, 1, in->err) : NULL;
    if (!problems->source) {
        return false;
    }
    if (size > 0) {
        memcpy(problems->source, bytes, size);
    }
    problems->source_size = size;
    return true;
}

/* Reads into in->session; true when it can be used. */
static bool read_whole(il_reader *in, const char *file, const char *bytes, size_t size)
{
    if (!keep_file(in, file, bytes, size)) {
        return false;
    }
    il_source source = {0};
    if (il_source_init(&source, in->session->file, in->problems->source, size, in->problems,
                       in->err)) {
        read_source(in, &source);
    }
    il_problems_sort(in->problems);
    il_free(in->clips);
    il_source_finish(&source);
    return in->problems->errors == 0 && !failed(in);
}

il_session *il_session_read_bytes(const char *file, const char *bytes, size_t size,
                                  const il_read_limits *limits, il_problems *problems,
                                  il_error *err)
{
    const il_read_limits used = limits ? *limits : il_read_limits_default();
    if (size > used.file_bytes) {
        il_fail(err, il_whole_file(file), "a session has at most %zu KiB, this file has %zu",
                used.file_bytes / 1024, (size + 1023) / 1024);
        return NULL;
    }
    il_error trouble = {0};
    owned_session *owned = il_alloc(1, sizeof *owned, err);
    if (!owned) {
        return NULL;
    }
    il_reader in = {.session = &owned->session,
                    .arena = &owned->arena,
                    .problems = problems,
                    .err = &trouble,
                    .limits = used};
    if (read_whole(&in, file, bytes, size)) {
        return &owned->session;
    }
    if (failed(&in)) {
        forget_problems(problems);
        il_fail_machine(err, il_nowhere(), "out of memory");
    }
    il_session_destroy(&owned->session);
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
