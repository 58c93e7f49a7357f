#include "timeline/plan.h"

#include "base/translate.h"
#include "cli/ask.h"
#include "cli/commands.h"
#include "cli/say.h"

static int plan(const il_arguments *arguments)
{
    il_ask ask;
    int status = il_ask_open(&ask, arguments);
    if (status == IL_EXIT_DONE) {
        il_error err = {0};
        il_range range = {0};
        il_buffer out = {0};
        il_timeline *timeline = il_ask_compile(&ask, &range, &err);
        if (timeline) {
            (il_arguments_has(arguments, "--json") ? il_plan_json : il_plan_text)(timeline, &range,
                                                                                  &out);
        }
        status = timeline ? il_say_buffer(&out) : il_say_error(&err);
        il_timeline_destroy(timeline);
    }
    il_ask_close(&ask);
    return status;
}

static const il_option options[] = {
    IL_OPTION_LENGTH,
    IL_OPTION_UNTIL,
    IL_OPTION_CHOOSE,
    IL_OPTION_ENDING,
    {"--json", NULL, N_("for tools: the same as JSON")},
    {0},
};

const il_command il_command_plan = {
    .name = "plan",
    .operands = "SESSION",
    .fewest = 1,
    .most = 1,
    .summary = N_("print what happens when, at one length"),
    .notes = N_("SESSION with a / or ending in .yaml is a file, else a name that list knows.\n"
                "Without a length it is the one that its author gave it."),
    .options = options,
    .run = plan,
};
