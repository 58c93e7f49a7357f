#include "session/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/text.h"
#include "session/report.h"
#include "session/syntax.h"

enum { DEPTH_MAX = 16 };

typedef struct {
    const il_source *source;
    yaml_parser_t parser;
    yaml_event_t event; // the one being looked at
    bool has_event;
    il_place broken; // where an error of syntax was told
    bool stopped;    // by syntax, depth or memory: nothing more is read
    il_arena *arena;
    il_problems *problems;
    il_error *err;
    int flows;                      // lists and maps in brackets that are open
    int hash;                       // the first of the source's that may still cut a text
    il_place quoted_at, quoted_end; // of the last text in quotes
} parsing;

static il_place place_of(const parsing *in, yaml_mark_t mark)
{
    return (il_place){in->source->file, (int)mark.line + 1, (int)mark.column + 1};
}

/* Stop reading because of the problem just reported. */
static void stop_at(parsing *in, il_place at)
{
    const il_problems *problems = in->problems;
    in->broken = il_report_full(problems) ? at : problems->items[problems->count - 1].at;
    in->stopped = true;
}

static void fail_to_parse(parsing *in)
{
    const yaml_parser_t *parser = &in->parser;
    if (parser->error == YAML_MEMORY_ERROR) {
        il_fail_machine(in->err, il_nowhere(), "out of memory");
        in->stopped = true;
        return;
    }
    const il_syntax syntax = {
        .problem = parser->problem ? parser->problem : "",
        .context = parser->context ? parser->context : "",
        .at = place_of(in, parser->problem_mark),
        .context_at = parser->context ? place_of(in, parser->context_mark) : il_nowhere(),
        .quoted_at = in->quoted_at,
        .quoted_end = in->quoted_end,
    };
    il_syntax_report(in->source, &syntax, in->problems);
    stop_at(in, syntax.at);
}

static bool next_event(parsing *in)
{
    if (in->has_event) {
        yaml_event_delete(&in->event);
        in->has_event = false;
    }
    if (in->stopped) {
        return false;
    }
    if (!yaml_parser_parse(&in->parser, &in->event)) {
        fail_to_parse(in);
        return false;
    }
    in->has_event = true;
    return true;
}

static il_node *new_node(parsing *in, il_node_kind kind)
{
    il_node *node = il_arena_alloc(in->arena, 1, sizeof *node, in->err);
    if (!node) {
        in->stopped = true;
        return NULL;
    }
    node->kind = kind;
    node->at = place_of(in, in->event.start_mark);
    return node;
}

/* Words that YAML reads as something else because of the mark they begin with. */
static void refuse_mark(parsing *in, char mark, const char *meaning)
{
    char quoted[120];
    const il_place at = place_of(in, in->event.start_mark);
    size_t size = 0;
    const char *words = il_source_words(in->source, at, &size);
    if (in->event.type == YAML_ALIAS_EVENT && in->flows > 0) { // its name alone, in brackets
        size = in->event.end_mark.index - in->event.start_mark.index;
    }
    il_show_quoted(quoted, sizeof quoted, words, size);
    il_report(in->problems, at, quoted, NULL,
              "%s (%c) have no place in a session, and words that begin with %c need quotes",
              meaning, mark, mark);
}

static void refuse_extras(parsing *in, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor) {
        refuse_mark(in, '&', "anchors");
    } else if (tag) {
        refuse_mark(in, '!', "tags");
    }
}

/* ---- texts ---- */

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* `size` bytes with runs of white space made one space, and none at the ends. */
static size_t fold(char *out, const char *text, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < size; i++) {
        if (!is_space(text[i])) {
            out[used++] = text[i];
        } else if (used > 0 && out[used - 1] != ' ') {
            out[used++] = ' ';
        }
    }
    return used > 0 && out[used - 1] == ' ' ? used - 1 : used;
}

/* Escapes such as "\e" bring in what the bytes of the file may not hold. */
static void refuse_escapes(parsing *in, const il_node *node, char *text, size_t size)
{
    bool told = false;
    for (const char *at = text, *end = text + size; at < end;) {
        char *start = text + (at - text);
        const uint32_t point = il_utf8_next(&at, end);
        if (!il_is_control(point)) {
            continue;
        }
        if (!told) {
            char found[16];
            snprintf(found, sizeof found, "U+%04X", (unsigned)point);
            told = !il_report(in->problems, node->at, NULL, found,
                              "an invisible control character, written with \\");
        }
        memset(start, '_', (size_t)(at - start)); // stays a word
    }
}

/* `say: Breath #2`. Hashes come in order, like the texts they may cut. */
static void check_hash(parsing *in, const il_node *node)
{
    const il_source *source = in->source;
    const il_place end = place_of(in, in->event.end_mark); // at the space before the hash
    while (in->hash < source->hash_count && (source->hashes[in->hash].line < end.line ||
                                             (source->hashes[in->hash].line == end.line &&
                                              source->hashes[in->hash].column <= end.column))) {
        in->hash++;
    }
    if (in->hash < source->hash_count && source->hashes[in->hash].line == end.line &&
        source->hashes[in->hash].column == end.column + 1) {
        char quoted[120];
        size_t size = 0;
        const char *words = il_source_words(source, node->at, &size);
        il_show_quoted(quoted, sizeof quoted, words, size);
        il_report_warning(in->problems, (il_place){end.file, end.line, end.column + 1}, quoted,
                          "what follows # is left out; words with a # in them need quotes");
    }
}

static il_node *read_text(parsing *in)
{
    il_node *node = new_node(in, IL_NODE_TEXT);
    const size_t size = in->event.data.scalar.length;
    char *text = node ? il_arena_alloc(in->arena, size + 1, 1, in->err) : NULL;
    if (!text) {
        in->stopped = true;
        return NULL;
    }
    const char *value = (const char *)in->event.data.scalar.value;
    const yaml_scalar_style_t style = in->event.data.scalar.style;
    refuse_extras(in, in->event.data.scalar.anchor, in->event.data.scalar.tag);
    node->text = text;
    node->size = fold(text, value, size);
    text[node->size] = '\0'; // a space that was folded at its end is still there
    node->plain = style == YAML_PLAIN_SCALAR_STYLE;
    if (node->plain && in->hash < in->source->hash_count && size > 0) {
        check_hash(in, node);
    }
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
        refuse_escapes(in, node, text, node->size);
    }
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) {
        in->quoted_at = node->at;
        in->quoted_end = place_of(in, in->event.end_mark);
    }
    return node;
}

/* ---- lists and maps ---- */

static il_node *read_node(parsing *in, int depth);

static void read_list(parsing *in, il_node *list, int depth)
{
    il_node **last = &list->first;
    while (next_event(in) && in->event.type != YAML_SEQUENCE_END_EVENT) {
        il_node *item = read_node(in, depth);
        if (!item) {
            break;
        }
        *last = item;
        last = &item->next;
        list->count++;
    }
    list->cut = in->stopped;
}

/* The key that the present event begins; NULL when there is none to keep. */
static il_node *read_key(parsing *in, int depth)
{
    const bool text = in->event.type == YAML_SCALAR_EVENT;
    const il_place at = place_of(in, in->event.start_mark);
    il_node *key = read_node(in, depth);
    if (!key || (text && key->size > 0)) {
        return key;
    }
    if (text || in->event.type != YAML_ALIAS_EVENT) { // an alias was refused already
        il_report(in->problems, at, "a word before the colon", text ? "nothing" : "a list or map",
                  "this is no key");
    }
    return NULL;
}

static void read_map(parsing *in, il_node *map, int depth)
{
    il_node **last = &map->first;
    while (next_event(in) && in->event.type != YAML_MAPPING_END_EVENT) {
        il_node *key = read_key(in, depth);
        il_node *value = next_event(in) ? read_node(in, depth) : NULL;
        if (!value) {
            break;
        }

        map->cut = map->cut || !key;
        if (key) {
            key->value = value;
            *last = key;
            last = &key->next;
            map->count++;
        }
    }
    map->cut = map->cut || in->stopped;
}

static il_node *read_collection(parsing *in, int depth)
{
    const yaml_event_t *event = &in->event;
    if (depth == DEPTH_MAX) {
        const il_place at = place_of(in, event->start_mark);
        il_report(in->problems, at, "at most 16 levels", NULL,
                  "lists and maps lie too deep within each other");
        stop_at(in, at);
        return NULL;
    }
    const bool list = event->type == YAML_SEQUENCE_START_EVENT;
    il_node *node = new_node(in, list ? IL_NODE_LIST : IL_NODE_MAP);
    if (!node) {
        return NULL;
    }
    if (list) {
        refuse_extras(in, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        node->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        in->flows += node->flow;
        read_list(in, node, depth + 1);
    } else {
        refuse_extras(in, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        node->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        in->flows += node->flow;
        read_map(in, node, depth + 1);
    }
    in->flows -= node->flow;
    return node;
}

/* An alias was refused; the text that stands for it reads like words. */
static il_node *read_alias(parsing *in)
{
    refuse_mark(in, '*', "aliases");
    il_node *node = new_node(in, IL_NODE_TEXT);
    if (node) {
        node->text = "*";
        node->size = 1;
    }
    return node;
}

/* The node that the present event begins; NULL when reading has stopped. */
static il_node *read_node(parsing *in, int depth)
{
    switch (in->event.type) {
    case YAML_SCALAR_EVENT:
        return read_text(in);
    case YAML_ALIAS_EVENT:
        return read_alias(in);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return read_collection(in, depth);
    default: // no other event begins a node
        in->stopped = true;
        return NULL;
    }
}

/* ---- the document ---- */

static void check_directives(parsing *in)
{
    const yaml_event_t *event = &in->event;
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end) {
        il_report(in->problems, place_of(in, event->start_mark), NULL, NULL,
                  "lines that begin with %% have no place in a session");
    }
}

/* Everything after the document: only its end may come. */
static void check_end(parsing *in)
{
    while (next_event(in) && in->event.type != YAML_STREAM_END_EVENT) {
        if (in->event.type == YAML_DOCUMENT_START_EVENT) {
            il_report(in->problems, place_of(in, in->event.start_mark), "one session in a file",
                      NULL, "a second document begins here");
            return;
        }
    }
}

static il_node *read_document(parsing *in)
{
    while (next_event(in) && in->event.type != YAML_DOCUMENT_START_EVENT) {
        if (in->event.type == YAML_STREAM_END_EVENT) {
            return NULL;
        }
    }
    if (in->stopped) {
        return NULL;
    }
    check_directives(in);
    il_node *root = next_event(in) ? read_node(in, 0) : NULL;
    check_end(in);
    if (root && in->stopped) {
        root->cut = true;
    }
    return root;
}

il_node *il_yaml_read(const il_source *source, il_arena *arena, il_problems *problems,
                      il_place *broken, il_error *err)
{
    parsing in = {.source = source, .arena = arena, .problems = problems, .err = err};
    if (!yaml_parser_initialize(&in.parser)) {
        il_fail_machine(err, il_nowhere(), "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&in.parser, (const unsigned char *)source->text, source->size);
    il_node *root = read_document(&in);
    if (in.has_event) {
        yaml_event_delete(&in.event);
    }
    yaml_parser_delete(&in.parser);
    *broken = in.broken;
    return root;
}

il_node *il_yaml_parse(const char *file, const char *bytes, size_t size, il_arena *arena,
                       il_problems *problems, il_error *err)
{
    il_source source = {0};
    il_place broken = {0};
    il_node *root = il_source_init(&source, file, bytes, size, problems, err)
                        ? il_yaml_read(&source, arena, problems, &broken, err)
                        : NULL;
    il_source_finish(&source);
    return root;
}
