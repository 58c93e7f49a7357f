#include <stdio.h>
#include <string.h>

#include "session/guide.h"
#include "timeline/check.h"

/* The editor's warnings that need times, judged at the natural length: is choice offered early, is
 * a long silence said, is there time to come back, is a pace explained when it begins, are there
 * too many words. */

typedef struct {
    const il_session *session;
    const il_cue *cues;
    int count;
    il_frames end; // of the last step
    il_problems *problems;
} judging;

static void warn(const judging *in, il_place at, const char *message, const char *expected)
{
    il_problem problem = {.at = at, .severity = IL_WARNING};
    snprintf(problem.message, sizeof problem.message, "%s", message);
    snprintf(problem.expected, sizeof problem.expected, "%s", expected);
    il_problems_add(in->problems, &problem);
}

/* The first line with `mark` from cue `from` on, or NULL. */
static const il_cue *marked(const judging *in, il_mark mark, int from)
{
    for (int i = from; i < in->count; i++) {
        if (in->cues[i].kind == IL_CUE_SAY && in->cues[i].say.line->marks & mark) {
            return &in->cues[i];
        }
    }
    return NULL;
}

static void check_choice(const judging *in)
{
    const il_cue *cue = marked(in, IL_MARK_CHOICE, 0);
    if (!cue) {
        warn(in, in->session->title_at, "nobody is told that eyes and posture are theirs to choose",
             "such a line near the beginning, with as: choice");
    } else if (cue->at > il_guide_choice_by) {
        warn(in, cue->place, "the line that offers a choice comes late", "it in the first 30s");
    }
}

static void check_stop(const judging *in)
{
    if (!marked(in, IL_MARK_STOP, 0)) {
        warn(in, in->session->title_at, "nobody is told that they may stop",
             "such a line near the beginning, with as: stop");
    }
}

/* A session that ends in sleep has no way back. */
static void check_closing(const judging *in)
{
    if (in->session->ending == IL_ENDING_SLEEP) {
        return;
    }
    const il_cue *cue = marked(in, IL_MARK_CLOSING, 0);
    if (!cue) {
        warn(in, in->session->title_at, "no line is marked as the beginning of the close",
             "as: closing beside it");
    } else if (in->end - cue->at < il_guide_closing_least) {
        warn(in, cue->place, "the close is hurried", "25s at least from this line to the end");
    }
}

/* Words of nobody: a pause, a breath that nobody paces. A card stays open to be read. */
static bool is_silence(const il_cue *cue)
{
    return cue->kind == IL_CUE_PAUSE || (cue->kind == IL_CUE_BREATH && !cue->breath.paced);
}

static void check_silences(const judging *in)
{
    bool announced = false;
    for (int i = 0; i < in->count; i++) {
        const il_cue *cue = &in->cues[i];
        if (cue->kind == IL_CUE_SAY) {
            announced = cue->say.line->marks & IL_MARK_ANNOUNCE;
        } else if (is_silence(cue) && cue->frames > il_guide_silence_free && !announced) {
            warn(in, cue->place, "a silence of more than 45s that nobody was told of",
                 "a line before it that says so, with as: announce");
        }
    }
}

static void check_safety(const judging *in)
{
    const il_cue *breath = NULL;
    for (int i = 0; i < in->count && !breath; i++) {
        const il_cue *cue = &in->cues[i];
        breath = cue->kind == IL_CUE_BREATH && cue->breath.paced ? cue : NULL;
    }
    if (!breath) {
        return;
    }
    for (const il_cue *cue = marked(in, IL_MARK_SAFETY, 0); cue;
         cue = marked(in, IL_MARK_SAFETY, (int)(cue - in->cues) + 1)) {
        if (cue->at - breath->at <= il_guide_safety_within &&
            breath->at - cue->at - cue->frames <= il_guide_safety_within) {
            return;
        }
    }
    warn(in, breath->place, "nobody is told to breathe small and soft, and to stop when dizzy",
         "such a line within 20s of this, with as: safety");
}

static int words_of(const char *text)
{
    int words = 0;
    for (const char *c = text; *c; c++) {
        words += *c != ' ' && (c == text || c[-1] == ' ');
    }
    return words;
}

static void check_word_count(const judging *in)
{
    const int most = il_guide_words_most(in->session->length);
    int words = 0;
    for (int i = 0; i < in->count; i++) {
        words += in->cues[i].kind == IL_CUE_SAY ? words_of(in->cues[i].say.line->text) : 0;
    }
    if (most > 0 && words > most && strncmp(in->session->language, "en", 2) == 0) {
        char message[200], expected[120];
        snprintf(message, sizeof message, "%d words leave little silence in this length", words);
        snprintf(expected, sizeof expected, "%d words at most", most);
        warn(in, in->session->length_at, message, expected);
    }
}

void il_timeline_check_guide(const il_timeline *timeline, il_problems *problems)
{
    judging in = {.session = il_timeline_session(timeline), .problems = problems};
    in.cues = il_timeline_cues(timeline, &in.count);
    for (int i = 0; i < in.count; i++) {
        const il_frames end = in.cues[i].at + in.cues[i].frames;
        in.end = in.cues[i].kind != IL_CUE_BELL && end > in.end ? end : in.end;
    }
    check_choice(&in);
    check_stop(&in);
    check_closing(&in);
    check_silences(&in);
    check_safety(&in);
    check_word_count(&in);
}
