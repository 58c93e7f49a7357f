#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"
#include "session/times.h"

static const il_frames elastic_least = IL_RATE_HZ / 10;

void *il_read_alloc(il_reader *in, size_t count, size_t size)
{
    return il_arena_alloc(in->arena, count, size, in->err);
}

/* Whether nothing stands there because a comment took it: `say: #2`. */
static bool is_commented(const il_reader *in, const il_node *node, char quoted[120])
{
    size_t size = 0;
    const char *rest = il_source_from(in->source, node->at.line, node->at.column, &size);
    while (size > 0 && *rest == ' ') {
        rest++;
        size--;
    }
    if (size < 2 || rest[0] != '#' || rest[1] == ' ') {
        return false;
    }
    il_show_quoted(quoted, 120, rest, size);
    return true;
}

static bool refuse_nothing(il_reader *in, const il_node *node, const char *wanted)
{
    char quoted[120];
    if (node->plain && node->size == 0 && is_commented(in, node, quoted)) {
        return il_report(in->problems, node->at, quoted, NULL,
                         "what follows # is left out; words with a # in them need quotes");
    }
    return il_report(in->problems, node->at, wanted, NULL,
                     node->size ? "~ stands for nothing" : "nothing stands here");
}

/* A map or list where one value belongs, often words that YAML read as one. */
static bool refuse_collection(il_reader *in, const il_node *node, const char *wanted)
{
    const bool map = node->kind == IL_NODE_MAP;
    if (map && node->first && il_key_is_words(node->first)) {
        char quoted[120];
        il_show_key_words(quoted, sizeof quoted, node->first);
        return il_report(in->problems, node->at, quoted, NULL,
                         "words with a colon in them need quotes");
    }
    return il_report(in->problems, node->at, wanted,
                     map ? node->flow ? "braces" : "more keys" : "a list",
                     "one value belongs here");
}

bool il_read_something(il_reader *in, const il_node *node, const char *wanted)
{
    if (node->kind != IL_NODE_TEXT) {
        return refuse_collection(in, node, wanted);
    }
    if (node->size == 0 || (node->size == 1 && node->text[0] == '~')) {
        return refuse_nothing(in, node, wanted);
    }
    return true;
}

bool il_read_words(il_reader *in, const il_node *node, size_t points, const char *wanted,
                   const char **text)
{
    if (!il_read_something(in, node, wanted)) {
        return false;
    }
    char expected[48];
    if (node->size > IL_TEXT_BYTES) {
        snprintf(expected, sizeof expected, "at most %d bytes", IL_TEXT_BYTES);
        return il_report(in->problems, node->at, expected, NULL, "this text is too long");
    }
    if (points > 0 && node->size > points && il_text_points(node->text) > points) {
        char found[32];
        snprintf(expected, sizeof expected, "at most %zu characters", points);
        snprintf(found, sizeof found, "%zu", il_text_points(node->text));
        return il_report(in->problems, node->at, expected, found, "this text is too long");
    }
    *text = node->text;
    return true;
}

bool il_read_text(il_reader *in, const il_node *node, size_t points, const char **text)
{
    return il_read_words(in, node, points, "words", text);
}

/* ---- names ---- */

/* "a, b or c"; where that does not fit, the first and the last. */
static void list_names(const char *const *names, int count, char *out, size_t room)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < count; i++) {
        const char *join = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        const int more = snprintf(out + used, room - used, "%s%s", join, names[i]);
        if (more < 0 || (size_t)more >= room - used) {
            snprintf(out, room, "one such as %.40s or %.40s", names[0], names[count - 1]);
            return;
        }
        used += (size_t)more;
    }
}

bool il_read_name(il_reader *in, const il_node *node, const char *what, const char *const *names,
                  int count, int *index)
{
    char expected[120];
    list_names(names, count, expected, sizeof expected);
    if (!il_read_something(in, node, expected)) {
        return false;
    }
    const int found = il_key_index(node, names, count);
    if (found >= 0) {
        *index = found;
        return true;
    }
    const char *nearest =
        il_report_full(in->problems) ? NULL : il_text_nearest(node->text, names, count);
    return il_report_near(in->problems, node->at, expected, nearest, "%s is not %s",
                          il_show(node->text, node->size).text, what);
}

/* ---- times ---- */

static bool refuse_time(il_reader *in, const il_node *node, il_text_fault fault, bool range)
{
    char expected[120];
    const char *message = il_time_fault(fault, node->text, range, expected, sizeof expected);
    return il_report(in->problems, node->at, expected, il_show(node->text, node->size).text, "%s",
                     message);
}

bool il_read_duration(il_reader *in, const il_node *node, il_frames *frames)
{
    if (!il_read_something(in, node, "a time such as 45s or 4m30s")) {
        return false;
    }
    const il_text_fault fault = il_text_duration(node->text, node->size, frames);
    return fault == IL_TEXT_OK || refuse_time(in, node, fault, false);
}

il_frames il_geometric_mean(il_frames min, il_frames max)
{
    return (il_frames)(sqrt((double)min) * sqrt((double)max) + 0.5);
}

bool il_read_span(il_reader *in, const il_node *node, bool elastic, il_elastic *span)
{
    if (!il_read_something(in, node, "a time such as 8s or 4s..30s")) {
        return false;
    }
    il_frames min = 0, max = 0;
    const il_text_fault fault = il_text_duration_range(node->text, node->size, &min, &max);
    if (fault != IL_TEXT_OK) {
        return refuse_time(in, node, fault, true);
    }
    if (elastic && min != max && min < elastic_least) {
        return il_report(in->problems, node->at, "a range from 0.1s on",
                         il_show(node->text, node->size).text, "this range begins too early");
    }
    *span = (il_elastic){min, min == max ? min : il_geometric_mean(min, max), max};
    return true;
}

il_elastic il_pause_named(const char *name)
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

static bool refuse_pause_name(il_reader *in, const il_node *node)
{
    enum { NAMES_MAX = 32 };
    const char *names[NAMES_MAX];
    int count = 0;
    const il_named_pause *pauses = il_named_pauses(&count);
    for (int i = 0; i < count && i < NAMES_MAX; i++) {
        names[i] = pauses[i].name;
    }
    const char *nearest =
        il_report_full(in->problems) ? NULL : il_text_nearest(node->text, names, count);
    return il_report_near(in->problems, node->at,
                          "a time such as 8s or 4s..30s, or a name such as thought or breath",
                          nearest, "%s is not a pause", il_show(node->text, node->size).text);
}

bool il_read_pause(il_reader *in, const il_node *node, il_elastic *span, const char **name)
{
    if (!il_read_something(in, node, "a time such as 8s or 4s..30s, or the name of a pause")) {
        return false;
    }
    int count = 0;
    const il_named_pause *pauses = il_named_pauses(&count);
    for (int i = 0; i < count; i++) {
        if (strcmp(node->text, pauses[i].name) == 0) {
            *span = pauses[i].span;
            if (name) {
                *name = pauses[i].name;
            }
            return true;
        }
    }
    const char first = node->text[0];
    const bool word = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    return word ? refuse_pause_name(in, node) : il_read_span(in, node, true, span);
}

/* ---- numbers ---- */

bool il_read_count(il_reader *in, const il_node *node, int most, bool range, il_count_range *count)
{
    char expected[80];
    snprintf(expected, sizeof expected,
             range ? "a whole number from 1 to %d, or a range like 2..4"
                   : "a whole number from 1 to %d",
             most);
    if (!il_read_something(in, node, expected)) {
        return false;
    }
    const il_text_fault fault =
        range ? il_text_count_range(node->text, node->size, most, &count->min, &count->max)
              : il_text_count(node->text, node->size, most, &count->min);
    if (fault != IL_TEXT_OK) {
        return il_report(in->problems, node->at, expected, il_show(node->text, node->size).text,
                         "%s", il_count_fault(fault));
    }
    count->max = range ? count->max : count->min;
    count->natural = (int)(sqrt((double)count->min * count->max) + 0.5);
    return true;
}

bool il_read_level(il_reader *in, const il_node *node, double *level_db)
{
    if (!il_read_something(in, node, "a level such as -3 dB")) {
        return false;
    }
    const il_text_fault fault = il_text_level(node->text, node->size, level_db);
    if (fault == IL_TEXT_OK) {
        return true;
    }
    char expected[120];
    const char *message = il_level_fault(fault, node->text, expected, sizeof expected);
    return il_report(in->problems, node->at, expected, il_show(node->text, node->size).text, "%s",
                     message);
}

/* ---- files ---- */

static const char *path_fault(const char *path)
{
    if (path[0] == '/') {
        return "a path begins beside the session, not with /";
    }
    if (strchr(path, '\\')) {
        return "the parts of a path are divided by /";
    }
    for (const char *part = path; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
        const size_t size = strcspn(part, "/");
        if (size == 2 && memcmp(part, "..", 2) == 0) {
            return "a path stays inside the folder of its session";
        }
        if (size == 0) {
            return "a path has a name between its slashes, and at its end";
        }
    }
    return NULL;
}

bool il_read_path(il_reader *in, const il_node *node, const char **path)
{
    if (!il_read_words(in, node, 1000, "the name of a file, such as my/own.ogg", path)) {
        return false;
    }
    const char *fault = path_fault(*path);
    return !fault || il_report(in->problems, node->at, "a file like my/own.ogg",
                               il_show(node->text, node->size).text, "%s", fault);
}

bool il_read_sound_name(il_reader *in, const il_node *node, const char **name)
{
    if (!il_read_words(in, node, IL_NAME_POINTS, "a name", name)) {
        return false;
    }
    if (strchr(*name, '.')) {
        return il_read_path(in, node, name);
    }
    return !strpbrk(*name, "/\\") ||
           il_report(in->problems, node->at, "a name, or a file with its ending, like my/own.ogg",
                     il_show(node->text, node->size).text, "a name has no slash in it");
}
