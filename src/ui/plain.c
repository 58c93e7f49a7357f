#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/problem.h"
#include "base/translate.h"
#include "ui/session.h"

/* A session in a terminal: one line for each thing said, so that a screen reader or a braille line
 * follows. What keys do is the view's, as in a window. */

enum { LINE_SIZE = 1024, TURN_MS = 50 };

typedef struct {
    il_session_ui session;
    il_screen *screen; // owned; what was told last is compared with
    char caption[LINE_SIZE], phase[64], part[128], notice[LINE_SIZE];
    il_dialog dialog;
    il_control focus;
    bool paused, keys, ended;
    struct termios before;
    bool raw;
    volatile bool stop;
} plain;

/* ---- the terminal ---- */

/* Keys come one by one and are not shown. */
static void open_keys(plain *in)
{
    in->raw = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &in->before) == 0;
    if (in->raw) {
        struct termios raw = in->before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        raw.c_cc[VMIN] = 0;
        raw.c_cc[VTIME] = 0;
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
}

static void close_keys(const plain *in)
{
    if (in->raw) {
        tcsetattr(STDIN_FILENO, TCSANOW, &in->before);
    }
}

/* What stands for `bytes`, and how many of them; letters in lower case, as a view wants them. */
static size_t read_key(const char *bytes, size_t size, il_input *input)
{
    static const struct {
        const char *bytes;
        uint32_t key;
        bool shift;
    } sequences[] = {
        {"\x1B[A", IL_KEY_UP, false},      {"\x1B[B", IL_KEY_DOWN, false},
        {"\x1B[C", IL_KEY_RIGHT, false},   {"\x1B[D", IL_KEY_LEFT, false},
        {"\x1B[1;2C", IL_KEY_RIGHT, true}, {"\x1B[1;2D", IL_KEY_LEFT, true},
        {"\x1B[Z", IL_KEY_TAB, true},      {"\x1B[15~", IL_KEY_F5, false},
        {"\x1BOP", IL_KEY_F1, false},
    };
    *input = (il_input){.kind = IL_INPUT_KEY};
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        const size_t length = strlen(sequences[i].bytes);
        if (size >= length && memcmp(bytes, sequences[i].bytes, length) == 0) {
            input->key = sequences[i].key;
            input->shift = sequences[i].shift;
            return length;
        }
    }
    const char byte = bytes[0];
    input->key = byte == '\x1B'                 ? IL_KEY_ESCAPE
                 : byte == '\n' || byte == '\r' ? IL_KEY_ENTER
                 : byte == '\t'                 ? IL_KEY_TAB
                 : byte == 'q'                  ? IL_KEY_ESCAPE
                 : byte >= 'A' && byte <= 'Z'   ? (uint32_t)(byte + 32)
                                                : (uint32_t)(unsigned char)byte;
    return 1;
}

static void take_keys(plain *in, il_moment now)
{
    char bytes[64];
    const ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
    for (size_t at = 0; size > 0 && at < (size_t)size;) {
        il_input input;
        at += read_key(bytes + at, (size_t)size - at, &input);
        il_view_input(in->session.view, &input, now);
    }
}

/* ---- what is told ---- */

static void say_line(const char *text)
{
    il_print_safely(stdout, text);
    putchar('\n');
    fflush(stdout);
}

/* Tell `text` when it is another than was told last; NULL is nothing and is forgotten. */
static void tell(char *last, size_t room, const char *text, bool seen)
{
    if (!text || !seen) {
        last[0] = text ? last[0] : '\0';
        return;
    }
    if (strncmp(last, text, room - 1) != 0) {
        snprintf(last, room, "%s", text);
        char line[LINE_SIZE];
        snprintf(line, sizeof line, "%s", text);
        for (char *at = line; *at; at++) {
            *at = *at == '\n' ? ' ' : *at;
        }
        say_line(line);
    }
}

static const char *name_of(il_control control)
{
    switch (control) {
    case IL_CONTROL_DIALOG_END:
        return _("End");
    case IL_CONTROL_DIALOG_CLOSE:
        return _("Go to the close");
    case IL_CONTROL_DIALOG_KEEP:
        return _("Keep going");
    case IL_CONTROL_DIALOG_PART:
        return _("Back to the start of this part");
    default:
        return NULL;
    }
}

static void tell_keys(const il_screen *screen)
{
    for (int i = 0; i < screen->dialog.key_count; i++) {
        char line[LINE_SIZE];
        snprintf(line, sizeof line, "%s: %s", screen->dialog.keys[i].keys,
                 _(screen->dialog.keys[i].does));
        say_line(line);
    }
}

static void tell_steady(const il_screen *screen)
{
    char line[LINE_SIZE];
    snprintf(line, sizeof line, _("It is %s. You can leave at any moment."),
             screen->dialog.steady_time);
    say_line(_("You can stop here."));
    say_line(_("Eyes open. Find three things you can name."));
    say_line(_("Press the feet down, or the hands together, or the back into the chair."));
    say_line(line);
    say_line(
        screen->dialog.steady_contact
            ? screen->dialog.steady_contact
            : _("If you may be in danger, call your local emergency number or someone near you."));
}

static void tell_dialog(plain *in, const il_screen *screen, bool open)
{
    const il_dialog kind = open ? screen->dialog.kind : IL_DIALOG_NONE;
    if (kind != in->dialog && kind == IL_DIALOG_END_HERE) {
        say_line(_("End here? Enter or Esc ends, Space keeps going, Tab chooses."));
    } else if (kind != in->dialog && kind == IL_DIALOG_STEADY) {
        tell_steady(screen);
        say_line(_("Enter ends, Tab chooses."));
    } else if (kind != in->dialog && kind == IL_DIALOG_KEYS) {
        tell_keys(screen);
    } else if (kind == in->dialog && kind != IL_DIALOG_NONE && screen->focus != in->focus &&
               name_of(screen->focus)) {
        say_line(name_of(screen->focus));
    }
    in->dialog = kind;
    in->focus = screen->focus;
}

static void tell_screen(plain *in, il_moment now)
{
    il_screen *screen = in->screen;
    il_view_screen(in->session.view, now, screen);
    const il_scene *scene = &screen->scene;
    const char *part = scene->part_now >= 0 ? scene->part_names[scene->part_now] : NULL;
    const bool open = screen->dialog.alpha > 0.0f && !il_view_leaves_dialog(in->session.view);
    tell(in->notice, sizeof in->notice, screen->notice.text, true);
    tell_dialog(in, screen, open);
    if (open || screen->end.alpha > 0.0f) {
        return;
    }
    if (screen->controls.paused != in->paused) {
        in->paused = screen->controls.paused;
        say_line(in->paused ? _("Paused.") : _("Going on."));
    }
    tell(in->part, sizeof in->part, part, true);
    tell(in->phase, sizeof in->phase, scene->phases[0].text, scene->phases[0].alpha > 0.0f);
    tell(in->caption, sizeof in->caption, scene->captions[0].text, scene->captions[0].alpha > 0.0f);
}

static void on_stop(void *context)
{
    plain *in = context;
    in->stop = true;
}

static bool goes_on(plain *in, il_moment now)
{
    const il_view_wants wants = il_view_wants_now(in->session.view, now);
    const bool ended = il_player_status_now(in->session.player).state == IL_PLAYER_ENDED;
    if (ended && !in->stop) {
        say_line(_("Here you are."));
    }
    return !wants.done && !in->stop && !ended;
}

static void play(plain *in)
{
    say_line(in->raw ? _("Space pauses, S steadies, Esc ends, ? lists the keys.")
                     : _("It plays to its end; Ctrl+C ends it."));
    for (il_moment now = il_moment_now(); goes_on(in, now); now = il_moment_now()) {
        il_session_ui_update(&in->session, now);
        tell_screen(in, now);
        struct pollfd keys = {.fd = STDIN_FILENO, .events = POLLIN};
        if (poll(in->raw ? &keys : NULL, in->raw ? 1 : 0, TURN_MS) > 0) {
            take_keys(in, il_moment_now());
        }
    }
}

bool il_show_plain(const il_showing *run, il_error *err)
{
    plain *in = il_alloc(1, sizeof *in, err);
    il_stopper *stopper = in ? il_stopper_create(on_stop, in, err) : NULL;
    bool good = stopper && (in->screen = il_alloc(1, sizeof *in->screen, err));
    if (!good) {
        il_timeline_destroy(run->timeline);
    } else if ((good = il_session_ui_open(&in->session, run, false, NULL, NULL, err))) {
        open_keys(in);
        play(in);
        close_keys(in);
        il_session_ui_close(&in->session);
    }
    il_stopper_destroy(stopper);
    if (in) {
        il_free(in->screen);
        il_free(in);
    }
    return good;
}
