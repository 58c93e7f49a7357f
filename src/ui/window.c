#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"
#include "draw/canvas.h"
#include "draw/screen.h"
#include "play/device.h"
#include "ui/session.h"
#include "ui/touch.h"

/* The window: SDL's events to a view's inputs, its screens to pixels, 30 times a second while
 * something moves and not at all while nothing does. */

enum { FRAME_MS = 33, LEAST_WIDTH = 1024, LEAST_HEIGHT = 600, WIDTH = 1280, HEIGHT = 720 };

typedef struct {
    SDL_Window *window;
    SDL_Surface *surface; // the window's, borrowed; NULL: to be asked for
    il_type *type;
    il_canvas *canvas;
    il_list *list;     // owned
    il_screen *screen; // owned; as it was drawn last
    int width, height;
    bool hidden, full_screen, pointer, awake;

    il_session_ui session;
    il_touch touch;
    Uint32 wake, stop; // events of ours
    const char *share;

    // what INTERLUDE_LOG tells at the end
    int64_t drawn_ms;
    bool moved; // the picture before was one of a movement
    long frames, worst_gap_ms, worst_answer_ms;
} shell;

/* ---- the window ---- */

static void set_hints(void)
{
    SDL_SetMainReady();
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "Interlude");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION,
                "0"); // else a hidden GL texture copies each frame
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_SCREENSAVER_INHIBIT_ACTIVITY_NAME, _("A session"));
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0"); // fingers are told apart here
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
}

/* Where there is no display SDL draws into nothing; that is for whoever asks for it by name. */
static bool is_seen(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return getenv("SDL_VIDEODRIVER") ||
           (driver && strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0);
}

static bool open_video(il_error *err)
{
    il_sdl_lock();
    set_hints();
    const bool good = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    const bool seen = good && is_seen();
    if (good && !seen) {
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    il_sdl_unlock();
    return seen || il_fail_machine(err, il_nowhere(),
                                   _("there is no display for a window; play --plain needs none, "
                                     "and export makes a file"));
}

static bool open_window(shell *in, const il_showing *run, il_error *err)
{
    const Uint32 flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI |
                         (run->windowed ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
    SDL_Rect screen = {.w = WIDTH, .h = HEIGHT};
    in->full_screen = !run->windowed;
    if (in->full_screen) { // without a window manager nobody else makes it so large
        SDL_GetDisplayBounds(0, &screen);
    }
    in->window = SDL_CreateWindow("Interlude", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                  screen.w, screen.h, flags);
    if (!in->window) {
        return il_fail_machine(err, il_nowhere(), _("no window can be opened: %s"), SDL_GetError());
    }
    SDL_SetWindowMinimumSize(in->window, LEAST_WIDTH, LEAST_HEIGHT);
    in->wake = SDL_RegisterEvents(2);
    in->stop = in->wake + 1;
    in->pointer = true;
    return true;
}

/* ---- drawing ---- */

static bool is_ours(const SDL_Surface *surface)
{
    return surface->format->format == SDL_PIXELFORMAT_RGB888 ||
           surface->format->format == SDL_PIXELFORMAT_ARGB8888;
}

/* Type and canvas of the window's size. */
static bool fit(shell *in, il_error *err)
{
    in->surface = SDL_GetWindowSurface(in->window);
    if (!in->surface) {
        return il_fail_machine(err, il_nowhere(), _("the window has no surface: %s"),
                               SDL_GetError());
    }
    const int width = in->surface->w, height = in->surface->h;
    if (width != in->width || height != in->height || !in->canvas) {
        const double u = il_layout_unit(width, height);
        il_type *type = il_type_create(in->share, u, 1.0, err);
        il_canvas *canvas = type ? il_canvas_create(width, height, type, err) : NULL;
        if (!canvas) {
            il_type_destroy(type);
            return false;
        }
        il_canvas_destroy(in->canvas);
        il_type_destroy(in->type);
        in->canvas = canvas;
        in->type = type;
        in->width = width;
        in->height = height;
    }
    const bool ours = is_ours(in->surface);
    il_canvas_target(in->canvas, ours ? in->surface->pixels : NULL, in->surface->pitch);
    return true;
}

/* A surface of another format takes the canvas's own pixels, converted. */
static void convert(shell *in)
{
    int pitch = 0;
    const void *pixels = il_canvas_pixels(in->canvas, &pitch);
    SDL_ConvertPixels(in->width, in->height, SDL_PIXELFORMAT_RGB888, pixels, pitch,
                      in->surface->format->format, in->surface->pixels, in->surface->pitch);
}

static void show(shell *in, const il_area *areas, int count)
{
    SDL_Rect rects[IL_AREAS_MAX];
    for (int i = 0; i < count; i++) {
        rects[i] = (SDL_Rect){areas[i].x, areas[i].y, areas[i].w, areas[i].h};
    }
    if (!is_ours(in->surface)) {
        convert(in);
    }
    if (SDL_UpdateWindowSurfaceRects(in->window, rects, count) != 0) {
        in->surface = NULL; // it was lost with the size it had: asked for again
    }
}

static bool draw(shell *in, il_moment now, il_error *err)
{
    if (!in->surface && !fit(in, err)) {
        return false;
    }
    il_area areas[IL_AREAS_MAX];
    il_view_screen(in->session.view, now, in->screen);
    il_draw_screen(in->list, in->screen, in->width, in->height, in->type);
    const int count = il_canvas_draw(in->canvas, in->list, areas);
    if (count > 0) {
        show(in, areas, count);
        in->frames++;
    }
    return true;
}

/* ---- inputs ---- */

static uint32_t key_of(SDL_Keycode sym)
{
    static const struct {
        SDL_Keycode sym;
        uint32_t key;
    } keys[] = {
        {SDLK_ESCAPE, IL_KEY_ESCAPE}, {SDLK_RETURN, IL_KEY_ENTER}, {SDLK_KP_ENTER, IL_KEY_ENTER},
        {SDLK_TAB, IL_KEY_TAB},       {SDLK_LEFT, IL_KEY_LEFT},    {SDLK_RIGHT, IL_KEY_RIGHT},
        {SDLK_UP, IL_KEY_UP},         {SDLK_DOWN, IL_KEY_DOWN},    {SDLK_F1, IL_KEY_F1},
        {SDLK_F5, IL_KEY_F5},         {SDLK_F11, IL_KEY_F11},      {SDLK_SPACE, ' '},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].sym == sym) {
            return keys[i].key;
        }
    }
    return sym >= 'a' && sym <= 'z' ? (uint32_t)sym : 0;
}

static void send(shell *in, const il_input *input)
{
    il_view_input(in->session.view, input, il_moment_now());
}

static void send_key(shell *in, const SDL_KeyboardEvent *event)
{
    const il_input input = {.kind = IL_INPUT_KEY,
                            .key = key_of(event->keysym.sym),
                            .shift = event->keysym.mod & KMOD_SHIFT,
                            .ctrl = event->keysym.mod & KMOD_CTRL,
                            .repeat = event->repeat != 0};
    if (input.key) {
        send(in, &input);
    }
}

/* Signs stand on other keys in other layouts: they come as text. Letters came as keys. */
static void send_text(shell *in, const char *text)
{
    if (text[0] && !text[1] && strchr("[]?", text[0])) {
        const il_input input = {.kind = IL_INPUT_KEY, .key = (uint32_t)text[0]};
        send(in, &input);
    }
}

/* What is under the pointer, by the screen that was drawn last. */
static void find_control(shell *in, il_input *input)
{
    if (in->type) {
        input->control = il_draw_hit(in->screen, in->width, in->height, in->type, input->x,
                                     input->y, &input->value);
    }
}

/* Mouse positions are in the window's points, pictures in its pixels. */
static float pixels_a_point(const shell *in)
{
    int width = 0;
    SDL_GetWindowSize(in->window, &width, NULL);
    return width > 0 && in->width > 0 ? (float)in->width / (float)width : 1.0f;
}

static void send_pointer(shell *in, il_input_kind kind, int x, int y, int steps)
{
    const float scale = pixels_a_point(in);
    il_input input = {.kind = kind, .x = (float)x * scale, .y = (float)y * scale, .steps = steps};
    find_control(in, &input);
    send(in, &input);
}

static void send_wheel(shell *in, const SDL_MouseWheelEvent *event)
{
    int x = 0, y = 0;
    SDL_GetMouseState(&x, &y);
    send_pointer(in, IL_INPUT_WHEEL, x, y,
                 event->direction == SDL_MOUSEWHEEL_FLIPPED ? -event->y : event->y);
}

static void send_touch(shell *in, const SDL_TouchFingerEvent *event, Uint32 type)
{
    const float x = event->x * (float)in->width, y = event->y * (float)in->height;
    const int64_t ms = il_moment_now().ms;
    il_input input = {.x = x, .y = y}, under = input;
    find_control(in, &under);
    const bool drags = under.control == IL_CONTROL_BALANCE;
    const bool means =
        type == SDL_FINGERDOWN ? il_touch_down(&in->touch, event->fingerId, x, y, ms, drags, &input)
        : type == SDL_FINGERMOTION
            ? il_touch_move(&in->touch, event->fingerId, x, y, &input)
            : il_touch_up(&in->touch, event->fingerId, x, y, ms, (float)in->height, &input);
    if (means) {
        find_control(in, &input);
        send(in, &input);
    }
}

static void take_window_event(shell *in, const SDL_WindowEvent *event)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
        in->hidden = true;
        break;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_MAXIMIZED:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        in->hidden = event->event == SDL_WINDOWEVENT_SIZE_CHANGED && in->hidden;
        in->surface = NULL;
        break;
    case SDL_WINDOWEVENT_LEAVE:
        send(in, &(il_input){.kind = IL_INPUT_LEAVE});
        break;
    default:
        break;
    }
}

static void take_event(shell *in, const SDL_Event *event)
{
    const bool left = event->button.button == SDL_BUTTON_LEFT;
    switch (event->type) {
    case SDL_KEYDOWN:
        send_key(in, &event->key);
        break;
    case SDL_TEXTINPUT:
        send_text(in, event->text.text);
        break;
    case SDL_MOUSEMOTION:
        send_pointer(in, IL_INPUT_MOVE, event->motion.x, event->motion.y, 0);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (left) {
            send_pointer(in, event->button.clicks % 2 == 0 ? IL_INPUT_DOUBLE : IL_INPUT_PRESS,
                         event->button.x, event->button.y, 0);
        }
        break;
    case SDL_MOUSEBUTTONUP:
        if (left) {
            send_pointer(in, IL_INPUT_RELEASE, event->button.x, event->button.y, 0);
        }
        break;
    case SDL_MOUSEWHEEL:
        send_wheel(in, &event->wheel);
        break;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        send_touch(in, &event->tfinger, event->type);
        break;
    case SDL_WINDOWEVENT:
        take_window_event(in, &event->window);
        break;
    case SDL_QUIT:
        send(in, &(il_input){.kind = IL_INPUT_CLOSE});
        break;
    default:
        if (event->type == in->stop) {
            send(in, &(il_input){.kind = IL_INPUT_CLOSE});
        }
        break;
    }
}

/* ---- the loop ---- */

/* Of any thread: the loop has something to look at. */
static void push(Uint32 type)
{
    SDL_Event event = {.type = type};
    SDL_PushEvent(&event);
}

static void on_change(void *context)
{
    push(((shell *)context)->wake);
}

static void on_stop(void *context)
{
    const shell *in = context;
    if (in->stop) {
        push(in->stop);
    }
}

static void follow_wants(shell *in, const il_view_wants *wants)
{
    if (wants->full_screen != in->full_screen) {
        in->full_screen = wants->full_screen;
        SDL_SetWindowFullscreen(in->window, in->full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
        in->surface = NULL;
    }
    if (wants->pointer != in->pointer) {
        in->pointer = wants->pointer;
        SDL_ShowCursor(in->pointer ? SDL_ENABLE : SDL_DISABLE);
    }
    if (wants->awake != in->awake) {
        in->awake = wants->awake;
        (in->awake ? SDL_DisableScreenSaver : SDL_EnableScreenSaver)();
    }
}

static void note_frame(shell *in, int64_t now_ms, bool moves)
{
    const long gap = (long)(now_ms - in->drawn_ms);
    if (in->moved && in->drawn_ms > 0 && gap > in->worst_gap_ms) {
        in->worst_gap_ms = gap;
    }
    in->drawn_ms = now_ms;
    in->moved = moves;
}

/* Draw when it is time; in how many ms there is something to do again. */
static int turn(shell *in, bool *good, il_error *err)
{
    const il_moment now = il_moment_now();
    il_session_ui_update(&in->session, now);
    const il_view_wants wants = il_view_wants_now(in->session.view, now);
    follow_wants(in, &wants);
    const int wait = il_view_wait_ms(in->session.view, now);
    if (in->hidden) {
        in->moved = false;
        return 1000;
    }
    const int64_t next = in->drawn_ms + FRAME_MS - now.ms;
    if (next > 0) {
        return (int)next;
    }
    *good = draw(in, now, err);
    note_frame(in, now.ms, wait < FRAME_MS);
    return wait < FRAME_MS ? FRAME_MS : wait < 1000 ? wait : 1000;
}

static bool loop(shell *in, il_error *err)
{
    bool good = true;
    while (good && !il_view_wants_now(in->session.view, il_moment_now()).done) {
        const int wait = turn(in, &good, err);
        SDL_Event event;
        if (SDL_WaitEventTimeout(&event, wait)) {
            const int64_t asked_ms = il_moment_now().ms;
            do {
                take_event(in, &event);
            } while (SDL_PollEvent(&event));
            in->drawn_ms = event.type == SDL_KEYDOWN && asked_ms - in->drawn_ms < FRAME_MS
                               ? asked_ms - FRAME_MS // a key is answered at once
                               : in->drawn_ms;
        }
    }
    return good;
}

static void close_all(shell *in)
{
    il_session_ui_close(&in->session);
    il_canvas_destroy(in->canvas);
    il_type_destroy(in->type);
    il_free(in->list);
    il_free(in->screen);
    if (in->window) {
        SDL_DestroyWindow(in->window);
    }
    il_sdl_lock();
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    il_sdl_unlock();
}

static void tell_log(const shell *in)
{
    if (getenv("INTERLUDE_LOG")) {
        fprintf(stderr, "interlude: %ld pictures, worst gap %ld ms\n", in->frames,
                in->worst_gap_ms);
    }
}

static bool play(shell *in, const il_showing *run, il_error *err)
{
    in->share = run->share;
    in->list = il_alloc(1, sizeof *in->list, err);
    in->screen = il_alloc(1, sizeof *in->screen, err);
    if (!in->list || !in->screen || !open_window(in, run, err) || !fit(in, err)) {
        il_timeline_destroy(run->timeline);
        return false;
    }
    SDL_FillRect(in->surface, NULL, 0); // the very first picture is dark
    SDL_UpdateWindowSurface(in->window);
    return il_session_ui_open(&in->session, run, in->full_screen, on_change, in, err) &&
           loop(in, err);
}

bool il_show_window(const il_showing *run, il_error *err)
{
    shell *in = il_alloc(1, sizeof *in, err);
    il_stopper *stopper = in ? il_stopper_create(on_stop, in, err) : NULL;
    bool good = stopper && open_video(err);
    if (good) {
        good = play(in, run, err);
        tell_log(in);
        close_all(in);
    } else {
        il_timeline_destroy(run->timeline);
    }
    il_stopper_destroy(stopper);
    il_free(in);
    return good;
}
