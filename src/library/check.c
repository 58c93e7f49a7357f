#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "library/inside.h"
#include "library/visit.h"

/* What a session names, held against what there is. */
typedef struct {
    bool own_only; // what stands beside the session, no names of the library
    il_library *library;
    const il_session *session;
    il_problems *problems;
    il_names said[IL_SOUND_KINDS]; // names whose missing sound was already told
    il_arena arena;
    il_error *err;
} judge;

static const struct {
    const char *what, *folder;
} kinds[IL_SOUND_KINDS] = {
    [IL_SOUND_VOICE] = {"voice", "audio/narration"},
    [IL_SOUND_BED] = {"bed", "audio/beds"},
    [IL_SOUND_BELL] = {"bell", "audio/bells"},
};

/* `"found"` in quotes, as every message shows it. */
static il_problem problem_at(il_place at, il_severity severity, const char *found)
{
    il_problem problem = {.at = at, .severity = severity};
    snprintf(problem.found, sizeof problem.found, "\"%s\"", found);
    return problem;
}

/* "brown, stream or waves", or where they are when they do not fit. */
static void list_names(const il_names *names, il_sound_kind kind, char *text, size_t room)
{
    size_t used = 0;
    for (int i = 0; i < names->count && used < room; i++) {
        const char *between = i == 0 ? "" : i + 1 < names->count ? ", " : " or ";
        used += (size_t)snprintf(text + used, room - used, "%s%s", between, names->items[i]);
    }
    if (names->count == 0 || used >= room) {
        snprintf(text, room, "a %s of %s", kind == IL_SOUND_VOICE ? "folder" : "file",
                 kinds[kind].folder);
    }
}

static void tell_unknown(judge *in, il_sound_kind kind, const char *name, il_place at)
{
    const il_names *names = &in->library->names[kind];
    il_problem problem = problem_at(at, IL_ERROR, name);
    snprintf(problem.message, sizeof problem.message, "there is no such %s", kinds[kind].what);
    list_names(names, kind, problem.expected, sizeof problem.expected);
    const char *nearest = il_text_nearest(name, names->items, names->count);
    snprintf(problem.nearest, sizeof problem.nearest, "%s", nearest ? nearest : "");
    il_problems_add(in->problems, &problem);
}

static bool is_among(const il_names *names, const char *name)
{
    for (int i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* A path beside the session: to a bed, a bell or a line's own recording. */
static bool is_there(const judge *in, const char *path, il_error *err)
{
    char *whole = il_path_join(in->session->folder, path, err);
    struct stat info;
    const bool there = whole && stat(whole, &info) == 0;
    il_free(whole);
    return there;
}

/* A recording that is there and not as it should be: `format` says so of `what` and why. */
__attribute__((format(printf, 3, 0))) static void
tell_fault(judge *in, il_place at, const char *format, const char *what, const char *why)
{
    il_problem problem = {.at = at, .severity = IL_WARNING};
    snprintf(problem.message, sizeof problem.message, format, what, why);
    il_problems_add(in->problems, &problem);
}

static bool judge_beside(judge *in, const char *what, const char *path, il_place at,
                         il_import_role role, il_severity missing)
{
    il_error trouble = {0};
    if (!is_there(in, path, &trouble)) {
        il_problem problem = problem_at(at, missing, path);
        snprintf(problem.message, sizeof problem.message, "this %s is not beside the session",
                 what);
        il_problems_add(in->problems, &problem);
        return !trouble.message[0] || il_fail_machine(in->err, trouble.at, "out of memory");
    }
    const il_beside *beside = il_library_beside(in->library, in->session, path, role, &trouble);
    if (!beside) {
        return il_fail_machine(in->err, trouble.at, "%s", trouble.message);
    }
    const il_recording *recording = &beside->recording;
    if (recording->fault) {
        tell_fault(in, at,
                   recording->frames > 0 ? "this %s ends early: %.150s"
                                         : "this %s cannot be used: %.150s",
                   what, recording->fault);
    }
    return true;
}

/* A bed or bell of the library: its name must be known, and should have a sound. */
static bool judge_known(judge *in, il_sound_kind kind, const char *name, il_place at)
{
    char file[IL_SOUND_FILE_SIZE];
    if (!il_sound_file(name, file) || !is_among(&in->library->names[kind], name)) {
        tell_unknown(in, kind, name, at);
        return true;
    }
    if (is_among(&in->said[kind], name)) {
        return true;
    }
    il_error trouble = {0};
    const char *folder = NULL, *fault = NULL;
    const il_recording *recording =
        il_library_pick(in->library, il_library_sounds(in->library, kind), il_sound_role(kind),
                        file, &folder, &fault, &trouble);
    if (trouble.message[0]) {
        return il_fail_machine(in->err, trouble.at, "%s", trouble.message);
    }
    if (!recording) {
        tell_fault(in, at, "this %s cannot be heard: %.150s", kinds[kind].what,
                   fault ? fault : "its recording is not there");
    } else if (recording->fault) {
        tell_fault(in, at, "this %s ends early: %.150s", kinds[kind].what, recording->fault);
    }
    return il_names_add(&in->said[kind], name, strlen(name), &in->arena, in->err);
}

static bool judge_sound(judge *in, il_sound_kind kind, const char *name, il_place at)
{
    const bool passed = !name || (in->own_only && !il_is_beside(name));
    return passed || (il_is_beside(name) ? judge_beside(in, kinds[kind].what, name, at,
                                                        il_sound_role(kind), IL_ERROR)
                                         : judge_known(in, kind, name, at));
}

static bool on_line(void *context, const il_line *line)
{
    judge *in = context;
    return !line->clip ||
           judge_beside(in, "recording", line->clip, line->clip_at, IL_IMPORT_CLIP, IL_WARNING);
}

static bool on_bell(void *context, const il_bell *bell)
{
    return judge_sound(context, IL_SOUND_BELL, bell->name, bell->name_at);
}

static bool on_sound(void *context, const il_sound *sound)
{
    return judge_sound(context, IL_SOUND_BED, sound->name, sound->name_at);
}

static bool judge_all(judge *in)
{
    const il_session *session = in->session;
    if (session->voice && !in->own_only &&
        !is_among(&in->library->names[IL_SOUND_VOICE], session->voice)) {
        tell_unknown(in, IL_SOUND_VOICE, session->voice, session->voice_at);
    }
    const il_visitor visitor = {
        .context = in, .on_line = on_line, .on_bell = on_bell, .on_sound = on_sound};
    return il_visit(session, &visitor);
}

static bool judge_and_finish(judge *in)
{
    const bool good = judge_all(in);
    for (int kind = 0; kind < IL_SOUND_KINDS; kind++) {
        il_names_finish(&in->said[kind]);
    }
    il_arena_finish(&in->arena);
    return good;
}

bool il_library_check(il_library *library, const il_session *session, il_problems *problems,
                      il_error *err)
{
    judge in = {.library = library, .session = session, .problems = problems, .err = err};
    return judge_and_finish(&in);
}

bool il_library_check_own(il_library *library, const il_session *session, il_problems *problems,
                          il_error *err)
{
    judge in = {
        .own_only = true, .library = library, .session = session, .problems = problems, .err = err};
    return judge_and_finish(&in);
}
