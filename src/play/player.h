#ifndef IL_PLAY_PLAYER_H
#define IL_PLAY_PLAYER_H

#include "base/error.h"
#include "timeline/timeline.h"

/* A timeline as it is heard, live.
 *
 * A render thread runs the engine ahead of time, the audio callback only pops what is finished, a
 * device thread opens, watches and closes the device: none of them is ever waited for by the thread
 * that draws. All functions below are for the main thread and answer at once.
 *
 * Everything that could click fades: pause 0.4 s, seek and new timeline 20 ms out and in. Without a
 * device it plays all the same, silently and at the right pace, so that captions can be read. */
typedef struct il_player il_player;

typedef enum {
    IL_OUTPUT_SDL,  // a device: PulseAudio, else ALSA, else the null output
    IL_OUTPUT_NULL, // a timer and no sound
} il_output;

typedef enum {
    IL_PLAYER_STARTING, // loaded; the device is being opened, nothing is heard yet
    IL_PLAYER_PLAYING,
    IL_PLAYER_PAUSED,
    IL_PLAYER_LOST,  // the device went away: held at its frame, goes on by itself when it is back
    IL_PLAYER_ENDED, // the timeline was heard to its end
} il_player_state;

typedef struct {
    il_player_state state;
    il_frames heard;      // the frame in the listener's ear now, interpolated; never runs backward
                          // but by a seek, and stands still while nothing is heard
    bool silent;          // no device was found: it plays on the null output
    unsigned dry;         // how often the render thread was too late, since it was created
    unsigned long blocks; // callbacks so far, for tests and a bug report
    const char *driver;   // of SDL: "pulseaudio", "alsa", ..., "null"; static storage
} il_player_status;

/* What is louder or softer by the listener's wish, in dB; 0 is the session as its author meant it.
 * Never part of an export. */
typedef enum {
    IL_GROUP_VOICE,
    IL_GROUP_AMBIENCE,
    IL_GROUP_CUES,
    IL_GROUP_MASTER,
    IL_GROUPS,
} il_group_level;

/* `changed` (may be NULL) is called with `context`, on a thread of the player's, when the state
 * changed by itself, so that a main thread that sleeps wakes up; it must only post an event.
 *
 * A player that has nothing loaded. NULL, with `err`, for lack of memory or threads only. */
il_player *il_player_create(il_output output, void (*changed)(void *context), void *context,
                            il_error *err);

/* Stops within 150 ms (faded) even if the sound server hangs, and releases what it holds, its
 * timeline too. */
void il_player_destroy(il_player *player);

/* Go on with `timeline` from frame `at` (0 to its length), playing or paused as it was; what played
 * before is faded out. The player owns `timeline` from here on and destroys it some time after the
 * next load, in il_player_update; on failure (memory) it is still the caller's, and what plays
 * goes on. */
bool il_player_load(il_player *player, il_timeline *timeline, il_frames at, il_error *err);

/* The timeline loaded last; NULL before. Valid until the next load. */
const il_timeline *il_player_timeline(const il_player *player);

/* It starts paused. `resume` opens the device when it is not open, and plays on from the frame at
 * which `pause` silenced it; after IL_PLAYER_ENDED it does nothing. */
void il_player_resume(il_player *player);
void il_player_pause(il_player *player);

/* The same as pause, with a fade of its own: 1 s for "Steady me", 0.8 s for the end. */
void il_player_pause_in(il_player *player, il_frames fade);

/* From the next block on at `at` (clamped to the timeline). */
void il_player_seek(il_player *player, il_frames at);

/* `db` from -60 (silent) to 0 or above; glides within 50 ms. */
void il_player_set_level(il_player *player, il_group_level group, double db);
void il_player_set_muted(il_player *player, bool muted);

il_player_status il_player_status_now(il_player *player);

/* How many recordings of what is rendered could not be read: a session that lost one goes on. */
int il_player_troubles(il_player *player);

/* Once a turn of the main loop: frees what other threads are done with. */
void il_player_update(il_player *player);

#endif
