#include "library/visit.h"

#include <stddef.h>

static bool visit_lines(const il_visitor *visitor, const il_line *lines, int count)
{
    bool good = true;
    for (int i = 0; i < count && good; i++) {
        good = visitor->on_line(visitor->context, &lines[i]);
    }
    return good;
}

/* Repeats nest two deep and muscles hold words only, so this does not run away. */
static bool visit_steps(const il_visitor *visitor, const il_steps *steps)
{
    bool good = true;
    for (int i = 0; i < steps->count && good; i++) {
        const il_step *step = &steps->items[i];
        switch (step->kind) {
        case IL_STEP_SAY:
            good = visit_lines(visitor, &step->say, 1);
            break;
        case IL_STEP_BREATHE:
            good = visit_lines(visitor, step->breathe.during, step->breathe.during_count);
            break;
        case IL_STEP_CARD:
            good = visit_lines(visitor, step->card.asks, step->card.ask_count);
            break;
        case IL_STEP_TENSE:
        case IL_STEP_RELEASE:
            good = visit_steps(visitor, &step->muscles.say) &&
                   visit_lines(visitor, step->muscles.during, step->muscles.during != NULL) &&
                   visit_steps(visitor, &step->muscles.release);
            break;
        case IL_STEP_REPEAT:
            good = visit_steps(visitor, &step->repeat.steps);
            break;
        case IL_STEP_BELL:
            good = visitor->on_bell(visitor->context, &step->bell);
            break;
        case IL_STEP_SOUND:
            good = visitor->on_sound(visitor->context, &step->sound);
            break;
        case IL_STEP_RING:
        case IL_STEP_VISUAL:
        case IL_STEP_PAUSE:
        case IL_STEP_SECTION:
        case IL_STEP_KINDS:
            break;
        }
    }
    return good;
}

bool il_visit(const il_session *session, const il_visitor *visitor)
{
    bool good = visitor->on_sound(visitor->context, &session->sound);
    for (int i = 0; i < session->section_count && good; i++) {
        good = visit_steps(visitor, &session->sections[i].steps);
    }
    return good;
}
