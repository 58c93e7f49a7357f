#ifndef IL_PLAY_DEVICE_H
#define IL_PLAY_DEVICE_H

#include <pthread.h>

#include "play/mixer.h"

/* The device thread: it opens, watches and closes what the mixer plays into. None of what a sound
 * server can do to a program (crash it, hang, vanish) reaches another thread. What was measured of
 * that, and what follows from it, is in the README of this folder. */

typedef enum {
    IL_DEVICE_CLOSED,
    IL_DEVICE_OPENING,
    IL_DEVICE_OPEN,
    IL_DEVICE_LOST, // it went away; tried again until it is back
} il_device_state;

typedef struct {
    il_mixer *mixer;
    il_output output;
    void (*changed)(void *context);
    void *context;
    pthread_t thread, timer; // the timer runs the null output
    bool timer_runs;         // the device thread's

    pthread_mutex_t lock; // of all below
    pthread_cond_t told;
    bool wanted, stop, finished;

    atomic_int state;
    atomic_bool silent;  // no device was found: the null output plays
    atomic_bool removed; // SDL said that the device is gone
    atomic_bool timer_stop;
    _Atomic(const char *) driver; // static storage
} il_device;

bool il_device_init(il_device *device, il_mixer *mixer, il_output output,
                    void (*changed)(void *context), void *context, il_error *err);

/* Stop; false when the thread hangs in a sound server and had to be left behind: what it can still
 * touch (the device and its mixer) must then never be freed. */
bool il_device_finish(il_device *device);

/* Whether a device is wanted open. */
void il_device_want(il_device *device, bool wanted);

/* Held by whoever initialises or quits parts of SDL, which is not made for two threads at once. */
void il_sdl_lock(void);
void il_sdl_unlock(void);

#endif
