#ifndef IL_TESTS_STAGING_H
#define IL_TESTS_STAGING_H

/* A timeline from the text of a session, for tests of what is seen. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scene/scene.h"
#include "session/read.h"

typedef struct {
    il_session *session;
    il_timeline *timeline;
} staging;

static const il_clips staging_no_clips;

static inline staging stage(const char *steps, const char *head)
{
    char text[8192];
    snprintf(text, sizeof text, "interlude: 1\ntitle: A Test\nkind: breathing\n%s\nsteps:\n%s",
             head, steps);
    il_problems problems = {0};
    il_error err = {0};
    staging set = {0};
    set.session = il_session_read_bytes("test.yaml", text, strlen(text), NULL, &problems, &err);
    if (!set.session || problems.errors > 0) {
        il_problems_print(&problems, stderr);
        abort();
    }
    il_problems_finish(&problems);
    const il_timeline_request request = {.clips = &staging_no_clips};
    set.timeline = il_timeline_compile(set.session, &request, &err);
    if (!set.timeline) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    return set;
}

static inline void strike(staging *set)
{
    il_timeline_destroy(set->timeline);
    il_session_destroy(set->session);
    *set = (staging){0};
}

static inline il_scene scene_at(const staging *set, il_frames at)
{
    il_scene scene;
    il_scene_at(set->timeline, at, &scene);
    return scene;
}

/* The `nth` cue (from 0) of a kind. */
static inline const il_cue *cue_of(const staging *set, il_cue_kind kind, int nth)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(set->timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == kind && nth-- == 0) {
            return &cues[i];
        }
    }
    abort();
}

#endif
