#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

int il_key_index(const il_node *key, const char *const *names, int count)
{
    for (int i = 0; i < count; i++) {
        if (names[i][0] == key->text[0] && strcmp(names[i], key->text) == 0) {
            return i;
        }
    }
    return -1;
}

bool il_key_is_words(const il_node *key)
{
    const unsigned char first = (unsigned char)key->text[0];
    return strchr(key->text, ' ') || (first >= 'A' && first <= 'Z') || first >= 0x80;
}

void il_show_key_words(char *out, size_t room, const il_node *key)
{
    char words[160];
    const il_node *value = key->value;
    const bool text = value && value->kind == IL_NODE_TEXT;
    snprintf(words, sizeof words, "%.100s:%s%.50s", key->text, text && value->size ? " " : "",
             text ? value->text : " ...");
    il_show_quoted(out, room, words, strlen(words));
}

/* The key in front of `key` in `map`, or NULL. */
static const il_node *key_before(const il_node *map, const il_node *key)
{
    const il_node *before = NULL;
    for (const il_node *at = map->first; at && at != key; at = at->next) {
        before = at;
    }
    return before;
}

/* `{say: Feet, and the floor.}`: the words behind the comma became a key with nothing to it. */
static bool cut_at_comma(il_reader *in, const il_node *map, const il_node *key)
{
    const il_node *value = key->value;
    const bool nothing = value->kind == IL_NODE_TEXT && value->plain && value->size == 0;
    const il_node *before = map->flow && nothing ? key_before(map, key) : NULL;
    if (!before || before->value->kind != IL_NODE_TEXT) {
        return false;
    }
    char words[128], quoted[100], expected[120];
    snprintf(words, sizeof words, "%.60s, %.60s", before->value->text, key->text);
    il_show_quoted(quoted, sizeof quoted, words, strlen(words));
    snprintf(expected, sizeof expected, "%.16s: %s", before->text, quoted);
    il_report(in->problems, key->at, expected, NULL,
              "a comma within braces ends the words; words with a comma need quotes");
    return true;
}

int il_refuse_key(il_reader *in, const il_node *map, const il_node *key, const char *where,
                  const char *const *names, int count)
{
    if (il_report_full(in->problems)) {
        il_report(in->problems, key->at, NULL, NULL, "one more"); // counted, not kept
        return -1;
    }
    if (cut_at_comma(in, map, key)) {
        return -1;
    }
    char expected[120] = "";
    size_t used = 0;
    for (int i = 0; i < count && count <= 8; i++) {
        used += (size_t)snprintf(expected + used, sizeof expected - used, "%s%s",
                                 i == 0          ? ""
                                 : i + 1 < count ? ", "
                                                 : " or ",
                                 names[i]);
    }
    const char *nearest = il_text_nearest(key->text, names, count);
    il_report_near(in->problems, key->at, expected, nearest, "%s is not a key of %s",
                   il_show(key->text, key->size).text, where);
    int index = 0;
    while (nearest && index < count && names[index] != nearest) {
        index++;
    }
    return nearest ? index : -1;
}

unsigned il_read_keys(il_reader *in, const il_node *map, const char *where,
                      const char *const *names, int count, const il_node **slots)
{
    unsigned meant = 0;
    for (const il_node *key = map->first; key; key = key->next) {
        const int index = il_key_index(key, names, count);
        if (index < 0) {
            const int near = il_refuse_key(in, map, key, where, names, count);
            meant |= near < 0 ? 0U : 1U << near;
        } else if (slots[index]) {
            il_report_twice(in->problems, key->at, slots[index]->at, "%s stands here twice",
                            il_show(key->text, key->size).text);
        } else {
            slots[index] = key;
        }
    }
    return meant;
}
