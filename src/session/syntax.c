#include "session/syntax.h"

#include <string.h>

#include "session/report.h"

enum { QUOTED_SIZE = 120 };

/* A line of the source, and what stands where on it. */
typedef struct {
    const char *text;
    size_t size;
    size_t indent; // blanks in front
    size_t words;  // where the first words stand, behind dashes, braces and the first key
} line_view;

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte & 0x80);
}

static size_t skip_spaces(const char *text, size_t size, size_t at)
{
    while (at < size && text[at] == ' ') {
        at++;
    }
    return at;
}

/* Past `- `, `{` and `[`, however many. */
static size_t skip_dashes(const char *text, size_t size, size_t at)
{
    at = skip_spaces(text, size, at);
    while (at < size && (text[at] == '{' || text[at] == '[' ||
                         (text[at] == '-' && at + 1 < size && text[at + 1] == ' '))) {
        at = skip_spaces(text, size, at + 1);
    }
    return at;
}

/* Past a key such as `top-up: `; `at` where there is none. */
static size_t skip_key(const char *text, size_t size, size_t at)
{
    size_t end = at;
    while (end < size && (is_letter(text[end]) || text[end] == '-' || text[end] == '_' ||
                          (text[end] >= '0' && text[end] <= '9'))) {
        end++;
    }
    const bool key = end > at && end + 1 < size && text[end] == ':' && text[end + 1] == ' ';
    return key ? skip_spaces(text, size, end + 1) : at;
}

static line_view view_line(const il_source *source, int line)
{
    line_view view = {0};
    view.text = il_source_from(source, line, 1, &view.size);
    while (view.size > 0 && view.text[view.size - 1] == ' ') {
        view.size--;
    }
    while (view.indent < view.size &&
           (view.text[view.indent] == ' ' || view.text[view.indent] == '\t')) {
        view.indent++;
    }
    view.words = skip_key(view.text, view.size, skip_dashes(view.text, view.size, view.indent));
    return view;
}

/* The words at a place, in quotation marks. */
static void quote_at(const il_source *source, il_place at, char out[QUOTED_SIZE])
{
    size_t size = 0;
    const char *words = il_source_words(source, at, &size);
    il_show_quoted(out, QUOTED_SIZE, words, size);
}

static il_place place_on(const il_source *source, const line_view *line, il_place at, size_t offset)
{
    at.column = il_source_column(source, at.line, line->text + offset);
    return at;
}

/* ---- the traps, each true when it was this one ---- */

static bool tab_indents(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    const line_view line = view_line(source, syntax->at.line);
    const char *tab = memchr(line.text, '\t', line.indent);
    if (!tab) {
        return false;
    }
    il_report(problems, place_on(source, &line, syntax->at, (size_t)(tab - line.text)),
              "spaces, two a level", NULL, "a tab cannot indent a line");
    return true;
}

/* `say: "C:\pauses"`, where a backslash has a meaning. */
static bool escapes_wrongly(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    if (!strstr(syntax->problem, "escape") && !strstr(syntax->problem, "hexdecimal")) {
        return false;
    }
    (void)source;
    il_report(problems, syntax->at, "single quotes, in which it is only a mark", NULL,
              "within double quotes \\ begins a special character");
    return true;
}

/* `say: 'tis late` without another mark: the quotation runs to the end of the file. */
static bool never_closes(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    if (!strstr(syntax->context, "quoted scalar")) {
        return false;
    }
    const il_place at = syntax->context_at;
    size_t size = 0;
    const char *text = il_source_from(source, at.line, at.column, &size);
    if (size > 1 && text[0] == '\'' && is_letter(text[1])) {
        char quoted[QUOTED_SIZE];
        quote_at(source, at, quoted);
        il_report(problems, at, quoted, NULL,
                  "words that begin with an apostrophe need double quotes");
    } else {
        il_report(problems, at,
                  size && text[0] == '"' ? "another \" at the end" : "another ' at the end", NULL,
                  "the quotation that begins here never ends");
    }
    return true;
}

/* `say: 'tis the body's weight` or `say: "Yes" is enough`: words go on behind the quotation. */
static bool goes_on_after_quotes(const il_source *source, const il_syntax *syntax,
                                 il_problems *problems)
{
    const il_place start = syntax->quoted_at, end = syntax->quoted_end;
    if (start.line < 1 || syntax->at.line < start.line || syntax->at.line > end.line + 1) {
        return false;
    }
    size_t size = 0;
    const char *rest = il_source_from(source, end.line, end.column, &size);
    const size_t blank = skip_spaces(rest, size, 0);
    if (blank == size || strchr("#,]}:", rest[blank])) {
        return false;
    }
    const char *words = il_source_from(source, start.line, start.column, &size);
    char quoted[QUOTED_SIZE];
    quote_at(source, start, quoted);
    il_report(problems, start, quoted, NULL,
              words[0] == '\'' ? "words that begin with an apostrophe need double quotes"
                               : "words that begin with a quotation need quotes around the whole");
    return true;
}

/* `interlude:1` on an earlier line makes a text of it, and the next key stands where none may. */
static bool lacks_space(const il_source *source, int number, il_place at, il_problems *problems)
{
    const line_view line = view_line(source, number);
    size_t end = skip_dashes(line.text, line.size, line.indent);
    const size_t start = end;
    while (end < line.size && (is_letter(line.text[end]) || line.text[end] == '-')) {
        end++;
    }
    if (end == start || end + 1 >= line.size || line.text[end] != ':' ||
        line.text[end + 1] == ' ') {
        return false;
    }
    at.line = number;
    char expected[QUOTED_SIZE];
    const il_shown value = il_show(line.text + end + 1, line.size - end - 1);
    const size_t inner = strlen(value.text) - 2; // without its quotation marks
    memcpy(expected, line.text + start, end - start < 40 ? end - start : 40);
    size_t used = end - start < 40 ? end - start : 40;
    memcpy(expected + used, ": ", 2);
    memcpy(expected + used + 2, value.text + 1, inner);
    expected[used + 2 + inner] = '\0';
    il_report(problems, place_on(source, &line, at, end), expected, NULL,
              "a colon needs a space after it");
    return true;
}

/* `say: Notice this: the breath`. */
static bool colon_in_words(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    if (!strstr(syntax->problem, "mapping values are not allowed")) {
        return false;
    }
    const line_view line = view_line(source, syntax->at.line);
    size_t size = 0;
    const char *colon = il_source_from(source, syntax->at.line, syntax->at.column, &size);
    const size_t keys = skip_dashes(line.text, line.size, line.indent);
    if (line.words > keys && colon > line.text + line.words) {
        char quoted[QUOTED_SIZE];
        quote_at(source, place_on(source, &line, syntax->at, line.words), quoted);
        il_report(problems, syntax->at, quoted, NULL, "words with a colon in them need quotes");
        return true;
    }
    for (int above = syntax->at.line - 1; above > 0; above--) {
        const line_view before = view_line(source, above);
        if (before.size > before.indent) {
            if (lacks_space(source, above, syntax->at, problems)) {
                return true;
            }
            break;
        }
    }
    il_report(problems, place_on(source, &line, syntax->at, keys),
              "keys that belong together in one column, or quotes around words with a colon", NULL,
              "this key stands further in than those above");
    return true;
}

/* `say: [inhale] softly`: words cannot begin with a bracket. */
static bool begins_with_bracket(const il_source *source, const il_syntax *syntax,
                                il_problems *problems)
{
    const int number = strstr(syntax->context, "flow") && syntax->context_at.line > 0
                           ? syntax->context_at.line
                           : syntax->at.line;
    const line_view line = view_line(source, number);
    const size_t keys = line.indent + (line.size > line.indent && line.text[line.indent] == '-');
    const size_t value = skip_key(line.text, line.size, skip_spaces(line.text, line.size, keys));
    if (value >= line.size || (line.text[value] != '[' && line.text[value] != '{')) {
        return false;
    }
    const char *close =
        memchr(line.text + value, line.text[value] == '[' ? ']' : '}', line.size - value);
    if (!close || skip_spaces(line.text, line.size, (size_t)(close + 1 - line.text)) >= line.size) {
        return false;
    }
    il_place at = syntax->at;
    at.line = number;
    char quoted[QUOTED_SIZE];
    il_show_quoted(quoted, sizeof quoted, line.text + value, line.size - value);
    il_report(problems, place_on(source, &line, at, value), quoted, NULL,
              "words that begin with %c need quotes", line.text[value]);
    return true;
}

/* What is left: by libyaml's words. */
static const struct {
    const char *problem;
    bool context; // the place is where it began
    bool quoted;  // show the words from there on in quotes
    const char *message, *expected;
} rows[] = {
    {"cannot start any token", false, true, "words cannot begin with this mark without quotes", ""},
    {"alphabetic or numeric", true, true, "words that begin with * or & need quotes", ""},
    {"tag", true, true, "words that begin with ! need quotes", ""},
    {"whitespace or line break", true, true, "words that begin with this mark need quotes", ""},
    {"the expected '>'", true, true, "words that begin with ! need quotes", ""},
    {"expected comment or line break", true, true, "words that begin with > or | need quotes", ""},
    {"mapping keys are not allowed", false, true, "words that begin with ? need quotes", ""},
    {"an indentation indicator", true, true, "words that begin with > or | need quotes", ""},
    {"tab character", false, false, "a tab cannot indent a line", "spaces, two a level"},
    {"block sequence entries are not allowed", false, false, "a list cannot begin here",
     "its first dash on a line of its own, or quotes around words that begin with a dash"},
    {"could not find expected ':'", true, false,
     "this line is no key, and does not go on with the words above",
     "a key with a colon and a space, or words that stand further in than their key"},
    {"'-' indicator", false, false, "this line does not line up with those above",
     "the indentation of the line it belongs with, or another dash"},
    {"node content", false, true, "words cannot begin with this mark without quotes", ""},
    {"',' or ']'", true, false, "the list that begins here is not closed, or lacks a comma",
     "a ] at its end and a comma between its items"},
    {"',' or '}'", true, false, "the braces that open here are not closed, or lack a comma",
     "a } at the end and a comma between the keys"},
    {"expected key", false, false, "this line does not line up with those above",
     "the indentation of the line it belongs with"},
    {"directive", true, false, "lines that begin with % have no place in a session", ""},
    {"version", true, false, "lines that begin with % have no place in a session", ""},
    {"unexpected end of stream", true, false, "what begins here never ends", ""},
    {"", false, false, "the file cannot be read from here on",
     "the indentation of the line it belongs with"},
};

/* Words that go on below a line which a # has ended. */
static bool goes_on_after_hash(const il_source *source, const il_syntax *syntax,
                               il_problems *problems)
{
    for (int i = 0; i < source->hash_count; i++) {
        if (source->hashes[i].line == syntax->at.line - 1) {
            il_report(problems, syntax->at, "quotes around all of the words", NULL,
                      "these words cannot go on: the # above has ended them");
            return true;
        }
    }
    return false;
}

/* `: words`. */
static bool lacks_key(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    size_t size = 0;
    const char *words = il_source_from(source, syntax->at.line, syntax->at.column, &size);
    if (size == 0 || words[0] != ':') {
        return false;
    }
    il_report(problems, syntax->at, "a word before the colon", NULL, "this is no key");
    return true;
}

/* A list or map in brackets that runs to the end of the file, or lacks an item. */
static bool lacks_item(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    (void)source;
    if (!strstr(syntax->problem, "node content") || !strstr(syntax->context, "flow")) {
        return false;
    }
    il_report(problems, syntax->at, "an item, or the bracket that closes those above", NULL,
              "something is missing here");
    return true;
}

/* More after the end of the session: less indented than its first line, or behind its last. */
static bool goes_on_after_end(const il_source *source, const il_syntax *syntax,
                              il_problems *problems)
{
    if (!strstr(syntax->problem, "<document start>")) {
        return false;
    }
    int first = 1;
    line_view line = view_line(source, first);
    while (first < syntax->at.line &&
           (line.size == line.indent || strchr("#-%", line.text[line.indent]))) {
        line = view_line(source, ++first);
    }
    if (line.indent + 1 > (size_t)syntax->at.column) {
        il_report(problems, syntax->at, "keys that belong together in one column", NULL,
                  "this line begins before the first one does");
    } else {
        il_report(problems, syntax->at, "one session in a file", NULL,
                  "the session has ended above, and something follows");
    }
    return true;
}

static void report_row(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    size_t i = 0;
    while (!strstr(syntax->problem, rows[i].problem)) {
        i++; // the last row takes all
    }
    const il_place at =
        rows[i].context && syntax->context_at.line > 0 ? syntax->context_at : syntax->at;
    char quoted[QUOTED_SIZE] = "";
    if (rows[i].quoted) {
        size_t size = 0;
        il_source_words(source, at, &size);
        if (size > 0) {
            quote_at(source, at, quoted);
        }
    }
    il_report(problems, at, quoted[0] ? quoted : rows[i].expected, NULL, "%s", rows[i].message);
}

void il_syntax_report(const il_source *source, const il_syntax *syntax, il_problems *problems)
{
    if (!tab_indents(source, syntax, problems) && !escapes_wrongly(source, syntax, problems) &&
        !never_closes(source, syntax, problems) &&
        !goes_on_after_quotes(source, syntax, problems) &&
        !colon_in_words(source, syntax, problems) &&
        !goes_on_after_hash(source, syntax, problems) && !lacks_key(source, syntax, problems) &&
        !lacks_item(source, syntax, problems) && !goes_on_after_end(source, syntax, problems) &&
        !begins_with_bracket(source, syntax, problems)) {
        report_row(source, syntax, problems);
    }
}
