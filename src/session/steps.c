#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

/* Steps: which kind one is, which keys it takes, and who reads it. */

enum { REPEATS_MAX = 100, REPEATS_DEEP = 2 };

#define BIT(kind) (1U << (kind))

/* Every key of a step, in the order of il_step_key, with the kinds that take it. */
static const struct {
    const char *name;
    unsigned kinds;
} keys[IL_STEP_KEYS] = {
    [IL_STEP_TENSE] = {"tense", BIT(IL_STEP_TENSE)},
    [IL_STEP_BREATHE] = {"breathe", BIT(IL_STEP_BREATHE)},
    [IL_STEP_CARD] = {"card", BIT(IL_STEP_CARD)},
    [IL_STEP_REPEAT] = {"repeat", BIT(IL_STEP_REPEAT)},
    [IL_STEP_SECTION] = {"section", BIT(IL_STEP_SECTION)},
    [IL_STEP_RELEASE] = {"release", BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    [IL_STEP_RING] = {"ring", BIT(IL_STEP_RING)},
    [IL_STEP_BELL] = {"bell", BIT(IL_STEP_BELL)},
    [IL_STEP_SOUND] = {"sound", BIT(IL_STEP_SOUND)},
    [IL_STEP_VISUAL] = {"visual", BIT(IL_STEP_VISUAL)},
    [IL_STEP_PAUSE] = {"pause", BIT(IL_STEP_PAUSE)},
    [IL_STEP_SAY] = {"say", BIT(IL_STEP_SAY) | BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    [IL_KEY_AS] = {"as", BIT(IL_STEP_SAY)},
    [IL_KEY_CLIP] = {"clip", BIT(IL_STEP_SAY)},
    [IL_KEY_CAPTION] = {"caption", BIT(IL_STEP_SAY)},
    [IL_KEY_NATURAL] = {"natural", BIT(IL_STEP_PAUSE)},
    [IL_KEY_FOR] = {"for", BIT(IL_STEP_BREATHE) | BIT(IL_STEP_CARD)},
    [IL_KEY_CYCLES] = {"cycles", BIT(IL_STEP_BREATHE)},
    [IL_KEY_RAMP] = {"ramp", BIT(IL_STEP_BREATHE)},
    [IL_KEY_CUE] = {"cue", BIT(IL_STEP_BREATHE)},
    [IL_KEY_DURING] = {"during", BIT(IL_STEP_BREATHE) | BIT(IL_STEP_TENSE)},
    [IL_KEY_HOLD] = {"hold", BIT(IL_STEP_TENSE)},
    [IL_KEY_REST] = {"rest", BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    [IL_KEY_KEEP] = {"keep", BIT(IL_STEP_SECTION)},
    [IL_KEY_WHEN] = {"when", BIT(IL_STEP_SECTION)},
    [IL_KEY_STEPS] = {"steps", BIT(IL_STEP_REPEAT)},
    [IL_KEY_LEVEL] = {"level", BIT(IL_STEP_BELL) | BIT(IL_STEP_SOUND)},
    [IL_KEY_FADE] = {"fade", BIT(IL_STEP_SOUND)},
    [IL_KEY_ASK] = {"ask", BIT(IL_STEP_CARD)},
    [IL_KEY_SHOW] = {"show", BIT(IL_STEP_CARD)},
    [IL_KEY_OR] = {"or", BIT(IL_STEP_CARD)},
};

/* Each kind as an author would write one. */
static const char *const examples[IL_STEP_KINDS] = {
    [IL_STEP_TENSE] = "tense: stronger hand",
    [IL_STEP_BREATHE] = "breathe: steady",
    [IL_STEP_CARD] = "card: insight",
    [IL_STEP_REPEAT] = "repeat: 2..4",
    [IL_STEP_SECTION] = "section: Arrive",
    [IL_STEP_RELEASE] = "release: jaw",
    [IL_STEP_RING] = "ring: self",
    [IL_STEP_BELL] = "bell: soft",
    [IL_STEP_SOUND] = "sound: stream",
    [IL_STEP_VISUAL] = "visual: lotus",
    [IL_STEP_PAUSE] = "pause: 4s",
    [IL_STEP_SAY] = "say: and the words",
};

static int key_index(const il_node *key)
{
    for (int i = 0; i < IL_STEP_KEYS; i++) {
        if (keys[i].name[0] == key->text[0] && strcmp(keys[i].name, key->text) == 0) {
            return i;
        }
    }
    return -1;
}

const il_node *il_written_value(const il_written *written, int key)
{
    return written->keys[key] ? written->keys[key]->value : NULL;
}

bool il_written_lacks(const il_written *written, int key)
{
    return !written->keys[key] && !written->node->cut && !(written->meant & (1U << key));
}

/* The kinds of a set as words: "tense, release and say". */
static void name_kinds(unsigned kinds, char *out, size_t room)
{
    const int all = __builtin_popcount(kinds);
    int named = 0;
    size_t used = 0;
    out[0] = '\0';
    for (int kind = 0; kind < IL_STEP_KINDS; kind++) {
        if (kinds & BIT(kind)) {
            const char *join = named == 0 ? "" : named + 1 == all ? " and " : ", ";
            used += (size_t)snprintf(out + used, room - used, "%s%s", join, keys[kind].name);
            named++;
        }
    }
}

/* ---- keys that do not belong ---- */

/* The key that an unknown one may have been: of those that `kinds` take, else of all. */
static const char *nearest_key(const il_node *key, unsigned kinds)
{
    const char *names[IL_STEP_KEYS];
    int count = 0;
    for (int i = 0; i < IL_STEP_KEYS; i++) {
        if (keys[i].kinds & kinds) {
            names[count++] = keys[i].name;
        }
    }
    return il_text_nearest(key->text, names, count);
}

static void refuse_unknown(il_reader *in, il_written *written, const il_node *key)
{
    const bool full = il_report_full(in->problems);
    const char *nearest = full ? NULL : nearest_key(key, BIT(written->kind));
    const char *elsewhere = full || nearest ? NULL : nearest_key(key, ~0U);
    if (elsewhere) {
        il_report_near(in->problems, key->at, NULL, elsewhere, "%s is not a key of %s",
                       il_show(key->text, key->size).text, keys[written->kind].name);
        return;
    }
    const char *names[IL_STEP_KEYS];
    int indices[IL_STEP_KEYS], count = 0;
    for (int i = 0; i < IL_STEP_KEYS; i++) {
        if (keys[i].kinds & BIT(written->kind)) {
            indices[count] = i;
            names[count++] = keys[i].name;
        }
    }
    const int near = il_refuse_key(in, written->node, key, keys[written->kind].name, names, count);
    written->meant |= near < 0 ? 0U : 1U << indices[near];
}

static void refuse_misplaced(il_reader *in, const il_written *written, int index)
{
    const bool kind = index < IL_STEP_KINDS;
    char takers[80];
    name_kinds(keys[index].kinds & ~(kind ? BIT(index) : 0U), takers, sizeof takers);
    il_report(in->problems, written->keys[index]->at, kind ? "a dash of its own before it" : NULL,
              NULL, "%s does not take %s, which %s%s%s", keys[written->kind].name, keys[index].name,
              kind ? "is a step of its own" : "goes with ",
              kind && takers[0] ? " or goes with " : "", takers);
}

/* No key is a kind: words with a colon in them, a slip of the pen, or options alone. */
static bool refuse_kindless(il_reader *in, const il_written *written)
{
    const il_node *node = written->node;
    const il_node *key = node->first;
    while (key && key_index(key) >= 0) {
        key = key->next;
    }
    if (!key) {
        char takers[80];
        name_kinds(keys[key_index(node->first)].kinds, takers, sizeof takers);
        return node->cut ||
               il_report(in->problems, node->at, NULL, NULL,
                         "this step has no kind: %s goes with %s", node->first->text, takers);
    }
    const char *nearest = il_report_full(in->problems) ? NULL : nearest_key(key, ~0U);
    if (il_key_is_words(key) && !nearest) {
        char quoted[120];
        il_show_key_words(quoted, sizeof quoted, key);
        return il_report(in->problems, key->at, quoted, NULL,
                         "words with a colon in them need quotes");
    }
    return il_report_near(in->problems, key->at,
                          "say, pause, breathe, bell, section or another kind of step", nearest,
                          "there is no step called %s", il_show(key->text, key->size).text);
}

static void check_keys(il_reader *in, il_written *written)
{
    for (int i = 0; i < IL_STEP_KEYS; i++) {
        if (written->keys[i] && !(keys[i].kinds & BIT(written->kind))) {
            refuse_misplaced(in, written, i);
        }
    }
    for (const il_node *key = written->node->first; key; key = key->next) {
        const int index = key_index(key);
        if (index < 0) {
            refuse_unknown(in, written, key);
        } else if (written->keys[index] != key) {
            il_report_twice(in->problems, key->at, written->keys[index]->at, "%s stands here twice",
                            keys[index].name);
        }
    }
}

bool il_read_written(il_reader *in, const il_node *node, il_written *written)
{
    *written = (il_written){.node = node};
    for (const il_node *key = node->first; key; key = key->next) {
        const int index = key_index(key);
        if (index >= 0 && !written->keys[index]) {
            written->keys[index] = key;
        }
    }
    int kind = 0;
    while (kind < IL_STEP_KINDS && !written->keys[kind]) {
        kind++;
    }
    if (kind == IL_STEP_KINDS) {
        refuse_kindless(in, written);
        return false;
    }
    written->kind = (il_step_kind)kind;
    check_keys(in, written);
    return true;
}

/* ---- bare texts ---- */

/* `say:Notice`: without its space it is no key, and would be spoken. */
static bool lacks_space(il_reader *in, const il_node *node)
{
    const char *colon = strchr(node->text, ':');
    const size_t size = colon ? (size_t)(colon - node->text) : 0;
    for (int i = 0; i < IL_STEP_KEYS && colon && node->plain; i++) {
        if (strlen(keys[i].name) == size && memcmp(keys[i].name, node->text, size) == 0) {
            char expected[120];
            snprintf(expected, sizeof expected, "%s: %.80s", keys[i].name, colon + 1);
            il_report(in->problems, node->at, expected, NULL, "a colon needs a space after it");
            return true;
        }
    }
    return false;
}

/* `pause 3s`: without its colon it is spoken. */
static void check_colon(il_reader *in, const il_node *node)
{
    const size_t size = strcspn(node->text, " ");
    if (node->text[size] == '\0' || strpbrk(node->text, ".!?,;") != NULL ||
        node->size > 40) { // a sentence
        return;
    }
    for (int kind = 0; kind < IL_STEP_KINDS; kind++) {
        if (strlen(keys[kind].name) == size && memcmp(keys[kind].name, node->text, size) == 0) {
            char expected[120];
            snprintf(expected, sizeof expected, "%s: %s", keys[kind].name, node->text + size + 1);
            il_report_warning(in->problems, node->at, expected,
                              "these words are spoken as they stand; a step has a colon");
        }
    }
}

static bool read_bare(il_reader *in, const il_node *node, il_step *step)
{
    for (int kind = 0; kind < IL_STEP_KINDS; kind++) {
        if (strcmp(node->text, keys[kind].name) == 0) {
            return il_report(in->problems, node->at, examples[kind], NULL,
                             "%s needs to be told what", keys[kind].name);
        }
    }
    step->kind = IL_STEP_SAY;
    if (lacks_space(in, node) || !il_read_line(in, node, &step->say)) {
        return false;
    }
    check_colon(in, node);
    return true;
}

/* ---- steps ---- */

bool il_count_step(il_reader *in, il_place at)
{
    if (in->full) {
        return false;
    }
    in->steps++;
    in->played += in->times;
    if (in->steps > in->limits.steps) {
        il_report(in->problems, at, NULL, NULL, "this session has more than %d steps",
                  in->limits.steps);
        in->full = true;
    } else if (in->played > in->limits.steps_repeated) {
        il_report(in->problems, at, NULL, NULL,
                  "with its repeats this session has more than %d steps",
                  in->limits.steps_repeated);
        in->full = true;
    }
    return !in->full;
}

void il_read_steps(il_reader *in, const il_node *first, int count, il_steps *steps)
{
    steps->items = il_read_alloc(in, (size_t)count, sizeof *steps->items);
    const il_node *item = first;
    for (int i = 0; steps->items && i < count; i++, item = item->next) {
        if (!il_count_step(in, item->at)) {
            return;
        }
        steps->count += il_read_step(in, item, &steps->items[steps->count]);
    }
}

static void read_say(il_reader *in, const il_written *written, il_step *step)
{
    il_read_line(in, il_written_value(written, IL_STEP_SAY), &step->say);
    il_read_line_options(in, &step->say, il_written_value(written, IL_KEY_AS),
                         il_written_value(written, IL_KEY_CLIP),
                         il_written_value(written, IL_KEY_CAPTION));
}

static void read_repeat(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *list = il_written_value(written, IL_KEY_STEPS);
    il_repeat *repeat = &step->repeat;
    repeat->times = (il_count_range){1, 1, 1};
    il_read_count(in, il_written_value(written, IL_STEP_REPEAT), REPEATS_MAX, true, &repeat->times);
    if (!list) {
        if (il_written_lacks(written, IL_KEY_STEPS)) {
            il_report(in->problems, written->node->at, "steps: and a list of them", NULL,
                      "repeat needs to be told what");
        }
        return;
    }
    if (list->kind != IL_NODE_LIST || list->count == 0) {
        if (!list->cut) {
            il_report(in->problems, list->at, "a list of steps, each with a dash", NULL,
                      "repeat needs to be told what");
        }
        return;
    }
    const bool deep = in->repeats >= REPEATS_DEEP;
    if (deep) {
        il_report(in->problems, step->at, NULL, NULL,
                  "a repeat may stand within one other, not within two");
    }
    const long long times = in->times;
    in->times *= deep ? 1 : repeat->times.max;
    in->repeats++;
    il_read_steps(in, list->first, list->count, &repeat->steps);
    in->repeats--;
    in->times = times;
}

static void (*const readers[IL_STEP_KINDS])(il_reader *, const il_written *, il_step *) = {
    [IL_STEP_TENSE] = il_read_muscles,
    [IL_STEP_BREATHE] = il_read_breathe,
    [IL_STEP_CARD] = il_read_card,
    [IL_STEP_REPEAT] = read_repeat,
    [IL_STEP_RELEASE] = il_read_muscles,
    [IL_STEP_RING] = il_read_ring,
    [IL_STEP_BELL] = il_read_bell,
    [IL_STEP_SOUND] = il_read_sound_step,
    [IL_STEP_VISUAL] = il_read_visual_step,
    [IL_STEP_PAUSE] = il_read_pause_step,
    [IL_STEP_SAY] = read_say,
};

static bool refuse_no_step(il_reader *in, const il_node *node)
{
    const bool list = node->kind == IL_NODE_LIST && node->count > 0;
    return node->cut ||
           il_report(in->problems, node->at, "a step such as pause: 4s", list ? "a list" : NULL,
                     list ? "a list is no step" : "an empty step");
}

bool il_read_step(il_reader *in, const il_node *node, il_step *step)
{
    *step = (il_step){.at = node->at, .order = in->order++};
    if (node->kind == IL_NODE_TEXT && node->size > 0 && strcmp(node->text, "~") != 0) {
        return read_bare(in, node, step);
    }
    if (node->kind != IL_NODE_MAP || node->count == 0) {
        refuse_no_step(in, node);
        return false;
    }
    il_written written;
    if (!il_read_written(in, node, &written)) {
        return false;
    }
    step->kind = written.kind;
    step->at = written.keys[written.kind]->at;
    if (step->kind == IL_STEP_SECTION) {
        return il_report(in->problems, step->at, NULL, NULL,
                         "a section stands among the steps of the session, not within another");
    }
    readers[step->kind](in, &written, step);
    return true;
}
