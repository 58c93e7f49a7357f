#include "cli/arguments.h"

#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/translate.h"

enum { OPTIONS_MOST = 32 };

static int count_options(const il_command *command)
{
    int count = 0;
    while (command->options[count].name) {
        count++;
    }
    return count;
}

/* `word` is not an option of the command; say so, with the one that may be meant. */
static bool refuse_option(const il_command *command, const char *word, size_t size, il_error *err)
{
    const char *names[OPTIONS_MOST];
    const int count = count_options(command);
    for (int i = 0; i < count && i < OPTIONS_MOST; i++) {
        names[i] = command->options[i].name;
    }
    char asked[64] = "";
    if (size < sizeof asked) {
        memcpy(asked, word, size);
    }
    const char *nearest = il_text_nearest(asked, names, count);
    return nearest ? il_fail_usage(err, _("%s has no option %.*s (did you mean %s?)"),
                                   command->name, (int)size, word, nearest)
                   : il_fail_usage(err, _("%s has no option %.*s; interlude %s --help lists them"),
                                   command->name, (int)size, word, command->name);
}

static const il_option *find(const il_command *command, const char *word, size_t size)
{
    for (const il_option *option = command->options; option->name; option++) {
        if (strlen(option->name) == size && memcmp(option->name, word, size) == 0) {
            return option;
        }
    }
    return NULL;
}

/* Take the option at `words[*at]`, and its value from there or from the next word. */
static bool take_option(il_arguments *in, const char *const *words, int count, int *at,
                        il_error *err)
{
    const char *word = words[*at];
    const bool is_long = word[1] == '-';
    const size_t size = is_long ? strcspn(word, "=") : 2;
    const char *rest = word + size + (is_long && word[size] == '=');
    const bool attached = word[size] != '\0';
    const il_option *option = find(in->command, word, size);
    if (!option) {
        return refuse_option(in->command, word, size, err);
    }
    if (!option->value && attached) {
        return il_fail_usage(err, _("%s takes no value"), option->name);
    }
    if (option->value && !attached && *at + 1 == count) {
        return il_fail_usage(err, _("%s wants a value: %s %s"), option->name, option->name,
                             option->value);
    }
    const char *value = !option->value ? NULL : attached ? rest : words[++*at];
    in->given[in->given_count++] = (il_given){.option = option, .value = value};
    return true;
}

static bool check_operands(const il_arguments *in, il_error *err)
{
    const il_command *command = in->command;
    if (in->operand_count < command->fewest) {
        return il_fail_usage(err, _("%s wants %s; see interlude %s --help"), command->name,
                             command->operands, command->name);
    }
    if (command->most >= 0 && in->operand_count > command->most) {
        return command->most == 0
                   ? il_fail_usage(err, _("%s takes nothing more, got \"%s\""), command->name,
                                   in->operands[0])
                   : il_fail_usage(err, _("%s takes one %s, got \"%s\" too"), command->name,
                                   command->operands, in->operands[command->most]);
    }
    return true;
}

bool il_arguments_read(il_arguments *arguments, const il_command *command, int count,
                       const char *const *words, il_error *err)
{
    *arguments = (il_arguments){.command = command};
    arguments->given = il_alloc((size_t)count, sizeof *arguments->given, err);
    arguments->operands = il_alloc((size_t)count, sizeof *arguments->operands, err);
    if (!arguments->given || !arguments->operands) {
        return false;
    }
    bool options = true;
    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        if (!options || word[0] != '-' || word[1] == '\0') {
            arguments->operands[arguments->operand_count++] = word;
        } else if (strcmp(word, "--") == 0) {
            options = false;
        } else if (strcmp(word, "--help") == 0) {
            arguments->help = true;
            return true;
        } else if (!take_option(arguments, words, count, &i, err)) {
            return false;
        }
    }
    return check_operands(arguments, err);
}

void il_arguments_finish(il_arguments *arguments)
{
    il_free(arguments->given);
    il_free(arguments->operands);
    *arguments = (il_arguments){0};
}

static const il_given *last(const il_arguments *arguments, const char *name)
{
    for (int i = arguments->given_count - 1; i >= 0; i--) {
        if (strcmp(arguments->given[i].option->name, name) == 0) {
            return &arguments->given[i];
        }
    }
    return NULL;
}

bool il_arguments_has(const il_arguments *arguments, const char *name)
{
    return last(arguments, name) != NULL;
}

const char *il_arguments_value(const il_arguments *arguments, const char *name)
{
    const il_given *given = last(arguments, name);
    return given ? given->value : NULL;
}
