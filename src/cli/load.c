#include "cli/load.h"

#include "base/translate.h"
#include "timeline/check.h"

/* The checks that need more than the file. */
static bool judge(il_library *library, const il_clips *clips, const il_session *session,
                  il_problems *problems, il_error *err)
{
    const il_timeline_request natural = {.clips = clips};
    if (!il_library_check(library, session, problems, err) ||
        !il_timeline_check(session, &natural, problems, err) || !il_library_ok(library, err)) {
        return false;
    }
    if (problems->out_of_memory) {
        return il_fail_machine(err, il_nowhere(), _("out of memory"));
    }
    il_problems_sort(problems);
    return true;
}

il_session *il_load(il_library *library, const il_clips *clips, const char *file,
                    il_problems *problems, il_error *err)
{
    il_session *session = il_session_read(file, NULL, problems, err);
    if (session && !judge(library, clips, session, problems, err)) {
        il_session_destroy(session);
        return NULL;
    }
    return session;
}
