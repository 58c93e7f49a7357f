#include "cli/say.h"

#include "base/translate.h"

int il_say_error(const il_error *err)
{
    static const int statuses[] = {[IL_FAULT_INPUT] = IL_EXIT_INPUT,
                                   [IL_FAULT_USAGE] = IL_EXIT_USAGE,
                                   [IL_FAULT_MACHINE] = IL_EXIT_MACHINE};
    il_error_print(err, NULL, stderr);
    return statuses[err->fault];
}

int il_say_buffer(il_buffer *out)
{
    il_error err = {0};
    if (out->failed) {
        il_fail_machine(&err, il_nowhere(), _("out of memory"));
    } else if (out->size > 0) {
        fwrite(out->text, 1, out->size, stdout); // what fails is found when the stream is closed
    }
    il_buffer_finish(out);
    return err.message[0] ? il_say_error(&err) : IL_EXIT_DONE;
}

void il_say_cell(FILE *out, const char *text, size_t columns)
{
    il_print_safely(out, text);
    for (size_t used = il_text_columns(text); used < columns; used++) {
        fputc(' ', out);
    }
}

void il_say_count(FILE *out, int count, const char *one, const char *many)
{
    fprintf(out, "%d %s", count, count == 1 ? one : many);
}
