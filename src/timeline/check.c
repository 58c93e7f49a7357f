#include "timeline/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static const il_frames after_bell =
    6 * IL_RATE_HZ; // a word sooner than this is heard over the stroke

enum { HOLES_TOLD = 8 };

static void warn(il_problems *problems, il_severity severity, il_place at, const char *message,
                 const char *expected)
{
    il_problem problem = {.at = at, .severity = severity};
    snprintf(problem.message, sizeof problem.message, "%s", message);
    snprintf(problem.expected, sizeof problem.expected, "%s", expected ? expected : "");
    il_problems_add(problems, &problem);
}

static void check_natural(const il_session *session, const il_range *range, const il_hole *holes,
                          int count, il_problems *problems)
{
    char shortest[32], longest[32], message[200];
    bool reached = session->length >= range->shortest && session->length <= range->longest;
    for (int i = 0; i < count && i < HOLES_TOLD; i++) {
        reached = reached && (session->length <= holes[i].from || session->length >= holes[i].to);
    }
    if (!reached) {
        const il_frames up = (range->shortest + IL_RATE_HZ - 1) / IL_RATE_HZ * IL_RATE_HZ;
        const il_frames step = up <= range->longest ? IL_RATE_HZ : IL_RATE_HZ / 1000;
        il_text_from_duration(shortest, sizeof shortest, range->shortest, step, 1);
        il_text_from_duration(longest, sizeof longest, range->longest, step, -1);
        if (range->shortest == range->longest) {
            snprintf(message, sizeof message,
                     "the session cannot last as long as this: its only length is %s", longest);
        } else {
            snprintf(message, sizeof message,
                     "the session cannot last as long as this: it plays from %s to %s", shortest,
                     longest);
        }
        warn(problems, IL_ERROR, session->length_at, message, NULL);
    }
}

static void check_holes(const il_session *session, const il_hole *holes, int count,
                        il_problems *problems)
{
    for (int i = 0; i < count && i < HOLES_TOLD; i++) {
        char from[32], to[32], message[200];
        il_text_from_duration(from, sizeof from, holes[i].from, IL_RATE_HZ / 1000, -1);
        il_text_from_duration(to, sizeof to, holes[i].to, IL_RATE_HZ / 1000, 1);
        snprintf(message, sizeof message, "no length between %s and %s can be reached", from, to);
        warn(problems, IL_WARNING, session->length_at, message, "wider pauses close the gap");
    }
    if (count > HOLES_TOLD) {
        char message[200];
        snprintf(message, sizeof message,
                 "and %d more lengths between which nothing can be reached", count - HOLES_TOLD);
        warn(problems, IL_WARNING, session->length_at, message, NULL);
    }
}

static void check_dropped(const il_timeline *timeline, il_problems *problems)
{
    int count = 0;
    const il_section *const *dropped = il_timeline_dropped(timeline, &count);
    for (int i = 0; i < count; i++) {
        warn(problems, IL_WARNING, dropped[i]->at, "the natural length leaves this part out",
             "a longer length, or shorter pauses");
    }
}

static void check_bells(const il_timeline *timeline, il_problems *problems)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    const il_cue *bell = NULL;
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_BELL) {
            bell = &cues[i];
        } else if (cues[i].kind == IL_CUE_SAY && bell) {
            if (cues[i].at - bell->at < after_bell) {
                warn(problems, IL_WARNING, cues[i].place,
                     "these words begin less than 6s after a bell", "a pause of 6s or more before");
            }
            bell = NULL;
        }
    }
}

/* Where the run ends whose first breath is cue `i`; other cues may stand between its breaths. */
static il_frames run_end(const il_cue *cues, int count, int i)
{
    int left = cues[i].breath.count - 1;
    il_frames end = cues[i].at + cues[i].frames;
    for (int k = i + 1; k < count && left > 0; k++) {
        if (cues[k].kind == IL_CUE_BREATH && cues[k].order == cues[i].order) {
            end = cues[k].at + cues[k].frames;
            left--;
        }
    }
    return end;
}

/* Words spoken within a run or hold must end within it. */
static void check_during(const il_timeline *timeline, il_problems *problems)
{
    int count = 0, order = -1; // of the run or hold that is on
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames end = 0; // of it
    for (int i = 0; i < count; i++) {
        const il_cue *cue = &cues[i];
        if (cue->kind == IL_CUE_TENSE) {
            order = cue->order;
            end = cue->at + cue->frames;
        } else if (cue->kind == IL_CUE_RELEASE) {
            order = -1; // the words of a rest stand before it
        } else if (cue->kind == IL_CUE_BREATH && cue->breath.index == 0) {
            order = cue->order;
            end = run_end(cues, count, i);
        } else if (cue->kind == IL_CUE_SAY && cue->order == order && cue->at + cue->frames > end) {
            warn(problems, IL_ERROR, cue->place,
                 "these words do not fit into the time in which they are spoken",
                 "fewer words, or more time");
        }
    }
}

static int compare_words(const void *a, const void *b)
{
    const il_cue *const *x = a, *const *y = b;
    return strcmp((*x)->say.line->text, (*y)->say.line->text);
}

/* A line that several steps speak is missing once. */
static bool check_recordings(const il_timeline *timeline, il_problems *problems, il_error *err)
{
    int count = 0, said = 0, missing = 0, lines = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    const il_cue **says = il_alloc((size_t)count, sizeof *says, err);
    il_place first = {0};
    if (!says) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_SAY) {
            says[said++] = &cues[i];
            const bool lacks = !cues[i].say.clip.folder;
            first = lacks && first.line == 0 ? cues[i].place : first;
        }
    }
    qsort(says, (size_t)said, sizeof *says, compare_words);
    for (int i = 0; i < said; i++) {
        if (i == 0 || compare_words(&says[i - 1], &says[i]) != 0) {
            lines++;
            missing += !says[i]->say.clip.folder;
        }
    }
    il_free(says);
    if (missing > 0) {
        char message[200];
        snprintf(message, sizeof message, "%d of %d lines %s no recording and will be captions",
                 missing, lines, missing == 1 ? "has" : "have");
        warn(problems, IL_WARNING, first, message, NULL);
    }
    return true;
}

/* Whether words are spoken within a run or a hold somewhere. */
static bool speaks_within(const il_steps *steps)
{
    bool found = false;
    for (int i = 0; i < steps->count && !found; i++) {
        const il_step *step = &steps->items[i];
        found = (step->kind == IL_STEP_BREATHE && step->breathe.during_count > 0) ||
                (step->kind == IL_STEP_TENSE && step->muscles.during) ||
                (step->kind == IL_STEP_REPEAT && speaks_within(&step->repeat.steps));
    }
    return found;
}

static bool check_shortest(const il_session *session, const il_timeline_request *request,
                           il_frames shortest, il_problems *problems, il_error *err)
{
    il_timeline_request least = *request;
    least.length = shortest;
    il_timeline *timeline = il_timeline_compile(session, &least, err);
    if (timeline) {
        check_during(timeline, problems);
    }
    il_timeline_destroy(timeline);
    return timeline != NULL;
}

bool il_timeline_check(const il_session *session, const il_timeline_request *request,
                       il_problems *problems, il_error *err)
{
    il_range range = {0};
    il_hole holes[HOLES_TOLD] = {0};
    int count = 0;
    il_timeline_request natural = *request;
    natural.length = 0;
    if (!il_timeline_range(session, &natural, &range, holes, HOLES_TOLD, &count, err)) {
        return false;
    }
    check_natural(session, &range, holes, count, problems);
    check_holes(session, holes, count, problems);
    bool speaks = false;
    for (int i = 0; i < session->section_count; i++) {
        speaks = speaks || speaks_within(&session->sections[i].steps);
    }
    if (speaks && !check_shortest(session, &natural, range.shortest, problems, err)) {
        return false;
    }
    il_timeline *timeline = il_timeline_compile(session, &natural, err);
    if (!timeline) {
        return false;
    }
    check_dropped(timeline, problems);
    check_bells(timeline, problems);
    il_timeline_check_guide(timeline, problems);
    const bool good = check_recordings(timeline, problems, err);
    il_timeline_destroy(timeline);
    return good;
}
