#ifndef IL_TESTS_LENGTHS_H
#define IL_TESTS_LENGTHS_H

#include "fuzz.h"
#include "timeline/timeline.h"

/* Recordings without a library: lengths that follow from the names alone. Some lines have none. */
static inline bool il_fuzz_any(const char *name, il_frames least, il_clip *clip)
{
    uint32_t hash = 2166136261u;
    for (; *name; name++) {
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    }
    *clip =
        (il_clip){.frames = least + hash % (8 * IL_RATE_HZ), .folder = "audio", .name = "x.ogg"};
    return hash % 5 != 0;
}

static inline bool il_fuzz_line(void *context, const il_session *session, const il_line *line,
                                il_clip *clip)
{
    (void)context;
    (void)session;
    return il_fuzz_any(line->text, 1, clip);
}

static inline bool il_fuzz_sound(void *context, const il_session *session, const char *name,
                                 il_clip *clip)
{
    (void)context;
    (void)session;
    return il_fuzz_any(name, IL_RATE_HZ, clip);
}

static const il_clips il_fuzz_clips = {
    .line = il_fuzz_line, .bell = il_fuzz_sound, .bed = il_fuzz_sound};

/* What holds for the cues of every timeline: sorted by frame, then by order in the file, none of
 * them before the first frame or reaching beyond the last. */
static inline void il_fuzz_check_cues(const il_timeline *timeline)
{
    const il_frames length = il_timeline_length(timeline);
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_fuzz_check(length >= 0 && count >= 0);
    for (int i = 0; i < count; i++) {
        il_fuzz_check(cues[i].at >= 0 && cues[i].frames >= 0);
        il_fuzz_check(cues[i].at <= length && cues[i].frames <= length - cues[i].at);
        il_fuzz_check(i == 0 || cues[i].at > cues[i - 1].at ||
                      (cues[i].at == cues[i - 1].at && cues[i].order >= cues[i - 1].order));
    }
}

#endif
