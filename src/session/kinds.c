#include <string.h>

#include "base/text.h"
#include "session/reader.h"

/* The smaller kinds of steps. */

/* Where two values do not fit, the message points at the later one. */
static il_place later(const il_node *a, const il_node *b)
{
    const bool after =
        a->at.line > b->at.line || (a->at.line == b->at.line && a->at.column > b->at.column);
    return after ? a->at : b->at;
}

void il_read_pause_step(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *value = il_written_value(written, IL_STEP_PAUSE);
    const il_node *natural = il_written_value(written, IL_KEY_NATURAL);
    il_elastic *span = &step->pause.span;
    const bool read = il_read_pause(in, value, span, &step->pause.name);
    il_frames wanted = 0;
    if (!natural || !il_read_duration(in, natural, &wanted) || !read) {
        return;
    }
    if (step->pause.name) {
        il_report(in->problems, later(value, natural), "a range such as 4s..30s", NULL,
                  "a named pause has its natural length already");
    } else if (!strstr(value->text, "..")) {
        il_report(in->problems, later(value, natural), "a range such as 4s..30s", NULL,
                  "an exact pause has no natural length");
    } else if (wanted < span->min || wanted > span->max) {
        il_report(in->problems, later(value, natural), NULL,
                  il_show(natural->text, natural->size).text,
                  "the natural length lies outside of %s", value->text);
    } else {
        span->natural = wanted;
    }
}

/* ---- cards ---- */

static void read_card_name(il_reader *in, const il_node *node, il_card *card)
{
    if (il_read_words(in, node, IL_NAME_POINTS, "one word", &card->name) &&
        strchr(card->name, ' ')) {
        il_report(in->problems, node->at, "one word", il_show(node->text, node->size).text,
                  "the name of a card is one word");
    }
}

static void read_show(il_reader *in, const il_node *node, il_card *card)
{
    enum { SHOWN_MAX = 3 };
    if (il_read_words(in, node, 0, "one to three characters", &card->show) &&
        il_text_points(card->show) > SHOWN_MAX) {
        il_report(in->problems, node->at, "one to three characters",
                  il_show(node->text, node->size).text, "this is too long to be drawn large");
    }
}

void il_read_card(il_reader *in, const il_written *written, il_step *step)
{
    il_card *card = &step->card;
    const il_node *ask = il_written_value(written, IL_KEY_ASK);
    const il_node *time = il_written_value(written, IL_KEY_FOR);
    const il_node *show = il_written_value(written, IL_KEY_SHOW);
    const il_node *other = il_written_value(written, IL_KEY_OR);
    card->span = (il_elastic){.min = 45 * IL_RATE_HZ, .max = 120 * IL_RATE_HZ};
    card->span.natural = il_geometric_mean(card->span.min, card->span.max);
    read_card_name(in, il_written_value(written, IL_STEP_CARD), card);
    if (ask) {
        il_read_lines(in, ask, &card->asks, &card->ask_count);
    } else if (il_written_lacks(written, IL_KEY_ASK)) {
        il_report(in->problems, written->node->at, "ask: and the question", NULL,
                  "a card needs a question");
    }
    if (time) {
        il_read_span(in, time, true, &card->span);
    }
    if (show) {
        read_show(in, show, card);
    }
    if (other) {
        il_read_text(in, other, 0, &card->alternative);
    }
}

/* ---- sounds and sights ---- */

static void read_bed(il_reader *in, const il_node *bed, const il_node *level, il_sound *sound)
{
    sound->name_at = bed->at;
    if (!il_read_sound_name(in, bed, &sound->name) || strcmp(sound->name, "none") != 0) {
        return;
    }
    sound->name = NULL;
    if (level) {
        il_report(in->problems, later(bed, level), NULL, NULL, "silence has no level");
    }
}

void il_read_sound(il_reader *in, const il_node *value, const il_node *beside, il_sound *sound)
{
    static const char *const names[] = {"bed", "level"};
    enum { BED, LEVEL, KEYS };
    const il_node *keys[KEYS] = {0}, *level = beside;
    sound->name_at = value->at;
    if (value->kind != IL_NODE_MAP) {
        read_bed(in, value, beside, sound);
    } else {
        const unsigned meant = il_read_keys(in, value, "a sound", names, KEYS, keys);
        if (keys[LEVEL] && beside) {
            il_report(in->problems, later(keys[LEVEL]->value, beside), "one of the two", NULL,
                      "this sound has a level already");
        }
        level = keys[LEVEL] ? keys[LEVEL]->value : beside;
        if (keys[BED]) {
            read_bed(in, keys[BED]->value, level, sound);
        } else if (!value->cut && !(meant & (1U << BED))) {
            il_report(in->problems, value->at,
                      "bed: and its name, as in {bed: stream, level: -3 dB}", NULL,
                      "a sound needs a bed");
        }
    }
    if (level) {
        il_read_level(in, level, &sound->level_db);
    }
}

void il_read_sound_step(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *fade = il_written_value(written, IL_KEY_FADE);
    il_sound *sound = &step->sound;
    sound->fade = 5 * IL_RATE_HZ;
    il_read_sound(in, il_written_value(written, IL_STEP_SOUND),
                  il_written_value(written, IL_KEY_LEVEL), sound);
    if (fade) {
        il_read_duration(in, fade, &sound->fade);
    }
}

void il_read_bell(il_reader *in, const il_written *written, il_step *step)
{
    const il_node *value = il_written_value(written, IL_STEP_BELL);
    const il_node *level = il_written_value(written, IL_KEY_LEVEL);
    step->bell = (il_bell){.name_at = value->at};
    il_read_sound_name(in, value, &step->bell.name);
    if (level) {
        il_read_level(in, level, &step->bell.level_db);
    }
}

void il_read_ring(il_reader *in, const il_written *written, il_step *step)
{
    const char *names[IL_PERSON_ALL + 1];
    int index = 0;
    for (int i = 0; i <= IL_PERSON_ALL; i++) {
        names[i] = il_person_name((il_person)i);
    }
    if (il_read_name(in, il_written_value(written, IL_STEP_RING), "a person of a ring", names,
                     IL_PERSON_ALL + 1, &index)) {
        step->ring = (il_person)index;
    }
}

bool il_read_visual(il_reader *in, const il_node *node, il_visual *visual)
{
    const char *names[IL_VISUAL_DARK + 1];
    int index = 0;
    for (int i = 0; i <= IL_VISUAL_DARK; i++) {
        names[i] = il_visual_name((il_visual)i);
    }
    const bool read = il_read_name(in, node, "a visual", names, IL_VISUAL_DARK + 1, &index);
    *visual = (il_visual)index;
    return read;
}

void il_read_visual_step(il_reader *in, const il_written *written, il_step *step)
{
    il_read_visual(in, il_written_value(written, IL_STEP_VISUAL), &step->visual);
}
