#include <pthread.h>
#include <sndfile.h>
#include <soxr.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "import/confine.h"
#include "import/convert.h"
#include "import/report.h"

/* interlude-import: the one program that reads sound files of others. README.md says how. */

enum { EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_MACHINE };

/* libvorbis takes what a codebook claims from the stack (12 bytes for each of up to 2^23 entries):
 * on one of this size that comes back as an error. */
static const size_t stack_bytes = (size_t)256 << 20;

/* What the working thread is given and gives back. */
typedef struct {
    il_conversion conversion;
    int status;
} il_task;

static void on_progress(int thousandths)
{
    il_report("progress %d", thousandths);
}

static int tell(const il_error *err)
{
    const bool refused = err->fault == IL_FAULT_INPUT;
    il_report("%s %s", refused ? "refused" : "machine", err->message);
    return refused ? EXIT_REFUSED : EXIT_MACHINE;
}

static void *work(void *context)
{
    il_task *task = context;
    il_error err = {0};
    il_converted converted;
    if (!il_confine_calls(&err) || !il_convert(&task->conversion, &converted, &err)) {
        task->status = tell(&err);
        return NULL;
    }
    if (converted.ends_early) {
        il_report("short %s", converted.ends_early);
    }
    il_report("lufs %.2f", converted.lufs);
    il_report("frames %lld", (long long)converted.frames);
    task->status = EXIT_DONE;
    return NULL;
}

static bool run_with_room(il_task *task, il_error *err)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    const bool made = pthread_attr_setstacksize(&attributes, stack_bytes) == 0 &&
                      pthread_create(&thread, &attributes, work, task) == 0;
    pthread_attr_destroy(&attributes);
    return (made && pthread_join(thread, NULL) == 0) ||
           il_fail_machine(err, il_nowhere(), _("there is no memory for a thread"));
}

static int import(il_role role, bool bare_samples)
{
    il_error err = {0};
    il_task task = {.conversion = {.role = role,
                                   .file = STDIN_FILENO,
                                   .out = stdout,
                                   .bare_samples = bare_samples,
                                   .progress = on_progress}};
    if (!il_confine_process(&err) || !run_with_room(&task, &err)) {
        return tell(&err);
    }
    return task.status;
}

static int about(void)
{
    printf("interlude-import %s (%s, %s; %s)\n", IL_VERSION, sf_version_string(), soxr_version(),
           il_confine_about());
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_MACHINE;
}

static int usage(void)
{
    fputs(_("interlude-import makes a sound file Interlude's own. interlude runs it; by hand:\n"
            "  interlude-import clip|bed|bell < recording.mp3 > ours.ogg\n"
            "  interlude-import --version\n"),
          stderr);
    return EXIT_USAGE;
}

int main(int count, char **words)
{
    il_role role;
    if (count == 2 && strcmp(words[1], "--version") == 0) {
        return about();
    }
    const bool bare_samples = count == 3 && strcmp(words[2], "--samples") == 0;
    if ((count == 2 || bare_samples) && il_role_from_name(words[1], &role)) {
        return import(role, bare_samples);
    }
    return usage();
}
