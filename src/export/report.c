#include "export/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/translate.h"

/* The next warning, empty, to be filled by il_fail as errors are. */
static il_error *next(il_export_report *report, il_error *err)
{
    void *items = report->warnings;
    il_error *warning =
        il_grow(&items, &report->count, &report->room, sizeof *report->warnings, err);
    report->warnings = items;
    return warning;
}

static int by_words(const void *a, const void *b)
{
    const il_line *const *left = a, *const *right = b;
    return strcmp((*left)->text, (*right)->text);
}

/* How many different lines of `count` there are: the same words are one recording. Sorts them. */
static int distinct(const il_line **lines, int count)
{
    int kinds = 0;
    qsort(lines, (size_t)count, sizeof *lines, by_words);
    for (int i = 0; i < count; i++) {
        kinds += i == 0 || by_words(&lines[i - 1], &lines[i]) != 0;
    }
    return kinds;
}

static bool missing_lines(il_export_report *report, const il_cue *cues, int count, il_error *err)
{
    const il_line **lines = il_alloc((size_t)count, sizeof *lines, err);
    const il_line *first = NULL;
    int found = 0;
    for (int i = 0; i < count && lines; i++) {
        if (cues[i].kind == IL_CUE_SAY && !cues[i].say.clip.folder) {
            first = first ? first : cues[i].say.line;
            lines[found++] = cues[i].say.line;
        }
    }
    bool good = lines != NULL;
    if (found > 0) {
        const int kinds = distinct(lines, found);
        il_error *warning = next(report, err);
        good = warning != NULL;
        il_fail(warning, first->at,
                kinds == 1 ? _("%d line has no recording and is silent here")
                           : _("%d lines have no recording and are silent here, from this one on"),
                kinds);
    }
    il_free(lines);
    return good;
}

/* The name of a bell or bed that has no recording, or NULL. */
static const char *missing_sound(const il_cue *cue)
{
    if (cue->kind == IL_CUE_BELL) {
        return cue->bell.clip.folder ? NULL : cue->bell.name;
    }
    return cue->kind == IL_CUE_BED && !cue->bed.clip.folder ? cue->bed.name : NULL;
}

static bool named_before(const il_cue *cues, int index, const char *name)
{
    for (int i = 0; i < index; i++) {
        const char *before = cues[i].kind == cues[index].kind ? missing_sound(&cues[i]) : NULL;
        if (before && strcmp(before, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool missing_sounds(il_export_report *report, const il_cue *cues, int count, il_error *err)
{
    for (int i = 0; i < count; i++) {
        const char *name = missing_sound(&cues[i]);
        if (!name || named_before(cues, i, name)) {
            continue;
        }
        il_error *warning = next(report, err);
        if (!warning) {
            return false;
        }
        il_fail(warning, cues[i].place, _("the %s %s has no recording and is silent here"),
                cues[i].kind == IL_CUE_BELL ? _("bell") : _("bed"), name);
    }
    return true;
}

bool il_export_report_missing(il_export_report *report, const il_timeline *timeline, il_error *err)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    return !report ||
           (missing_lines(report, cues, count, err) && missing_sounds(report, cues, count, err));
}

bool il_export_report_troubles(il_export_report *report, const il_engine *engine, il_error *err)
{
    int count = 0;
    const il_engine_trouble *troubles = il_engine_troubles(engine, &count);
    for (int i = 0; i < count && report; i++) {
        il_error *warning = next(report, err);
        if (!warning) {
            return false;
        }
        il_fail(warning, il_nowhere(), "%s", troubles[i].message);
    }
    return true;
}

void il_export_report_finish(il_export_report *report)
{
    il_free(report->warnings);
    *report = (il_export_report){0};
}
