#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/translate.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/load.h"
#include "cli/say.h"

/* How a check of several files goes. */
typedef struct {
    il_library *library;
    il_clips clips;
    bool as_json, strict;
    il_buffer text; // the JSON
    il_json json;
    int errors, warnings;
    int worst; // exit status so far
} checking;

/* A file that cannot be read is a problem of that file like any other: the rest is still checked.
 */
static void take_unread(checking *run, const char *file, il_error *unread, il_problems *problems)
{
    il_problem problem = {.at = il_whole_file(file), .severity = IL_ERROR};
    const size_t size = strlen(file);
    const bool named =
        strncmp(unread->message, file, size) == 0 && strncmp(unread->message + size, ": ", 2) == 0;
    snprintf(problem.message, sizeof problem.message, "%.199s",
             unread->message + (named ? size + 2 : 0));
    il_problems_add(problems, &problem);
    if (unread->fault == IL_FAULT_MACHINE) {
        run->worst = IL_EXIT_MACHINE;
    }
}

static const char *or_null(const char *text)
{
    return text[0] ? text : NULL;
}

static void write_problems(il_json *json, const char *file, const il_problems *problems)
{
    il_json_open(json, NULL, '{');
    il_json_text(json, "file", file);
    il_json_open(json, "problems", '[');
    for (int i = 0; i < problems->count; i++) {
        const il_problem *problem = &problems->items[i];
        il_json_open(json, NULL, '{');
        il_json_text(json, "severity", problem->severity == IL_ERROR ? "error" : "warning");
        il_json_integer(json, "line", problem->at.line);
        il_json_integer(json, "column", problem->at.column);
        il_json_text(json, "message", problem->message);
        il_json_text(json, "expected", or_null(problem->expected));
        il_json_text(json, "found", or_null(problem->found));
        il_json_text(json, "nearest", or_null(problem->nearest));
        il_json_close(json, '}');
    }
    il_json_close(json, ']');
    il_json_close(json, '}');
}

static void count_problems(checking *run, const il_problems *problems)
{
    const int warnings = problems->count + problems->more - problems->errors;
    run->errors += problems->errors;
    run->warnings += warnings;
    if (run->worst == IL_EXIT_DONE && (problems->errors > 0 || (run->strict && warnings > 0))) {
        run->worst = IL_EXIT_INPUT;
    }
}

static bool check_file(checking *run, const char *file, il_error *err)
{
    il_problems problems = {0};
    il_error unread = {0};
    il_session *session = il_load(run->library, &run->clips, file, &problems, &unread);
    il_session_destroy(session);
    const bool good = !il_error_is_general(&unread);
    if (good && unread.message[0]) {
        take_unread(run, file, &unread, &problems);
    }
    if (!good || problems.out_of_memory) {
        il_problems_finish(&problems);
        return il_fail_machine(err, il_nowhere(), "%s", good ? _("out of memory") : unread.message);
    }
    count_problems(run, &problems);
    if (run->as_json) {
        write_problems(&run->json, file, &problems);
    } else {
        il_problems_print(&problems, stdout);
    }
    il_problems_finish(&problems);
    return true;
}

static bool check_files(checking *run, const il_arguments *arguments, il_error *err)
{
    run->library = il_library_create(err);
    if (!run->library) {
        return false;
    }
    il_show_imports(run->library);
    run->clips = il_library_clips(run->library);
    run->json.out = &run->text;
    if (run->as_json) {
        il_json_open(&run->json, NULL, '{');
        il_json_open(&run->json, "files", '[');
    }
    for (int i = 0; i < arguments->operand_count; i++) {
        if (!check_file(run, arguments->operands[i], err)) {
            return false;
        }
    }
    if (run->as_json) {
        il_json_close(&run->json, ']');
        il_json_close(&run->json, '}');
    }
    return true;
}

static void summarise(const checking *run, int files)
{
    il_say_count(stderr, files, _("file"), _("files"));
    fputs(", ", stderr);
    il_say_count(stderr, run->errors, _("error"), _("errors"));
    fputs(", ", stderr);
    il_say_count(stderr, run->warnings, _("warning"), _("warnings"));
    fputc('\n', stderr);
}

static int check(const il_arguments *arguments)
{
    il_error err = {0};
    checking run = {.as_json = il_arguments_has(arguments, "--json"),
                    .strict = il_arguments_has(arguments, "--strict")};
    const bool good = check_files(&run, arguments, &err);
    il_library_destroy(run.library);
    if (!good) {
        il_buffer_finish(&run.text);
        return il_say_error(&err);
    }
    const int written = il_say_buffer(&run.text);
    if (written != IL_EXIT_DONE) {
        return written;
    }
    summarise(&run, arguments->operand_count);
    return run.worst;
}

static const il_option options[] = {
    {"--json", NULL, N_("for tools: the same as JSON")},
    {"--strict", NULL, N_("exit with 1 for a warning too")},
    {0},
};

const il_command il_command_check = {
    .name = "check",
    .operands = "FILE...",
    .fewest = 1,
    .most = -1,
    .summary = N_("say everything that is wrong with session files"),
    .notes = N_("Errors and warnings go to standard output, a count of them to standard error.\n"
                "Exits with 1 when there is an error."),
    .options = options,
    .run = check,
};
