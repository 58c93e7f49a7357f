#include <stdio.h>
#include <string.h>

#include "session/reader.h"

static const il_frames phase_least = IL_RATE_HZ * 3 / 2, hold_most = 8 * IL_RATE_HZ,
                       rest_quiet = 2 * IL_RATE_HZ; // a longer rest is a hold to the breather

static bool has_caution(const il_session *session, il_caution_kind kind)
{
    for (int i = 0; i < session->caution_count; i++) {
        if (session->cautions[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void check_written_breath(il_reader *in, const il_step *step)
{
    const il_breathe *breathe = &step->breathe;
    const il_breath_cycle *cycle = &breathe->cycle;
    const double rate = 60.0 * IL_RATE_HZ / (double)il_breath_length(cycle);
    if (cycle->in < phase_least || cycle->out < phase_least) {
        il_read_warning(in, step->at, "a breath in or out under 1.5s is hurried", "1.5s or more",
                        NULL);
    }
    if (cycle->hold > hold_most || cycle->rest > hold_most) {
        il_read_warning(in, step->at, "a breath held for more than 8s is unsafe for some",
                        "8s at most", NULL);
    }
    if (rate < 4.0 || rate > 15.0) {
        il_read_warning(in, step->at, "the pace lies outside of 4 to 15 breaths a minute",
                        "a whole breath of 4s to 15s", NULL);
    }
}

static void check_breathe(il_reader *in, const il_step *step)
{
    const il_breathe *breathe = &step->breathe;
    if (!breathe->paced) {
        return;
    }
    if (!breathe->pattern) {
        check_written_breath(in, step);
    }
    const bool holds = breathe->cycle.hold > 0 || breathe->cycle.rest > rest_quiet;
    if (holds && !has_caution(in->session, IL_CAUTION_HOLDS)) {
        il_read_warning(in, step->at, "the breath is held, and the head does not say so",
                        "caution: holds", NULL);
    }
}

static void check_steps(il_reader *in, const il_steps *steps)
{
    for (int i = 0; i < steps->count; i++) {
        if (steps->items[i].kind == IL_STEP_BREATHE) {
            check_breathe(in, &steps->items[i]);
        } else if (steps->items[i].kind == IL_STEP_REPEAT) {
            check_steps(in, &steps->items[i].repeat.steps);
        }
    }
}

/* Whether words end the steps, or a bell does; neither where there are none. */
static int last_sound(const il_steps *steps)
{
    for (int i = steps->count - 1; i >= 0; i--) {
        const il_step *step = &steps->items[i];
        if (step->kind == IL_STEP_BELL) {
            return IL_STEP_BELL;
        }
        if (step->kind == IL_STEP_SAY || step->kind == IL_STEP_CARD ||
            step->kind == IL_STEP_TENSE || step->kind == IL_STEP_RELEASE ||
            (step->kind == IL_STEP_BREATHE && step->breathe.during_count > 0)) {
            return IL_STEP_SAY;
        }
        const int inner =
            step->kind == IL_STEP_REPEAT ? last_sound(&step->repeat.steps) : IL_STEP_KINDS;
        if (inner != IL_STEP_KINDS) {
            return inner;
        }
    }
    return IL_STEP_KINDS;
}

static void check_last_bell(il_reader *in)
{
    const il_session *session = in->session;
    if (session->ending != IL_ENDING_BELL) {
        return;
    }
    int last = IL_STEP_KINDS;
    const il_section *section = NULL;
    for (int i = session->section_count - 1; i >= 0 && last == IL_STEP_KINDS; i--) {
        section = &session->sections[i];
        last = last_sound(&section->steps);
    }
    if (last != IL_STEP_BELL && section) {
        const il_section *end = &session->sections[session->section_count - 1];
        const il_place at = end->steps.count ? end->steps.items[end->steps.count - 1].at : end->at;
        il_read_warning(in, at, "no bell rings after the last words",
                        "bell: close at the end, or ending: quiet in the head", NULL);
    }
}

static void check_choices(il_reader *in)
{
    const il_session *session = in->session;
    for (int i = 0; i < session->choice_count; i++) {
        bool named = false;
        for (int k = 0; k < session->section_count; k++) {
            for (int w = 0; w < session->sections[k].when_count; w++) {
                named = named || session->sections[k].when[w].choice == i;
            }
        }
        if (!named) {
            il_read_warning(in, session->choices[i].at, "no part depends on this choice",
                            "a section with when", NULL);
        }
    }
}

void il_lint(il_reader *in)
{
    const il_session *session = in->session;
    for (int i = 0; i < session->section_count; i++) {
        const il_section *section = &session->sections[i];
        if (section->name && section->steps.count == 0) {
            il_read_warning(in, section->at, "a part without steps", NULL, NULL);
        }
        check_steps(in, &section->steps);
    }
    check_choices(in);
    check_last_bell(in);
}
