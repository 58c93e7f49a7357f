#include "library/inside.h"
#include "library/visit.h"

/* A session whose recordings are asked for one after another. */
typedef struct {
    il_library *library;
    const il_session *session;
    il_clips clips;
    il_import_watch watch; // the caller's
    bool stopped;
} preparation;

/* Told between imports and during them; once stopped, everything that follows stops at once. */
static bool on_progress(void *context, const char *name, int thousandths)
{
    preparation *in = context;
    in->stopped = in->stopped ||
                  (in->watch.progress && !in->watch.progress(in->watch.context, name, thousandths));
    return !in->stopped;
}

static bool on_line(void *context, const il_line *line)
{
    preparation *in = context;
    il_clip clip;
    in->clips.line(in->clips.context, in->session, line, &clip);
    return !in->stopped;
}

static bool on_bell(void *context, const il_bell *bell)
{
    preparation *in = context;
    il_clip clip;
    in->clips.bell(in->clips.context, in->session, bell->name, &clip);
    return !in->stopped;
}

static bool on_sound(void *context, const il_sound *sound)
{
    preparation *in = context;
    il_clip clip;
    if (sound->name) {
        in->clips.bed(in->clips.context, in->session, sound->name, &clip);
    }
    return !in->stopped;
}

static bool prepare(preparation *in)
{
    const il_import_watch watch = {.progress = on_progress, .context = in};
    const il_visitor visitor = {
        .context = in, .on_line = on_line, .on_bell = on_bell, .on_sound = on_sound};
    il_library_watch(in->library, &watch);
    in->clips = il_library_clips(in->library);
    return il_visit(in->session, &visitor);
}

bool il_library_prepare(const char *file, const il_import_watch *watch, il_error *err)
{
    il_problems problems = {0};
    preparation in = {.library = il_library_create(err)};
    il_session *session = in.library ? il_session_read(file, NULL, &problems, err) : NULL;
    if (watch) {
        in.watch = *watch;
    }
    in.session = session;
    const bool all = session && prepare(&in) && il_library_ok(in.library, err);
    il_session_destroy(session);
    il_problems_finish(&problems);
    il_library_destroy(in.library);
    return all;
}
