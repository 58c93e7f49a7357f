#include <string.h>

#include "base/text.h"
#include "session/reader.h"

/* Choices offered before a session, and the conditions of parts that name them. */

enum { OPTIONS_MIN = 2, OPTIONS_MAX = 9, KEY_BYTES = 40 };

static bool is_choice_key(const char *text, size_t size)
{
    static const char tail[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return text[0] >= 'a' && text[0] <= 'z' && strspn(text, tail) == size && size <= KEY_BYTES;
}

static int find_option(const il_choice *choice, const char *text)
{
    for (int i = 0; i < choice->option_count; i++) {
        if (strcmp(choice->options[i], text) == 0) {
            return i;
        }
    }
    return -1;
}

static bool read_option(il_reader *in, const il_node *node, il_choice *choice)
{
    const char *text = NULL;
    if (!il_read_words(in, node, IL_NAME_POINTS, "an option", &text)) {
        return false;
    }
    if (strcmp(text, "fit") == 0) {
        return il_report(in->problems, node->at, "another word", NULL,
                         "fit is what default takes to follow the time, so it is no option");
    }
    if (find_option(choice, text) >= 0) {
        return il_report(in->problems, node->at, NULL, NULL, "this option stands here twice");
    }
    choice->options[choice->option_count++] = text;
    return true;
}

/* False when not every option could be read. */
static bool read_options(il_reader *in, const il_node *list, il_choice *choice)
{
    static const char wanted[] = "two to nine options, as in [left out, included]";
    if (list->kind != IL_NODE_LIST) {
        return il_report(in->problems, list->at, wanted, NULL, "a choice is made from a list");
    }
    if (list->count < OPTIONS_MIN || list->count > OPTIONS_MAX) {
        return list->cut
                   ? false
                   : il_report(in->problems, list->at, wanted, NULL, "there are too %s options",
                               list->count < OPTIONS_MIN ? "few" : "many");
    }
    choice->options = il_read_alloc(in, (size_t)list->count, sizeof *choice->options);
    bool read = choice->options != NULL;
    for (const il_node *item = list->first; choice->options && item; item = item->next) {
        read = read_option(in, item, choice) && read;
    }
    return read;
}

static void read_default(il_reader *in, const il_node *node, il_choice *choice, bool whole)
{
    if (node->kind == IL_NODE_TEXT && strcmp(node->text, "fit") == 0) {
        choice->standard = -1;
        if (in->fit_at.line > 0) {
            il_report_twice(in->problems, node->at, in->fit_at,
                            "only one choice of a session can follow the time");
        } else {
            in->fit_at = node->at;
        }
    } else if (whole) {
        il_read_name(in, node, "an option of this choice", choice->options, choice->option_count,
                     &choice->standard);
    }
}

static void read_choice(il_reader *in, const il_node *key, il_choice *choice)
{
    static const char *const names[] = {"ask", "of", "default"};
    enum { ASK, OF, DEFAULT, KEYS };
    const il_node *keys[KEYS] = {0}, *map = key->value;
    const unsigned broken = 1U << (choice - in->session->choices);
    in->choices_broken |= broken;
    if (!is_choice_key(key->text, key->size)) {
        il_report(in->problems, key->at, "small letters, digits and -, as in hands-first", NULL,
                  "%s cannot be the key of a choice", il_show(key->text, key->size).text);
    }
    if (map->kind != IL_NODE_MAP) {
        il_report(in->problems, map->at, "ask: and of: beneath it", NULL,
                  "a choice needs a question and options");
        return;
    }
    const unsigned meant = il_read_keys(in, map, "a choice", names, KEYS, keys);
    if (keys[ASK]) {
        il_read_words(in, keys[ASK]->value, IL_SUMMARY_POINTS, "a question", &choice->ask);
    } else if (!map->cut && !(meant & (1U << ASK))) {
        il_report(in->problems, map->at, "ask: and the question", NULL,
                  "a choice needs a question");
    }
    if (!keys[OF] && !map->cut && !(meant & (1U << OF))) {
        il_report(in->problems, map->at, "of: [left out, included]", NULL,
                  "a choice needs its options");
    }
    const bool whole = keys[OF] && read_options(in, keys[OF]->value, choice);
    if (whole) {
        in->choices_broken &= ~broken;
    }
    if (keys[DEFAULT]) {
        read_default(in, keys[DEFAULT]->value, choice, whole);
    }
}

static const il_choice *find_choice(const il_session *session, const char *key)
{
    for (int i = 0; i < session->choice_count; i++) {
        if (strcmp(session->choices[i].key, key) == 0) {
            return &session->choices[i];
        }
    }
    return NULL;
}

void il_read_choices(il_reader *in, const il_node *node)
{
    il_session *session = in->session;
    in->choices_unknown = node->kind != IL_NODE_MAP || node->count > IL_CHOICES_MAX;
    if (node->kind != IL_NODE_MAP) {
        il_report(in->problems, node->at, "a key, with ask: and of: beneath it", NULL,
                  "each choice has a key of its own");
        return;
    }
    if (node->count > IL_CHOICES_MAX) {
        il_report(in->problems, node->at, NULL, NULL, "a session has at most %d choices",
                  IL_CHOICES_MAX);
        return;
    }
    session->choices = il_read_alloc(in, (size_t)node->count, sizeof *session->choices);
    for (const il_node *key = session->choices ? node->first : NULL; key; key = key->next) {
        const il_choice *twin = find_choice(session, key->text);
        if (twin) {
            il_report_twice(in->problems, key->at, twin->at, "%s stands here twice",
                            il_show(key->text, key->size).text);
            continue;
        }
        il_choice *choice = &session->choices[session->choice_count];
        *choice = (il_choice){.at = key->at, .key = key->text};
        read_choice(in, key, choice);
        session->choice_count++;
    }
}

/* ---- when ---- */

static void read_wanted(il_reader *in, const il_node *node, il_condition *condition)
{
    const il_choice *choice = &in->session->choices[condition->choice];
    int option = 0;
    if (in->choices_broken & (1U << condition->choice)) {
        return; // it may be the option that could not be read
    }
    if (il_read_name(in, node, "an option of this choice", choice->options, choice->option_count,
                     &option)) {
        condition->options |= 1U << option;
    }
}

static bool refuse_choice(il_reader *in, const il_node *key)
{
    const char *names[IL_CHOICES_MAX];
    const il_session *session = in->session;
    for (int i = 0; i < session->choice_count; i++) {
        names[i] = session->choices[i].key;
    }
    return il_report_near(
        in->problems, key->at, session->choice_count ? NULL : "it under choices: in the head",
        il_text_nearest(key->text, names, session->choice_count),
        "this session offers no choice called %s", il_show(key->text, key->size).text);
}

static bool read_condition(il_reader *in, const il_node *key, il_section *section)
{
    const il_choice *choice = find_choice(in->session, key->text);
    if (!choice) {
        return refuse_choice(in, key);
    }
    const int index = (int)(choice - in->session->choices);
    for (int i = 0; i < section->when_count; i++) {
        if (section->when[i].choice == index) {
            return il_report(in->problems, key->at, "a list of options", NULL,
                             "%s stands here twice", key->text);
        }
    }
    il_condition *condition = &section->when[section->when_count++];
    const il_node *value = key->value;
    condition->choice = index;
    if (value->kind != IL_NODE_LIST) {
        read_wanted(in, value, condition);
        return true;
    }
    if (value->count == 0 && !value->cut) {
        il_report(in->problems, value->at, "an option of this choice", NULL, "this list is empty");
    }
    for (const il_node *item = value->first; item; item = item->next) {
        read_wanted(in, item, condition);
    }
    return true;
}

void il_read_when(il_reader *in, const il_node *node, il_section *section)
{
    if (in->choices_unknown) {
        return;
    }
    if (node->kind != IL_NODE_MAP || node->count == 0) {
        if (!node->cut) {
            il_report(in->problems, node->at,
                      "a choice and its option, as in {difficult: included}", NULL,
                      "when names no choice");
        }
        return;
    }
    const int room = node->count < IL_CHOICES_MAX ? node->count : IL_CHOICES_MAX;
    section->when = il_read_alloc(in, (size_t)room, sizeof *section->when);
    for (const il_node *key = section->when ? node->first : NULL; key; key = key->next) {
        read_condition(in, key, section);
    }
}
