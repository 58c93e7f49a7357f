#include <math.h>

#include "base/translate.h"
#include "ui/view_inside.h"

static const int64_t after_pointer_ms = 5000, after_key_ms = 20000, pointer_ms = 2000;
static const int64_t caption_ms = 400, time_ms = 180;
static const il_frames ten_seconds = 10 * IL_RATE_HZ;
static const float tremble_px = 4.0f;

static const il_control player_controls[] = {
    IL_CONTROL_PAUSE,    IL_CONTROL_BACK,   IL_CONTROL_FORWARD, IL_CONTROL_BALANCE,
    IL_CONTROL_CAPTIONS, IL_CONTROL_STEADY, IL_CONTROL_END,     IL_CONTROL_NOTICE,
};
static const il_control asked_controls[] = {
    IL_CONTROL_DIALOG_END,
    IL_CONTROL_DIALOG_CLOSE,
    IL_CONTROL_DIALOG_KEEP,
};
static const il_control steady_controls[] = {
    IL_CONTROL_DIALOG_END,
    IL_CONTROL_DIALOG_CLOSE,
    IL_CONTROL_DIALOG_PART,
};
enum {
    PLAYER_CONTROLS = sizeof player_controls / sizeof *player_controls,
    DIALOG_CONTROLS = sizeof asked_controls / sizeof *asked_controls,
};

/* Voice stands at the left of the line, and `[` is more of it. */
static double balance_at(float along)
{
    return 1.0 - (double)along;
}

static void toggle_pause(il_view *view, il_moment now)
{
    if (view->paused) {
        il_view_resume(view, now);
    } else {
        il_view_pause(view, 0, now);
    }
}

static void toggle_captions(il_view *view, il_moment now)
{
    view->captions = !view->captions;
    il_ramp_to(&view->captions_alpha, view->captions ? 1.0f : 0.0f, caption_ms, IL_EASE_SINE,
               now.ms);
}

static void toggle_time(il_view *view, il_moment now)
{
    view->time = !view->time;
    il_ramp_to(&view->time_alpha, view->time ? 1.0f : 0.0f, time_ms, IL_EASE_SINE, now.ms);
}

static void toggle_mute(il_view *view, il_moment now)
{
    view->muted = !view->muted;
    view->player.set_muted(view->player.player, view->muted);
    il_view_say(view, IL_NOTICE_INFO, view->muted ? _("Muted") : _("Sound is on"), NULL,
                now.ms + 2000);
}

/* Back from a dialog, as it was before it. */
static void keep_going(il_view *view, il_moment now)
{
    il_view_enter(view, IL_MODE_SESSION, now);
    if (!view->paused_before) {
        il_view_resume(view, now);
    }
}

/* Where the close is on already there is nothing to fit, and it simply goes on. */
static void close_from_dialog(il_view *view, il_moment now)
{
    il_view_enter(view, IL_MODE_SESSION, now);
    if (il_view_close_in(view, now)) {
        view->paused = false;
        view->player.resume(view->player.player);
    } else {
        il_view_resume(view, now);
    }
}

static void part_from_dialog(il_view *view, il_moment now)
{
    il_view_enter(view, IL_MODE_SESSION, now);
    il_view_part_start(view, now);
    view->paused_ms = now.ms; // it begins here: no thread was lost
    il_view_resume(view, now);
}

static void once_more(il_view *view, il_moment now)
{
    view->mode = IL_MODE_SESSION;
    view->until = NULL; // that time has been
    il_ramp_to(&view->end_alpha, 0.0f, 1000, IL_EASE_SINE, now.ms);
    il_ramp_to(&view->curtain, 0.0f, 1000, IL_EASE_SINE, now.ms);
    il_view_go(view, 0, now);
    view->paused = false;
    view->player.resume(view->player.player);
    view->status.state = IL_PLAYER_STARTING;
}

/* What a control does, by whichever way it was pressed. */
static void operate(il_view *view, il_control control, il_moment now)
{
    switch (control) {
    case IL_CONTROL_PAUSE:
        toggle_pause(view, now);
        break;
    case IL_CONTROL_BACK:
        il_view_step(view, -1, now);
        break;
    case IL_CONTROL_FORWARD:
        il_view_step(view, 1, now);
        break;
    case IL_CONTROL_CAPTIONS:
        toggle_captions(view, now);
        break;
    case IL_CONTROL_STEADY:
        il_view_enter(view, IL_MODE_STEADY, now);
        break;
    case IL_CONTROL_END:
        il_view_enter(view, IL_MODE_ASKED, now);
        break;
    case IL_CONTROL_NOTICE:
        il_view_close_in(view, now);
        break;
    case IL_CONTROL_DIALOG_END:
        il_view_enter(view, IL_MODE_LEAVING, now);
        break;
    case IL_CONTROL_DIALOG_CLOSE:
        close_from_dialog(view, now);
        break;
    case IL_CONTROL_DIALOG_KEEP:
        keep_going(view, now);
        break;
    case IL_CONTROL_DIALOG_PART:
        part_from_dialog(view, now);
        break;
    case IL_CONTROL_END_CLOSE:
        il_view_enter(view, IL_MODE_LEAVING, now);
        break;
    case IL_CONTROL_END_AGAIN:
        once_more(view, now);
        break;
    case IL_CONTROL_NONE:
    case IL_CONTROL_BALANCE:
    case IL_CONTROL_BED:
    case IL_CONTROL_PROGRESS:
        break;
    }
}

static bool can_focus(const il_view *view, il_control control)
{
    return control != IL_CONTROL_NOTICE || (view->shown >= 0 && view->shown_button);
}

/* The next control that can have the focus, `step` 1 or -1 on; the first (or last) from none. */
static il_control next_control(const il_view *view, const il_control *controls, int count, int step)
{
    int at = step > 0 ? -1 : count;
    for (int i = 0; i < count; i++) {
        at = controls[i] == view->focus ? i : at;
    }
    do {
        at = (at + step + count) % count;
    } while (!can_focus(view, controls[at]));
    return controls[at];
}

static void move_focus(il_view *view, int step, il_moment now)
{
    if (view->mode == IL_MODE_SESSION) {
        il_view_show_controls(view, after_key_ms, now);
        view->focus = next_control(view, player_controls, PLAYER_CONTROLS, step);
    } else if (view->mode == IL_MODE_ASKED || view->mode == IL_MODE_STEADY) {
        const bool asked = view->mode == IL_MODE_ASKED;
        view->focus =
            next_control(view, asked ? asked_controls : steady_controls, DIALOG_CONTROLS, step);
    }
}

static void show_keys(il_view *view, bool shown, il_moment now)
{
    view->keys = shown;
    if (shown) {
        view->dialog = IL_DIALOG_KEYS;
    }
    il_ramp_to(&view->dialog_alpha, shown ? 1.0f : 0.0f, shown ? 180 : 600,
               shown ? IL_EASE_ENTER : IL_EASE_LEAVE, now.ms);
}

/* Left and Right: what has the focus and a value takes them, then the parts. */
static void arrow(il_view *view, const il_input *input, int step, il_moment now)
{
    if (view->focus == IL_CONTROL_BALANCE) {
        il_view_set_balance(view, view->balance - step * (input->shift ? 0.5 : 0.05));
    } else if (input->shift) {
        il_view_go(view, il_view_heard(view) + step * ten_seconds, now);
    } else if (!input->repeat) {
        il_view_step(view, step, now);
    }
}

/* A key in a session whose controls it brings; false for one that leaves them as they are. */
static bool session_key(il_view *view, const il_input *input, il_moment now)
{
    switch (input->key) {
    case ' ':
        toggle_pause(view, now);
        return true;
    case IL_KEY_ENTER:
        operate(view, view->focus, now);
        return true;
    case IL_KEY_ESCAPE:
        if (view->shown == IL_NOTICE_OFFER) {
            il_view_unsay(view, IL_NOTICE_OFFER);
        } else {
            il_view_enter(view, IL_MODE_ASKED, now);
        }
        return false;
    case 'c':
        toggle_captions(view, now);
        return true;
    case 't':
        toggle_time(view, now);
        return false;
    case 'h':
        il_view_hide_controls(view, now);
        return false;
    case 'm':
        toggle_mute(view, now);
        return true;
    default:
        return input->key != IL_KEY_OTHER;
    }
}

/* A key that may be held down. */
static bool held_key(il_view *view, const il_input *input, il_moment now)
{
    switch (input->key) {
    case IL_KEY_LEFT:
        arrow(view, input, -1, now);
        return true;
    case IL_KEY_RIGHT:
        arrow(view, input, 1, now);
        return true;
    case IL_KEY_UP:
        il_view_set_volume(view, view->volume + 0.05, now);
        return true;
    case IL_KEY_DOWN:
        il_view_set_volume(view, view->volume - 0.05, now);
        return true;
    case '[':
        il_view_set_balance(view, view->balance + 0.05);
        return true;
    case ']':
        il_view_set_balance(view, view->balance - 0.05);
        return true;
    default:
        return false;
    }
}

static void key_in_session(il_view *view, const il_input *input, il_moment now)
{
    const bool held = held_key(view, input, now);
    if (held || (!input->repeat && session_key(view, input, now))) {
        il_view_show_controls(view, after_key_ms, now);
    }
}

static void key_in_dialog(il_view *view, const il_input *input, il_moment now)
{
    switch (input->key) {
    case IL_KEY_ENTER:
        operate(view, view->focus, now);
        break;
    case IL_KEY_ESCAPE:
        il_view_enter(view, IL_MODE_LEAVING, now);
        break;
    case ' ':
        if (view->mode == IL_MODE_ASKED) {
            keep_going(view, now);
        } else {
            operate(view, view->focus, now);
        }
        break;
    case IL_KEY_LEFT:
        move_focus(view, -1, now);
        break;
    case IL_KEY_RIGHT:
        move_focus(view, 1, now);
        break;
    default:
        break;
    }
}

static void key_at_end(il_view *view, const il_input *input, il_moment now)
{
    view->touched = true;
    if (input->key == IL_KEY_ENTER || input->key == IL_KEY_ESCAPE) {
        il_view_enter(view, IL_MODE_LEAVING, now);
    } else if (input->key == 'a') {
        once_more(view, now);
    }
}

static void key_in_mode(il_view *view, const il_input *input, il_moment now)
{
    if (view->mode == IL_MODE_SESSION) {
        key_in_session(view, input, now);
    } else if (input->repeat) {
        return;
    } else if (view->mode == IL_MODE_END) {
        key_at_end(view, input, now);
    } else {
        key_in_dialog(view, input, now);
    }
}

static void quit(il_view *view, il_moment now)
{
    il_view_enter(view, view->mode == IL_MODE_SESSION ? IL_MODE_ASKED : IL_MODE_LEAVING, now);
}

/* Keys that mean the same everywhere; false for any other. */
static bool key_anywhere(il_view *view, const il_input *input, il_moment now)
{
    const bool in_session = view->mode == IL_MODE_SESSION || view->mode == IL_MODE_ASKED;
    if (input->ctrl) {
        if (input->key == 'q' && !input->repeat) {
            quit(view, now);
        }
        return true; // no letter with Ctrl means the letter
    }
    switch (input->key) {
    case 's':
    case IL_KEY_F5:
        if (in_session && !input->repeat) {
            il_view_enter(view, IL_MODE_STEADY, now);
        }
        return true;
    case 'f':
    case IL_KEY_F11:
        if (!input->repeat) {
            view->full_screen = !view->full_screen;
        }
        return true;
    case '?':
    case IL_KEY_F1:
        if (!input->repeat && (view->mode == IL_MODE_SESSION || view->mode == IL_MODE_END)) {
            show_keys(view, true, now);
        }
        return true;
    case IL_KEY_TAB:
        move_focus(view, input->shift ? -1 : 1, now);
        return true;
    default:
        return false;
    }
}

static void key(il_view *view, const il_input *input, il_moment now)
{
    if (view->keys) {
        if (input->repeat) {
            return; // of the key that opened it
        }
        show_keys(view, false, now);
        if (input->key != 's' && input->key != IL_KEY_F5 && !input->ctrl) {
            return;
        }
    }
    if (!key_anywhere(view, input, now)) {
        key_in_mode(view, input, now);
    }
}

/* A click on the ground never pauses, so that nothing stops by accident in front of somebody. */
static void press_ground(il_view *view, const il_input *input, il_moment now)
{
    if (view->controls) {
        il_view_hide_controls(view, now);
        view->still_x = input->x;
        view->still_y = input->y;
    } else {
        il_view_show_controls(view, after_pointer_ms, now);
    }
}

static void double_press(il_view *view, const il_input *input, il_moment now)
{
    if (input->control == IL_CONTROL_BALANCE) {
        il_view_set_balance(view, 0.5);
        view->held = IL_CONTROL_NONE;
    } else {
        toggle_pause(view, now);
        il_view_show_controls(view, after_pointer_ms, now);
    }
}

static void press_in_session(il_view *view, const il_input *input, il_moment now)
{
    view->focus = IL_CONTROL_NONE;
    switch (input->control) {
    case IL_CONTROL_NONE:
        press_ground(view, input, now);
        return;
    case IL_CONTROL_BALANCE:
        view->held = IL_CONTROL_BALANCE;
        view->still_x = input->x;
        il_view_set_balance(view, balance_at(input->value));
        break;
    case IL_CONTROL_PROGRESS:
        il_view_to_share(view, input->value, now);
        break;
    default:
        operate(view, input->control, now);
        break;
    }
    il_view_show_controls(view, after_pointer_ms, now);
}

static void press(il_view *view, const il_input *input, il_moment now)
{
    const il_control control = input->control;
    if (view->keys) {
        show_keys(view, false, now);
    } else if (view->mode == IL_MODE_SESSION) {
        const bool ground = control == IL_CONTROL_NONE || control == IL_CONTROL_BALANCE;
        (input->kind == IL_INPUT_DOUBLE && ground ? double_press : press_in_session)(view, input,
                                                                                     now);
    } else if (view->mode == IL_MODE_END) {
        view->touched = true;
        operate(view, control, now);
    } else if (control >= IL_CONTROL_DIALOG_END) {
        operate(view, control, now); // a click beside a dialog does nothing
    }
}

/* What is dragged follows the pointer beyond its ends. */
static void drag(il_view *view, const il_input *input)
{
    if (input->control == IL_CONTROL_BALANCE) {
        view->still_x = input->x;
        il_view_set_balance(view, balance_at(input->value));
    } else {
        il_view_set_balance(view, balance_at(input->x < view->still_x ? 0.0f : 1.0f));
    }
}

static void move(il_view *view, const il_input *input, il_moment now)
{
    if (view->held == IL_CONTROL_BALANCE) {
        drag(view, input);
        return;
    }
    const bool trembles = !view->controls && fabsf(input->x - view->still_x) < tremble_px &&
                          fabsf(input->y - view->still_y) < tremble_px;
    view->pointed = input->control;
    view->pointed_x = input->x;
    view->pointer_until_ms = now.ms + pointer_ms;
    if (view->mode == IL_MODE_SESSION && !trembles && !view->keys) {
        view->focus = IL_CONTROL_NONE;
        il_view_show_controls(view, after_pointer_ms, now);
    }
}

static void wheel(il_view *view, const il_input *input, il_moment now)
{
    if (view->mode != IL_MODE_SESSION || view->keys) {
        return;
    }
    if (input->control == IL_CONTROL_BALANCE) {
        il_view_set_balance(view, view->balance + 0.05 * input->steps);
        il_view_show_controls(view, after_pointer_ms, now);
    } else {
        il_view_set_volume(view, view->volume + 0.05 * input->steps, now);
    }
}

void il_view_input(il_view *view, const il_input *input, il_moment now)
{
    if (input->kind == IL_INPUT_CLOSE) {
        view->mode = IL_MODE_DONE;
    }
    if (view->mode == IL_MODE_LEAVING || view->mode == IL_MODE_DONE) {
        return;
    }
    const bool plays = view->mode == IL_MODE_SESSION && !view->keys;
    switch (input->kind) {
    case IL_INPUT_KEY:
        key(view, input, now);
        break;
    case IL_INPUT_MOVE:
        move(view, input, now);
        break;
    case IL_INPUT_PRESS:
    case IL_INPUT_DOUBLE:
        press(view, input, now);
        break;
    case IL_INPUT_RELEASE:
        view->held = IL_CONTROL_NONE;
        break;
    case IL_INPUT_LEAVE:
        view->pointed = IL_CONTROL_NONE;
        break;
    case IL_INPUT_WHEEL:
        wheel(view, input, now);
        break;
    case IL_INPUT_SWIPE:
        if (plays) {
            il_view_step(view, input->steps, now);
        }
        break;
    case IL_INPUT_TWO_FINGERS:
        if (plays) {
            toggle_pause(view, now);
        }
        break;
    case IL_INPUT_CLOSE:
        break;
    }
}
