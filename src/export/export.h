#ifndef IL_EXPORT_EXPORT_H
#define IL_EXPORT_EXPORT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/frames.h"
#include "timeline/timeline.h"

/* A timeline as a file that plays anywhere: what the listener would hear, run through the same
 * engine and the same sum, with tags and chapters; beside it, when wanted, its captions. */

typedef struct {
    const char *path;     // .wav (16 bit) or .ogg (Vorbis q5), in letters of either case
    const char *captions; // .vtt or .srt; NULL for none
    bool float_samples;   // 32 bit float instead of 16 bit: .wav only

    /* Called on the calling thread for every second of sound, so some hundred times a second:
     * whoever draws it does so as often as a person can read. False cancels, which is how a signal
     * ends an export without leaving anything behind. NULL for none. */
    bool (*progress)(void *context, il_frames done, il_frames total);
    void *context;
} il_export_request;

/* Whether `request` can be met by its endings and options; else a fault of the usage that names
 * what exists. Touches no file, so that it can be asked before a session is read. */
bool il_export_check(const il_export_request *request, il_error *err);

/* What a finished export would like to have said: recordings that are missing or damaged, each
 * once, lines without one as a count. Zeroed by the caller; release it with
 * il_export_report_finish. */
typedef struct {
    il_error *warnings; // owned; each with its place, as il_error is printed. Borrows the
                        // timeline's names
    int count, room;
} il_export_report;

/* Write `timeline` to request->path, its captions to request->captions.
 *
 * Both appear whole, replacing what was there, or, when it fails, neither does and what was there
 * stays as it was: wrong usage (il_export_check), a folder that is not there, no permission, a full
 * disk, no memory, cancelled (the last five faults of the machine). Recordings that cannot be heard
 * are silent there and named in `report` (may be NULL). The same timeline gives the same bytes.
 *
 * The caller's thread renders, one other encodes and is gone on return; memory does not grow with
 * the length. */
bool il_export(const il_timeline *timeline, const il_export_request *request,
               il_export_report *report, il_error *err);

void il_export_report_finish(il_export_report *report);

#endif
