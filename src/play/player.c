#include "play/player.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "play/device.h"
#include "play/render.h"

static const double closes_s = 30.0;                     // of a pause, after which the device goes
static const il_frames latency = 3 * 1024 / 2;           // of a chunk and a half, as measured
static const il_frames pause_fade = IL_RATE_HZ * 4 / 10; // practice guide, section 14

struct il_player {
    il_mixer mixer;
    il_render render;
    il_device device;
    il_timeline *timeline; // loaded last; owned
    bool plays, wants_device, muted;
    double paused_s; // since when
    double master_db;
    il_frames sought; // where the last seek went, until it is heard
    unsigned generation;
    il_frames shown; // the last that il_player_status_now said
    unsigned shown_generation;
};

il_player *il_player_create(il_output output, void (*changed)(void *context), void *context,
                            il_error *err)
{
    il_player *player = il_alloc(1, sizeof *player, err);
    if (!player) {
        return NULL;
    }
    if (!il_mixer_init(&player->mixer, err) ||
        !il_render_init(&player->render, &player->mixer, err)) {
        il_mixer_finish(&player->mixer);
        il_free(player);
        return NULL;
    }
    if (!il_device_init(&player->device, &player->mixer, output, changed, context, err)) {
        il_render_finish(&player->render);
        il_mixer_finish(&player->mixer);
        il_free(player);
        return NULL;
    }
    return player;
}

/* What is heard fades before the device goes; bounded, since a hung device never gets there. */
static void fade_out(il_player *player)
{
    il_player_pause_in(player, IL_RATE_HZ / 10);
    for (int ms = 0; ms < 150 && !atomic_load(&player->mixer.held) &&
                     atomic_load(&player->device.state) == IL_DEVICE_OPEN;
         ms += 5) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
}

void il_player_destroy(il_player *player)
{
    if (!player) {
        return;
    }
    fade_out(player);
    const bool whole = il_device_finish(&player->device);
    il_render_stop(&player->render);
    il_timeline *timeline;
    while ((timeline = il_render_take_back(&player->render))) {
        player->timeline = timeline == player->timeline ? NULL : player->timeline;
        il_timeline_destroy(timeline);
    }
    il_timeline_destroy(player->timeline);
    il_render_finish(&player->render);
    if (whole) { // else a thread that hangs in a server may still look at it
        il_mixer_finish(&player->mixer);
        il_free(player);
    }
}

static void want_device(il_player *player, bool wanted)
{
    if (player->wants_device != wanted) {
        player->wants_device = wanted;
        il_device_want(&player->device, wanted);
    }
}

static void go(il_player *player, il_frames at)
{
    player->generation++;
    player->sought = at;
    player->shown = at;
}

bool il_player_load(il_player *player, il_timeline *timeline, il_frames at, il_error *err)
{
    (void)err;
    il_player_update(player); // what came back meanwhile has its place free
    il_render_load(&player->render, timeline, at);
    player->timeline = timeline; // the old one comes back from the thread that looks at it
    go(player, at);
    return true;
}

const il_timeline *il_player_timeline(const il_player *player)
{
    return player->timeline;
}

void il_player_resume(il_player *player)
{
    player->plays = true;
    want_device(player, true);
    il_render_rest(&player->render, false);
    atomic_store(&player->mixer.fade, (int)pause_fade);
    atomic_store(&player->mixer.wants_play, true);
}

void il_player_pause_in(il_player *player, il_frames fade)
{
    player->plays = false;
    player->paused_s = il_mixer_now_s();
    atomic_store(&player->mixer.fade, (int)fade);
    atomic_store(&player->mixer.wants_play, false);
}

void il_player_pause(il_player *player)
{
    il_player_pause_in(player, pause_fade);
}

void il_player_seek(il_player *player, il_frames at)
{
    const il_frames length = player->timeline ? il_timeline_length(player->timeline) : 0;
    const il_frames to = at < 0 ? 0 : at > length ? length : at;
    il_render_seek(&player->render, to);
    go(player, to);
}

static float factor_of(double db)
{
    return db <= -60.0 ? 0.0f : db == 0.0 ? 1.0f : (float)pow(10.0, db / 20.0);
}

static void set_master(il_player *player)
{
    atomic_store(&player->mixer.levels[IL_GROUP_MASTER],
                 player->muted ? 0.0f : factor_of(player->master_db));
}

void il_player_set_level(il_player *player, il_group_level group, double db)
{
    if (group == IL_GROUP_MASTER) {
        player->master_db = db;
        set_master(player);
    } else {
        atomic_store(&player->mixer.levels[group], factor_of(db));
    }
}

void il_player_set_muted(il_player *player, bool muted)
{
    player->muted = muted;
    set_master(player);
}

static il_player_state state_of(il_player *player, bool current)
{
    const int device = atomic_load(&player->device.state);
    if (current && atomic_load(&player->mixer.ended)) {
        return IL_PLAYER_ENDED;
    }
    if (device == IL_DEVICE_LOST && player->plays) {
        return IL_PLAYER_LOST;
    }
    if (!player->plays) {
        return IL_PLAYER_PAUSED;
    }
    return device == IL_DEVICE_OPEN && current ? IL_PLAYER_PLAYING : IL_PLAYER_STARTING;
}

/* What is in the ear: of the timeline and seek that were wanted last, never back but by a seek. */
static il_frames heard_of(il_player *player, bool current, il_player_state state)
{
    if (!current) {
        return player->sought;
    }
    const il_frames at = atomic_load(&player->mixer.at);
    il_frames heard = il_clock_heard(&player->mixer.clock, il_mixer_now_s(), latency);
    heard = heard > at || state == IL_PLAYER_ENDED || state == IL_PLAYER_LOST ? at : heard;
    heard = heard < player->sought ? player->sought : heard;
    const bool same = player->shown_generation == player->generation;
    return same && heard < player->shown ? player->shown : heard;
}

il_player_status il_player_status_now(il_player *player)
{
    const bool current = player->generation > 0 &&
                         atomic_load(&player->mixer.heard_generation) == player->generation;
    const il_player_state state = state_of(player, current);
    const il_frames heard = heard_of(player, current, state);
    player->shown = heard;
    player->shown_generation = player->generation;
    return (il_player_status){.state = state,
                              .heard = heard,
                              .silent = atomic_load(&player->device.silent),
                              .dry = atomic_load(&player->mixer.dry),
                              .blocks = atomic_load(&player->mixer.turns),
                              .driver = atomic_load(&player->device.driver)};
}

int il_player_troubles(il_player *player)
{
    return il_render_troubles(&player->render);
}

void il_player_update(il_player *player)
{
    il_timeline *timeline;
    while ((timeline = il_render_take_back(&player->render))) {
        il_timeline_destroy(timeline);
    }
    const bool rests = !player->plays && il_mixer_now_s() - player->paused_s > 1.0;
    if (rests) {
        il_render_rest(&player->render, true);
    }
    if (!player->plays && il_mixer_now_s() - player->paused_s > closes_s) {
        want_device(player, false);
    }
}
