#include <string.h>

#include "session/reader.h"

/* The head of a session: what stands beside its steps. */

static const il_frames length_least = IL_RATE_HZ;   // a session of nothing is none
static const il_frames sound_fade = 6 * IL_RATE_HZ; // practice guide, section 14: the start

static void read_title(il_reader *in, const il_node *value)
{
    in->session->title_at = value->at;
    il_read_words(in, value, IL_NAME_POINTS, "a title", &in->session->title);
}

static void read_summary(il_reader *in, const il_node *value)
{
    il_read_words(in, value, IL_SUMMARY_POINTS, "a sentence or two", &in->session->summary);
}

static void read_author(il_reader *in, const il_node *value)
{
    il_read_words(in, value, IL_NAME_POINTS, "a name", &in->session->author);
}

static void read_license(il_reader *in, const il_node *value)
{
    il_read_words(in, value, IL_NAME_POINTS, "a licence such as CC BY 4.0", &in->session->license);
}

static void read_kind(il_reader *in, const il_node *value)
{
    const char *names[IL_SESSION_REFLECTION + 1];
    int index = 0;
    for (int i = 0; i <= IL_SESSION_REFLECTION; i++) {
        names[i] = il_session_kind_name((il_session_kind)i);
    }
    if (il_read_name(in, value, "a kind of session", names, IL_SESSION_REFLECTION + 1, &index)) {
        in->session->kind = (il_session_kind)index;
    }
}

static void read_audience(il_reader *in, const il_node *value)
{
    const char *names[IL_AUDIENCE_CLIENT + 1];
    int index = 0;
    for (int i = 0; i <= IL_AUDIENCE_CLIENT; i++) {
        names[i] = il_audience_name((il_audience)i);
    }
    if (il_read_name(in, value, "an audience", names, IL_AUDIENCE_CLIENT + 1, &index)) {
        in->session->audience = (il_audience)index;
    }
}

static void read_ending(il_reader *in, const il_node *value)
{
    const char *names[IL_ENDING_SLEEP + 1];
    int index = 0;
    for (int i = 0; i <= IL_ENDING_SLEEP; i++) {
        names[i] = il_ending_name((il_ending)i);
    }
    in->session->ending_at = value->at;
    if (il_read_name(in, value, "an ending", names, IL_ENDING_SLEEP + 1, &index)) {
        in->session->ending = (il_ending)index;
    }
}

static void read_length(il_reader *in, const il_node *value)
{
    il_session *session = in->session;
    session->length_at = value->at;
    if (il_read_duration(in, value, &session->length) && session->length < length_least) {
        il_report(in->problems, value->at, "1s at least", il_show(value->text, value->size).text,
                  "this is no length for a session");
    }
}

/* A language as the web names it: en, pt-BR. */
static void read_language(il_reader *in, const il_node *value)
{
    const char *text = NULL;
    if (!il_read_words(in, value, 0, "a language such as en or pt-BR", &text)) {
        return;
    }
    size_t part = 0, parts = 0;
    bool good = true;
    for (const char *at = text; good; at++) {
        const bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        const bool digit = *at >= '0' && *at <= '9' && parts > 0;
        if (letter || digit) {
            good = ++part <= 8;
            continue;
        }
        good = part >= (parts == 0 ? 2 : 1) && part <= (parts == 0 ? 3 : 8) &&
               (*at == '-' || *at == '\0');
        part = 0;
        parts++;
        if (*at == '\0') {
            break;
        }
    }
    if (good) {
        in->session->language = text;
    } else {
        il_report(in->problems, value->at, "en, de or pt-BR, for example",
                  il_show(text, value->size).text, "a language is written as its short mark");
    }
}

static void read_voice(il_reader *in, const il_node *value)
{
    in->session->voice_at = value->at;
    il_read_sound_name(in, value, &in->session->voice);
}

static void read_head_visual(il_reader *in, const il_node *value)
{
    in->session->visual_at = value->at;
    il_read_visual(in, value, &in->session->visual);
}

static void read_sound(il_reader *in, const il_node *value)
{
    in->session->sound.fade = sound_fade;
    il_read_sound(in, value, NULL, &in->session->sound);
}

/* ---- lists ---- */

static void read_sources(il_reader *in, const il_node *value)
{
    il_session *session = in->session;
    const bool list = value->kind == IL_NODE_LIST;
    session->sources =
        il_read_alloc(in, (size_t)(list ? value->count : 1), sizeof *session->sources);
    if (session->sources && !list) {
        session->source_count =
            il_read_words(in, value, IL_SUMMARY_POINTS, "a source or a list", &session->sources[0]);
    }
    for (const il_node *item = list ? value->first : NULL; session->sources && item;
         item = item->next) {
        session->source_count += il_read_words(in, item, IL_SUMMARY_POINTS, "a source",
                                               &session->sources[session->source_count]);
    }
}

static bool is_lower_word(const char *text, size_t size)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz") == size;
}

/* One lower-case word must be a name of ours; anything else is the author's own sentence. */
static bool read_caution(il_reader *in, const il_node *node, il_caution *caution)
{
    static const char *const names[] = {"meditation", "breath",   "holds",
                                        "muscles",    "kindness", "sharing"};
    enum { NAMES = sizeof names / sizeof *names };
    const char *text = NULL;
    int index = 0;
    if (!il_read_words(in, node, IL_SUMMARY_POINTS, "a caution, or a sentence of your own",
                       &text)) {
        return false;
    }
    if (!is_lower_word(text, node->size)) {
        *caution = (il_caution){IL_CAUTION_SENTENCE, text};
        return true;
    }
    if (!il_read_name(in, node, "a caution", names, NAMES, &index)) {
        return false;
    }
    *caution = (il_caution){(il_caution_kind)(IL_CAUTION_MEDITATION + index), NULL};
    return true;
}

static void read_cautions(il_reader *in, const il_node *value)
{
    il_session *session = in->session;
    const bool list = value->kind == IL_NODE_LIST;
    session->cautions =
        il_read_alloc(in, (size_t)(list ? value->count : 1), sizeof *session->cautions);
    if (session->cautions && !list) {
        session->caution_count = read_caution(in, value, session->cautions);
    }
    for (const il_node *item = list ? value->first : NULL; session->cautions && item;
         item = item->next) {
        session->caution_count +=
            read_caution(in, item, &session->cautions[session->caution_count]);
    }
}

/* ---- the table ---- */

/* The keys of a head: who reads each, and how one that has to stand there is written. `choices`
 * before `steps`, whose parts depend on them. */
static const struct {
    const char *name;
    void (*read)(il_reader *in, const il_node *value); // NULL: read before all others
    const char *required;
} rows[] = {
    {"interlude", NULL, "interlude: 1"},
    {"title", read_title, "title: and its name"},
    {"summary", read_summary, NULL},
    {"kind", read_kind, "kind: and one such as mindfulness or breathing"},
    {"audience", read_audience, NULL},
    {"length", read_length, "length: and a time such as 5m"},
    {"language", read_language, NULL},
    {"voice", read_voice, NULL},
    {"sound", read_sound, NULL},
    {"visual", read_head_visual, NULL},
    {"caution", read_cautions, NULL},
    {"ending", read_ending, NULL},
    {"author", read_author, NULL},
    {"license", read_license, NULL},
    {"sources", read_sources, NULL},
    {"choices", il_read_choices, NULL},
    {"steps", il_read_sections, "steps: and a list of them"},
};
enum { ROWS = sizeof rows / sizeof *rows };

void il_read_head(il_reader *in, const il_node *root)
{
    const char *names[ROWS];
    const il_node *keys[ROWS] = {0};
    il_session *session = in->session;
    for (int i = 0; i < ROWS; i++) {
        names[i] = rows[i].name;
    }
    session->title_at = session->voice_at = session->length_at = root->at;
    session->ending_at = session->visual_at = root->at;
    session->language = "en";
    const unsigned meant = il_read_keys(in, root, "a session", names, ROWS, keys);
    for (int i = 0; i < ROWS; i++) {
        if (keys[i] && rows[i].read) {
            rows[i].read(in, keys[i]->value);
        } else if (!keys[i] && rows[i].required && !root->cut && !(meant & (1U << i))) {
            il_report(in->problems, root->at, rows[i].required, NULL, "this session has no \"%s\"",
                      rows[i].name);
        }
    }
}
