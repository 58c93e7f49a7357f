#ifndef IL_CLI_ARGUMENTS_H
#define IL_CLI_ARGUMENTS_H

#include "base/error.h"

/* What stands behind a command: its options, each with a value or not, and its operands.
 *
 * Options may stand anywhere, as `--name value` or `--name=value`, one letter as `-o value` or
 * `-ovalue`; `--` ends them. Names are never cut short, so that an option of tomorrow breaks no
 * script of today. */

typedef struct {
    const char *name;  // "--length", "-o"
    const char *value; // what its value is called in the help; NULL: a switch
    const char *help;  // one line. N_()
} il_option;

typedef struct il_arguments il_arguments;

/* A command. Everything that `--help` says comes from here, so it lists only what there is. */
typedef struct {
    const char *name;
    const char *operands;                      // as in the help: "SESSION", "FILE..." or ""
    int fewest, most;                          // operands; most -1: any number
    const char *summary;                       // one line. N_()
    const char *notes;                         // more of the help, or NULL. N_()
    const il_option *options;                  // up to one without a name
    int (*run)(const il_arguments *arguments); // its exit status, all said
} il_command;

typedef struct {
    const il_option *option;
    const char *value; // NULL of a switch
} il_given;

struct il_arguments {
    const il_command *command;
    bool help; // `--help` stands there: nothing else was looked at
    il_given *given;
    int given_count;
    const char **operands;
    int operand_count;
};

/* Read `count` words, which live on, as arguments of `command`. False, with `err` (a fault of the
 * usage that names what there is), for what the command does not take; release `arguments` either
 * way. */
bool il_arguments_read(il_arguments *arguments, const il_command *command, int count,
                       const char *const *words, il_error *err);

void il_arguments_finish(il_arguments *arguments);

/* Whether the option `name` was given. */
bool il_arguments_has(const il_arguments *arguments, const char *name);

/* The value of the option `name`, the last where it was given twice; NULL when it was not. */
const char *il_arguments_value(const il_arguments *arguments, const char *name);

#endif
