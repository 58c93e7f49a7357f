#ifndef IL_BASE_PROBLEM_H
#define IL_BASE_PROBLEM_H

#include <stddef.h>
#include <stdio.h>

#include "base/error.h"

/* What is wrong with a file that somebody writes, all of it at once.
 *
 * Reading a session collects an il_problem for everything it finds, so that an author mends them
 * all in one go. Checks that need recordings or times add to the same list. */
typedef enum { IL_ERROR, IL_WARNING } il_severity;

typedef struct {
    il_place at, also; // `also`: the other place, as for a duplicate; line 0 when there is none
    il_severity severity;
    char message[200], expected[120], found[80], nearest[64]; // the last three may be empty
} il_problem;

enum { IL_PROBLEMS_MAX = 100 };

/* The problems of one file, and its text, from which the formatter takes the source lines.
 * Zeroed is empty. Release with il_problems_finish. One thread at a time. */
typedef struct {
    il_problem *items; // owned
    int count;         // at most IL_PROBLEMS_MAX
    int more;          // found beyond the maximum: counted, not kept
    int errors;        // of all found, how many are errors
    char *file;        // owned copy of the file's name, which the places of kept problems point to
    char *source;      // owned copy of the file's bytes; NULL when it could not be read
    size_t source_size;
    bool out_of_memory; // some problem could not be kept
} il_problems;

/* Add `problem` to the list. An error takes the place of the last warning when the list is full.
 * Its texts may hold anything: control characters and what reorders text are made harmless when it
 * is printed. Never fails: lack of memory is noted in the list. */
void il_problems_add(il_problems *problems, const il_problem *problem);

/* Sort by line and column; what stands at one place stays in the order of its finding. */
void il_problems_sort(il_problems *problems);

/* Print every problem as editors expect it:
 *
 *     sessions/evening.yaml:14:7: error: MESSAGE: expected EXPECTED, found FOUND (did you mean
 * NEAREST?) 14 |   - pause: 4:30 |            ^
 *
 * and, when there were more than the list keeps, "FILE: and N more". Tabs of the source line become
 * spaces and wide letters two columns, so that the caret stands under its letter. */
void il_problems_print(const il_problems *problems, FILE *out);

/* Print `text` without what would move the cursor or reorder text: each becomes U+FFFD, a tab a
 * space. */
void il_print_safely(FILE *out, const char *text);

/* Print one error as a line: `file:line:column: message`, `file: message`, or `interlude: message`
 * where it stands in no file. `severity`, as in "warning: ", stands before the message; NULL for
 * none. A message that names the file itself does not name it twice. */
void il_error_print(const il_error *err, const char *severity, FILE *out);

void il_problems_finish(il_problems *problems);

#endif
