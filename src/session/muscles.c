#include "session/reader.h"

/* Muscle groups, tensed and let go. */

static void read_group(il_reader *in, const il_node *node, il_muscles *muscles)
{
    int count = 0;
    il_group group = 0;
    const char *const *names = il_muscle_groups(&count);
    if (!il_read_name(in, node, "a muscle group", names, count, &group)) {
        return;
    }
    for (int i = 0; i < muscles->group_count; i++) {
        if (muscles->groups[i] == group) {
            il_report(in->problems, node->at, NULL, NULL, "%s stands in this list twice",
                      names[group]);
        }
    }
    muscles->groups[muscles->group_count++] = group;
}

static void read_groups(il_reader *in, const il_node *node, il_muscles *muscles)
{
    const bool list = node->kind == IL_NODE_LIST;
    if (list && node->count == 0) {
        if (!node->cut) {
            il_report(in->problems, node->at, "a muscle group such as jaw", NULL,
                      "this list is empty");
        }
        return;
    }
    int known = 0;
    il_muscle_groups(&known);
    if (list && node->count > known) { // also what keeps the search for doubles short
        il_report(in->problems, node->at, NULL, NULL, "there are but %d muscle groups", known);
        return;
    }
    muscles->groups = il_read_alloc(in, (size_t)(list ? node->count : 1), sizeof *muscles->groups);
    if (muscles->groups && !list) {
        read_group(in, node, muscles);
    }
    for (const il_node *item = list ? node->first : NULL; muscles->groups && item;
         item = item->next) {
        read_group(in, item, muscles);
    }
}

/* The words before the hold or behind it: a text, or a list of `say` and `pause` steps. */
static void read_words(il_reader *in, const il_node *node, il_steps *steps)
{
    if (node->kind == IL_NODE_LIST) {
        if (node->count == 0 && !node->cut) {
            il_report(in->problems, node->at, "words", NULL, "this list is empty");
        }
        il_read_steps(in, node->first, node->count, steps);
        for (int i = 0; i < steps->count; i++) {
            const il_step *step = &steps->items[i];
            if (step->kind != IL_STEP_SAY && step->kind != IL_STEP_PAUSE) {
                il_report(in->problems, step->at, "say or pause", NULL,
                          "%s does not belong among these words", il_step_kind_name(step->kind));
            }
        }
        return;
    }
    steps->items = il_count_step(in, node->at) ? il_read_alloc(in, 1, sizeof *steps->items) : NULL;
    if (!steps->items) {
        return;
    }
    *steps->items = (il_step){.kind = IL_STEP_SAY, .at = node->at, .order = in->order++};
    steps->count = il_read_line(in, node, &steps->items->say);
}

/* The hold has room for one line. */
static void read_during(il_reader *in, const il_node *node, il_muscles *muscles)
{
    int count = 0;
    il_read_lines(in, node, &muscles->during, &count);
    if (count > 1) {
        il_report(in->problems, node->at, "one line", NULL, "more words than a hold has room for");
    }
    muscles->during = count > 0 ? muscles->during : NULL;
}

void il_read_muscles(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *say = il_written_value(written, IL_STEP_SAY);
    const il_node *rest = il_written_value(written, IL_KEY_REST);
    const il_node *hold = il_written_value(written, IL_KEY_HOLD);
    const il_node *during = il_written_value(written, IL_KEY_DURING);
    const bool tense = written->kind == IL_STEP_TENSE;
    const il_node *release = tense ? il_written_value(written, IL_STEP_RELEASE) : NULL;
    il_muscles *muscles = &step->muscles;
    read_groups(in, il_written_value(written, (int)written->kind), muscles);
    muscles->rest = il_pause_named("release");
    muscles->hold = tense ? il_pause_named("tension") : (il_elastic){0};
    if (say) {
        read_words(in, say, &muscles->say);
    }
    if (hold && tense) {
        il_read_pause(in, hold, &muscles->hold, NULL);
    }
    if (during && tense) {
        read_during(in, during, muscles);
    }
    if (release) {
        read_words(in, release, &muscles->release);
    }
    if (rest) {
        il_read_pause(in, rest, &muscles->rest, NULL);
    }
}
