#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "session/reader.h"

enum { TITLE_MAX = 120, SUMMARY_MAX = 2000, OPTIONS_MIN = 2, OPTIONS_MAX = 9 };

static const char *const head_keys[] = {
    "interlude", "title",   "summary", "kind",    "audience", "length",
    "language",  "voice",   "sound",   "visual",  "caution",  "ending",
    "author",    "license", "sources", "choices", "steps",
};

static void require(il_reader *in, const il_node *root, const char *key, const char *example)
{
    if (!il_map_get(root, key)) {
        char message[200];
        snprintf(message, sizeof message, "a session needs %s", key);
        il_read_error(in, root->at, message, example, NULL, NULL);
    }
}

static void read_optional(il_reader *in, const il_node *root, const char *key, const char *what,
                          size_t most, const char **text)
{
    const il_node *node = il_map_get(root, key);
    if (node) {
        il_read_text(in, node, what, most, text);
    }
}

/* A name of one of a list that `name_of` writes; left as it is when there is none. */
static void read_named(il_reader *in, const il_node *root, const char *key, const char *what,
                       const char *const *names, int count, int *index)
{
    const il_node *node = il_map_get(root, key);
    if (node) {
        il_read_name(in, node, what, names, count, index);
    }
}

static void read_names(il_reader *in, const il_node *root)
{
    il_session *session = in->session;
    const char *kinds[IL_SESSION_REFLECTION + 1], *visuals[IL_VISUAL_DARK + 1];
    static const char *const audiences[] = {"both", "therapist", "client"};
    static const char *const endings[] = {"bell", "quiet", "sleep"};
    for (int i = 0; i <= IL_SESSION_REFLECTION; i++) {
        kinds[i] = il_session_kind_name((il_session_kind)i);
    }
    for (int i = 0; i <= IL_VISUAL_DARK; i++) {
        visuals[i] = il_visual_name((il_visual)i);
    }
    int kind = 0, audience = 0, visual = 0, ending = 0;
    read_named(in, root, "kind", "the kind", kinds, IL_SESSION_REFLECTION + 1, &kind);
    read_named(in, root, "audience", "the audience", audiences, 3, &audience);
    read_named(in, root, "visual", "the visual", visuals, IL_VISUAL_DARK + 1, &visual);
    read_named(in, root, "ending", "the ending", endings, 3, &ending);
    session->kind = (il_session_kind)kind;
    session->audience = (il_audience)audience;
    session->visual = (il_visual)visual;
    session->ending = (il_ending)ending;
}

static il_place place_of(const il_node *root, const char *key)
{
    const il_node *node = il_map_get(root, key);
    return node ? node->at : root->at;
}

static void read_length(il_reader *in, const il_node *root)
{
    const il_node *node = il_map_get(root, "length");
    if (node && il_read_duration(in, node, "the length", &in->session->length) &&
        in->session->length == 0) {
        il_read_error(in, node->at, "the length is nothing", "5m", node->text, NULL);
    }
}

static void read_sources(il_reader *in, const il_node *node)
{
    const bool list = node->kind == IL_NODE_LIST;
    const int room = list ? node->count : 1;
    in->session->sources = il_read_alloc(in, (size_t)room, sizeof *in->session->sources);
    for (int i = 0; in->session->sources && i < room; i++) {
        in->session->source_count +=
            il_read_text(in, list ? node->items[i] : node, "a source", SUMMARY_MAX,
                         &in->session->sources[in->session->source_count]);
    }
}

/* One lower-case word must be a name of ours; anything else is the author's own sentence. */
static bool is_one_word(const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at < 'a' || *at > 'z') {
            return false;
        }
    }
    return true;
}

static bool read_caution(il_reader *in, const il_node *node, il_caution *caution)
{
    static const char *const names[] = {"meditation", "breath",   "holds",
                                        "muscles",    "kindness", "sharing"};
    const char *text = NULL;
    int index = 0;
    if (!il_read_text(in, node, "the caution", SUMMARY_MAX, &text)) {
        return false;
    }
    if (!is_one_word(text)) {
        *caution = (il_caution){IL_CAUTION_SENTENCE, text};
        return true;
    }
    if (!il_read_name(in, node, "the caution", names, 6, &index)) {
        return false;
    }
    *caution = (il_caution){(il_caution_kind)(IL_CAUTION_MEDITATION + index), NULL};
    return true;
}

static void read_cautions(il_reader *in, const il_node *node)
{
    il_session *session = in->session;
    const bool list = node->kind == IL_NODE_LIST;
    const int room = list ? node->count : 1;
    session->cautions = il_read_alloc(in, (size_t)room, sizeof *session->cautions);
    for (int i = 0; session->cautions && i < room; i++) {
        session->caution_count += read_caution(in, list ? node->items[i] : node,
                                               &session->cautions[session->caution_count]);
    }
}

/* ---- choices ---- */

static bool is_choice_key(const char *text)
{
    if (text[0] < 'a' || text[0] > 'z' || strlen(text) > 60) {
        return false;
    }
    for (const char *at = text; *at; at++) {
        if ((*at < 'a' || *at > 'z') && (*at < '0' || *at > '9') && *at != '-') {
            return false;
        }
    }
    return true;
}

static bool read_options(il_reader *in, const il_node *node, il_choice *choice)
{
    if (node->kind != IL_NODE_LIST || node->count < OPTIONS_MIN || node->count > OPTIONS_MAX) {
        return il_read_error(in, node->at, "a choice is of two to nine options",
                             "of: [left out, included]", NULL, NULL);
    }
    choice->options = il_read_alloc(in, (size_t)node->count, sizeof *choice->options);
    for (int i = 0; choice->options && i < node->count; i++) {
        if (!il_read_text(in, node->items[i], "the option", TITLE_MAX,
                          &choice->options[choice->option_count])) {
            continue;
        }
        for (int k = 0; k < choice->option_count; k++) {
            if (strcmp(choice->options[k], choice->options[choice->option_count]) == 0) {
                il_read_errorf(in, node->items[i]->at, "this option stands twice");
            }
        }
        choice->option_count++;
    }
    return choice->option_count >= OPTIONS_MIN;
}

static void read_default(il_reader *in, const il_node *node, il_choice *choice, bool *fitted)
{
    if (node->kind == IL_NODE_SCALAR && strcmp(node->text, "fit") == 0) {
        choice->standard = -1;
        if (*fitted) {
            il_read_errorf(in, node->at, "one choice of a session may be fitted to the time");
        }
        *fitted = true;
        return;
    }
    il_read_name(in, node, "the default", choice->options, choice->option_count, &choice->standard);
}

static bool read_choice(il_reader *in, const il_pair *pair, il_choice *choice, bool *fitted)
{
    static const char *const choice_keys[] = {"ask", "of", "default"};
    const il_node *map = pair->value;
    *choice = (il_choice){.at = pair->key->at, .key = pair->key->text};
    if (!is_choice_key(pair->key->text)) {
        il_read_error(in, pair->key->at, "the key of a choice is one plain word",
                      "small letters, digits and -", pair->key->text, NULL);
    }
    if (map->kind != IL_NODE_MAP) {
        return il_read_error(in, map->at, "a choice has ask and of",
                             "{ask: Which way?, of: [one, other]}", NULL, NULL);
    }
    il_map_check_twice(in, map);
    il_map_check_known(in, map, choice_keys, 3, "a choice");
    const il_node *ask = il_map_get(map, "ask"), *of = il_map_get(map, "of");
    const il_node *standard = il_map_get(map, "default");
    if (!ask) {
        il_read_errorf(in, pair->key->at, "a choice needs ask: what is asked");
    } else {
        il_read_text(in, ask, "what is asked", SUMMARY_MAX, &choice->ask);
    }
    if (!of) {
        return il_read_error(in, pair->key->at, "a choice needs of: its options",
                             "of: [left out, included]", NULL, NULL);
    }
    if (!read_options(in, of, choice)) {
        return choice->option_count > 0;
    }
    if (standard) {
        read_default(in, standard, choice, fitted);
    }
    return true;
}

static void read_choices(il_reader *in, const il_node *node)
{
    il_session *session = in->session;
    bool fitted = false;
    if (node->kind != IL_NODE_MAP) {
        il_read_error(in, node->at, "choices is a map of choices", NULL, NULL, NULL);
        return;
    }
    il_map_check_twice(in, node);
    session->choices = il_read_alloc(in, (size_t)node->count, sizeof *session->choices);
    for (int i = 0; session->choices && i < node->count; i++) {
        session->choice_count +=
            read_choice(in, &node->pairs[i], &session->choices[session->choice_count], &fitted);
    }
}

static void read_texts(il_reader *in, const il_node *root)
{
    il_session *session = in->session;
    read_optional(in, root, "title", "the title", TITLE_MAX, &session->title);
    read_optional(in, root, "summary", "the summary", SUMMARY_MAX, &session->summary);
    read_optional(in, root, "author", "the author", SUMMARY_MAX, &session->author);
    read_optional(in, root, "license", "the licence", SUMMARY_MAX, &session->license);
    session->language = "en";
    read_optional(in, root, "language", "the language", 35, &session->language);
}

void il_read_head(il_reader *in, const il_node *root)
{
    il_session *session = in->session;
    const int known = (int)(sizeof head_keys / sizeof *head_keys);
    il_map_check_twice(in, root);
    il_map_check_known(in, root, head_keys, known, "the head of a session");
    require(in, root, "title", "title: and its name");
    require(in, root, "kind", "kind: mindfulness, for example");
    require(in, root, "length", "length: 5m, for example");
    require(in, root, "steps", "steps: and a list of them");
    session->title_at = place_of(root, "title");
    session->voice_at = place_of(root, "voice");
    session->length_at = place_of(root, "length");
    session->ending_at = place_of(root, "ending");
    session->visual_at = place_of(root, "visual");
    read_texts(in, root);
    read_names(in, root);
    read_length(in, root);
    const il_node *voice = il_map_get(root, "voice"), *sound = il_map_get(root, "sound");
    const il_node *caution = il_map_get(root, "caution"), *sources = il_map_get(root, "sources");
    const il_node *choices = il_map_get(root, "choices");
    if (voice) {
        il_read_sound_name(in, voice, "the voice", &session->voice);
    }
    if (sound) {
        il_read_sound(in, sound, &session->sound);
    }
    if (caution) {
        read_cautions(in, caution);
    }
    if (sources) {
        read_sources(in, sources);
    }
    if (choices) {
        read_choices(in, choices);
    }
}
