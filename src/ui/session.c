#include "ui/session.h"

#include <pthread.h>
#include <signal.h>

#include "base/memory.h"
#include "base/translate.h"

/* The player behind the functions that a view is given. */
static bool load(void *player, il_timeline *timeline, il_frames at, il_error *err)
{
    return il_player_load(player, timeline, at, err);
}

static const il_timeline *timeline_of(void *player)
{
    return il_player_timeline(player);
}

static void resume(void *player)
{
    il_player_resume(player);
}

static void pause_in(void *player, il_frames fade)
{
    if (fade > 0) {
        il_player_pause_in(player, fade);
    } else {
        il_player_pause(player);
    }
}

static void seek(void *player, il_frames at)
{
    il_player_seek(player, at);
}

static void set_level(void *player, il_group_level group, double db)
{
    il_player_set_level(player, group, db);
}

static void set_muted(void *player, bool muted)
{
    il_player_set_muted(player, muted);
}

static il_player_status status(void *player)
{
    return il_player_status_now(player);
}

static void update(void *player)
{
    il_player_update(player);
}

il_moment il_moment_now(void)
{
    il_moment now;
    struct timespec steady;
    clock_gettime(CLOCK_BOOTTIME, &steady); // the machine's sleep counts: an until comes nearer
    clock_gettime(CLOCK_REALTIME, &now.wall);
    now.ms = (int64_t)steady.tv_sec * 1000 + steady.tv_nsec / 1000000;
    return now;
}

bool il_session_ui_open(il_session_ui *session, const il_showing *run, bool full_screen,
                        void (*changed)(void *context), void *context, il_error *err)
{
    *session = (il_session_ui){0};
    session->player = il_player_create(run->output, changed, context, err);
    if (!session->player || !il_player_load(session->player, run->timeline, run->from, err)) {
        il_timeline_destroy(run->timeline);
        il_session_ui_close(session);
        return false;
    }
    const il_moment now = il_moment_now();
    const il_view_options options = {
        .player = {session->player, load, timeline_of, resume, pause_in, seek, set_level, set_muted,
                   status, update},
        .muted = run->muted,
        .full_screen = full_screen,
        .until = run->until,
        .until_ms = now.ms + run->left * 1000 / IL_RATE_HZ,
    };
    session->view = il_view_create(&options, now, err);
    if (!session->view) {
        il_session_ui_close(session);
    }
    return session->view != NULL;
}

void il_session_ui_close(il_session_ui *session)
{
    il_view_destroy(session->view);
    il_player_destroy(session->player);
    *session = (il_session_ui){0};
}

void il_session_ui_update(il_session_ui *session, il_moment now)
{
    const int troubles = il_player_troubles(session->player);
    if (troubles > session->troubles) {
        il_view_tell(session->view,
                     _("A recording cannot be read; the session goes on without it."), now);
    }
    session->troubles = troubles;
    il_view_update(session->view, now);
}

/* ---- signals ---- */

struct il_stopper {
    void (*stop)(void *context);
    void *context;
    pthread_t thread;
    sigset_t signals, before;
    volatile bool done;
};

static const int ending[] = {SIGTERM, SIGINT, SIGHUP};

static void *wait_for_signals(void *context)
{
    il_stopper *stopper = context;
    while (!stopper->done) {
        int number = 0;
        if (sigwait(&stopper->signals, &number) == 0 && number != SIGUSR2) {
            stopper->stop(stopper->context);
        }
    }
    return NULL;
}

il_stopper *il_stopper_create(void (*stop)(void *context), void *context, il_error *err)
{
    il_stopper *stopper = il_alloc(1, sizeof *stopper, err);
    if (!stopper) {
        return NULL;
    }
    stopper->stop = stop;
    stopper->context = context;
    sigemptyset(&stopper->signals);
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        struct sigaction action;
        sigaction(ending[i], NULL, &action);
        if (action.sa_handler != SIG_IGN) { // as nohup leaves it
            sigaddset(&stopper->signals, ending[i]);
        }
    }
    sigaddset(&stopper->signals, SIGUSR2); // ends the wait
    pthread_sigmask(SIG_BLOCK, &stopper->signals, &stopper->before);
    if (pthread_create(&stopper->thread, NULL, wait_for_signals, stopper) != 0) {
        pthread_sigmask(SIG_SETMASK, &stopper->before, NULL);
        il_free(stopper);
        il_fail_machine(err, il_nowhere(), _("no thread to listen for signals"));
        return NULL;
    }
    return stopper;
}

void il_stopper_destroy(il_stopper *stopper)
{
    if (stopper) {
        stopper->done = true;
        pthread_kill(stopper->thread, SIGUSR2);
        pthread_join(stopper->thread, NULL);
        pthread_sigmask(SIG_SETMASK, &stopper->before, NULL);
        il_free(stopper);
    }
}
