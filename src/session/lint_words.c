#include <string.h>

#include "session/guide.h"
#include "session/reader.h"

/* Warnings about the words of English sessions: those that press or that a voice may say wrongly,
 * and sentences too long to be followed by ear. */

typedef void line_rule(void *context, const il_line *line);

/* ---- every line that is spoken, in file order ---- */

static void each_line(const il_steps *steps, line_rule *rule, void *context);

static void each_of(const il_line *lines, int count, line_rule *rule, void *context)
{
    for (int i = 0; i < count; i++) {
        rule(context, &lines[i]);
    }
}

static void each_line_of(const il_step *step, line_rule *rule, void *context)
{
    switch (step->kind) {
    case IL_STEP_SAY:
        rule(context, &step->say);
        break;
    case IL_STEP_BREATHE:
        each_of(step->breathe.during, step->breathe.during_count, rule, context);
        break;
    case IL_STEP_CARD:
        each_of(step->card.asks, step->card.ask_count, rule, context);
        break;
    case IL_STEP_TENSE:
    case IL_STEP_RELEASE:
        each_line(&step->muscles.say, rule, context);
        each_of(step->muscles.during, step->muscles.during != NULL, rule, context);
        each_line(&step->muscles.release, rule, context);
        break;
    case IL_STEP_REPEAT:
        each_line(&step->repeat.steps, rule, context);
        break;
    default:
        break;
    }
}

static void each_line(const il_steps *steps, line_rule *rule, void *context)
{
    for (int i = 0; i < steps->count; i++) {
        each_line_of(&steps->items[i], rule, context);
    }
}

/* ---- words ---- */

enum { WORD_BYTES = 24 }; // no word of the guide is as long

/* The next word at `*at`, in lower case, which moves behind it; longer ones are cut. False at the
 * end. Letters and apostrophes of both kinds make a word; any other byte over 127 does too, so that
 * no accent splits one. */
static bool next_word(const char **at, char word[WORD_BYTES])
{
    static const char curly[] = "\xE2\x80\x99"; // U+2019
    size_t size = 0;
    const char *c = *at;
    for (; *c; c++) {
        const bool apostrophe = *c == '\'' || strncmp(c, curly, 3) == 0;
        const char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
        const bool letter = (lower >= 'a' && lower <= 'z') || (unsigned char)*c > 0x7F;
        if (!letter && !(apostrophe && size > 0)) {
            if (size > 0) {
                break;
            }
            continue;
        }
        if (size + 1 < WORD_BYTES) {
            word[size++] = apostrophe ? '\'' : lower;
        }
        c += apostrophe && *c != '\'' ? 2 : 0;
    }
    word[size] = '\0';
    *at = c;
    return size > 0;
}

/* Whether the words of `phrase` stand at `at`. */
static bool stands_at(const char *at, const char *phrase)
{
    char word[WORD_BYTES];
    while (*phrase) {
        const size_t size = strcspn(phrase, " ");
        if (!next_word(&at, word) || strlen(word) != size || memcmp(word, phrase, size) != 0) {
            return false;
        }
        phrase += size + (phrase[size] == ' ');
    }
    return true;
}

static const il_guide_word *find(const char *at, const char *word)
{
    int count = 0;
    const il_guide_word *words = il_guide_words(&count);
    for (int i = 0; i < count; i++) {
        if (words[i].words[0] == word[0] && stands_at(at, words[i].words)) {
            return &words[i];
        }
    }
    return NULL;
}

static void check_line_words(void *context, const il_line *line)
{
    il_reader *in = context;
    char word[WORD_BYTES];
    for (const char *at = line->text, *before = at; next_word(&at, word); before = at) {
        const il_guide_word *found = find(before, word);
        if (found && found->reason == IL_GUIDE_PRESSES) {
            il_report_warning(in->problems, line->at, "an invitation, as in \"noticing\"",
                              "\"%s\" presses the listener", found->words);
        } else if (found) {
            il_report_warning(in->problems, line->at, "another word",
                              "\"%s\" can be spoken in two ways", found->words);
        }
    }
}

/* ---- sentences ---- */

typedef struct {
    il_reader *in;
    long words, sentences;
} sentence_count;

static bool ends_sentence(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* Whether a sentence ends behind `c`: at the end, or at a mark with a space after it. */
static bool ends_behind(const char *c)
{
    return !c[1] || (ends_sentence(*c) && c[1] == ' ');
}

static void check_line_sentences(void *context, const il_line *line)
{
    sentence_count *count = context;
    int words = 0;
    bool told = false;
    for (const char *c = line->text; *c; c++) {
        words += *c != ' ' && (c == line->text || c[-1] == ' ');
        if (!ends_behind(c)) {
            continue;
        }
        if (words > IL_GUIDE_SENTENCE_MOST && !told) {
            il_report_warning(count->in->problems, line->at, "20 at most, or two sentences",
                              "a sentence of %d words is hard to follow by ear", words);
            told = true;
        }
        count->words += words;
        count->sentences++;
        words = 0;
    }
}

static void check_mean(const sentence_count *count)
{
    const il_session *session = count->in->session;
    const double mean = count->sentences ? (double)count->words / (double)count->sentences : 0.0;
    if (count->sentences >= 8 && mean > IL_GUIDE_MEAN_MOST) {
        const int tenths = (int)(10.0 * mean + 0.5);
        il_report_warning(count->in->problems, session->title_at, "8 to 12 words in the mean",
                          "the sentences are long, %d.%d words in the mean", tenths / 10,
                          tenths % 10);
    }
}

void il_lint_words(il_reader *in)
{
    if (strncmp(in->session->language, "en", 2) != 0) {
        return; // other languages have other words
    }
    sentence_count count = {.in = in};
    for (int i = 0; i < in->session->section_count; i++) {
        const il_steps *steps = &in->session->sections[i].steps;
        each_line(steps, check_line_words, in);
        each_line(steps, check_line_sentences, &count);
    }
    check_mean(&count);
}
