#include "session/report.h"

#include <stdio.h>
#include <string.h>

static bool add(il_problems *problems, il_problem *problem, const char *expected,
                const char *format, va_list arguments)
{
    vsnprintf(problem->message, sizeof problem->message, format, arguments);
    snprintf(problem->expected, sizeof problem->expected, "%s", expected ? expected : "");
    il_problems_add(problems, problem);
    return false;
}

bool il_report(il_problems *problems, il_place at, const char *expected, const char *found,
               const char *format, ...)
{
    il_problem problem = {.at = at, .severity = IL_ERROR};
    snprintf(problem.found, sizeof problem.found, "%s", found ? found : "");
    va_list arguments;
    va_start(arguments, format);
    add(problems, &problem, expected, format, arguments);
    va_end(arguments);
    return false;
}

void il_report_warning(il_problems *problems, il_place at, const char *expected, const char *format,
                       ...)
{
    il_problem problem = {.at = at, .severity = IL_WARNING};
    va_list arguments;
    va_start(arguments, format);
    add(problems, &problem, expected, format, arguments);
    va_end(arguments);
}

bool il_report_near(il_problems *problems, il_place at, const char *expected, const char *nearest,
                    const char *format, ...)
{
    il_problem problem = {.at = at, .severity = IL_ERROR};
    snprintf(problem.nearest, sizeof problem.nearest, "%s", nearest ? nearest : "");
    va_list arguments;
    va_start(arguments, format);
    add(problems, &problem, nearest ? NULL : expected, format, arguments);
    va_end(arguments);
    return false;
}

bool il_report_twice(il_problems *problems, il_place at, il_place also, const char *format, ...)
{
    il_problem problem = {.at = at, .also = also, .severity = IL_ERROR};
    va_list arguments;
    va_start(arguments, format);
    add(problems, &problem, NULL, format, arguments);
    va_end(arguments);
    return false;
}

bool il_report_full(const il_problems *problems)
{
    return problems->count >= IL_PROBLEMS_MAX;
}

/* The most bytes of `text` that fit into `room` and end at a code point's edge. */
static size_t fitting(const char *text, size_t size, size_t room)
{
    if (size <= room) {
        return size;
    }
    while (room > 0 && ((unsigned char)text[room] & 0xC0) == 0x80) {
        room--;
    }
    return room;
}

il_shown il_show(const char *text, size_t size)
{
    il_shown shown;
    const size_t kept = fitting(text, size, sizeof shown.text - 8);
    snprintf(shown.text, sizeof shown.text, "\"%.*s%s\"", (int)kept, text,
             kept < size ? "\xE2\x80\xA6" : "");
    return shown;
}

void il_show_quoted(char *out, size_t room, const char *words, size_t size)
{
    const bool single = memchr(words, '"', size) || memchr(words, '\\', size);
    const size_t kept = fitting(words, size, room > 120 ? 104 : room - 16);
    size_t used = 0;
    out[used++] = single ? '\'' : '"';
    for (size_t i = 0; i < kept && used + 8 < room; i++) {
        out[used++] = words[i];
        if (single && words[i] == '\'') {
            out[used++] = '\''; // a single quote within single quotes is doubled
        }
    }
    snprintf(out + used, room - used, "%s%c", kept < size ? "\xE2\x80\xA6" : "",
             single ? '\'' : '"');
}
