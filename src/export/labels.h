#ifndef IL_EXPORT_LABELS_H
#define IL_EXPORT_LABELS_H

#include <stdint.h>

#include "base/memory.h"
#include "media/wav.h"
#include "timeline/timeline.h"

/* What a file says about itself, the same things in the two ways that files know: who made what,
 * and where its parts begin. No dates, no versions, no paths: the same session gives the same
 * bytes. */
typedef struct {
    il_arena arena;
    const char **comments; // Vorbis comments, "KEY=value": tags, then chapters
    int comment_count;
    il_wav_tag *tags;
    int tag_count;
    il_wav_mark *marks;
    int mark_count;
} il_labels;

/* Fill `labels` (zeroed) from the session and its parts. False, with `err`, when memory lacks;
 * finish it either way. Borrows the session's strings. */
bool il_labels_init(il_labels *labels, const il_timeline *timeline, il_error *err);
void il_labels_finish(il_labels *labels);

/* The serial number of an Ogg stream (0 to 2^31 - 1) from all that a timeline says sounds, and from
 * its labels, so that equal exports are equal and different ones can be told apart, and chained. */
int il_labels_serial(const il_labels *labels, const il_timeline *timeline);

#endif
