#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/say.h"

static const il_command *const commands[] = {
    &il_command_list,   &il_command_play,  &il_command_export, &il_command_plan,
    &il_command_script, &il_command_check, &il_command_doctor,
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static int refuse_command(const char *name)
{
    const char *names[COMMANDS];
    for (int i = 0; i < COMMANDS; i++) {
        names[i] = commands[i]->name;
    }
    il_error err = {0};
    const char *nearest = il_text_nearest(name, names, COMMANDS);
    if (nearest) {
        il_fail_usage(&err, _("there is no command \"%s\" (did you mean %s?)"), name, nearest);
    } else {
        il_fail_usage(&err, _("there is no command \"%s\"; interlude --help lists them"), name);
    }
    return il_say_error(&err);
}

static int run_command(const il_command *command, int count, const char *const *words)
{
    il_arguments arguments = {0};
    il_error err = {0};
    int status;
    if (!il_arguments_read(&arguments, command, count, words, &err)) {
        status = il_say_error(&err);
    } else if (arguments.help) {
        il_help_command(command, stdout);
        status = IL_EXIT_DONE;
    } else {
        status = command->run(&arguments);
    }
    il_arguments_finish(&arguments);
    return status;
}

int il_run(int count, const char *const *words)
{
    if (count < 2) {
        return il_list_with_hint();
    }
    const char *name = words[1];
    if (strcmp(name, "--help") == 0) {
        il_help(commands, COMMANDS, stdout);
        return IL_EXIT_DONE;
    }
    if (strcmp(name, "--version") == 0) {
        puts("interlude " IL_VERSION);
        return IL_EXIT_DONE;
    }
    for (int i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return run_command(commands[i], count - 2, words + 2);
        }
    }
    return refuse_command(name);
}
