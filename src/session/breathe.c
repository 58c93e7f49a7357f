#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

/* Paced breathing: a pattern, for how long, and what goes with it. */

/* ---- the pattern ---- */

static const char *const phase_names[] = {"in", "top-up", "hold", "out", "rest"};
enum { PHASES = sizeof phase_names / sizeof *phase_names, IN = 0, OUT = 3 };

static const il_frames breath_least = IL_RATE_HZ / 2; // of in and out, in a written pattern

static bool read_phase(il_reader *in, const il_node *value, bool least, il_frames *frames)
{
    if (!il_read_duration(in, value, frames)) {
        return false;
    }
    return !least || *frames >= breath_least ||
           il_report(in->problems, value->at, "0.5s at least",
                     il_show(value->text, value->size).text, "nobody breathes that fast");
}

static bool read_written_pattern(il_reader *in, const il_node *map, il_breath_cycle *cycle)
{
    il_frames *frames[PHASES] = {&cycle->in, &cycle->top_up, &cycle->hold, &cycle->out,
                                 &cycle->rest};
    const il_node *keys[PHASES] = {0};
    const unsigned meant = il_read_keys(in, map, "a breath", phase_names, PHASES, keys);
    bool read = true;
    for (int i = 0; i < PHASES; i++) {
        const bool required = i == IN || i == OUT;
        if (keys[i]) {
            read = read_phase(in, keys[i]->value, required, frames[i]) && read;
        } else if (required) {
            read = map->cut || (meant & (1U << i)) ||
                   il_report(in->problems, map->at, "in and out, as in {in: 4s, out: 6s}", NULL,
                             "this breath has no \"%s\"", phase_names[i]);
        }
    }
    return read && cycle->in > 0 && cycle->out > 0;
}

static bool read_named_pattern(il_reader *in, const il_node *node, const il_breath_pattern **found)
{
    enum { NAMES_MAX = 16 };
    const char *names[NAMES_MAX];
    int count = 0, index = 0;
    const il_breath_pattern *patterns = il_breath_patterns(&count);
    for (int i = 0; i < count && i < NAMES_MAX; i++) {
        names[i] = patterns[i].name;
    }
    if (!il_read_name(in, node, "a pattern of breath", names, count, &index)) {
        return false;
    }
    *found = &patterns[index];
    return true;
}

/* ---- how long ---- */

/* What a named pattern lasts when nothing else is said: the practice guide's figure. */
static void standard_length(const il_breath_pattern *named, il_breathe *breathe)
{
    if (!named->paced) {
        breathe->time = (il_elastic){.min = 60 * IL_RATE_HZ, .max = 300 * IL_RATE_HZ};
        breathe->time.natural = il_geometric_mean(breathe->time.min, breathe->time.max);
    } else if (named->cycles) {
        breathe->by_cycles = true;
        breathe->cycles = (il_count_range){named->cycles, named->cycles, named->cycles};
    } else {
        breathe->time = (il_elastic){named->time, named->time, named->time};
        breathe->time_exact = true;
    }
}

/* Whether a run of some number of breaths lasts as long as the range asks. */
static void check_run_fits(il_reader *in, const il_node *value, const il_breathe *breathe)
{
    il_breath_run run = {.cycle = breathe->cycle, .ramp = breathe->ramp};
    int low = 1, high = IL_BREATHS_MAX; // the fewest breaths that last at least the minimum
    while (low < high) {
        run.count = low + (high - low) / 2;
        if (il_breath_run_lay(&run, NULL) < breathe->time.min) {
            low = run.count + 1;
        } else {
            high = run.count;
        }
    }
    run.count = low;
    const il_frames length = il_breath_run_lay(&run, NULL);
    if (length >= breathe->time.min && length <= breathe->time.max) {
        return;
    }
    char cycle[32], near[32];
    il_text_from_duration(cycle, sizeof cycle, il_breath_length(&breathe->cycle), 48, 0);
    il_text_from_duration(near, sizeof near, length, 48, 0);
    if (length < breathe->time.min) {
        il_report(in->problems, value->at, NULL, il_show(value->text, value->size).text,
                  "%d breaths of %s, the most that there can be, last %s", low, cycle, near);
        return;
    }
    char expected[120];
    snprintf(expected, sizeof expected, "a range with %s in it, which is %d breath%s", near, low,
             low == 1 ? "" : "s");
    il_report(in->problems, value->at, expected, il_show(value->text, value->size).text,
              "no whole number of breaths of %s lasts that long", cycle);
}

/* Of `for` and `cycles`, the key that comes second. */
static il_place second_key(const il_written *written)
{
    const il_place a = written->keys[IL_KEY_FOR]->at, b = written->keys[IL_KEY_CYCLES]->at;
    return a.line > b.line || (a.line == b.line && a.column > b.column) ? a : b;
}

/* Whether `for` or `cycles` could be read, or neither needs to stand. */
static bool read_length(il_reader *in, const il_written *written, const il_breath_pattern *named,
                        il_breathe *breathe)
{
    const il_node *time = il_written_value(written, IL_KEY_FOR);
    const il_node *cycles = il_written_value(written, IL_KEY_CYCLES);
    if (time && cycles && breathe->paced) {
        il_report(in->problems, second_key(written), "one of the two", NULL,
                  "for and cycles both say how long");
    }
    if (time) {
        breathe->length_at = time->at;
        const bool read = il_read_span(in, time, !breathe->paced, &breathe->time);
        breathe->time_exact = read && !strstr(time->text, "..");
        return read;
    }
    if (cycles && breathe->paced) {
        breathe->length_at = cycles->at;
        breathe->by_cycles = true;
        return il_read_count(in, cycles, IL_BREATHS_MAX, true, &breathe->cycles);
    }
    if (named) {
        standard_length(named, breathe);
    } else if (il_written_lacks(written, IL_KEY_FOR) && il_written_lacks(written, IL_KEY_CYCLES)) {
        il_report(in->problems, written->node->at, "for: 1m..3m or cycles: 6..20", NULL,
                  "a breath of your own needs its length");
    }
    return named != NULL;
}

/* ---- the step ---- */

/* What goes with a pace alone. */
static void refuse_unpaced(il_reader *in, const il_written *written)
{
    static const il_step_key refused[] = {IL_KEY_CYCLES, IL_KEY_RAMP, IL_KEY_CUE, IL_KEY_DURING};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const il_node *key = written->keys[refused[i]];
        if (key) {
            il_report(in->problems, key->at, "for alone", NULL,
                      "as-it-is has no pace, so it does not take %s", key->text);
        }
    }
}

static void read_manner(il_reader *in, const il_written *written, il_breathe *breathe)
{
    static const char *const switches[] = {"on", "off"};
    const il_node *ramp = il_written_value(written, IL_KEY_RAMP);
    const il_node *cue = il_written_value(written, IL_KEY_CUE);
    const il_node *during = il_written_value(written, IL_KEY_DURING);
    const char *cues[IL_BREATH_CUE_NONE + 1];
    int index = 0;
    for (int i = 0; i <= IL_BREATH_CUE_NONE; i++) {
        cues[i] = il_breath_cue_name((il_breath_cue)i);
    }
    if (ramp && il_read_name(in, ramp, "a setting of the ramp", switches, 2, &index)) {
        breathe->ramp = index == 0;
    }
    if (cue && il_read_name(in, cue, "a cue", cues, IL_BREATH_CUE_NONE + 1, &index)) {
        breathe->cue = (il_breath_cue)index;
    }
    if (during) {
        il_read_lines(in, during, &breathe->during, &breathe->during_count);
    }
}

void il_read_breathe(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *value = il_written_value(written, IL_STEP_BREATHE);
    const il_breath_pattern *named = NULL;
    il_breathe *breathe = &step->breathe;
    *breathe = (il_breathe){.paced = true, .ramp = true, .length_at = step->at};
    const bool own = value->kind == IL_NODE_MAP;
    const bool known = own ? read_written_pattern(in, value, &breathe->cycle)
                           : read_named_pattern(in, value, &named);
    if (named) {
        breathe->pattern = named->name;
        breathe->cycle = named->cycle;
        breathe->paced = named->paced;
    }
    if (breathe->paced) {
        read_manner(in, written, breathe);
    } else {
        refuse_unpaced(in, written);
        breathe->ramp = false;
        breathe->cue = IL_BREATH_CUE_NONE;
    }
    if (!known && !own) {
        return; // which keys say how long depends on the pattern
    }
    const bool timed = read_length(in, written, named, breathe);
    const il_node *time = il_written_value(written, IL_KEY_FOR);
    if (known && timed && time && breathe->paced && !breathe->time_exact) {
        check_run_fits(in, time, breathe);
    }
}
