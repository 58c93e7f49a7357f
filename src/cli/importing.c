#include "cli/importing.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/problem.h"
#include "base/translate.h"

/* The line that is drawn; there is one standard error. */
static struct {
    bool busy, drawn;
    double begun_s, drawn_s;
} line;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void clear(void)
{
    if (line.drawn) {
        fputs("\r\033[K", stderr);
    }
    line.busy = line.drawn = false;
}

static void draw(const char *name, int thousandths)
{
    fputs("\r\033[K", stderr);
    il_print_safely(stderr, name);
    fprintf(stderr, _(": importing, %d %%"), thousandths / 10);
    fflush(stderr);
    line.drawn = true;
}

static bool on_progress(void *context, const char *name, int thousandths)
{
    (void)context;
    const double now = now_s();
    if (thousandths >= 1000) {
        clear();
        return true;
    }
    if (!line.busy) {
        line.busy = true;
        line.begun_s = line.drawn_s = now;
    }
    if (now - line.begun_s > 0.3 && now - line.drawn_s > 0.1) {
        draw(name, thousandths);
        line.drawn_s = now;
    }
    return true;
}

void il_show_imports(il_library *library)
{
    const il_import_watch watch = {.progress = on_progress};
    if (isatty(STDERR_FILENO) == 1) {
        il_library_watch(library, &watch);
    }
}
