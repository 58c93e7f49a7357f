#include "base/problem.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { SHOWN_COLUMNS = 100 }; // of a source line, around the caret

/* `text` cut to the field's room at a code point's edge. */
static void fit_field(char *field, size_t room)
{
    const size_t size = strnlen(field, room);
    if (size < room - 1) {
        return;
    }
    size_t end = room - 4; // for the ellipsis
    while (end > 0 && ((unsigned char)field[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(field + end, "\xE2\x80\xA6", 4);
}

/* Makes room for an error where warnings fill the list: what stops a file is told before what does
 * not. False when there is no warning. */
static bool drop_warning(il_problems *problems)
{
    int last = problems->count - 1;
    while (last >= 0 && problems->items[last].severity == IL_ERROR) {
        last--;
    }
    if (last < 0) {
        return false;
    }
    problems->count--;
    memmove(&problems->items[last], &problems->items[last + 1],
            (size_t)(problems->count - last) * sizeof *problems->items);
    return true;
}

void il_problems_add(il_problems *problems, const il_problem *problem)
{
    problems->errors += problem->severity == IL_ERROR;
    if (problems->count == IL_PROBLEMS_MAX) {
        problems->more++;
        if (problem->severity != IL_ERROR || !drop_warning(problems)) {
            return;
        }
    }
    if (!problems->items) {
        problems->items = il_alloc(IL_PROBLEMS_MAX, sizeof *problems->items, NULL);
    }
    if (!problems->items) {
        problems->out_of_memory = true;
        return;
    }
    if (!problems->file && problem->at.file) {
        problems->file = il_alloc(strlen(problem->at.file) + 1, 1, NULL);
        if (!problems->file) {
            problems->out_of_memory = true;
            return;
        }
        memcpy(problems->file, problem->at.file, strlen(problem->at.file));
    }
    il_problem *kept = &problems->items[problems->count++];
    *kept = *problem;
    kept->at.file = problems->file; // whoever read the file may be gone when this is printed
    kept->also.file = problems->file;
    fit_field(kept->message, sizeof kept->message);
    fit_field(kept->expected, sizeof kept->expected);
    fit_field(kept->found, sizeof kept->found);
    fit_field(kept->nearest, sizeof kept->nearest);
}

static bool before(const il_problem *a, const il_problem *b)
{
    return a->at.line < b->at.line || (a->at.line == b->at.line && a->at.column < b->at.column);
}

void il_problems_sort(il_problems *problems)
{
    for (int i = 1; i < problems->count; i++) { // stable, and at most a hundred
        const il_problem moved = problems->items[i];
        int to = i;
        for (; to > 0 && before(&moved, &problems->items[to - 1]); to--) {
            problems->items[to] = problems->items[to - 1];
        }
        problems->items[to] = moved;
    }
}

/* `size` bytes without what would move the cursor or reorder text. */
static void print_safely(FILE *out, const char *text, size_t size)
{
    const char *at = text, *end = text + size;
    while (at < end) {
        const char *start = at;
        const uint32_t point = il_utf8_next(&at, end);
        if (point == '\t') {
            fputc(' ', out);
        } else if (il_is_control(point) || point < 0x20 || point == 0xFFFD) {
            fputs("\xEF\xBF\xBD", out);
        } else {
            fwrite(start, 1, (size_t)(at - start), out);
        }
    }
}

void il_print_safely(FILE *out, const char *text)
{
    print_safely(out, text, strlen(text));
}

static void print_place(const il_place *at, FILE *out)
{
    il_print_safely(out, at->file ? at->file : "interlude");
    if (at->line > 0) {
        fprintf(out, ":%d:%d", at->line, at->column);
    }
}

void il_error_print(const il_error *err, const char *severity, FILE *out)
{
    const char *file = err->at.file;
    const size_t size = file ? strlen(file) : 0;
    const bool named = file && err->at.line == 0 && strncmp(err->message, file, size) == 0 &&
                       strncmp(err->message + size, ": ", 2) == 0;
    print_place(&err->at, out);
    fprintf(out, ": %s", severity ? severity : "");
    il_print_safely(out, err->message + (named ? size + 2 : 0));
    fputc('\n', out);
}

/* The `line`th line of the source, without its end and without a byte order mark. */
static bool source_line(const il_problems *problems, int line, const char **start, const char **end)
{
    if (!problems->source || line < 1) {
        return false;
    }
    const char *at = problems->source, *last = at + problems->source_size;
    if (problems->source_size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
    }
    for (int number = 1; at <= last; number++) {
        const char *stop = at;
        while (stop < last && *stop != '\n' && *stop != '\r') {
            stop++;
        }
        if (number == line) {
            *start = at;
            *end = stop;
            return true;
        }
        at = stop + (stop + 1 < last && stop[0] == '\r' && stop[1] == '\n' ? 2 : 1);
    }
    return false;
}

static const char *cut_long_end(const char *start, const char *end)
{
    const char *at = start;
    for (int shown = 0; at < end && shown < SHOWN_COLUMNS; shown++) {
        il_utf8_next(&at, end);
    }
    return at;
}

/* Moves `*start` forward in a long line so that the caret's column is within what is shown; the
 * columns left out. */
static int skip_long_start(const char **start, const char *end, int column)
{
    int skipped = 0;
    if (cut_long_end(*start, end) == end) {
        return 0;
    }
    for (; column - skipped > SHOWN_COLUMNS - 20 && *start < end; skipped++) {
        il_utf8_next(start, end);
    }
    return skipped;
}

static void print_source(const il_problems *problems, const il_place *at, FILE *out)
{
    const char *start = NULL, *end = NULL;
    if (!source_line(problems, at->line, &start, &end)) {
        return;
    }
    const int skipped = skip_long_start(&start, end, at->column);
    const char *stop = cut_long_end(start, end);
    fprintf(out, "%5d | %s", at->line, skipped ? "\xE2\x80\xA6" : "");
    print_safely(out, start, (size_t)(stop - start));
    fprintf(out, "%s\n      | %s", stop < end ? "\xE2\x80\xA6" : "", skipped ? " " : "");
    const char *letter = start;
    for (int column = skipped + 1; column < at->column; column++) {
        const bool wide = letter < stop && il_is_wide(il_utf8_next(&letter, stop));
        fputs(wide ? "  " : " ", out);
    }
    fputs("^\n", out);
}

static void print_problem(const il_problems *problems, const il_problem *problem, FILE *out)
{
    print_place(&problem->at, out);
    fputs(problem->severity == IL_ERROR ? ": error: " : ": warning: ", out);
    il_print_safely(out, problem->message);
    if (problem->expected[0]) {
        fputs(": expected ", out);
        il_print_safely(out, problem->expected);
    }
    if (problem->found[0]) {
        fputs(problem->expected[0] ? ", found " : ": found ", out);
        il_print_safely(out, problem->found);
    }
    if (problem->nearest[0]) {
        fputs(" (did you mean ", out);
        il_print_safely(out, problem->nearest);
        fputs("?)", out);
    }
    fputc('\n', out);
    print_source(problems, &problem->at, out);
    if (problem->also.line > 0) {
        print_place(&problem->also, out);
        fputs(": note: the other one is here\n", out);
        print_source(problems, &problem->also, out);
    }
}

void il_problems_print(const il_problems *problems, FILE *out)
{
    for (int i = 0; i < problems->count; i++) {
        print_problem(problems, &problems->items[i], out);
    }
    if (problems->more > 0) {
        il_print_safely(out, problems->count ? problems->items[0].at.file : "interlude");
        fprintf(out, ": and %d more\n", problems->more);
    }
}

void il_problems_finish(il_problems *problems)
{
    il_free(problems->items);
    il_free(problems->file);
    il_free(problems->source);
    *problems = (il_problems){0};
}
