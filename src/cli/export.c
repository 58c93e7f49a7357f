#include "export/export.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/translate.h"
#include "cli/ask.h"
#include "cli/commands.h"
#include "cli/say.h"

/* Progress, drawn when a person is looking. */
typedef struct {
    bool shown;
    struct timespec begun;
    double drawn_s;    // when the line was last drawn, since `begun`
    int drawn_columns; // how much of it is to be cleared
} watching;

static volatile sig_atomic_t stop_signal; // which signal asked to stop; 0 for none

/* The first time, the export is left in order at its next step; the second, at once. */
static void on_signal(int number)
{
    if (stop_signal) {
        il_new_files_unlink();
        _exit(128 + number);
    }
    stop_signal = number;
}

static void catch_signals(void (*handler)(int))
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction before;
        sigaction(signals[i], NULL, &before);
        if (before.sa_handler != SIG_IGN) { // as nohup leaves it
            sigaction(signals[i], &action, NULL);
        }
    }
}

static double since_s(const struct timespec *begun)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begun->tv_sec) + 1e-9 * (double)(now.tv_nsec - begun->tv_nsec);
}

/* Put `text` in the place of the line before. */
static void draw(watching *watch, const char *text)
{
    const int columns = (int)strlen(text);
    fprintf(stderr, "\r%-*s", watch->drawn_columns, text);
    if (columns < watch->drawn_columns) {
        fprintf(stderr, "\r%s", text);
    }
    fflush(stderr);
    watch->drawn_columns = columns;
}

static bool on_progress(void *context, il_frames done, il_frames total)
{
    watching *watch = context;
    const double now_s = watch->shown ? since_s(&watch->begun) : 0.0;
    if (watch->shown && now_s - watch->drawn_s >= 0.1) {
        char text[96], clock[32], whole[32];
        il_text_clock(clock, sizeof clock, done, false);
        il_text_clock(whole, sizeof whole, total, false);
        snprintf(text, sizeof text, _("%s of %s, %d %%"), clock, whole, (int)(done * 100 / total));
        draw(watch, text);
        watch->drawn_s = now_s;
    }
    return stop_signal == 0;
}

/* The last line: what was made, how long it is, how long it took. */
static void tell_done(watching *watch, const char *path, il_frames length)
{
    if (!watch->shown) {
        return;
    }
    il_buffer took = {0};
    char whole[32];
    il_text_from_duration(whole, sizeof whole, length, 480, 0);
    il_buffer_number(&took, since_s(&watch->begun), 1);
    draw(watch, "");
    fputc('\r', stderr);
    il_print_safely(stderr, path);
    fprintf(stderr, _(": %s of sound, made in %s s\n"), whole, took.text ? took.text : "?");
    il_buffer_finish(&took);
}

static int run_export(const il_timeline *timeline, il_export_request *request)
{
    il_error err = {0};
    il_export_report report = {0};
    watching watch = {.shown = isatty(STDERR_FILENO) == 1};
    clock_gettime(CLOCK_MONOTONIC, &watch.begun);
    request->progress = on_progress;
    request->context = &watch;
    catch_signals(on_signal);
    const bool good = il_export(timeline, request, &report, &err);
    catch_signals(SIG_DFL);
    if (good) {
        tell_done(&watch, request->path, il_timeline_length(timeline));
    } else if (watch.drawn_columns > 0) {
        fputc('\n', stderr);
    }
    for (int i = 0; i < report.count; i++) {
        il_error_print(&report.warnings[i], _("warning: "), stderr);
    }
    il_export_report_finish(&report);
    if (good) {
        return IL_EXIT_DONE;
    }
    if (stop_signal) {
        raise(stop_signal); // whoever sent it sees that it was heard; nothing half is left
    }
    return il_say_error(&err);
}

static bool read_request(const il_arguments *arguments, il_export_request *request, il_error *err)
{
    *request = (il_export_request){
        .path = il_arguments_value(arguments, "-o"),
        .captions = il_arguments_value(arguments, "--captions"),
        .float_samples = il_arguments_has(arguments, "--float"),
    };
    if (!request->path) {
        return il_fail_usage(err, _("export wants the file to write: -o FILE.wav or -o FILE.ogg"));
    }
    return il_export_check(request, err);
}

/* Which recordings beside the session cannot be used, and why, before their silence is told. */
static bool tell_own(const il_ask *ask, il_error *err)
{
    il_problems problems = {0};
    const bool good = il_library_check_own(ask->library, ask->session, &problems, err);
    il_problems_print(&problems, stderr);
    il_problems_finish(&problems);
    return good;
}

static int export(const il_arguments *arguments)
{
    il_error err = {0};
    il_export_request request;
    if (!read_request(arguments, &request, &err)) {
        return il_say_error(&err);
    }
    il_ask ask;
    int status = il_ask_open(&ask, arguments);
    if (status == IL_EXIT_DONE) {
        il_timeline *timeline = il_ask_compile(&ask, NULL, &err);
        status =
            timeline && tell_own(&ask, &err) ? run_export(timeline, &request) : il_say_error(&err);
        il_timeline_destroy(timeline);
    }
    il_ask_close(&ask);
    return status;
}

static const il_option options[] = {
    {"-o", "FILE", N_("the file to write: .wav or .ogg")},
    IL_OPTION_LENGTH,
    IL_OPTION_CHOOSE,
    IL_OPTION_ENDING,
    {"--captions", "FILE", N_("its captions beside it: .vtt or .srt")},
    {"--float", NULL, N_("32 bit float samples instead of 16 bit, .wav only")},
    {0},
};

const il_command il_command_export = {
    .name = "export",
    .operands = "SESSION",
    .fewest = 1,
    .most = 1,
    .summary = N_("write a session to a sound file"),
    .notes = N_("SESSION with a / or ending in .yaml is a file, else a name that list knows.\n"
                "Without a length it is the one that its author gave it. A file that is there is\n"
                "replaced once the new one is whole. Lines without a recording are silent."),
    .options = options,
    .run = export,
};
