#include "cli/help.h"

#include "base/translate.h"

enum { NAME_COLUMNS = 12, OPTION_COLUMNS = 24 };

static void line(FILE *out, const char *name, const char *text)
{
    fprintf(out, "  interlude %-*s%s\n", NAME_COLUMNS, name, text);
}

void il_help(const il_command *const *commands, int count, FILE *out)
{
    fputs(_("Guided pauses, played from plain YAML and fitted to the time there is.\n\n"), out);
    line(out, "", _("list the sessions, and say how to hear one"));
    for (int i = 0; i < count; i++) {
        line(out, commands[i]->name, _(commands[i]->summary));
    }
    line(out, "--help", _("this; interlude COMMAND --help tells what a command takes"));
    line(out, "--version", _("the version of the program"));
    fputs(_("\nExit status: 0 done, 1 the input is at fault, 2 the usage is, 3 the machine is.\n"),
          out);
}

static void usage(const il_command *command, FILE *out)
{
    fprintf(out, _("Usage: interlude %s"), command->name);
    if (command->operands[0]) {
        fprintf(out, " %s", command->operands);
    }
    fputs(command->options[0].name ? _(" [OPTION...]\n") : "\n", out);
}

void il_help_command(const il_command *command, FILE *out)
{
    usage(command, out);
    fprintf(out, "\n%s.\n", _(command->summary));
    for (const il_option *option = command->options; option->name; option++) {
        char name[OPTION_COLUMNS + 16];
        snprintf(name, sizeof name, "%s%s%s", option->name, option->value ? " " : "",
                 option->value ? option->value : "");
        fprintf(out, "%s  %-*s%s\n", option == command->options ? "\n" : "", OPTION_COLUMNS, name,
                _(option->help));
    }
    if (command->notes) {
        fprintf(out, "\n%s\n", _(command->notes));
    }
}
