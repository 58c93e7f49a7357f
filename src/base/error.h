#ifndef IL_BASE_ERROR_H
#define IL_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

/* Where in a file something stands. `file` is borrowed from whoever read it and outlives the place;
 * NULL when the trouble is in no file. `line` and `column` count from 1, the column in code points;
 * line 0 means the file as a whole. */
typedef struct {
    const char *file;
    int line, column;
} il_place;

/* Whose fault an error is: it decides the exit status of a command. */
typedef enum {
    IL_FAULT_INPUT,   // a session, a length, a recording: exit 1
    IL_FAULT_USAGE,   // how the program was called: exit 2
    IL_FAULT_MACHINE, // no memory, a full disk, no permission: exit 3
} il_fault;

/* The first thing that went wrong. Its caller owns it, zeroed before the first use. */
typedef struct {
    il_place at;
    il_fault fault;
    char message[512]; // empty: nothing went wrong yet
} il_error;

/* Fill `err` with the fault of the input and return false. The first message is kept, since it is
 * nearest to the cause: a second call changes nothing. `err` may be NULL. Any thread that owns
 * `err`. */
bool il_fail(il_error *err, il_place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for trouble that the machine has (memory, disk, permission). */
bool il_fail_machine(il_error *err, il_place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a wrong call of the program. */
bool il_fail_usage(il_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether `err` is trouble of the machine that stands in no file, lack of memory above all: it says
 * nothing about the file at hand, and ends the work instead of being told as that file's problem.
 */
static inline bool il_error_is_general(const il_error *err)
{
    return err->message[0] && err->fault == IL_FAULT_MACHINE && !err->at.file;
}

/* A place in no file. */
static inline il_place il_nowhere(void)
{
    return (il_place){0};
}

/* The place of a file as a whole. */
static inline il_place il_whole_file(const char *file)
{
    return (il_place){.file = file};
}

#endif
