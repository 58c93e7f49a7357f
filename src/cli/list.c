#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/translate.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/load.h"
#include "cli/say.h"

/* One session of the list; what its own file would tell is copied, since the file is closed again.
 */
typedef struct {
    const il_library_entry *entry;
    const char *title; // NULL when the file is broken
    il_session_kind kind;
    il_audience audience;
    il_range range;
    int errors;
    const char *trouble; // the first error, as a line; NULL when there is none
} list_row;

typedef struct {
    il_library *library;
    il_clips clips;
    il_arena arena; // the texts of rows
    list_row *rows;
    int count;
} listing;

/* The first error of a file, as a line that an editor jumps to. */
static const char *first_error(listing *list, const il_problems *problems, il_error *err)
{
    for (int i = 0; i < problems->count; i++) {
        const il_problem *problem = &problems->items[i];
        if (problem->severity == IL_ERROR) {
            il_buffer text = {0};
            il_buffer_print(&text, "%s:%d:%d: %s", problem->at.file, problem->at.line,
                            problem->at.column, problem->message);
            const char *line =
                text.failed ? NULL : il_arena_text(&list->arena, text.text, text.size, err);
            il_buffer_finish(&text);
            return line ? line : (il_fail_machine(err, il_nowhere(), _("out of memory")), NULL);
        }
    }
    return il_arena_text(&list->arena, "", 0, err);
}

static bool take_session(listing *list, list_row *row, const il_session *session, il_error *err)
{
    const il_timeline_request natural = {.clips = &list->clips};
    row->title = il_arena_text(&list->arena, session->title, strlen(session->title), err);
    row->kind = session->kind;
    row->audience = session->audience;
    return row->title && il_timeline_range(session, &natural, &row->range, NULL, 0, NULL, err) &&
           il_library_ok(list->library, err);
}

/* Trouble with one file is told in its row; lack of memory ends the list. */
static bool take_trouble(listing *list, list_row *row, const il_error *trouble, il_error *err)
{
    if (il_error_is_general(trouble)) {
        return il_fail_machine(err, il_nowhere(), "%s", trouble->message);
    }
    row->errors = 1;
    row->title = NULL;
    row->trouble = il_arena_text(&list->arena, trouble->message, strlen(trouble->message), err);
    return row->trouble != NULL;
}

static bool fill_row(listing *list, list_row *row, il_error *err)
{
    il_problems problems = {0};
    il_error trouble = {0};
    il_session *session =
        il_load(list->library, &list->clips, row->entry->file, &problems, &trouble);
    row->errors = problems.errors;
    bool good = true;
    if (session && problems.errors == 0) {
        good = take_session(list, row, session, &trouble);
    } else if (!trouble.message[0]) {
        row->trouble = first_error(list, &problems, &trouble);
        good = row->trouble != NULL;
    }
    if (trouble.message[0]) {
        good = take_trouble(list, row, &trouble, err);
    }
    il_session_destroy(session);
    il_problems_finish(&problems);
    return good;
}

static bool fill(listing *list, il_error *err)
{
    list->library = il_library_create(err);
    const il_library_entry *entries =
        list->library ? il_library_entries(list->library, &list->count, err) : NULL;
    list->rows = entries ? il_alloc((size_t)list->count, sizeof *list->rows, err) : NULL;
    if (!list->rows) {
        return false;
    }
    il_show_imports(list->library);
    list->clips = il_library_clips(list->library);
    for (int i = 0; i < list->count; i++) {
        list->rows[i].entry = &entries[i];
        if (!fill_row(list, &list->rows[i], err)) {
            return false;
        }
    }
    return true;
}

static void finish(listing *list)
{
    il_free(list->rows);
    il_arena_finish(&list->arena);
    il_library_destroy(list->library);
}

static void frames_or_null(il_json *json, const char *key, const list_row *row, il_frames frames)
{
    if (row->errors > 0) {
        il_json_text(json, key, NULL);
    } else {
        il_json_integer(json, key, frames);
    }
}

static int write_json(const listing *list)
{
    il_buffer out = {0};
    il_json json = {.out = &out};
    il_json_open(&json, NULL, '{');
    il_json_open(&json, "sessions", '[');
    for (int i = 0; i < list->count; i++) {
        const list_row *row = &list->rows[i];
        il_json_open(&json, NULL, '{');
        il_json_text(&json, "name", row->entry->name);
        il_json_text(&json, "file", row->entry->file);
        il_json_text(&json, "title", row->title);
        il_json_text(&json, "kind", row->title ? il_session_kind_name(row->kind) : NULL);
        il_json_text(&json, "audience", row->title ? il_audience_name(row->audience) : NULL);
        frames_or_null(&json, "shortest_frames", row, row->range.shortest);
        frames_or_null(&json, "natural_frames", row, row->range.natural);
        frames_or_null(&json, "longest_frames", row, row->range.longest);
        il_json_integer(&json, "errors", row->errors);
        il_json_close(&json, '}');
    }
    il_json_close(&json, ']');
    il_json_close(&json, '}');
    return il_say_buffer(&out);
}

enum { LENGTHS = 3, TIME_SIZE = 32, GAP = 2 };

/* The three lengths of a row, so rounded that each can be asked for with --length. */
static void write_lengths(const list_row *row, char lengths[LENGTHS][TIME_SIZE])
{
    il_text_from_duration(lengths[0], TIME_SIZE, row->range.shortest, IL_RATE_HZ, 1);
    il_text_from_duration(lengths[1], TIME_SIZE, row->range.natural, IL_RATE_HZ, 0);
    il_text_from_duration(lengths[2], TIME_SIZE, row->range.longest, IL_RATE_HZ, -1);
}

static void widen(size_t *width, const char *text)
{
    const size_t columns = il_text_columns(text);
    *width = columns > *width ? columns : *width;
}

static void write_row(const list_row *row, size_t name_width, const size_t widths[LENGTHS])
{
    il_say_cell(stdout, row->entry->name, name_width + GAP);
    if (row->errors > 0) {
        fputs(_("broken: "), stdout);
        il_print_safely(stdout, row->trouble);
    } else {
        char lengths[LENGTHS][TIME_SIZE];
        write_lengths(row, lengths);
        for (int i = 0; i < LENGTHS; i++) {
            il_say_cell(stdout, lengths[i], widths[i] + GAP);
        }
        il_print_safely(stdout, row->title);
    }
    fputs(row->entry->users ? _("  (yours)\n") : "\n", stdout);
}

static void write_text(const listing *list)
{
    const char *const heads[LENGTHS] = {_("shortest"), _("natural"), _("longest")};
    size_t name_width = il_text_columns(_("name")), widths[LENGTHS] = {0};
    for (int i = 0; i < LENGTHS; i++) {
        widen(&widths[i], heads[i]);
    }
    for (int i = 0; i < list->count; i++) {
        char lengths[LENGTHS][TIME_SIZE];
        write_lengths(&list->rows[i], lengths);
        widen(&name_width, list->rows[i].entry->name);
        for (int j = 0; j < LENGTHS && list->rows[i].errors == 0; j++) {
            widen(&widths[j], lengths[j]);
        }
    }
    il_say_cell(stdout, _("name"), name_width + GAP);
    for (int i = 0; i < LENGTHS; i++) {
        il_say_cell(stdout, heads[i], widths[i] + GAP);
    }
    puts(_("title"));
    for (int i = 0; i < list->count; i++) {
        write_row(&list->rows[i], name_width, widths);
    }
}

/* Whether a shell takes `name` as it is. */
static bool is_plain(const char *name)
{
    return name[0] != '-' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               strlen(name);
}

/* How to hear the first of them that a shell takes by its name. */
static void write_hint(const listing *list)
{
    const char *first = NULL;
    bool any = false;
    for (int i = list->count - 1; i >= 0; i--) {
        const bool usable = list->rows[i].errors == 0;
        any = any || usable;
        first = usable && is_plain(list->rows[i].entry->name) ? list->rows[i].entry->name : first;
    }
    if (!any) {
        puts(_("\nThere is no session here that can be played; interlude doctor tells where they "
               "are looked for."));
        return;
    }
    if (first) {
        printf(_("\nTo hear one, make a file of it:\n\n  interlude export %s -o %s.ogg\n"), first,
               first);
    }
    puts(_("\ninterlude --help tells what else there is."));
}

static int list_as(bool as_json, bool with_hint)
{
    listing list = {0};
    il_error err = {0};
    int status = IL_EXIT_DONE;
    if (!fill(&list, &err)) {
        status = il_say_error(&err);
    } else if (as_json) {
        status = write_json(&list);
    } else {
        write_text(&list);
        if (with_hint) {
            write_hint(&list);
        }
    }
    finish(&list);
    return status;
}

int il_list_with_hint(void)
{
    return list_as(false, true);
}

static int list(const il_arguments *arguments)
{
    return list_as(il_arguments_has(arguments, "--json"), false);
}

static const il_option options[] = {
    {"--json", NULL, N_("for tools: the same as JSON, lengths in frames of 1/48000 s")},
    {0},
};

const il_command il_command_list = {
    .name = "list",
    .operands = "",
    .fewest = 0,
    .most = 0,
    .summary = N_("list the sessions that there are, with their lengths"),
    .options = options,
    .run = list,
};
