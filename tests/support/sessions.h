#ifndef SUPPORT_SESSIONS_H
#define SUPPORT_SESSIONS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "session/read.h"
#include "timeline/timeline.h"

/* Sessions from text, and recordings of known lengths, for tests of the timeline. */

/* A line's recording: 50 ms a byte and a little that no round number divides, so that lengths are
 * as crooked as those of speech. Lines that begin with "Unrecorded" have none. */
static inline bool sessions_line(void *context, const il_session *session, const il_line *line,
                                 il_clip *clip)
{
    (void)context;
    (void)session;
    const il_frames size = (il_frames)strlen(line->text);
    *clip = (il_clip){.frames = size * 2400 + size % 7 * 13 + 1, .folder = ".", .name = "line"};
    return strncmp(line->text, "Unrecorded", 10) != 0;
}

/* Every bell rings for 14.5 s, but `close`: 33 s. */
static inline bool sessions_bell(void *context, const il_session *session, const char *name,
                                 il_clip *clip)
{
    (void)context;
    (void)session;
    const il_frames frames = strcmp(name, "close") == 0 ? 33 * IL_RATE_HZ : 29 * IL_RATE_HZ / 2;
    *clip = (il_clip){.frames = frames, .folder = ".", .name = "bell"};
    return true;
}

static inline bool sessions_bed(void *context, const il_session *session, const char *name,
                                il_clip *clip)
{
    (void)context;
    (void)session;
    (void)name;
    *clip = (il_clip){.frames = 240 * (il_frames)IL_RATE_HZ, .folder = ".", .name = "bed"};
    return true;
}

static const il_clips sessions_clips = {
    .line = sessions_line, .bell = sessions_bell, .bed = sessions_bed};

/* The session that `text` is; every problem that is an error fails the test, printed. */
static inline il_session *sessions_read(const char *text)
{
    il_problems problems = {0};
    il_error err = {0};
    il_session *session =
        il_session_read_bytes("test.yaml", text, strlen(text), NULL, &problems, &err);
    for (int i = 0; i < problems.count && !session; i++) {
        print_error("%d:%d: %s\n", problems.items[i].at.line, problems.items[i].at.column,
                    problems.items[i].message);
    }
    il_problems_finish(&problems);
    assert_non_null(session);
    return session;
}

/* The session that ships under `name`, or any other file of the tree. */
static inline il_session *sessions_open(const char *file)
{
    il_problems problems = {0};
    il_error err = {0};
    il_session *session = il_session_read(file, NULL, &problems, &err);
    il_problems_finish(&problems);
    assert_non_null(session);
    return session;
}

/* Laid out at `length` (0: natural), or NULL. */
static inline il_timeline *sessions_lay(const il_session *session, il_frames length)
{
    const il_timeline_request request = {.clips = &sessions_clips, .length = length};
    il_error err = {0};
    il_timeline *timeline = il_timeline_compile(session, &request, &err);
    assert_int_equal(timeline == NULL, err.message[0] != '\0');
    return timeline;
}

static inline il_range sessions_range(const il_session *session)
{
    const il_timeline_request request = {.clips = &sessions_clips};
    il_range range = {0};
    il_error err = {0};
    assert_true(il_timeline_range(session, &request, &range, NULL, 0, NULL, &err));
    return range;
}

#endif
