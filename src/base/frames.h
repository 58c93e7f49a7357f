#ifndef IL_BASE_FRAMES_H
#define IL_BASE_FRAMES_H

#include <stdint.h>

/* Time, everywhere between reading a session and writing a sample: a count of frames.
 *
 * A frame is one sample for each channel. Seconds exist at the edges only: what an author wrote,
 * what a person reads. Any thread. */
typedef int64_t il_frames;

enum { IL_RATE_HZ = 48000 };

/* The frame nearest to `seconds` (finite, within 12 h either way), halves away from zero. */
static inline il_frames il_frames_from_seconds(double seconds)
{
    const double frames = seconds * IL_RATE_HZ;
    return (il_frames)(frames < 0.0 ? frames - 0.5 : frames + 0.5);
}

static inline double il_seconds_from_frames(il_frames frames)
{
    return (double)frames / IL_RATE_HZ;
}

#endif
