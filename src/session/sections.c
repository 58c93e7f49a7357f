#include "session/reader.h"

/* The steps of a session, divided into its parts. */

enum { KEEP_MAX = 5 };

static void read_keep(il_reader *in, const il_node *node, il_section *section)
{
    il_count_range keep = {0};
    if (il_read_count(in, node, KEEP_MAX, false, &keep)) {
        section->keep = keep.min;
    }
}

static void read_section(il_reader *in, const il_written *written, il_section *section)
{
    const il_node *name = il_written_value(written, IL_STEP_SECTION);
    const il_node *keep = il_written_value(written, IL_KEY_KEEP);
    const il_node *when = il_written_value(written, IL_KEY_WHEN);
    *section = (il_section){.at = name->at, .order = in->order++, .keep = KEEP_MAX, .name = "?"};
    il_read_words(in, name, IL_NAME_POINTS, "the name of the part", &section->name);
    if (keep) {
        read_keep(in, keep, section);
    }
    if (when) {
        il_read_when(in, when, section);
    }
}

/* Whether a step begins a section: no kind that goes before it is among its keys. */
static bool begins_section(il_reader *in, const il_node *node, il_written *written)
{
    bool section = false;
    for (const il_node *key = node->kind == IL_NODE_MAP ? node->first : NULL; key;
         key = key->next) {
        const char *const names[] = {
            il_step_kind_name(IL_STEP_TENSE), il_step_kind_name(IL_STEP_BREATHE),
            il_step_kind_name(IL_STEP_CARD), il_step_kind_name(IL_STEP_REPEAT),
            il_step_kind_name(IL_STEP_SECTION)};
        const int index = il_key_index(key, names, IL_STEP_SECTION + 1);
        if (index >= 0 && index < IL_STEP_SECTION) {
            return false;
        }
        section = section || index == IL_STEP_SECTION;
    }
    return section && (!written || il_read_written(in, node, written));
}

void il_read_sections(il_reader *in, const il_node *list)
{
    il_session *session = in->session;
    if (list->kind != IL_NODE_LIST || list->count == 0) {
        if (!list->cut) {
            il_report(in->problems, list->at, "a list of steps, each with a dash", NULL,
                      list->kind == IL_NODE_LIST ? "a session needs steps"
                                                 : "the steps are a list");
        }
        return;
    }
    int room = 1;
    for (const il_node *item = list->first; item; item = item->next) {
        room += begins_section(in, item, NULL);
    }
    session->sections = il_read_alloc(in, (size_t)room, sizeof *session->sections);
    in->times = 1;
    const il_node *item = session->sections ? list->first : NULL;
    while (item && !in->full) {
        il_section *section = &session->sections[session->section_count++];
        il_written written;
        if (begins_section(in, item, &written)) {
            il_count_step(in, item->at);
            read_section(in, &written, section);
            item = item->next;
        } else {
            *section = (il_section){.at = item->at, .keep = KEEP_MAX};
        }
        int count = 0;
        const il_node *first = item;
        for (; item && !begins_section(in, item, NULL); item = item->next) {
            count++;
        }
        il_read_steps(in, first, count, &section->steps);
    }
    session->step_count = in->steps;
}
