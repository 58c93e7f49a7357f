#ifndef IL_TIMELINE_PLAN_H
#define IL_TIMELINE_PLAN_H

#include "base/text.h"
#include "timeline/timeline.h"

/* A timeline as people and tools read it. Both end with a line end; the same timeline gives the same
 * bytes. Lack of memory shows in out->failed. */

/* Time, length, what: a line a cue. */
void il_plan_text(const il_timeline *timeline, const il_range *range, il_buffer *out);

/* `{format: 1, title, file, rate, length_frames, ..., cues}`: the seam for tests and tools. */
void il_plan_json(const il_timeline *timeline, const il_range *range, il_buffer *out);

/* The words to read aloud, with the silences in seconds, nothing else. */
void il_plan_script(const il_timeline *timeline, il_buffer *out);

/* Captions as files: WebVTT and SubRip. */
void il_captions_vtt(const il_timeline *timeline, il_buffer *out);
void il_captions_srt(const il_timeline *timeline, il_buffer *out);

#endif
