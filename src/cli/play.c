#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/translate.h"
#include "cli/ask.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "ui/show.h"

/* What only `play` is asked for, beside the session. */
typedef struct {
    il_frames from, shot;
    const char *shot_file;
    int width, height;
} wishes;

enum { SIDE_LEAST = 64, SIDE_MOST = 8192 };

static bool read_time(const char *option, const char *text, il_frames *frames, il_error *err)
{
    if (text && strcmp(text, "0s") != 0 &&
        il_text_duration(text, strlen(text), frames) != IL_TEXT_OK) {
        return il_fail_usage(err, _("%s wants a time such as 0s, 4m17s or 90s, got \"%s\""), option,
                             text);
    }
    return true;
}

/* "1920x1080" */
static bool read_size(const char *text, int *width, int *height, il_error *err)
{
    const char *cross = strchr(text, 'x');
    const bool good =
        cross && il_text_count(text, (size_t)(cross - text), SIDE_MOST, width) == IL_TEXT_OK &&
        il_text_count(cross + 1, strlen(cross + 1), SIDE_MOST, height) == IL_TEXT_OK &&
        *width >= SIDE_LEAST && *height >= SIDE_LEAST;
    return good || il_fail_usage(err, _("--size wants pixels such as 1920x1080, got \"%s\""), text);
}

static bool ends_in_png(const char *path)
{
    const size_t size = strlen(path);
    return size > 4 && strcmp(path + size - 4, ".png") == 0;
}

static bool read_wishes(const il_arguments *arguments, wishes *wanted, il_error *err)
{
    *wanted = (wishes){.width = 1920, .height = 1080};
    const char *shot = il_arguments_value(arguments, "--shot");
    const char *size = il_arguments_value(arguments, "--size");
    wanted->shot_file = arguments->operand_count > 1 ? arguments->operands[1] : NULL;
    if (!read_time("--from", il_arguments_value(arguments, "--from"), &wanted->from, err) ||
        !read_time("--shot", shot, &wanted->shot, err) ||
        (size && !read_size(size, &wanted->width, &wanted->height, err))) {
        return false;
    }
    if (shot && (!wanted->shot_file || !ends_in_png(wanted->shot_file))) {
        return il_fail_usage(err, _("--shot wants a time and the picture to write: --shot 1m10s "
                                    "FILE.png"));
    }
    if (!shot && wanted->shot_file) {
        return il_fail_usage(err, _("one session at a time: \"%s\" is one too many"),
                             wanted->shot_file);
    }
    return true;
}

/* A time within the session; its end is one. */
static bool check_time(const char *option, il_frames at, const il_timeline *timeline, il_error *err)
{
    char length[32];
    il_text_from_duration(length, sizeof length, il_timeline_length(timeline), IL_RATE_HZ, -1);
    return at <= il_timeline_length(timeline) ||
           il_fail(err, il_nowhere(), _("%s: the session ends after %s"), option, length);
}

static il_output output_of(void)
{
    const char *output = getenv("INTERLUDE_OUTPUT");
    return output && strcmp(output, "null") == 0 ? IL_OUTPUT_NULL : IL_OUTPUT_SDL;
}

static bool run_session(const il_ask *ask, const il_arguments *arguments, const wishes *wanted,
                        il_timeline *timeline, il_error *err)
{
    const char *until = il_arguments_value(arguments, "--until");
    const il_showing run = {
        .timeline = timeline,
        .from = wanted->from,
        .windowed = il_arguments_has(arguments, "--windowed"),
        .muted = il_arguments_has(arguments, "--mute"),
        .until = until,
        .left = ask->request.length,
        .share = il_library_share(ask->library),
        .output = output_of(),
    };
    return (il_arguments_has(arguments, "--plain") ? il_show_plain : il_show_window)(&run, err);
}

static bool play_or_show(const il_ask *ask, const il_arguments *arguments, const wishes *wanted,
                         il_timeline *timeline, il_error *err)
{
    const bool shot = il_arguments_has(arguments, "--shot");
    if (!check_time(shot ? "--shot" : "--from", shot ? wanted->shot : wanted->from, timeline,
                    err)) {
        il_timeline_destroy(timeline);
        return false;
    }
    if (!shot) {
        return run_session(ask, arguments, wanted, timeline, err);
    }
    const bool good = il_show_shot(timeline, wanted->shot, wanted->width, wanted->height,
                                   il_library_share(ask->library), wanted->shot_file, err);
    il_timeline_destroy(timeline);
    return good;
}

static int play(const il_arguments *arguments)
{
    il_error err = {0};
    wishes wanted;
    if (!read_wishes(arguments, &wanted, &err)) {
        return il_say_error(&err);
    }
    il_ask ask;
    int status = il_ask_open(&ask, arguments);
    if (status == IL_EXIT_DONE) {
        il_timeline *timeline = il_ask_compile(&ask, NULL, &err);
        const bool good = timeline && play_or_show(&ask, arguments, &wanted, timeline, &err);
        status = good ? IL_EXIT_DONE : il_say_error(&err);
    }
    il_ask_close(&ask);
    return status;
}

static const il_option options[] = {
    IL_OPTION_LENGTH,
    IL_OPTION_UNTIL,
    IL_OPTION_CHOOSE,
    IL_OPTION_ENDING,
    {"--from", "T", N_("begin there, as in 1m30s")},
    {"--windowed", NULL, N_("in a window instead of the full screen")},
    {"--mute", NULL, N_("without sound; M brings it")},
    {"--plain", NULL, N_("in the terminal: words and keys, for screen readers")},
    {"--shot", "T", N_("write the picture at T to FILE.png instead of playing")},
    {"--size", "WxH", N_("of that picture, 1920x1080 when not given")},
    {0},
};

const il_command il_command_play = {
    .name = "play",
    .operands = "SESSION [FILE.png]",
    .fewest = 1,
    .most = 2,
    .summary = N_("play a session"),
    .notes = N_("SESSION with a / or ending in .yaml is a file, else a name that list knows.\n"
                "Without a length it is the one that its author gave it. While it plays: Space\n"
                "pauses, S steadies, Esc ends, ? lists all keys."),
    .options = options,
    .run = play,
};
