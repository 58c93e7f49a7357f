#include "cli/ask.h"

#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/translate.h"
#include "cli/importing.h"
#include "cli/say.h"
#include "cli/until.h"

static bool read_length(const char *text, il_frames *length, il_error *err)
{
    if (il_text_duration(text, strlen(text), length) != IL_TEXT_OK) {
        return il_fail_usage(err, _("--length wants a time such as 7m, 4m17s or 90s, got \"%s\""),
                             text);
    }
    if (*length == 0) {
        *length = 1; // 0 would ask for the natural length; no session is as short as one frame
    }
    return true;
}

static bool read_until(const char *text, il_frames *length, il_error *err)
{
    int hour = 0, minute = 0;
    if (!il_until_read(text, &hour, &minute)) {
        return il_fail_usage(err, _("--until wants a time of day such as 10:55, got \"%s\""), text);
    }
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return il_until_frames(hour, minute, now, length, err);
}

/* What the options say that no session is needed for. */
static bool read_options(il_ask *ask, const il_arguments *arguments, il_error *err)
{
    const char *length = il_arguments_value(arguments, "--length");
    const char *until = il_arguments_value(arguments, "--until");
    const char *ending = il_arguments_value(arguments, "--ending");
    if (length && until) {
        return il_fail_usage(err, _("--length and --until cannot both be met; give one of them"));
    }
    if (ending && !il_ending_from_name(ending, &ask->request.ending)) {
        return il_fail_usage(err, _("--ending is bell, quiet or sleep, got \"%s\""), ending);
    }
    ask->request.ending_set = ending != NULL;
    return length  ? read_length(length, &ask->request.length, err)
           : until ? read_until(until, &ask->request.length, err)
                   : true;
}

/* The words of a list for a message: "one, two or three". */
static void add_words(il_buffer *text, const char *word, int index, int count)
{
    il_buffer_text(text, index == 0 ? "" : index + 1 < count ? ", " : _(" or "));
    il_buffer_print(text, "\"%s\"", word);
}

static bool refuse_key(const il_session *session, const char *key, size_t size, il_error *err)
{
    if (session->choice_count == 0) {
        return il_fail_usage(err, _("--choose %.*s: this session has no choices"), (int)size, key);
    }
    il_buffer known = {0};
    for (int i = 0; i < session->choice_count; i++) {
        add_words(&known, session->choices[i].key, i, session->choice_count);
    }
    if (known.failed) {
        il_fail_machine(err, il_nowhere(), _("out of memory"));
    } else {
        il_fail_usage(err, _("--choose %.*s: the choices of this session are %s"), (int)size, key,
                      known.text);
    }
    il_buffer_finish(&known);
    return false;
}

static bool refuse_option(const il_choice *choice, const char *option, il_error *err)
{
    il_buffer known = {0};
    for (int i = 0; i < choice->option_count; i++) {
        add_words(&known, choice->options[i], i, choice->option_count);
    }
    if (known.failed) {
        il_fail_machine(err, il_nowhere(), _("out of memory"));
    } else {
        il_fail_usage(err, _("--choose %s: it can be %s, got \"%s\""), choice->key, known.text,
                      option);
    }
    il_buffer_finish(&known);
    return false;
}

/* One `KEY=OPTION`. */
static bool choose(il_ask *ask, const char *text, il_error *err)
{
    const il_session *session = ask->session;
    const size_t size = strcspn(text, "=");
    for (int i = 0; i < session->choice_count; i++) {
        const il_choice *choice = &session->choices[i];
        if (strlen(choice->key) != size || memcmp(choice->key, text, size) != 0) {
            continue;
        }
        for (int option = 0; option < choice->option_count; option++) {
            if (strcmp(choice->options[option], text + size + 1) == 0) {
                ask->choices[i] = option;
                return true;
            }
        }
        return refuse_option(choice, text + size + 1, err);
    }
    return refuse_key(session, text, size, err);
}

static bool check_pairs(const il_arguments *arguments, il_error *err)
{
    for (int i = 0; i < arguments->given_count; i++) {
        const il_given *given = &arguments->given[i];
        if (strcmp(given->option->name, "--choose") == 0 && !strchr(given->value, '=')) {
            return il_fail_usage(err, _("--choose wants KEY=OPTION, got \"%s\""), given->value);
        }
    }
    return true;
}

static bool take_choices(il_ask *ask, const il_arguments *arguments, il_error *err)
{
    const int count = ask->session->choice_count;
    ask->choices = il_alloc((size_t)count, sizeof *ask->choices, err);
    if (!ask->choices) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        ask->choices[i] = -1;
    }
    for (int i = 0; i < arguments->given_count; i++) {
        const il_given *given = &arguments->given[i];
        if (strcmp(given->option->name, "--choose") == 0 && !choose(ask, given->value, err)) {
            return false;
        }
    }
    ask->request.choices = ask->choices;
    return true;
}

/* The session itself; what is wrong with it goes to standard error when it cannot be used. */
static bool load(il_ask *ask, const char *name, il_error *err)
{
    ask->library = il_library_create(err);
    const char *file = ask->library ? il_library_find(ask->library, name, err) : NULL;
    if (!file) {
        return false;
    }
    il_show_imports(ask->library);
    ask->clips = il_library_clips(ask->library);
    ask->request.clips = &ask->clips;
    il_problems problems = {0};
    ask->session = il_load(ask->library, &ask->clips, file, &problems, err);
    const bool usable = ask->session && problems.errors == 0;
    if (!usable && !err->message[0]) { // else what was found so far may be for want of memory
        il_problems_print(&problems, stderr);
    }
    il_problems_finish(&problems);
    return usable;
}

int il_ask_open(il_ask *ask, const il_arguments *arguments)
{
    *ask = (il_ask){0};
    il_error err = {0};
    if (read_options(ask, arguments, &err) && check_pairs(arguments, &err) &&
        load(ask, arguments->operands[0], &err) && take_choices(ask, arguments, &err)) {
        return IL_EXIT_DONE;
    }
    return err.message[0] ? il_say_error(&err) : IL_EXIT_INPUT; // else its problems said it
}

void il_ask_close(il_ask *ask)
{
    il_free(ask->choices);
    il_session_destroy(ask->session);
    il_library_destroy(ask->library);
    *ask = (il_ask){0};
}

il_timeline *il_ask_compile(il_ask *ask, il_range *range, il_error *err)
{
    il_timeline *timeline = il_timeline_compile(ask->session, &ask->request, err);
    if ((!timeline || !range ||
         il_timeline_range(ask->session, &ask->request, range, NULL, 0, NULL, err)) &&
        il_library_ok(ask->library, err) && timeline) {
        return timeline;
    }
    il_timeline_destroy(timeline);
    return NULL;
}
