#ifndef IL_CLI_COMMANDS_H
#define IL_CLI_COMMANDS_H

#include "cli/arguments.h"

/* The commands that there are, one a file of this folder, in the order of the help. */
extern const il_command il_command_list;
extern const il_command il_command_play;
extern const il_command il_command_export;
extern const il_command il_command_plan;
extern const il_command il_command_script;
extern const il_command il_command_check;
extern const il_command il_command_doctor;

/* What the program does without a command: the list, and how to hear one. The exit status. */
int il_list_with_hint(void);

/* Run the program with `count` words, the first of them its own name. The exit status, all said. */
int il_run(int count, const char *const *words);

#endif
