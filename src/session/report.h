#ifndef IL_SESSION_REPORT_H
#define IL_SESSION_REPORT_H

#include "base/problem.h"

/* Saying what is wrong with a session, in words for people who have never heard of YAML. Within the
 * session room only.
 *
 * A message says what is wrong, `expected` how to write it, `found` what stands there; the last two
 * may be NULL. Whatever comes from a file goes through il_show, which keeps it short. */

/* Add an error. Returns false, so that a reader can end with it. */
bool il_report(il_problems *problems, il_place at, const char *expected, const char *found,
               const char *format, ...) __attribute__((format(printf, 5, 6)));

void il_report_warning(il_problems *problems, il_place at, const char *expected, const char *format,
                       ...) __attribute__((format(printf, 4, 5)));

/* An error that has a known word near to what was written, or NULL. */
bool il_report_near(il_problems *problems, il_place at, const char *expected, const char *nearest,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* An error with a second place: that of the one before. */
bool il_report_twice(il_problems *problems, il_place at, il_place also, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether nothing more is kept, so that a reporter can spare itself the search for words. */
bool il_report_full(const il_problems *problems);

enum { IL_SHOWN_SIZE = 72 };
typedef struct {
    char text[IL_SHOWN_SIZE];
} il_shown;

/* `text`, cut to what fits a message, in quotation marks. */
il_shown il_show(const char *text, size_t size);

/* `words` as YAML takes them whole: in double quotes, or in single ones where they hold a double
 * one or a backslash. Cut like il_show, to `room` bytes. */
void il_show_quoted(char *out, size_t room, const char *words, size_t size);

#endif
