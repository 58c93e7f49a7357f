#include "session/source.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/report.h"

static bool is_utf16(const unsigned char *bytes, size_t size)
{
    if (size < 2) {
        return false;
    }
    const bool marked =
        (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF);
    return marked || (bytes[0] == 0) != (bytes[1] == 0); // every other byte of Latin text is NUL
}

/* ---- what bytes are wrong ---- */

typedef struct {
    const il_source *source;
    il_problems *problems;
    const char *counted; // stands at `column`
    int line, column;
    int controls; // of that and the others, which no text has many of
    il_place first_control;
    int control_line; // the last one with a control character: one report a line is enough
    bool encoding;    // reported: the rest of the file is no better
    size_t odd;       // how many characters have to be replaced
} byte_check;

static int column_at(byte_check *in, const char *at)
{
    while (in->counted < at) {
        il_utf8_next(&in->counted, at);
        in->column++;
    }
    return in->column;
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* How many bytes the line end at `at` has. */
static size_t line_end(const char *at, const char *end)
{
    return at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
}

static void begin_line(byte_check *in, const char *start)
{
    in->line++;
    in->column = 1;
    in->counted = start;
}

static void refuse_byte(byte_check *in, const char *at)
{
    if (in->encoding) {
        return;
    }
    char found[24];
    snprintf(found, sizeof found, "byte 0x%02X", (unsigned)(unsigned char)*at);
    il_report(in->problems, (il_place){in->source->file, in->line, column_at(in, at)},
              "a file saved as UTF-8", found, "this is not UTF-8 text");
    in->encoding = true;
}

static void refuse_control(byte_check *in, const char *at, uint32_t point)
{
    in->controls++;
    if (in->control_line == in->line) {
        return;
    }
    char found[16];
    const il_place place = {in->source->file, in->line, column_at(in, at)};
    in->first_control = in->first_control.line ? in->first_control : place;
    snprintf(found, sizeof found, "U+%04X", (unsigned)point);
    il_report(in->problems, place, NULL, found,
              point >= 0x2028 ? "an invisible character that breaks or turns round lines"
                              : "an invisible control character");
    in->control_line = in->line;
}

/* Whether the bytes at `*at`, which moves past them, have to be replaced. */
static bool is_odd(const char **at, const char *end, uint32_t *point)
{
    const char *start = *at;
    *point = il_utf8_next(at, end);
    const bool broken = *point == 0xFFFD && *at == start + 1;
    return broken || il_is_control(*point) || *point == 0xFFFE || *point == 0xFFFF;
}

static void check_character(byte_check *in, const char **at, const char *end)
{
    const char *start = *at;
    uint32_t point = 0;
    if (!is_odd(at, end, &point)) {
        return;
    }
    in->odd++;
    if (point == 0xFFFD) {
        refuse_byte(in, start);
    } else {
        refuse_control(in, start, point);
    }
}

static void check_bytes(byte_check *in, const char *at, const char *end)
{
    begin_line(in, at);
    while (at < end) {
        const unsigned char byte = (unsigned char)*at;
        if (byte >= 0x20 && byte < 0x7F) {
            at++;
        } else if (is_line_end(*at)) {
            at += line_end(at, end);
            begin_line(in, at);
        } else {
            check_character(in, &at, end);
        }
    }
}

/* More than one control character in fifty: a picture or a recording, not a text. */
static bool is_no_text(byte_check *in)
{
    if (in->controls < 8 || (size_t)in->controls < in->source->size / 50) {
        return false;
    }
    il_problems *problems = in->problems;
    problems->count = problems->more = problems->errors = 0;
    return !il_report(problems, in->first_control, NULL, NULL, "this is not a text file");
}

/* What blanks out a character: one for one, and of the same effect on the words around it. */
static char stand_in(uint32_t point)
{
    const bool gap = point == 0x0B || point == 0x0C || (point >= 0x1C && point <= 0x1F) ||
                     point == 0x85 || point == 0x2028 || point == 0x2029 || point == 0xFEFF;
    return gap ? ' ' : '_';
}

/* A copy without odd characters, in which places stay what they were. */
static bool replace_odd(il_source *source, il_error *err)
{
    source->clean = il_alloc(source->size + 1, 1, err);
    if (!source->clean) {
        return false;
    }
    size_t used = 0;
    for (const char *at = source->text, *end = at + source->size; at < end;) {
        const char *start = at;
        uint32_t point = 0;
        if (is_odd(&at, end, &point)) {
            source->clean[used++] = stand_in(point);
        } else {
            memcpy(source->clean + used, start, (size_t)(at - start));
            used += (size_t)(at - start);
        }
    }
    source->text = source->clean;
    source->size = used;
    return true;
}

/* ---- lines ---- */

static bool add_line(il_source *source, const char *start, il_error *err)
{
    uint32_t *line = il_grow((void **)&source->lines, &source->line_count, &source->line_room,
                             sizeof *line, err);
    if (line) {
        *line = (uint32_t)(start - source->text);
    }
    return line != NULL;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || is_line_end(byte);
}

/* Whether the # at `at` begins a comment that was hardly meant as one. */
static bool cuts_words(const il_source *source, const char *at)
{
    const char *start = source->text, *end = start + source->size;
    return at - start >= 2 && at[-1] == ' ' && !is_blank(at[-2]) && at + 1 < end &&
           !is_blank(at[1]);
}

static bool index_lines(il_source *source, il_error *err)
{
    const char *at = source->text, *end = at + source->size;
    const char *counted = at;
    int column = 1;
    if (!add_line(source, at, err)) {
        return false;
    }
    while (at < end) {
        if (is_line_end(*at)) {
            at += line_end(at, end);
            if (!add_line(source, at, err)) {
                return false;
            }
            counted = at;
            column = 1;
            continue;
        }
        if (*at == '#' && cuts_words(source, at)) {
            for (; counted < at; column++) {
                il_utf8_next(&counted, at);
            }
            il_hash *hash = il_grow((void **)&source->hashes, &source->hash_count,
                                    &source->hash_room, sizeof *hash, err);
            if (!hash) {
                return false;
            }
            *hash = (il_hash){source->line_count, column};
        }
        at++;
    }
    return true;
}

bool il_source_init(il_source *source, const char *file, const char *bytes, size_t size,
                    il_problems *problems, il_error *err)
{
    source->file = file;
    if (is_utf16((const unsigned char *)bytes, size)) {
        return il_report(problems, (il_place){file, 1, 1}, "a file saved as UTF-8", NULL,
                         "the file is saved as UTF-16");
    }
    const size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    source->text = bytes + mark; // a byte order mark takes no column
    source->size = size - mark;
    byte_check check = {.source = source, .problems = problems};
    check_bytes(&check, source->text, source->text + source->size);
    if (is_no_text(&check)) {
        return false;
    }
    return (check.odd == 0 || replace_odd(source, err)) && index_lines(source, err);
}

void il_source_finish(il_source *source)
{
    il_free(source->clean);
    il_free(source->lines);
    il_free(source->hashes);
    *source = (il_source){0};
}

const char *il_source_from(const il_source *source, int line, int column, size_t *size)
{
    *size = 0;
    if (line < 1 || line > source->line_count) {
        return "";
    }
    const char *end = source->text + source->size;
    const char *at = source->text + source->lines[line - 1], *stop = at;
    while (stop < end && !is_line_end(*stop)) {
        stop++;
    }
    for (int passed = 1; passed < column && at < stop; passed++) {
        il_utf8_next(&at, stop);
    }
    *size = (size_t)(stop - at);
    return at;
}

const char *il_source_words(const il_source *source, il_place at, size_t *size)
{
    size_t line_size = 0;
    const char *line = il_source_from(source, at.line, 1, &line_size);
    const char *words = il_source_from(source, at.line, at.column, size);
    const size_t before = (size_t)(words - line);
    const char *comment = memmem(words, *size, " # ", 3);
    *size = comment ? (size_t)(comment - words) : *size;
    for (; *size > 1; --*size) {
        const char last = words[*size - 1];
        const bool closes = (last == '}' && memchr(line, '{', before)) ||
                            (last == ']' && memchr(line, '[', before));
        if (!closes && last != ' ' && last != '\t') {
            break;
        }
    }
    return words;
}

int il_source_column(const il_source *source, int line, const char *point)
{
    size_t size = 0;
    int column = 1;
    for (const char *at = il_source_from(source, line, 1, &size); at < point; column++) {
        il_utf8_next(&at, point);
    }
    return column;
}
