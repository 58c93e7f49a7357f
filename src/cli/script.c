#include "base/translate.h"
#include "cli/ask.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "timeline/plan.h"

static int script(const il_arguments *arguments)
{
    il_ask ask;
    int status = il_ask_open(&ask, arguments);
    if (status == IL_EXIT_DONE) {
        il_error err = {0};
        il_buffer out = {0};
        il_timeline *timeline = il_ask_compile(&ask, NULL, &err);
        if (timeline) {
            il_plan_script(timeline, &out);
        }
        status = timeline ? il_say_buffer(&out) : il_say_error(&err);
        il_timeline_destroy(timeline);
    }
    il_ask_close(&ask);
    return status;
}

static const il_option options[] = {
    IL_OPTION_LENGTH,
    IL_OPTION_CHOOSE,
    {0},
};

const il_command il_command_script = {
    .name = "script",
    .operands = "SESSION",
    .fewest = 1,
    .most = 1,
    .summary = N_("print the words, to read aloud or to hand out"),
    .notes = N_("SESSION with a / or ending in .yaml is a file, else a name that list knows.\n"
                "Pauses stand between the words, in seconds."),
    .options = options,
    .run = script,
};
