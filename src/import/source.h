#ifndef IL_IMPORT_SOURCE_H
#define IL_IMPORT_SOURCE_H

#include "base/frames.h"
#include "import/foreign.h"

/* A foreign file as 48 kHz float, read once from front to back.
 *
 * Decoded by libsndfile, which sees the file through il_foreign_read only, and resampled by libsoxr
 * at its very high quality. The number of frames is exact: the file's own, times 48,000, divided by
 * its rate, to the nearest. */
typedef struct il_source il_source;

enum {
    IL_SOURCE_RATE_LEAST = 8000,
    IL_SOURCE_RATE_MOST = 192000,
    IL_SOURCE_HOURS_MOST = 4,
    IL_SOURCE_FRAMES = 4096, // that il_source_read gives at most
};

/* NULL, with `err` (without the file's name), when it cannot be decoded or is none of what is
 * taken: one or two channels, 8 to 192 kHz, 4 hours. `foreign` is borrowed until the end. */
il_source *il_source_open(const il_foreign *foreign, il_error *err);
void il_source_close(il_source *source);

int il_source_channels(const il_source *source);

/* The frames that the file says it has, at 48 kHz; 0 when it does not say. */
il_frames il_source_claimed(const il_source *source);

/* The next frames, interleaved, into `samples`: room for IL_SOURCE_FRAMES. How many there were, 0
 * at the end; -1, with `err`, for samples that are none (not finite, or beyond 4 times full scale),
 * for a file that goes on for longer than 4 hours, for one that cannot be read on. */
int il_source_read(il_source *source, float *samples, il_error *err);

/* After the end: why there was less than the file should have, or NULL. Static storage. */
const char *il_source_ends_early(const il_source *source);

#endif
