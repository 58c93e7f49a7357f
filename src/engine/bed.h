#ifndef IL_ENGINE_BED_H
#define IL_ENGINE_BED_H

#include "engine/recordings.h"

/* A bed without an end, as 16 bit samples by its own position: 0 is its beginning, and it goes
 * round.
 *
 * A file with loop tags is read exactly to the loop's end and goes on from its start. Without, the
 * beginning rises over the end, 4 s at equal power (half of a file that is shorter than 8 s).
 * Samples are the file's, rounded to 16 bit, so that those that are kept are those that are
 * decoded. */
typedef struct {
    const il_clip *clip;
    il_vorbis *readers[2]; // one for every other time round: beginning and end sound together
    bool known, silent;    // the file was looked at; it cannot be read
    int channels;
    il_frames loop_start, loop_length; // what repeats
    il_frames overlap;                 // of the end by the beginning; 0 with loop tags

    int16_t *kept; // owned: the file's first frames
    il_frames kept_frames, kept_room;
} il_bed;

typedef struct {
    float *floats[2];
    int16_t *s16; // room for two channels
} il_bed_scratch;

/* Look at the file, when that has not been done. False when it cannot be read: it is then silent.
 */
bool il_bed_ready(il_bed *bed, il_recordings *recordings);

/* Keep what is decoded from now on, as far as it comes round within `needed` frames from the
 * beginning and takes at most `bytes`. Returns how many bytes it takes. Without memory nothing is
 * kept. */
size_t il_bed_keep(il_bed *bed, il_frames needed, size_t bytes);

/* `count` (at most IL_MIX_FRAMES) frames from `position` (>= 0) on, interleaved: in `out`, or where
 * they are kept, until the next call. The bed is ready and not silent. */
const int16_t *il_bed_read(il_bed *bed, il_recordings *recordings, il_frames position, int count,
                           il_bed_scratch *scratch, int16_t *out);

/* Close its readers and forget what was kept: it can be read again. Returns how many bytes that
 * gives back. */
size_t il_bed_rest(il_bed *bed, il_recordings *recordings);

#endif
