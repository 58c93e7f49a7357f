#ifndef IL_PLAY_PROBE_H
#define IL_PLAY_PROBE_H

#include <stdbool.h>

/* Whether a sound driver of SDL can be opened, found out in a process of its own: with some servers
 * SDL crashes or never comes back.
 *
 * A program that plays calls il_probe_serve first in its main: started as such a process, it tries
 * the driver and does not return. */
void il_probe_serve(void);

/* Whether `driver` opens within 3 s. Never from the main thread. False where il_probe_serve was
 * called as the process that probes. */
bool il_probe(const char *driver);

#endif
