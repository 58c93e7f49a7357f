#include "play/device.h"

#include <SDL.h>
#include <SDL_mixer.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/translate.h"
#include "play/probe.h"

enum { CHUNK = 1024, TIMER_CHUNK = 1024 };

static const double watch_s = 0.25;   // how often it looks
static const double stalled_s = 0.75; // no turn for so long: the server stopped
static const double starting_s = 4.0; // or so long at first: null sinks settle up to 1.8 s
static const unsigned long started_turns = 12;
static const double quit_s = 0.1;

static pthread_mutex_t sdl = PTHREAD_MUTEX_INITIALIZER;

void il_sdl_lock(void)
{
    pthread_mutex_lock(&sdl);
}

void il_sdl_unlock(void)
{
    pthread_mutex_unlock(&sdl);
}

static void become(il_device *device, il_device_state state)
{
    if (atomic_exchange(&device->state, (int)state) != (int)state && device->changed) {
        device->changed(device->context);
    }
}

/* ---- the null output ---- */

/* Turns at the pace of a device that nobody hears. Woken late by much, as after the machine slept,
 * it goes on from now: nothing is made up for. */
static void *run_timer(void *context)
{
    il_device *device = context;
    float nowhere[2 * TIMER_CHUNK];
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    while (!atomic_load(&device->timer_stop)) {
        il_mixer_fill(device->mixer, nowhere, TIMER_CHUNK);
        next.tv_nsec += (long)(1000000000LL * TIMER_CHUNK / IL_RATE_HZ);
        next.tv_sec += next.tv_nsec / 1000000000;
        next.tv_nsec %= 1000000000;
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec > next.tv_sec) {
            next = now;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return NULL;
}

static bool open_null(il_device *device)
{
    atomic_store(&device->timer_stop, false);
    device->timer_runs = pthread_create(&device->timer, NULL, run_timer, device) == 0;
    atomic_store(&device->driver, "null");
    return device->timer_runs;
}

/* ---- SDL ---- */

static void fill(void *context, Uint8 *stream, int size)
{
    float *out = (float *)(void *)stream;
    for (int left = size / (int)(2 * sizeof *out);
         left > 0;) { // size is what the driver wants it to be
        const int count = left < CHUNK ? left : CHUNK;
        il_mixer_fill(context, out, count);
        out += 2 * count;
        left -= count;
    }
}

/* Of any thread that pushes an event. */
static int watch_events(void *context, SDL_Event *event)
{
    il_device *device = context;
    if (event->type == SDL_AUDIODEVICEREMOVED && event->adevice.which != 0 &&
        !event->adevice.iscapture) {
        atomic_store(&device->removed, true);
    }
    return 0;
}

static void set_hints(void)
{
    SDL_SetMainReady();
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "Interlude");
    SDL_SetHint(SDL_HINT_AUDIO_DEVICE_APP_NAME, "Interlude");
    SDL_SetHint(SDL_HINT_AUDIO_DEVICE_STREAM_NAME, _("A session"));
    SDL_SetHint(SDL_HINT_AUDIO_DEVICE_STREAM_ROLE, "music");
}

static bool open_driver(il_device *device, const char *driver)
{
    il_sdl_lock();
    set_hints();
    SDL_SetHint(SDL_HINT_AUDIODRIVER, driver);
    bool good = SDL_InitSubSystem(SDL_INIT_AUDIO) == 0;
    if (good) {
        Mix_HookMusic(fill, device->mixer); // before the first turn: none is to be empty
        good = Mix_OpenAudioDevice(IL_RATE_HZ, AUDIO_F32SYS, 2, CHUNK, NULL, 0) == 0;
        if (good) {
            SDL_AddEventWatch(watch_events, device);
        } else {
            SDL_QuitSubSystem(SDL_INIT_AUDIO);
        }
    }
    il_sdl_unlock();
    atomic_store(&device->driver, good ? driver : "none");
    return good;
}

static void close_driver(il_device *device)
{
    il_sdl_lock();
    SDL_DelEventWatch(watch_events, device);
    Mix_CloseAudio();
    SDL_QuitSubSystem(SDL_INIT_AUDIO); // a lost server is found again only by a fresh start
    il_sdl_unlock();
}

/* A driver by its name in the environment is taken at its word, but never the network. */
static bool open_named(il_device *device, const char *name)
{
    const bool plain = strcmp(name, "disk") == 0 || strcmp(name, "dummy") == 0;
    static char kept[32];
    snprintf(kept, sizeof kept, "%s", name);
    return (plain || il_probe(kept)) && open_driver(device, kept);
}

static bool is_remote(void)
{
    const char *server = getenv("PULSE_SERVER");
    return server && strstr(server, "tcp");
}

/* PulseAudio, else ALSA. PipeWire is reached through its PulseAudio server: SDL's own driver for it
 * hangs without a sink. */
static bool open_sdl(il_device *device)
{
    const char *named = getenv("SDL_AUDIODRIVER");
    if (named && *named) {
        return open_named(device, named);
    }
    return (!is_remote() && il_probe("pulseaudio") && open_driver(device, "pulseaudio")) ||
           (il_probe("alsa") && open_driver(device, "alsa"));
}

/* ---- the thread ---- */

/* What the thread itself keeps. */
typedef struct {
    il_device *shared;
    bool open, null;     // a device is; it is the timer
    unsigned long turns; // as of the last look
    double turned_s;     // when they last grew
    unsigned long opened_turns;
    int tries; // in vain, since the device was lost
} keeper;

static void mark_open(keeper *own)
{
    own->open = true;
    own->turns = own->opened_turns = atomic_load(&own->shared->mixer->turns);
    own->turned_s = il_mixer_now_s();
    own->tries = 0;
    atomic_store(&own->shared->removed, false);
    atomic_store(&own->shared->mixer->frozen, false);
    become(own->shared, IL_DEVICE_OPEN);
}

/* Open what there is. Where a device was before, one is waited for; where none ever was, the
 * session plays in silence. */
static void open_device(keeper *own)
{
    il_device *device = own->shared;
    const bool lost = atomic_load(&device->state) == IL_DEVICE_LOST;
    if (!lost) {
        become(device, IL_DEVICE_OPENING);
    }
    const bool silent = device->output == IL_OUTPUT_NULL || atomic_load(&device->silent);
    if (!silent && open_sdl(device)) {
        own->null = false;
        mark_open(own);
    } else if (lost) {
        own->tries++;
    } else if (open_null(device)) {
        own->null = true;
        atomic_store(&device->silent, device->output == IL_OUTPUT_SDL);
        mark_open(own);
    }
}

static void close_device(keeper *own)
{
    il_device *device = own->shared;
    if (!own->open) {
        return;
    }
    if (own->null) {
        atomic_store(&device->timer_stop, true);
        pthread_join(device->timer, NULL);
        device->timer_runs = false;
    } else {
        close_driver(device);
    }
    own->open = false;
}

/* Whether the open device is gone: SDL said so, or it takes nothing any more. */
static bool is_gone(keeper *own)
{
    il_device *device = own->shared;
    const unsigned long turns = atomic_load(&device->mixer->turns);
    const double now_s = il_mixer_now_s();
    if (turns != own->turns) {
        own->turns = turns;
        own->turned_s = now_s;
    }
    const bool started = turns - own->opened_turns >= started_turns;
    const double limit_s = started ? stalled_s : starting_s;
    return !own->null && (atomic_load(&device->removed) || now_s - own->turned_s > limit_s);
}

static void lose(keeper *own)
{
    atomic_store(&own->shared->mixer->frozen, true);
    become(own->shared, IL_DEVICE_LOST);
    close_device(own);
    own->tries = 0;
}

/* With the lock held: until something is told, or `seconds` have passed. */
static void wait_told(il_device *device, double seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    const long long ns = until.tv_nsec + (long long)(seconds * 1e9);
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    pthread_cond_timedwait(&device->told, &device->lock, &until);
}

/* One look: what is wanted, and what there is. Returns how long nothing has to be looked at. */
static double keep(keeper *own, bool wanted)
{
    il_device *device = own->shared;
    if (!wanted) {
        close_device(own);
        atomic_store(&device->mixer->frozen, false);
        become(device, IL_DEVICE_CLOSED);
        return 3600.0;
    }
    if (own->open && is_gone(own)) {
        lose(own);
    }
    if (!own->open) {
        open_device(own);
    }
    return own->open ? watch_s : own->tries <= 1 ? 0.5 : 1.0;
}

static void *run(void *context)
{
    keeper own = {.shared = context};
    il_device *device = own.shared;
    pthread_mutex_lock(&device->lock);
    while (!device->stop) {
        const bool wanted = device->wanted;
        pthread_mutex_unlock(&device->lock);
        const double wait_s = keep(&own, wanted);
        pthread_mutex_lock(&device->lock);
        if (!device->stop && device->wanted == wanted) {
            wait_told(device, wait_s);
        }
    }
    pthread_mutex_unlock(&device->lock);
    close_device(&own);
    SDL_TLSCleanup(); // SDL does it only for threads that it started
    pthread_mutex_lock(&device->lock);
    device->finished = true;
    pthread_cond_signal(&device->told);
    pthread_mutex_unlock(&device->lock);
    return NULL;
}

bool il_device_init(il_device *device, il_mixer *mixer, il_output output,
                    void (*changed)(void *context), void *context, il_error *err)
{
    memset(device, 0, sizeof *device);
    device->mixer = mixer;
    device->output = output;
    device->changed = changed;
    device->context = context;
    atomic_init(&device->driver, "none");
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&device->lock, NULL);
    pthread_cond_init(&device->told, &steady);
    pthread_condattr_destroy(&steady);
    return pthread_create(&device->thread, NULL, run, device) == 0 ||
           il_fail_machine(err, il_nowhere(), _("no thread for the sound device"));
}

bool il_device_finish(il_device *device)
{
    pthread_mutex_lock(&device->lock);
    device->stop = true;
    pthread_cond_signal(&device->told);
    const double until_s = il_mixer_now_s() + 10.0 * quit_s;
    while (!device->finished && il_mixer_now_s() < until_s) {
        wait_told(device, quit_s);
    }
    const bool finished = device->finished;
    pthread_mutex_unlock(&device->lock);
    if (finished) {
        pthread_join(device->thread, NULL);
        pthread_cond_destroy(&device->told);
        pthread_mutex_destroy(&device->lock);
    } else {
        pthread_detach(device->thread);
    }
    return finished;
}

void il_device_want(il_device *device, bool wanted)
{
    pthread_mutex_lock(&device->lock);
    device->wanted = wanted;
    pthread_cond_signal(&device->told);
    pthread_mutex_unlock(&device->lock);
}
