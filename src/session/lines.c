#include <string.h>

#include "session/reader.h"

static const char *const mark_names[] = {"choice", "stop", "safety", "announce", "closing"};
enum { MARKS = sizeof mark_names / sizeof *mark_names };

bool il_read_line(il_reader *in, const il_node *node, il_line *line)
{
    *line = (il_line){.at = node->at};
    return il_read_text(in, node, 0, &line->text);
}

static void read_mark(il_reader *in, const il_node *node, unsigned *marks)
{
    int index = 0;
    if (il_read_name(in, node, "a mark of a line", mark_names, MARKS, &index)) {
        *marks |= 1U << index;
    }
}

static void read_marks(il_reader *in, const il_node *node, unsigned *marks)
{
    if (node->kind != IL_NODE_LIST) {
        read_mark(in, node, marks);
        return;
    }
    for (const il_node *item = node->first; item; item = item->next) {
        read_mark(in, item, marks);
    }
}

/* Distinct recordings beside the session; the limit is told once. */
static void count_clip(il_reader *in, const il_line *line)
{
    if (in->clip_count > in->limits.clips) {
        return;
    }
    for (int i = 0; i < in->clip_count; i++) {
        if (strcmp(in->clips[i], line->clip) == 0) {
            return;
        }
    }
    const char **clip =
        il_grow((void **)&in->clips, &in->clip_count, &in->clip_room, sizeof *in->clips, in->err);
    if (clip) {
        *clip = line->clip;
    }
    if (in->clip_count > in->limits.clips) {
        il_report(in->problems, line->clip_at, NULL, NULL,
                  "a session has at most %d recordings of its own", in->limits.clips);
    }
}

void il_read_line_options(il_reader *in, il_line *line, const il_node *as, const il_node *clip,
                          const il_node *caption)
{
    if (as) {
        read_marks(in, as, &line->marks);
    }
    if (clip && il_read_path(in, clip, &line->clip)) {
        line->clip_at = clip->at;
        count_clip(in, line);
    }
    if (caption) {
        il_read_text(in, caption, 0, &line->caption);
    }
}

/* One of a list of lines: words, or a `say` step with its options. */
static bool read_item(il_reader *in, const il_node *node, il_line *line)
{
    if (node->kind != IL_NODE_MAP) {
        return il_read_line(in, node, line);
    }
    il_step step = {0};
    if (!il_read_step(in, node, &step)) {
        return false;
    }
    if (step.kind != IL_STEP_SAY) {
        return il_report(in->problems, step.at, "words, or say with its options", NULL,
                         "only words stand in this list");
    }
    *line = step.say;
    return true;
}

void il_read_lines(il_reader *in, const il_node *node, il_line **lines, int *count)
{
    const bool list = node->kind == IL_NODE_LIST;
    const int room = list ? node->count : 1;
    if (room == 0) {
        if (!node->cut) {
            il_report(in->problems, node->at, "words", NULL, "this list is empty");
        }
        return;
    }
    *lines = il_read_alloc(in, (size_t)room, sizeof **lines);
    if (!*lines) {
        return;
    }
    if (!list) {
        *count = il_read_line(in, node, *lines);
        return;
    }
    for (const il_node *item = node->first; item; item = item->next) {
        *count += read_item(in, item, &(*lines)[*count]);
    }
}
