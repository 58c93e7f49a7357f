#ifndef IL_CLI_SAY_H
#define IL_CLI_SAY_H

#include <stdio.h>

#include "base/problem.h"
#include "base/text.h"

/* Exit statuses of the program, which are promises. */
enum { IL_EXIT_DONE, IL_EXIT_INPUT, IL_EXIT_USAGE, IL_EXIT_MACHINE };

/* Print `err` on standard error. The exit status of whose fault it is. */
int il_say_error(const il_error *err);

/* Write what was gathered in `out` to standard output, and release it. The exit status. */
int il_say_buffer(il_buffer *out);

/* `text` with spaces behind it up to `columns`, control characters made harmless. */
void il_say_cell(FILE *out, const char *text, size_t columns);

/* "1 file", "2 files". */
void il_say_count(FILE *out, int count, const char *one, const char *many);

#endif
