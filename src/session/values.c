#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

static const il_frames elastic_least = IL_RATE_HZ / 10;

bool il_read_error(il_reader *in, il_place at, const char *message, const char *expected,
                   const char *found, const char *nearest)
{
    il_problem problem = {.at = at, .severity = IL_ERROR};
    snprintf(problem.message, sizeof problem.message, "%s", message);
    snprintf(problem.expected, sizeof problem.expected, "%s", expected ? expected : "");
    snprintf(problem.found, sizeof problem.found, "%s", found ? found : "");
    snprintf(problem.nearest, sizeof problem.nearest, "%s", nearest ? nearest : "");
    il_problems_add(in->problems, &problem);
    return false;
}

bool il_read_errorf(il_reader *in, il_place at, const char *format, ...)
{
    char message[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return il_read_error(in, at, message, NULL, NULL, NULL);
}

void il_read_warning(il_reader *in, il_place at, const char *message, const char *expected,
                     const char *found)
{
    il_problem problem = {.at = at, .severity = IL_WARNING};
    snprintf(problem.message, sizeof problem.message, "%s", message);
    snprintf(problem.expected, sizeof problem.expected, "%s", expected ? expected : "");
    snprintf(problem.found, sizeof problem.found, "%s", found ? found : "");
    il_problems_add(in->problems, &problem);
}

/* `"a b"`, as it was written; a list or map by its kind. */
static void show(const il_node *node, char *out, size_t room)
{
    if (node->kind == IL_NODE_SCALAR) {
        snprintf(out, room, node->size ? "\"%s\"" : "nothing", node->text);
    } else {
        snprintf(out, room, node->kind == IL_NODE_LIST ? "a list" : "a map");
    }
}

static bool wrong_value(il_reader *in, const il_node *node, const char *what, const char *expected,
                        const char *nearest)
{
    char message[200], found[80];
    snprintf(message, sizeof message, "%s cannot be read", what);
    show(node, found, sizeof found);
    return il_read_error(in, node->at, message, expected, found, nearest);
}

bool il_read_scalar(il_reader *in, const il_node *node, const char *what)
{
    char message[200];
    if (node->kind != IL_NODE_SCALAR) {
        snprintf(message, sizeof message, "%s is one value", what);
        return il_read_error(in, node->at, message, "a word or text",
                             node->kind == IL_NODE_LIST ? "a list" : "a map", NULL);
    }
    if (node->plain && (node->size == 0 || strcmp(node->text, "~") == 0)) {
        snprintf(message, sizeof message, "%s is missing", what);
        return il_read_error(in, node->at, message, NULL, NULL, NULL);
    }
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* In place: runs of white space to one space, none at the ends. */
static size_t fold(char *text)
{
    char *out = text;
    for (const char *at = text; *at; at++) {
        if (!is_space(*at)) {
            *out++ = *at;
        } else if (out > text && out[-1] != ' ') {
            *out++ = ' ';
        }
    }
    out -= out > text && out[-1] == ' ';
    *out = '\0';
    return (size_t)(out - text);
}

static bool check_no_controls(il_reader *in, const il_node *node, const char *text)
{
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        const uint32_t point = il_utf8_next(&at, end);
        if (il_is_control(point)) {
            char found[16];
            snprintf(found, sizeof found, "U+%04X", (unsigned)point);
            return il_read_error(in, node->at, "a control character", "plain text", found, NULL);
        }
    }
    return true;
}

/* Whether `text` is its own folded form, one byte a character: as nearly every line is written. */
static bool is_plain_line(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte < ' ' || byte > '~' || (byte == ' ' && (i == 0 || text[i - 1] == ' '))) {
            return false;
        }
    }
    return size > 0 && text[size - 1] != ' ';
}

bool il_read_text(il_reader *in, const il_node *node, const char *what, size_t most,
                  const char **text)
{
    if (!il_read_scalar(in, node, what)) {
        return false;
    }
    if (node->size <= most && is_plain_line(node->text, node->size)) {
        *text = node->text; // of the same arena
        return true;
    }
    char *copy = il_arena_text(in->arena, node->text, node->size, in->err);
    if (!copy || !check_no_controls(in, node, copy)) {
        return false;
    }
    if (fold(copy) == 0) {
        char message[200];
        snprintf(message, sizeof message, "%s is empty", what);
        return il_read_error(in, node->at, message, NULL, NULL, NULL);
    }
    const size_t points = il_text_points(copy);
    if (points > most || strlen(copy) > 16384) {
        char message[200];
        snprintf(message, sizeof message, "%s is too long: at most %zu characters, found %zu", what,
                 most, points);
        return il_read_error(in, node->at, message, NULL, NULL, NULL);
    }
    *text = copy;
    return true;
}

bool il_read_name(il_reader *in, const il_node *node, const char *what, const char *const *names,
                  int count, int *index)
{
    if (!il_read_scalar(in, node, what)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(node->text, names[i]) == 0) {
            *index = i;
            return true;
        }
    }
    char expected[120] = "";
    for (int i = 0; i < count; i++) {
        const size_t used = strlen(expected);
        const int more = snprintf(expected + used, sizeof expected - used, "%s%s",
                                  i == 0          ? ""
                                  : i + 1 < count ? ", "
                                                  : " or ",
                                  names[i]);
        if (more < 0 || (size_t)more >= sizeof expected - used) {
            snprintf(expected, sizeof expected, "one of %d names", count);
            break;
        }
    }
    return wrong_value(in, node, what, expected, il_text_nearest(node->text, names, count));
}

/* How to write what a duration was meant to be. */
static void show_duration_trap(il_text_fault fault, const char *text, char *message, char *expected,
                               size_t room)
{
    const char *why = "is no length of time";
    char digits[24] = "";
    snprintf(expected, room, "a time such as 8s, 2m30s or 4s..30s");
    for (size_t i = 0; i < sizeof digits - 1 && text[i] >= '0' && text[i] <= '9'; i++) {
        digits[i] = text[i];
    }
    switch (fault) {
    case IL_TEXT_NO_UNIT:
        why = "has no unit";
        snprintf(expected, room,
                 strstr(text, "..") ? "a unit on both sides, as in 4s..30s"
                                    : "%ss for seconds or %sm for minutes",
                 digits, digits);
        break;
    case IL_TEXT_CLOCK:
        why = "is written as on a clock";
        snprintf(expected, room, "minutes and seconds with their units, as in 4m30s");
        break;
    case IL_TEXT_SPACE:
        why = "has a space in it";
        snprintf(expected, room, "no space, as in 4s or 4s..30s");
        break;
    case IL_TEXT_COMMA:
        why = "has a comma";
        snprintf(expected, room, "a point, as in 1.5s");
        break;
    case IL_TEXT_LEADING_0:
        why = "begins with a 0";
        snprintf(expected, room, "5s, not 05s");
        break;
    case IL_TEXT_TOO_FINE:
        why = "is finer than a thousandth of a second";
        break;
    case IL_TEXT_OVER_60:
        why = "has 60 or more after a larger unit";
        snprintf(expected, room, "2m30s, not 1m90s");
        break;
    case IL_TEXT_TOO_LONG:
        why = "is longer than 12h";
        snprintf(expected, room, "12h at most");
        break;
    case IL_TEXT_MINUS:
        why = "has a sign";
        snprintf(expected, room, "a time without a sign, as in 4s");
        break;
    case IL_TEXT_BACKWARD:
        why = "runs backward";
        snprintf(expected, room, "the smaller first, as in 4s..30s");
        break;
    default:
        break;
    }
    memcpy(message, why, strlen(why) + 1);
}

static bool wrong_duration(il_reader *in, const il_node *node, const char *what,
                           il_text_fault fault, const char *nearest)
{
    char why[80], message[200], expected[120], found[80];
    show_duration_trap(fault, node->text, why, expected, sizeof expected);
    snprintf(message, sizeof message, "%s %s", what, why);
    show(node, found, sizeof found);
    return il_read_error(in, node->at, message, expected, found, nearest);
}

bool il_read_duration(il_reader *in, const il_node *node, const char *what, il_frames *frames)
{
    if (!il_read_scalar(in, node, what)) {
        return false;
    }
    const il_text_fault fault = il_text_duration(node->text, node->size, frames);
    return fault ? wrong_duration(in, node, what, fault, NULL) : true;
}

il_frames il_geometric_mean(il_frames min, il_frames max)
{
    return (il_frames)(sqrt((double)min) * sqrt((double)max) + 0.5);
}

static bool find_pause(const char *text, il_elastic *span, const char **name)
{
    int count = 0;
    const il_named_pause *pauses = il_named_pauses(&count);
    for (int i = 0; i < count; i++) {
        if (strcmp(text, pauses[i].name) == 0) {
            *span = pauses[i].span;
            *name = pauses[i].name;
            return true;
        }
    }
    return false;
}

static const char *nearest_pause(const char *text)
{
    const char *names[32];
    int count = 0;
    const il_named_pause *pauses = il_named_pauses(&count);
    for (int i = 0; i < count; i++) {
        names[i] = pauses[i].name;
    }
    return il_text_nearest(text, names, count);
}

bool il_read_elastic(il_reader *in, const il_node *node, const char *what, il_elastic *span,
                     const char **name, bool named)
{
    const char *pause = NULL;
    if (!il_read_scalar(in, node, what)) {
        return false;
    }
    if (named && find_pause(node->text, span, &pause)) {
        if (name) {
            *name = pause;
        }
        return true;
    }
    il_frames min = 0, max = 0;
    const il_text_fault fault = il_text_duration_range(node->text, node->size, &min, &max);
    if (fault) {
        return wrong_duration(in, node, what, fault, named ? nearest_pause(node->text) : NULL);
    }
    if (strstr(node->text, "..") && min < elastic_least) {
        char message[200];
        snprintf(message, sizeof message, "%s begins under 0.1s", what);
        return il_read_error(in, node->at, message, "a range from 0.1s on", NULL, NULL);
    }
    *span = (il_elastic){min, min == max ? min : il_geometric_mean(min, max), max};
    return true;
}

bool il_read_count(il_reader *in, const il_node *node, const char *what, int most,
                   il_count_range *range)
{
    if (!il_read_scalar(in, node, what)) {
        return false;
    }
    const il_text_fault fault =
        il_text_count_range(node->text, node->size, most, &range->min, &range->max);
    if (fault) {
        char expected[120];
        snprintf(expected, sizeof expected, "a whole number from 1 to %d, or a range such as 2..4",
                 most);
        return wrong_value(in, node, what, expected, NULL);
    }
    range->natural = (int)(sqrt((double)range->min * range->max) + 0.5);
    return true;
}

bool il_read_level(il_reader *in, const il_node *node, double *level_db)
{
    if (!il_read_scalar(in, node, "the level")) {
        return false;
    }
    switch (il_text_level(node->text, node->size, level_db)) {
    case IL_TEXT_OK:
        return true;
    case IL_TEXT_MINUS:
        return il_read_error(in, node->at, "the level has a typographer's minus", "-3 dB", NULL,
                             NULL);
    case IL_TEXT_COMMA:
        return il_read_error(in, node->at, "the level has a comma", "a point, as in -1.5 dB", NULL,
                             NULL);
    case IL_TEXT_NO_UNIT:
        return wrong_value(in, node, "the level", "a number with dB, as in -3 dB", NULL);
    default:
        return wrong_value(in, node, "the level", "-24 dB to +6 dB, as in -3 dB", NULL);
    }
}

/* No way out of the folder: nothing absolute, no `..`, no empty part. */
static bool stays_inside(const char *path)
{
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
        const size_t size = strcspn(part, "/");
        if (size == 0 || (size == 2 && memcmp(part, "..", 2) == 0)) {
            return false;
        }
    }
    return strlen(path) < 1024 && !strchr(path, '\\');
}

bool il_read_path(il_reader *in, const il_node *node, const char *what, const char **path)
{
    if (!il_read_text(in, node, what, 1000, path)) {
        return false;
    }
    return stays_inside(*path) ||
           il_read_error(in, node->at,
                         "the recording stands beside the session or in a folder there",
                         "a path without a / in front and without ..", node->text, NULL);
}

bool il_read_sound_name(il_reader *in, const il_node *node, const char *what, const char **name)
{
    if (!il_read_text(in, node, what, 120, name)) {
        return false;
    }
    if (strchr(*name, '.')) {
        return il_read_path(in, node, what, name);
    }
    return !strchr(*name, '/') || wrong_value(in, node, what, "a name without a /", NULL);
}

const il_pair *il_map_pair(const il_node *map, const char *key)
{
    for (int i = 0; i < map->count; i++) {
        const char *found = map->pairs[i].key->text;
        if (found[0] == key[0] && strcmp(found, key) == 0) { // asked for every kind of every step
            return &map->pairs[i];
        }
    }
    return NULL;
}

const il_node *il_map_get(const il_node *map, const char *key)
{
    const il_pair *pair = il_map_pair(map, key);
    return pair ? pair->value : NULL;
}

void il_map_check_twice(il_reader *in, const il_node *map)
{
    for (int i = 1; i < map->count; i++) {
        const il_node *key = map->pairs[i].key;
        const il_pair *first = il_map_pair(map, key->text);
        if (first != &map->pairs[i]) {
            il_problem problem = {.at = key->at, .also = first->key->at, .severity = IL_ERROR};
            snprintf(problem.message, sizeof problem.message, "%.80s stands here twice", key->text);
            il_problems_add(in->problems, &problem);
        }
    }
}

bool il_map_check_comma(il_reader *in, const il_node *map, const il_pair *pair)
{
    if (!map->flow || !pair->value->plain || pair->value->size > 0 || pair == map->pairs) {
        return false;
    }
    const il_node *before = pair[-1].value;
    char expected[120];
    snprintf(expected, sizeof expected, "%.20s: \"%.40s, %.40s\"", pair[-1].key->text,
             before->kind == IL_NODE_SCALAR ? before->text : "...", pair->key->text);
    il_read_error(in, pair->key->at, "a comma within braces ends the words: put them in quotes",
                  expected, NULL, NULL);
    return true;
}

void il_map_check_known(il_reader *in, const il_node *map, const char *const *known, int count,
                        const char *where)
{
    for (int i = 0; i < map->count; i++) {
        const il_node *key = map->pairs[i].key;
        bool found = false;
        for (int k = 0; k < count && !found; k++) {
            found = strcmp(key->text, known[k]) == 0;
        }
        if (!found && !il_map_check_comma(in, map, &map->pairs[i])) {
            char message[200];
            snprintf(message, sizeof message, "%.80s is no key of %s", key->text, where);
            il_read_error(in, key->at, message, NULL, NULL,
                          il_text_nearest(key->text, known, count));
        }
    }
}

void *il_read_alloc(il_reader *in, size_t count, size_t size)
{
    return il_arena_alloc(in->arena, count, size, in->err);
}
