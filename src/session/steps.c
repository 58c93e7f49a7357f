#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

enum { KIND_COUNT = IL_STEP_KINDS, TEXT_MAX = 16384, NAME_MAX_POINTS = 120, REPEATS_MAX = 100 };

#define BIT(kind) (1U << (kind))

/* Every key of a step and the kinds that take it. */
static const struct {
    const char *name;
    unsigned kinds;
} keys[] = {
    {"tense", BIT(IL_STEP_TENSE)},
    {"breathe", BIT(IL_STEP_BREATHE)},
    {"card", BIT(IL_STEP_CARD)},
    {"repeat", BIT(IL_STEP_REPEAT)},
    {"section", BIT(IL_STEP_SECTION)},
    {"release", BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    {"ring", BIT(IL_STEP_RING)},
    {"bell", BIT(IL_STEP_BELL)},
    {"sound", BIT(IL_STEP_SOUND)},
    {"visual", BIT(IL_STEP_VISUAL)},
    {"pause", BIT(IL_STEP_PAUSE)},
    {"say", BIT(IL_STEP_SAY) | BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    {"as", BIT(IL_STEP_SAY)},
    {"clip", BIT(IL_STEP_SAY)},
    {"caption", BIT(IL_STEP_SAY)},
    {"natural", BIT(IL_STEP_PAUSE)},
    {"for", BIT(IL_STEP_BREATHE) | BIT(IL_STEP_CARD)},
    {"cycles", BIT(IL_STEP_BREATHE)},
    {"ramp", BIT(IL_STEP_BREATHE)},
    {"cue", BIT(IL_STEP_BREATHE)},
    {"during", BIT(IL_STEP_BREATHE) | BIT(IL_STEP_TENSE)},
    {"hold", BIT(IL_STEP_TENSE)},
    {"rest", BIT(IL_STEP_TENSE) | BIT(IL_STEP_RELEASE)},
    {"keep", BIT(IL_STEP_SECTION)},
    {"when", BIT(IL_STEP_SECTION)},
    {"steps", BIT(IL_STEP_REPEAT)},
    {"level", BIT(IL_STEP_BELL) | BIT(IL_STEP_SOUND)},
    {"fade", BIT(IL_STEP_SOUND)},
    {"ask", BIT(IL_STEP_CARD)},
    {"show", BIT(IL_STEP_CARD)},
    {"or", BIT(IL_STEP_CARD)},
};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static int key_index(const char *name)
{
    for (int i = 0; i < KEY_COUNT; i++) {
        if (name[0] == keys[i].name[0] && strcmp(name, keys[i].name) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *nearest_key(const char *name)
{
    const char *names[KEY_COUNT];
    for (int i = 0; i < KEY_COUNT; i++) {
        names[i] = keys[i].name;
    }
    return il_text_nearest(name, names, KEY_COUNT);
}

/* The kinds of a set as words: "say, tense or release". */
static void name_kinds(unsigned kinds, char *out, size_t room)
{
    out[0] = '\0';
    int left = __builtin_popcount(kinds);
    const int all = left;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (kinds & BIT(kind)) {
            const size_t used = strlen(out);
            const char *join = left == all ? "" : left == 1 ? " and " : ", ";
            snprintf(out + used, room - used, "%s%s", join, il_step_kind_name((il_step_kind)kind));
            left--;
        }
    }
}

static void check_keys(il_reader *in, const il_node *map, il_step_kind kind)
{
    il_map_check_twice(in, map);
    for (int i = 0; i < map->count; i++) {
        const il_node *key = map->pairs[i].key;
        const int index = key_index(key->text);
        char message[200], takes[120];
        if (index < 0) {
            if (!il_map_check_comma(in, map, &map->pairs[i])) {
                snprintf(message, sizeof message, "%.80s is no key of a step", key->text);
                il_read_error(in, key->at, message, NULL, NULL, nearest_key(key->text));
            }
        } else if (!(keys[index].kinds & BIT(kind))) {
            name_kinds(keys[index].kinds, takes, sizeof takes);
            snprintf(message, sizeof message, "a %s step takes no %s: it goes with %s",
                     il_step_kind_name(kind), key->text, takes);
            il_read_error(in, key->at, message, NULL, NULL, NULL);
        }
    }
}

/* ---- lines ---- */

static bool read_line(il_reader *in, const il_node *node, const char *what, il_line *line)
{
    *line = (il_line){.at = node->at};
    return il_read_text(in, node, what, TEXT_MAX, &line->text);
}

/* A text, or a list of texts, as lines. */
static bool read_lines(il_reader *in, const il_node *node, const char *what, il_line **lines,
                       int *count)
{
    const bool list = node->kind == IL_NODE_LIST;
    const int room = list ? node->count : 1;
    if (list && node->count == 0) {
        return il_read_errorf(in, node->at, "%s is an empty list", what);
    }
    *lines = il_read_alloc(in, (size_t)room, sizeof **lines);
    *count = 0;
    for (int i = 0; *lines && i < room; i++) {
        *count += read_line(in, list ? node->items[i] : node, what, &(*lines)[*count]);
    }
    return *lines && *count == room;
}

static const char *const mark_names[] = {"choice", "stop", "safety", "announce", "closing"};

static void read_marks(il_reader *in, const il_node *node, unsigned *marks)
{
    const int count = node->kind == IL_NODE_LIST ? node->count : 1;
    for (int i = 0; i < count; i++) {
        int index = 0;
        if (il_read_name(in, node->kind == IL_NODE_LIST ? node->items[i] : node,
                         "what a line is for", mark_names, 5, &index)) {
            *marks |= 1U << index;
        }
    }
}

static void count_clip(il_reader *in, const il_line *line)
{
    for (int i = 0; i < in->clip_count; i++) {
        if (strcmp(in->clips[i], line->clip) == 0) {
            return;
        }
    }
    const char **clip =
        il_grow((void **)&in->clips, &in->clip_count, &in->clip_room, sizeof *in->clips, in->err);
    if (clip) {
        *clip = line->clip;
        if (in->clip_count == in->limits.clips + 1) {
            il_read_errorf(in, line->clip_at, "more than %d recordings beside the session",
                           in->limits.clips);
        }
    }
}

static void read_say(il_reader *in, const il_node *map, il_step *step)
{
    read_line(in, il_map_get(map, "say"), "the words", &step->say);
    const il_node *as = il_map_get(map, "as");
    const il_node *clip = il_map_get(map, "clip");
    const il_node *caption = il_map_get(map, "caption");
    if (as) {
        read_marks(in, as, &step->say.marks);
    }
    if (clip && il_read_path(in, clip, "the recording", &step->say.clip)) {
        step->say.clip_at = clip->at;
        count_clip(in, &step->say);
    }
    if (caption) {
        il_read_text(in, caption, "the caption", TEXT_MAX, &step->say.caption);
    }
}

/* ---- silences ---- */

static void read_pause(il_reader *in, const il_node *map, il_step *step)
{
    const il_node *value = il_map_get(map, "pause"), *natural = il_map_get(map, "natural");
    il_elastic *span = &step->pause.span;
    const bool read = il_read_elastic(in, value, "the pause", span, &step->pause.name, true);
    il_frames wanted = 0;
    if (!natural || !il_read_duration(in, natural, "the natural length", &wanted) || !read) {
        return;
    }
    if (step->pause.name || span->min == span->max) {
        il_read_error(in, natural->at, "natural goes with a range alone", "pause: 4s..30s",
                      value->text, NULL);
    } else if (wanted < span->min || wanted > span->max) {
        il_read_error(in, natural->at, "the natural length lies outside of the pause", value->text,
                      natural->text, NULL);
    } else {
        span->natural = wanted;
    }
}

/* ---- breath ---- */

static const char *const phase_keys[] = {"in", "top-up", "hold", "out", "rest"};

static bool read_written_pattern(il_reader *in, const il_node *map, il_breathe *breathe)
{
    il_frames *phases[] = {&breathe->cycle.in, &breathe->cycle.top_up, &breathe->cycle.hold,
                           &breathe->cycle.out, &breathe->cycle.rest};
    bool good = true;
    il_map_check_twice(in, map);
    il_map_check_known(in, map, phase_keys, 5, "a breath");
    for (int i = 0; i < 5; i++) {
        const il_node *value = il_map_get(map, phase_keys[i]);
        const bool required = i == 0 || i == 3;
        if (!value) {
            good = !required || il_read_errorf(in, map->at, "a breath needs %s", phase_keys[i]);
            continue;
        }
        if (!il_read_duration(in, value, "the length of a breath", phases[i])) {
            good = false;
        } else if (required && *phases[i] < IL_RATE_HZ / 2) {
            good = il_read_error(in, value->at, "too short for a breath", "0.5s at least",
                                 value->text, NULL);
        } else if (*phases[i] > 60 * IL_RATE_HZ) {
            good = il_read_error(in, value->at, "too long for a breath", "1m at most", value->text,
                                 NULL);
        }
    }
    return good && breathe->cycle.in > 0 && breathe->cycle.out > 0;
}

static const il_breath_pattern *read_pattern(il_reader *in, const il_node *node)
{
    int count = 0, index = 0;
    const il_breath_pattern *patterns = il_breath_patterns(&count);
    const char *names[16];
    for (int i = 0; i < count; i++) {
        names[i] = patterns[i].name;
    }
    return il_read_name(in, node, "the pattern", names, count, &index) ? &patterns[index] : NULL;
}

/* Whether a run of some number of breaths lasts from min to max; else the error names the cycle. */
static bool check_rows(il_reader *in, const il_node *value, const il_breathe *breathe)
{
    il_breath_run run = {.cycle = breathe->cycle, .ramp = breathe->ramp};
    int low = 1, high = IL_BREATHS_MAX; // the first count that lasts at least min
    while (low < high) {
        run.count = (low + high) / 2;
        if (il_breath_run_lay(&run, NULL) < breathe->time.min) {
            low = run.count + 1;
        } else {
            high = run.count;
        }
    }
    run.count = low;
    const il_frames length = il_breath_run_lay(&run, NULL);
    if (length >= breathe->time.min && length <= breathe->time.max) {
        return true;
    }
    char cycle[32], near[32];
    il_text_from_duration(cycle, sizeof cycle, il_breath_length(&breathe->cycle), 48, 0);
    il_text_from_duration(near, sizeof near, length, 48, 0);
    char message[200];
    snprintf(message, sizeof message,
             "no whole number of breaths of %s fits; the next run lasts %s", cycle, near);
    return il_read_error(in, value->at, message, NULL, value->text, NULL);
}

static bool read_breath_time(il_reader *in, const il_node *map, const il_breath_pattern *named,
                             il_breathe *breathe)
{
    const il_node *time = il_map_get(map, "for"), *cycles = il_map_get(map, "cycles");
    if (time && cycles) {
        return il_read_error(in, il_map_pair(map, "cycles")->key->at,
                             "for and cycles both say how long", "one of them", NULL, NULL);
    }
    if (cycles) {
        breathe->by_cycles = true;
        breathe->length_at = cycles->at;
        return il_read_count(in, cycles, "the number of breaths", IL_BREATHS_MAX, &breathe->cycles);
    }
    if (time) {
        breathe->length_at = time->at;
        if (!il_read_elastic(in, time, "the time", &breathe->time, NULL, false)) {
            return false;
        }
        breathe->time_exact = breathe->time.min == breathe->time.max;
        return true;
    }
    if (!named) {
        return il_read_error(in, map->at, "a breath of one's own needs for or cycles",
                             "for: 1m..3m or cycles: 6..20", NULL, NULL);
    }
    if (!named->paced) { // one to five minutes
        breathe->time = (il_elastic){60 * IL_RATE_HZ, 0, 300 * IL_RATE_HZ};
        breathe->time.natural = il_geometric_mean(breathe->time.min, breathe->time.max);
    } else if (named->cycles) {
        breathe->by_cycles = true;
        breathe->cycles = (il_count_range){named->cycles, named->cycles, named->cycles};
    } else {
        breathe->time = (il_elastic){named->time, named->time, named->time};
        breathe->time_exact = true;
    }
    return true;
}

static void refuse_unpaced(il_reader *in, const il_node *map)
{
    static const char *const refused[] = {"cycles", "ramp", "cue", "during"};
    for (int i = 0; i < 4; i++) {
        const il_pair *pair = il_map_pair(map, refused[i]);
        if (pair) {
            il_read_errorf(in, pair->key->at, "as-it-is follows nobody's pace: it takes no %s",
                           refused[i]);
        }
    }
}

static void read_breathe(il_reader *in, const il_node *map, il_step *step)
{
    static const char *const cue_names[] = {"swell", "tone", "voice", "none"};
    static const char *const switch_names[] = {"on", "off"};
    il_breathe *breathe = &step->breathe;
    const il_node *value = il_map_get(map, "breathe"), *ramp = il_map_get(map, "ramp");
    const il_node *cue = il_map_get(map, "cue"), *during = il_map_get(map, "during");
    const il_breath_pattern *named = NULL;
    *breathe = (il_breathe){.paced = true, .ramp = true, .length_at = step->at};
    bool good = true;
    if (value->kind == IL_NODE_MAP) {
        good = read_written_pattern(in, value, breathe);
    } else {
        named = read_pattern(in, value);
        good = named != NULL;
    }
    if (named) {
        breathe->pattern = named->name;
        breathe->cycle = named->cycle;
        breathe->paced = named->paced;
    }
    int index = 0;
    if (ramp && il_read_name(in, ramp, "the ramp", switch_names, 2, &index)) {
        breathe->ramp = index == 0;
    }
    if (cue && il_read_name(in, cue, "the cue", cue_names, 4, &index)) {
        breathe->cue = (il_breath_cue)index;
    }
    if (during) {
        read_lines(in, during, "what is said during it", &breathe->during, &breathe->during_count);
    }
    if (!breathe->paced) {
        refuse_unpaced(in, map);
        breathe->cue = IL_BREATH_CUE_NONE;
    }
    const bool timed =
        (value->kind == IL_NODE_MAP || named) && read_breath_time(in, map, named, breathe);
    const il_node *time = il_map_get(map, "for");
    if (good && timed && time && breathe->paced && !breathe->time_exact) {
        check_rows(in, time, breathe);
    }
}

/* ---- muscles ---- */

static bool read_group(il_reader *in, const il_node *node, il_group *group)
{
    int count = 0;
    const char *const *names = il_muscle_groups(&count);
    return il_read_name(in, node, "the muscle group", names, count, group);
}

static void read_groups(il_reader *in, const il_node *node, il_muscles *muscles)
{
    const bool list = node->kind == IL_NODE_LIST;
    const int room = list ? node->count : 1;
    if (list && room == 0) {
        il_read_errorf(in, node->at, "the list of muscle groups is empty");
        return;
    }
    muscles->groups = il_read_alloc(in, (size_t)room, sizeof *muscles->groups);
    for (int i = 0; muscles->groups && i < room; i++) {
        const il_node *item = list ? node->items[i] : node;
        if (!read_group(in, item, &muscles->groups[muscles->group_count])) {
            continue;
        }
        for (int k = 0; k < muscles->group_count; k++) {
            if (muscles->groups[k] == muscles->groups[muscles->group_count]) {
                il_read_errorf(in, item->at, "%s stands in the list twice", item->text);
            }
        }
        muscles->group_count++;
    }
}

static bool read_step(il_reader *in, const il_node *node, il_step *step);

static bool count_step(il_reader *in, il_place at)
{
    in->steps++;
    in->repeated += in->times;
    if (in->steps == in->limits.steps + 1) {
        il_read_errorf(in, at, "more than %d steps", in->limits.steps);
    }
    if (in->repeated > in->limits.steps_repeated &&
        in->repeated - in->times <= in->limits.steps_repeated) {
        il_read_errorf(in, at, "with its repeats the session has more than %d steps",
                       in->limits.steps_repeated);
    }
    return in->steps <= in->limits.steps && in->repeated <= in->limits.steps_repeated;
}

/* The words of a tense or release step: a text, or a list of say and pause steps. */
static void read_words(il_reader *in, const il_node *node, il_steps *steps)
{
    if (node->kind != IL_NODE_LIST) {
        steps->items = il_read_alloc(in, 1, sizeof *steps->items);
        if (steps->items && read_line(in, node, "the words", &steps->items->say)) {
            steps->items->kind = IL_STEP_SAY;
            steps->items->at = node->at;
            steps->items->order = in->order++;
            steps->count = 1;
        }
        return;
    }
    steps->items = il_read_alloc(in, (size_t)node->count, sizeof *steps->items);
    for (int i = 0; steps->items && i < node->count; i++) {
        il_step *step = &steps->items[steps->count];
        if (!count_step(in, node->items[i]->at)) {
            return;
        }
        if (!read_step(in, node->items[i], step)) {
            continue;
        }
        if (step->kind != IL_STEP_SAY && step->kind != IL_STEP_PAUSE) {
            il_read_errorf(in, step->at, "only say and pause stand among these words, not %s",
                           il_step_kind_name(step->kind));
        } else {
            steps->count++;
        }
    }
}

static il_elastic pause_named(const char *name)
{
    int count = 0;
    const il_named_pause *pauses = il_named_pauses(&count);
    for (int i = 0; i < count; i++) {
        if (strcmp(pauses[i].name, name) == 0) {
            return pauses[i].span;
        }
    }
    return (il_elastic){0};
}

static void read_muscles(il_reader *in, const il_node *map, il_step *step)
{
    il_muscles *muscles = &step->muscles;
    const bool tense = step->kind == IL_STEP_TENSE;
    const il_node *say = il_map_get(map, "say"), *rest = il_map_get(map, "rest");
    const il_node *hold = il_map_get(map, "hold"), *during = il_map_get(map, "during");
    const il_node *release = tense ? il_map_get(map, "release") : NULL;
    read_groups(in, il_map_get(map, tense ? "tense" : "release"), muscles);
    muscles->rest = pause_named("release");
    if (say) {
        read_words(in, say, &muscles->say);
    }
    if (rest) {
        il_read_elastic(in, rest, "the rest", &muscles->rest, NULL, true);
    }
    if (!tense) {
        return;
    }
    muscles->hold = pause_named("tension");
    if (hold) {
        il_read_elastic(in, hold, "the hold", &muscles->hold, NULL, true);
    }
    if (during) {
        muscles->during = il_read_alloc(in, 1, sizeof *muscles->during);
        if (muscles->during &&
            !read_line(in, during, "what is said in the hold", muscles->during)) {
            muscles->during = NULL;
        }
    }
    if (release) {
        read_words(in, release, &muscles->release);
    }
}

/* ---- the smaller kinds ---- */

static void read_card(il_reader *in, const il_node *map, il_step *step)
{
    il_card *card = &step->card;
    const il_node *ask = il_map_get(map, "ask"), *time = il_map_get(map, "for");
    const il_node *show = il_map_get(map, "show"), *other = il_map_get(map, "or");
    const il_node *name = il_map_get(map, "card");
    card->span = (il_elastic){45 * IL_RATE_HZ, 0, 120 * IL_RATE_HZ};
    card->span.natural = il_geometric_mean(card->span.min, card->span.max);
    if (il_read_text(in, name, "the name of the card", NAME_MAX_POINTS, &card->name) &&
        strchr(card->name, ' ')) {
        il_read_error(in, name->at, "the name of a card is one word", NULL, name->text, NULL);
    }
    if (ask) {
        read_lines(in, ask, "the question", &card->asks, &card->ask_count);
    } else {
        il_read_errorf(in, map->at, "a card needs ask: its question");
    }
    if (time) {
        il_read_elastic(in, time, "the time", &card->span, NULL, false);
    }
    if (show && il_read_text(in, show, "what is shown", NAME_MAX_POINTS, &card->show) &&
        il_text_points(card->show) > 3) {
        il_read_error(in, show->at, "what is shown large is too long", "one to three characters",
                      show->text, NULL);
    }
    if (other) {
        il_read_text(in, other, "the second way", TEXT_MAX, &card->alternative);
    }
}

bool il_read_sound(il_reader *in, const il_node *node, il_sound *sound)
{
    static const char *const sound_keys[] = {"bed", "level", "fade"};
    const il_node *name = node;
    if (node->kind == IL_NODE_MAP) {
        il_map_check_twice(in, node);
        il_map_check_known(in, node, sound_keys, 3, "a sound");
        name = il_map_get(node, "bed");
        const il_node *level = il_map_get(node, "level"), *fade = il_map_get(node, "fade");
        if (level) {
            il_read_level(in, level, &sound->level_db);
        }
        if (fade) {
            il_read_duration(in, fade, "the fade", &sound->fade);
        }
        if (!name) {
            return il_read_error(in, node->at, "a sound needs bed: its name",
                                 "sound: stream or sound: {bed: stream, level: -3 dB}", NULL, NULL);
        }
    }
    sound->name_at = name->at;
    if (!il_read_sound_name(in, name, "the sound", &sound->name)) {
        return false;
    }
    if (strcmp(sound->name, "none") == 0) {
        sound->name = NULL;
    }
    return true;
}

static void read_sound_step(il_reader *in, const il_node *map, il_step *step)
{
    const il_node *level = il_map_get(map, "level"), *fade = il_map_get(map, "fade");
    step->sound.fade = 5 * IL_RATE_HZ;
    il_read_sound(in, il_map_get(map, "sound"), &step->sound);
    if (level) {
        il_read_level(in, level, &step->sound.level_db);
    }
    if (fade) {
        il_read_duration(in, fade, "the fade", &step->sound.fade);
    }
}

static void read_bell(il_reader *in, const il_node *map, il_step *step)
{
    const il_node *name = il_map_get(map, "bell"), *level = il_map_get(map, "level");
    step->bell.name_at = name->at;
    il_read_sound_name(in, name, "the bell", &step->bell.name);
    if (level) {
        il_read_level(in, level, &step->bell.level_db);
    }
}

static void read_ring(il_reader *in, const il_node *map, il_step *step)
{
    static const char *const names[] = {"easy being", "self", "neutral", "difficult", "all"};
    int index = 0;
    if (il_read_name(in, il_map_get(map, "ring"), "the person", names, 5, &index)) {
        step->ring = (il_person)index;
    }
}

static void read_visual(il_reader *in, const il_node *map, il_step *step)
{
    const char *names[IL_VISUAL_DARK + 1];
    int index = 0;
    for (int i = 0; i <= IL_VISUAL_DARK; i++) {
        names[i] = il_visual_name((il_visual)i);
    }
    if (il_read_name(in, il_map_get(map, "visual"), "the visual", names, IL_VISUAL_DARK + 1,
                     &index)) {
        step->visual = (il_visual)index;
    }
}

static void read_steps(il_reader *in, const il_node *list, il_steps *steps)
{
    steps->items = il_read_alloc(in, (size_t)list->count, sizeof *steps->items);
    for (int i = 0; steps->items && i < list->count; i++) {
        if (!count_step(in, list->items[i]->at)) {
            return;
        }
        steps->count += read_step(in, list->items[i], &steps->items[steps->count]);
    }
}

static void read_repeat(il_reader *in, const il_node *map, il_step *step)
{
    const il_node *steps = il_map_get(map, "steps");
    il_repeat *repeat = &step->repeat;
    repeat->times = (il_count_range){1, 1, 1};
    il_read_count(in, il_map_get(map, "repeat"), "the number of repeats", REPEATS_MAX,
                  &repeat->times);
    if (!steps || steps->kind != IL_NODE_LIST || steps->count == 0) {
        il_read_error(in, steps ? steps->at : map->at, "a repeat needs steps: a list of them", NULL,
                      NULL, NULL);
        return;
    }
    if (in->repeat_depth == 2) {
        il_read_errorf(in, step->at, "repeats stand two deep at most");
        return;
    }
    const long long times = in->times;
    in->times *= repeat->times.max;
    in->repeat_depth++;
    read_steps(in, steps, &repeat->steps);
    in->repeat_depth--;
    in->times = times;
}

/* ---- a step ---- */

static int kind_of(const il_node *map)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (il_map_get(map, il_step_kind_name((il_step_kind)kind))) {
            return kind;
        }
    }
    return -1;
}

/* A bare text is a line to say; a bare word that names a kind was meant as a step. */
static bool read_bare(il_reader *in, const il_node *node, il_step *step)
{
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (strcmp(node->text, il_step_kind_name((il_step_kind)kind)) == 0) {
            char expected[120];
            snprintf(expected, sizeof expected, "%s: and what it is", node->text);
            return il_read_error(in, node->at, "a step with nothing behind its name", expected,
                                 node->text, NULL);
        }
    }
    step->kind = IL_STEP_SAY;
    return read_line(in, node, "the step", &step->say);
}

static void (*const readers[KIND_COUNT])(il_reader *, const il_node *, il_step *) = {
    [IL_STEP_TENSE] = read_muscles,   [IL_STEP_BREATHE] = read_breathe,
    [IL_STEP_CARD] = read_card,       [IL_STEP_REPEAT] = read_repeat,
    [IL_STEP_RELEASE] = read_muscles, [IL_STEP_RING] = read_ring,
    [IL_STEP_BELL] = read_bell,       [IL_STEP_SOUND] = read_sound_step,
    [IL_STEP_VISUAL] = read_visual,   [IL_STEP_PAUSE] = read_pause,
    [IL_STEP_SAY] = read_say,
};

static bool read_step(il_reader *in, const il_node *node, il_step *step)
{
    *step = (il_step){.at = node->at, .order = in->order++};
    if (node->kind == IL_NODE_SCALAR) {
        return read_bare(in, node, step);
    }
    if (node->kind == IL_NODE_LIST || node->count == 0) {
        return il_read_error(in, node->at,
                             node->kind == IL_NODE_LIST ? "a step is not a list" : "an empty step",
                             "a step such as pause: 4s", NULL, NULL);
    }
    const int kind = kind_of(node);
    if (kind < 0) {
        const il_node *key = node->pairs[0].key;
        char message[200];
        snprintf(message, sizeof message, "%.80s is no kind of step", key->text);
        return il_read_error(in, key->at, message, NULL, NULL, nearest_key(key->text));
    }
    step->kind = (il_step_kind)kind;
    step->at = il_map_pair(node, il_step_kind_name(step->kind))->key->at;
    check_keys(in, node, step->kind);
    if (step->kind == IL_STEP_SECTION) {
        return il_read_errorf(in, step->at,
                              "a section stands among the steps of the session itself, "
                              "not within another step");
    }
    readers[kind](in, node, step);
    return true;
}

/* ---- sections ---- */

static const il_choice *find_choice(const il_session *session, const char *key, int *index)
{
    for (int i = 0; i < session->choice_count; i++) {
        if (strcmp(session->choices[i].key, key) == 0) {
            *index = i;
            return &session->choices[i];
        }
    }
    return NULL;
}

static void read_option(il_reader *in, const il_choice *choice, const il_node *node,
                        unsigned *options)
{
    int index = 0;
    if (il_read_name(in, node, "the option", choice->options, choice->option_count, &index)) {
        *options |= 1U << index;
    }
}

static bool read_condition(il_reader *in, const il_pair *pair, il_condition *condition)
{
    const il_choice *choice = find_choice(in->session, pair->key->text, &condition->choice);
    if (!choice) {
        const char *names[64];
        int count = 0;
        for (; count < in->session->choice_count && count < 64; count++) {
            names[count] = in->session->choices[count].key;
        }
        char message[200];
        snprintf(message, sizeof message, "%.80s is no choice of this session", pair->key->text);
        return il_read_error(in, pair->key->at, message, NULL, NULL,
                             il_text_nearest(pair->key->text, names, count));
    }
    const il_node *value = pair->value;
    const int count = value->kind == IL_NODE_LIST ? value->count : 1;
    for (int i = 0; i < count; i++) {
        read_option(in, choice, value->kind == IL_NODE_LIST ? value->items[i] : value,
                    &condition->options);
    }
    return true;
}

static void read_when(il_reader *in, const il_node *node, il_section *section)
{
    if (node->kind != IL_NODE_MAP || node->count == 0) {
        il_read_error(in, node->at, "when names a choice and its option", "when: {choice: option}",
                      NULL, NULL);
        return;
    }
    il_map_check_twice(in, node);
    section->when = il_read_alloc(in, (size_t)node->count, sizeof *section->when);
    for (int i = 0; section->when && i < node->count; i++) {
        section->when_count +=
            read_condition(in, &node->pairs[i], &section->when[section->when_count]);
    }
}

static void read_section(il_reader *in, const il_node *map, il_section *section)
{
    const il_pair *name = il_map_pair(map, "section");
    const il_node *keep = il_map_get(map, "keep"), *when = il_map_get(map, "when");
    il_count_range count = {5, 5, 5};
    *section = (il_section){.at = name->value->at, .order = in->order++, .keep = 5};
    check_keys(in, map, IL_STEP_SECTION);
    il_read_text(in, name->value, "the name of the part", NAME_MAX_POINTS, &section->name);
    if (!section->name) {
        section->name = "?"; // reported
    }
    if (keep && il_read_count(in, keep, "keep", 5, &count)) {
        if (count.min != count.max) {
            il_read_error(in, keep->at, "keep is one number", "1 to 5", keep->text, NULL);
        }
        section->keep = count.min;
    }
    if (when) {
        read_when(in, when, section);
    }
}

static bool is_section(const il_node *node)
{
    return node->kind == IL_NODE_MAP && kind_of(node) == IL_STEP_SECTION;
}

/* The steps from `first` to before the next section, as those of `section`. */
static int read_section_steps(il_reader *in, const il_node *list, int first, il_section *section)
{
    int last = first;
    while (last < list->count && !is_section(list->items[last])) {
        last++;
    }
    const il_node part = {
        .kind = IL_NODE_LIST, .at = list->at, .count = last - first, .items = list->items + first};
    read_steps(in, &part, &section->steps);
    return last;
}

void il_read_body(il_reader *in, const il_node *steps)
{
    il_session *session = in->session;
    int room = 1;
    if (steps->kind != IL_NODE_LIST || steps->count == 0) {
        il_read_error(in, steps->at, "steps is a list with at least one step", NULL, NULL, NULL);
        return;
    }
    for (int i = 0; i < steps->count; i++) {
        room += is_section(steps->items[i]);
    }
    session->sections = il_read_alloc(in, (size_t)room, sizeof *session->sections);
    in->times = 1;
    for (int at = 0; session->sections && at < steps->count;) {
        il_section *section = &session->sections[session->section_count++];
        if (is_section(steps->items[at])) {
            if (!count_step(in, steps->items[at]->at)) {
                session->section_count--;
                return;
            }
            read_section(in, steps->items[at++], section);
        } else {
            *section = (il_section){.at = steps->items[at]->at, .keep = 5};
        }
        at = read_section_steps(in, steps, at, section);
    }
    session->step_count = in->steps;
}
