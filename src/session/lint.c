#include "base/text.h"
#include "session/reader.h"

/* Warnings, as a careful editor gives them, for what no times are needed to see.
 *
 * Judged when there is no error: an unfinished session would be warned of what it still lacks. Each
 * rule is a function of `rules`, at the end; checks of marks, words and sentences join them there.
 */

static const il_frames phase_least = IL_RATE_HZ * 3 / 2; // of in and out
static const il_frames hold_most = 8 * IL_RATE_HZ;
static const il_frames rest_free = 2 * IL_RATE_HZ; // a longer rest is felt as a hold
static const double rate_least = 4.0, rate_most = 15.0;

/* ---- steps, repeated ones too ---- */

typedef void step_rule(il_reader *in, const il_step *step);

static void each_step(il_reader *in, const il_steps *steps, step_rule *rule)
{
    for (int i = 0; i < steps->count; i++) {
        rule(in, &steps->items[i]);
        if (steps->items[i].kind == IL_STEP_REPEAT) {
            each_step(in, &steps->items[i].repeat.steps, rule);
        }
    }
}

static void each_step_of_all(il_reader *in, step_rule *rule)
{
    for (int i = 0; i < in->session->section_count; i++) {
        each_step(in, &in->session->sections[i].steps, rule);
    }
}

/* ---- breaths ---- */

static void warn_of_breath(il_reader *in, const il_step *step)
{
    if (step->kind != IL_STEP_BREATHE || step->breathe.pattern) {
        return; // what is shipped is safe by the guide
    }
    const il_breath_cycle *cycle = &step->breathe.cycle;
    const double rate = 60.0 / il_seconds_from_frames(il_breath_length(cycle));
    if (cycle->in < phase_least || cycle->out < phase_least) {
        il_report_warning(in->problems, step->at, "1.5s at least, in and out",
                          "a breath this quick can make people dizzy");
    }
    if (cycle->hold > hold_most || cycle->rest > hold_most) {
        il_report_warning(in->problems, step->at, "8s at most",
                          "holding the breath this long is not safe for everyone");
    }
    if (rate < rate_least || rate > rate_most) {
        char length[32];
        il_text_from_duration(length, sizeof length, il_breath_length(cycle), 48, 0);
        il_report_warning(in->problems, step->at, "4s to 15s, which is 15 to 4 a minute",
                          "a breath of %s is too %s to be comfortable", length,
                          rate < rate_least ? "slow" : "quick");
    }
}

static void check_breaths(il_reader *in)
{
    each_step_of_all(in, warn_of_breath);
}

/* ---- holds and their caution ---- */

static const il_step *find_hold(const il_steps *steps)
{
    for (int i = 0; i < steps->count; i++) {
        const il_step *step = &steps->items[i];
        if (step->kind == IL_STEP_REPEAT) {
            const il_step *within = find_hold(&step->repeat.steps);
            if (within) {
                return within;
            }
        } else if (step->kind == IL_STEP_BREATHE &&
                   (step->breathe.cycle.hold > 0 || step->breathe.cycle.rest > rest_free)) {
            return step;
        }
    }
    return NULL;
}

static bool has_caution(const il_session *session, il_caution_kind kind)
{
    for (int i = 0; i < session->caution_count; i++) {
        if (session->cautions[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static const il_step *first_hold(const il_session *session)
{
    const il_step *step = NULL;
    for (int i = 0; i < session->section_count && !step; i++) {
        step = find_hold(&session->sections[i].steps);
    }
    return step;
}

/* Told once, at the first. */
static void check_holds(il_reader *in)
{
    const il_step *step = first_hold(in->session);
    if (step && !has_caution(in->session, IL_CAUTION_HOLDS)) {
        il_report_warning(in->problems, step->at, "caution: holds, in the head",
                          "the breath is held here, and nobody is told before");
    }
}

/* ---- other cautions ---- */

/* What a step wants to be told before; IL_CAUTION_SENTENCE for nothing. */
static il_caution_kind wanted_by(const il_step *step)
{
    switch (step->kind) {
    case IL_STEP_BREATHE:
        return step->breathe.paced ? IL_CAUTION_BREATH : IL_CAUTION_SENTENCE;
    case IL_STEP_TENSE:
        return IL_CAUTION_MUSCLES;
    case IL_STEP_RING:
        return IL_CAUTION_KINDNESS;
    default:
        return IL_CAUTION_SENTENCE;
    }
}

static const il_step *find_wanting(const il_steps *steps, il_caution_kind kind)
{
    for (int i = 0; i < steps->count; i++) {
        const il_step *step = &steps->items[i];
        const il_step *found = step->kind == IL_STEP_REPEAT
                                   ? find_wanting(&step->repeat.steps, kind)
                               : wanted_by(step) == kind ? step
                                                         : NULL;
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* Whether the line about holds is there, or its lack was told: it says more than that about breath.
 */
static bool wants_holds(const il_session *session)
{
    return has_caution(session, IL_CAUTION_HOLDS) || first_hold(session);
}

/* Each told once, at the first step that wants it. A sentence of the author's own may say anything.
 */
static void check_cautions(il_reader *in)
{
    static const struct {
        il_caution_kind kind;
        const char *expected, *message;
    } rows[] = {
        {IL_CAUTION_BREATH, "caution: breath, in the head",
         "breath is paced here, and nobody is told that they may leave the pace"},
        {IL_CAUTION_MUSCLES, "caution: muscles, in the head",
         "muscles are tightened here, and nobody is told to spare what is sore"},
        {IL_CAUTION_KINDNESS, "caution: kindness, in the head",
         "kind wishes can bring sadness first, and nobody is told"},
    };
    const il_session *session = in->session;
    const bool spoken = has_caution(session, IL_CAUTION_SENTENCE);
    for (size_t row = 0; row < sizeof rows / sizeof *rows && !spoken; row++) {
        const bool told = has_caution(session, rows[row].kind) ||
                          (rows[row].kind == IL_CAUTION_BREATH && wants_holds(session));
        const il_step *step = NULL;
        for (int i = 0; i < session->section_count && !step && !told; i++) {
            step = find_wanting(&session->sections[i].steps, rows[row].kind);
        }
        if (step) {
            il_report_warning(in->problems, step->at, rows[row].expected, "%s", rows[row].message);
        }
    }
}

/* ---- parts and choices ---- */

static void check_parts(il_reader *in)
{
    for (int i = 0; i < in->session->section_count; i++) {
        const il_section *section = &in->session->sections[i];
        if (section->name && section->steps.count == 0) {
            il_report_warning(in->problems, section->at, NULL, "this part has no steps");
        }
    }
}

static void check_choices(il_reader *in)
{
    const il_session *session = in->session;
    unsigned named = 0;
    for (int i = 0; i < session->section_count; i++) {
        for (int k = 0; k < session->sections[i].when_count; k++) {
            named |= 1U << session->sections[i].when[k].choice;
        }
    }
    for (int i = 0; i < session->choice_count; i++) {
        if (!(named & (1U << i))) {
            il_report_warning(in->problems, session->choices[i].at, "when: beside a section",
                              "nothing depends on this choice");
        }
    }
}

/* ---- the last bell ---- */

typedef enum { LAST_NOTHING, LAST_WORDS, LAST_BELL } last_sound;

static bool speaks(const il_step *step)
{
    switch (step->kind) {
    case IL_STEP_SAY:
    case IL_STEP_CARD:
        return true;
    case IL_STEP_BREATHE:
        return step->breathe.during_count > 0;
    case IL_STEP_TENSE:
    case IL_STEP_RELEASE:
        return step->muscles.say.count > 0 || step->muscles.during ||
               step->muscles.release.count > 0;
    default:
        return false;
    }
}

/* Whether words or a bell are the last to be heard of `steps`. */
static last_sound last_of(const il_steps *steps)
{
    last_sound last = LAST_NOTHING;
    for (int i = steps->count - 1; i >= 0 && last == LAST_NOTHING; i--) {
        const il_step *step = &steps->items[i];
        if (step->kind == IL_STEP_REPEAT) {
            last = last_of(&step->repeat.steps);
        } else {
            last = step->kind == IL_STEP_BELL ? LAST_BELL : speaks(step) ? LAST_WORDS : last;
        }
    }
    return last;
}

static void check_last_bell(il_reader *in)
{
    const il_session *session = in->session;
    if (session->ending != IL_ENDING_BELL || session->section_count == 0) {
        return;
    }
    last_sound last = LAST_NOTHING;
    for (int i = session->section_count - 1; i >= 0 && last == LAST_NOTHING; i--) {
        last = last_of(&session->sections[i].steps);
    }
    if (last != LAST_BELL) {
        const il_section *end = &session->sections[session->section_count - 1];
        il_report_warning(
            in->problems, end->steps.count ? end->steps.items[end->steps.count - 1].at : end->at,
            "bell: close, or ending: quiet in the head", "no bell rings after the last words");
    }
}

static void (*const rules[])(il_reader *) = {
    check_breaths, check_holds,     check_cautions, check_parts,
    check_choices, check_last_bell, il_lint_words,
};

void il_lint(il_reader *in)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        rules[i](in);
    }
}
