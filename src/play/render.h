#ifndef IL_PLAY_RENDER_H
#define IL_PLAY_RENDER_H

#include <pthread.h>

#include "play/mixer.h"

enum { IL_RENDER_DONE = 8 }; // loads since the last il_render_take_back, at most

/* The render thread: it owns the engine and fills the ring, up to 5 s ahead, in bursts. It may
 * read, decode, allocate and wait.
 *
 * It is told what to render by il_render_load and il_render_seek, on the main thread, which never
 * wait for it; timelines that it is done with come back by il_render_take_back. */
typedef struct {
    il_mixer *mixer;
    pthread_t thread;
    bool running;

    pthread_mutex_t lock; // of all below
    pthread_cond_t told;
    il_timeline *wanted; // borrowed
    il_timeline *taken;  // what the thread looks at
    il_frames at;
    unsigned generation;               // of what is wanted
    bool stop, resting;                // resting: nothing is heard, so a full ring stays full
    il_timeline *done[IL_RENDER_DONE]; // no longer looked at by the thread
    int done_count;
    int troubles; // recordings that could not be read, of the present engine
} il_render;

bool il_render_init(il_render *render, il_mixer *mixer, il_error *err);

/* Stops the thread; at most one block is finished first. What it held can then be taken back. */
void il_render_stop(il_render *render);

/* Stops, and releases what it has; nothing can be asked of it any more. */
void il_render_finish(il_render *render);

void il_render_load(il_render *render, il_timeline *timeline, il_frames at);
void il_render_seek(il_render *render, il_frames at);
void il_render_rest(il_render *render, bool resting);

/* A timeline that is no longer looked at, or NULL. */
il_timeline *il_render_take_back(il_render *render);
int il_render_troubles(il_render *render);

#endif
