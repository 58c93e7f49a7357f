#ifndef IL_CLI_UNTIL_H
#define IL_CLI_UNTIL_H

#include <time.h>

#include "base/error.h"
#include "base/frames.h"

/* `--until 10:55`: how long it is until the clock says so. */

/* Read H:MM or HH:MM, 0:00 to 23:59. False for anything else, both then unchanged. */
bool il_until_read(const char *text, int *hour, int *minute);

/* The whole frames from `now` (local time as TZ says) to the next time that the clock says
 * `hour`:`minute`, across a change of summer time too. False, with `err` (the input's fault) in
 * words, when that is more than 12 h away: then it has just gone. */
bool il_until_frames(int hour, int minute, struct timespec now, il_frames *left, il_error *err);

#endif
