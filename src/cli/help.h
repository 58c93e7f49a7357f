#ifndef IL_CLI_HELP_H
#define IL_CLI_HELP_H

#include <stdio.h>

#include "cli/arguments.h"

/* What there is, from the tables that the commands themselves go by. */
void il_help(const il_command *const *commands, int count, FILE *out);

/* One command with its options. */
void il_help_command(const il_command *command, FILE *out);

#endif
