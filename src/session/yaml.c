#include "session/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/text.h"

enum { DEPTH_MAX = 16, KEY_SHOWN = 60 };

/* Everything that parsing one file needs. */
typedef struct {
    const char *file, *bytes;
    size_t size;
    yaml_parser_t parser;
    yaml_event_t event; // the one being looked at
    bool has_event;
    il_arena *arena;
    il_problems *problems;
    il_error *err;
    bool broken;        // syntax, or memory: nothing more is read
    const char **lines; // where each line starts, from il_alloc
    int line_count, line_room;
    il_place quoted; // the last scalar in single quotes: a likely culprit
} yaml_reader;

static void report(yaml_reader *in, il_severity severity, il_place at, const char *message,
                   const char *expected, const char *found)
{
    il_problem problem = {.at = at, .severity = severity};
    snprintf(problem.message, sizeof problem.message, "%s", message);
    snprintf(problem.expected, sizeof problem.expected, "%s", expected ? expected : "");
    snprintf(problem.found, sizeof problem.found, "%s", found ? found : "");
    il_problems_add(in->problems, &problem);
}

static il_place place_of(const yaml_reader *in, yaml_mark_t mark)
{
    return (il_place){in->file, (int)mark.line + 1, (int)mark.column + 1};
}

/* ---- bytes: checked before libyaml, whose reader reports them without a line ---- */

static bool index_lines(yaml_reader *in)
{
    const char *at = in->bytes, *end = in->bytes + in->size;
    if (in->size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3; // a byte order mark takes no column
    }
    while (at <= end) {
        const char **line =
            il_grow((void **)&in->lines, &in->line_count, &in->line_room, sizeof *line, in->err);
        if (!line) {
            return false;
        }
        *line = at;
        while (at < end && *at != '\n' && *at != '\r') {
            at++;
        }
        at += at + 1 < end && at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    }
    return true;
}

/* The line and column of a byte. */
static il_place place_at_byte(const yaml_reader *in, const char *byte)
{
    int low = 0, high = in->line_count;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (in->lines[middle] <= byte) {
            low = middle;
        } else {
            high = middle;
        }
    }
    int column = 1;
    for (const char *at = in->lines[low]; at < byte; column++) {
        il_utf8_next(&at, byte);
    }
    return (il_place){in->file, low + 1, column};
}

static bool refuse_bytes(yaml_reader *in, const char *at, const char *message, const char *expected,
                         const char *found)
{
    report(in, IL_ERROR, place_at_byte(in, at), message, expected, found);
    return false;
}

static bool check_encoding(yaml_reader *in)
{
    const unsigned char *bytes = (const unsigned char *)in->bytes;
    size_t bad = 0;
    if (in->size >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        return refuse_bytes(in, in->bytes, "the file is UTF-16", "text saved as UTF-8", NULL);
    }
    if (!il_utf8_valid(in->bytes, in->size, &bad)) {
        return refuse_bytes(in, in->bytes + bad, "these bytes are not UTF-8", "text saved as UTF-8",
                            NULL);
    }
    return true;
}

static bool check_control(yaml_reader *in, const char *at, uint32_t point)
{
    char found[16];
    snprintf(found, sizeof found, "U+%04X", (unsigned)point);
    const bool reorders = point >= 0x2028;
    return refuse_bytes(in, at,
                        reorders ? "an invisible character that breaks or reorders lines"
                                 : "a control character",
                        "plain text", found);
}

static bool check_bytes(yaml_reader *in)
{
    if (!check_encoding(in)) {
        return false;
    }
    bool clean = true;
    const char *end = in->bytes + in->size;
    for (const char *at = in->lines[0]; at < end;) {
        const unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte < 0x7F) {
            at++;
            continue;
        }
        const char *start = at;
        const uint32_t point = il_utf8_next(&at, end);
        if (il_is_control(point) && clean) { // the first is enough
            clean = check_control(in, start, point);
        }
    }
    return clean;
}

/* ---- events ---- */

static void syntax_error(yaml_reader *in);

static bool next_event(yaml_reader *in)
{
    if (in->has_event) {
        yaml_event_delete(&in->event);
        in->has_event = false;
    }
    if (in->broken) {
        return false;
    }
    if (!yaml_parser_parse(&in->parser, &in->event)) {
        syntax_error(in);
        in->broken = true;
        return false;
    }
    in->has_event = true;
    return true;
}

/* The text of a line from `column` (from 1) on, without its end. */
static const char *line_from(const yaml_reader *in, il_place at, size_t *size)
{
    if (at.line < 1 || at.line > in->line_count) {
        *size = 0;
        return "";
    }
    const char *end = in->bytes + in->size, *start = in->lines[at.line - 1];
    for (int column = 1; column < at.column && start < end && *start != '\n'; column++) {
        il_utf8_next(&start, end);
    }
    const char *stop = start;
    while (stop < end && *stop != '\n' && *stop != '\r') {
        stop++;
    }
    *size = (size_t)(stop - start);
    return start;
}

/* How the value at `at` would be written in quotes, as an example. */
static void show_quoted(const yaml_reader *in, il_place at, char *out, size_t room)
{
    size_t size = 0;
    const char *text = line_from(in, at, &size);
    while (size > 0 && text[size - 1] == ' ') {
        size--;
    }
    int shown = 0;
    for (const char *stop = text; stop < text + size && shown < KEY_SHOWN;) {
        il_utf8_next(&stop, text + size);
        shown = (int)(stop - text);
    }
    const bool doubles = memchr(text, '"', (size_t)shown) != NULL;
    snprintf(out, room, doubles ? "'%.*s'" : "\"%.*s\"", shown, text);
}

/* Where the value of the first `key: ` on the line begins. */
static il_place value_on_line(const yaml_reader *in, int line)
{
    il_place at = {in->file, line, 1};
    size_t size = 0;
    const char *text = line_from(in, at, &size);
    const char *colon = memmem(text, size, ": ", 2);
    for (const char *step = text; colon && step < colon + 2; at.column++) {
        il_utf8_next(&step, text + size);
    }
    return at;
}

static bool has_tab_indent(const yaml_reader *in, il_place at)
{
    size_t size = 0;
    const char *text = line_from(in, (il_place){in->file, at.line, 1}, &size);
    size_t blank = 0;
    while (blank < size && (text[blank] == ' ' || text[blank] == '\t')) {
        blank++;
    }
    return memchr(text, '\t', blank) != NULL;
}

static void syntax_error(yaml_reader *in)
{
    const yaml_parser_t *parser = &in->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        il_fail_machine(in->err, il_nowhere(), "out of memory");
        return;
    }
    const char *problem = parser->problem ? parser->problem : "not YAML";
    const char *context = parser->context ? parser->context : "";
    il_place at = place_of(in, parser->problem_mark);
    char quoted[160] = "";
    if (has_tab_indent(in, at)) {
        report(in, IL_ERROR, (il_place){in->file, at.line, 1}, "the line begins with a tab",
               "spaces", NULL);
    } else if (strstr(problem, "mapping values are not allowed")) {
        show_quoted(in, value_on_line(in, at.line), quoted, sizeof quoted);
        report(in, IL_ERROR, at, "a colon within words: put the words in quotes", quoted, NULL);
    } else if (strstr(context, "quoted scalar")) {
        at = place_of(in, parser->context_mark);
        report(in, IL_ERROR, at, "a quotation mark opens here and is not closed",
               "the closing mark, or \xE2\x80\x99 for an apostrophe", NULL);
    } else if (in->quoted.line > 0 && at.line - in->quoted.line <= 40) {
        report(in, IL_ERROR, in->quoted,
               "an apostrophe at the beginning opens a quotation: put the words in double quotes",
               "\"'tis ...\"", NULL);
    } else if (strstr(problem, "anchor") || strstr(problem, "alias") || strstr(problem, "tag")) {
        report(in, IL_ERROR, at, "words that begin with * & ! or % want quotes", NULL, NULL);
    } else if (strstr(problem, "cannot start any token")) {
        show_quoted(in, value_on_line(in, at.line), quoted, sizeof quoted);
        report(in, IL_ERROR, at, "words cannot begin with this character without quotes", quoted,
               NULL);
    } else {
        char message[200];
        snprintf(message, sizeof message, "the file cannot be read further: %s", problem);
        report(in, IL_ERROR, at, message, "a step or key at the same indentation as those above",
               NULL);
    }
}

/* `say: Breath #2`: YAML takes the rest for a comment, and the author never learns of it. */
static void check_comment_trap(yaml_reader *in, const il_node *node, yaml_mark_t end)
{
    const char *stop = in->bytes + in->size;
    const int line = (int)end.line;
    const char *start = line < in->line_count ? in->lines[line] : stop;
    const char *next = line + 1 < in->line_count ? in->lines[line + 1] : stop;
    if (!memchr(start, '#', (size_t)(next - start))) { // as on nearly every line
        return;
    }
    size_t size = 0;
    const char *rest = line_from(in, place_of(in, end), &size);
    if (size >= 3 && rest[0] == ' ' && rest[1] == '#' && rest[2] != ' ') {
        char quoted[160];
        show_quoted(in, node->at, quoted, sizeof quoted);
        il_place at = place_of(in, end);
        at.column++;
        report(in, IL_WARNING, at, "from the # on this is a comment and is left out", quoted, NULL);
    }
}

static il_node *new_node(yaml_reader *in, il_node_kind kind)
{
    il_node *node = il_arena_alloc(in->arena, 1, sizeof *node, in->err);
    if (!node) {
        in->broken = true;
        return NULL;
    }
    node->kind = kind;
    node->at = place_of(in, in->event.start_mark);
    return node;
}

static void refuse_extras(yaml_reader *in, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) {
        report(in, IL_ERROR, place_of(in, in->event.start_mark), "anchors (&) are not supported",
               "words that begin with & in quotes", NULL);
    }
    if (tag) {
        report(in, IL_ERROR, place_of(in, in->event.start_mark), "tags (!) are not supported",
               "words that begin with ! in quotes", NULL);
    }
}

static il_node *read_scalar(yaml_reader *in)
{
    il_node *node = new_node(in, IL_NODE_SCALAR);
    if (!node) {
        return NULL;
    }
    const yaml_event_t *event = &in->event;
    refuse_extras(in, event->data.scalar.anchor, event->data.scalar.tag);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->size = event->data.scalar.length;
    const char *value = (const char *)event->data.scalar.value;
    if (memchr(value, 0, node->size)) {
        report(in, IL_ERROR, node->at, "a control character", "plain text", "U+0000");
        node->size = strlen(value);
    }
    node->text = il_arena_text(in->arena, value, node->size, in->err);
    if (!node->text) {
        in->broken = true;
        return NULL;
    }
    if (node->plain && node->size > 0) {
        check_comment_trap(in, node, event->end_mark);
    }
    in->quoted =
        event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ? node->at : il_nowhere();
    return node;
}

/* An alias stands for nothing here: it was refused, and reading goes on. */
static il_node *read_alias(yaml_reader *in)
{
    il_node *node = new_node(in, IL_NODE_SCALAR);
    if (node) {
        node->text = "*";
        node->size = 1;
    }
    return node;
}

static il_node *read_node(yaml_reader *in, int depth);

/* Reads items until the list ends; they grow in a scratch array and move to the arena at the end.
 */
static void read_list(yaml_reader *in, il_node *list, int depth)
{
    il_node **items = NULL;
    int count = 0, room = 0;
    while (next_event(in) && in->event.type != YAML_SEQUENCE_END_EVENT) {
        il_node *item = read_node(in, depth);
        il_node **place =
            item ? il_grow((void **)&items, &count, &room, sizeof *items, in->err) : NULL;
        if (!place) {
            in->broken = true;
            break;
        }
        *place = item;
    }
    list->items = il_arena_alloc(in->arena, (size_t)count, sizeof *items, in->err);
    if (list->items && count > 0) {
        memcpy(list->items, items, (size_t)count * sizeof *items);
        list->count = count;
    }
    il_free(items);
}

static void read_map(yaml_reader *in, il_node *map, int depth)
{
    il_pair *pairs = NULL;
    int count = 0, room = 0;
    while (next_event(in) && in->event.type != YAML_MAPPING_END_EVENT) {
        const bool plain_word = in->event.type == YAML_SCALAR_EVENT;
        if (!plain_word) {
            report(in, IL_ERROR, place_of(in, in->event.start_mark),
                   "a key is one plain word, not a list or map", NULL, NULL);
        }
        il_node *key = read_node(in, depth);
        il_node *value = key && next_event(in) ? read_node(in, depth) : NULL;
        il_pair *pair =
            value ? il_grow((void **)&pairs, &count, &room, sizeof *pairs, in->err) : NULL;
        if (!pair) {
            in->broken = true;
            break;
        }
        *pair = (il_pair){key, value};
        count -= !plain_word; // reported, not kept
    }
    map->pairs = il_arena_alloc(in->arena, (size_t)count, sizeof *pairs, in->err);
    if (map->pairs && count > 0) {
        memcpy(map->pairs, pairs, (size_t)count * sizeof *pairs);
        map->count = count;
    }
    il_free(pairs);
}

static il_node *too_deep(yaml_reader *in)
{
    report(in, IL_ERROR, place_of(in, in->event.start_mark), "nested too deeply",
           "at most 16 levels", NULL);
    in->broken = true;
    return NULL;
}

/* The node that the present event begins. */
static il_node *read_node(yaml_reader *in, int depth)
{
    const yaml_event_t *event = &in->event;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(in);
    case YAML_ALIAS_EVENT:
        report(in, IL_ERROR, place_of(in, event->start_mark), "aliases (*) are not supported",
               "words that begin with * in quotes", NULL);
        return read_alias(in);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        break;
    default:
        in->broken = true;
        return NULL;
    }
    if (depth >= DEPTH_MAX) {
        return too_deep(in);
    }
    const bool list = event->type == YAML_SEQUENCE_START_EVENT;
    il_node *node = new_node(in, list ? IL_NODE_LIST : IL_NODE_MAP);
    if (!node) {
        return NULL;
    }
    if (list) {
        refuse_extras(in, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        node->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        read_list(in, node, depth + 1);
    } else {
        refuse_extras(in, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        node->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        read_map(in, node, depth + 1);
    }
    return node;
}

/* What stands before and after the one document. */
static void check_frame(yaml_reader *in)
{
    const yaml_event_t *event = &in->event;
    const il_place at = place_of(in, event->start_mark);
    if (event->type == YAML_DOCUMENT_START_EVENT &&
        (event->data.document_start.version_directive ||
         event->data.document_start.tag_directives.start !=
             event->data.document_start.tag_directives.end)) {
        report(in, IL_ERROR, at, "directives (%) are not supported", NULL, NULL);
    }
}

static void check_end(yaml_reader *in)
{
    while (next_event(in) && in->event.type != YAML_STREAM_END_EVENT) {
        if (in->event.type == YAML_DOCUMENT_START_EVENT) {
            report(in, IL_ERROR, place_of(in, in->event.start_mark),
                   "a second document begins here", "one session in a file", NULL);
            return;
        }
    }
}

static il_node *read_document(yaml_reader *in)
{
    while (next_event(in) && in->event.type != YAML_DOCUMENT_START_EVENT) {
        if (in->event.type == YAML_STREAM_END_EVENT) {
            return NULL;
        }
    }
    if (in->broken) {
        return NULL;
    }
    check_frame(in);
    il_node *root = next_event(in) ? read_node(in, 0) : NULL;
    if (root && !in->broken) {
        check_end(in);
    }
    return root;
}

il_node *il_yaml_parse(const char *file, const char *bytes, size_t size, il_arena *arena,
                       il_problems *problems, bool *broken, il_error *err)
{
    yaml_reader in = {.file = file,
                      .bytes = bytes,
                      .size = size,
                      .arena = arena,
                      .problems = problems,
                      .err = err};
    il_node *root = NULL;
    if (!index_lines(&in) || !check_bytes(&in)) {
        *broken = true;
    } else if (!yaml_parser_initialize(&in.parser)) {
        il_fail_machine(err, il_nowhere(), "out of memory");
        *broken = true;
    } else {
        yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
        const size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        yaml_parser_set_input_string(&in.parser, (const unsigned char *)bytes + mark, size - mark);
        root = read_document(&in);
        if (in.has_event) {
            yaml_event_delete(&in.event);
        }
        yaml_parser_delete(&in.parser);
        *broken = in.broken;
    }
    il_free(in.lines);
    return root;
}
