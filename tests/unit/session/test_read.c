#include <locale.h>
#include <stdlib.h>

#include "base/memory.h"
#include "support/sessions.h"

/* What a file says, in the model. */

enum { S = IL_RATE_HZ };

static const char *const every_step = "tests/sessions/every-step.yaml";

static const il_section *section(const il_session *session, const char *name)
{
    for (int i = 0; i < session->section_count; i++) {
        const char *is = session->sections[i].name;
        if (is ? name && strcmp(is, name) == 0 : !name) {
            return &session->sections[i];
        }
    }
    fail_msg("no section %s", name ? name : "without a name");
    return NULL;
}

static void test_the_head_is_what_was_written(void **state)
{
    (void)state;
    il_session *session = sessions_open(every_step);
    assert_string_equal(session->title, "Every Step");
    assert_string_equal(session->language, "en");
    assert_string_equal(session->voice, "heart");
    assert_string_equal(session->sound.name, "stream");
    assert_true(session->sound.level_db == -3.0);
    assert_int_equal(session->kind, IL_SESSION_MINDFULNESS);
    assert_int_equal(session->audience, IL_AUDIENCE_CLIENT);
    assert_int_equal(session->visual, IL_VISUAL_HORIZON);
    assert_int_equal(session->ending, IL_ENDING_BELL);
    assert_true(session->length == 90 * S);
    assert_int_equal(session->source_count, 1);
    assert_int_equal(session->caution_count, 3);
    assert_int_equal(session->cautions[0].kind, IL_CAUTION_BREATH);
    assert_int_equal(session->cautions[1].kind, IL_CAUTION_HOLDS);
    assert_string_equal(session->cautions[2].sentence, "Made for tests alone.");
    il_session_destroy(session);
}

static void test_choices_and_their_conditions(void **state)
{
    (void)state;
    il_session *session = sessions_open(every_step);
    assert_int_equal(session->choice_count, 2);
    assert_string_equal(session->choices[0].key, "path");
    assert_int_equal(session->choices[0].option_count, 2);
    assert_int_equal(session->choices[0].standard, -1); // fit
    assert_int_equal(session->choices[1].standard, 0);
    const il_section *body = section(session, "Body"), *others = section(session, "Others");
    assert_int_equal(body->keep, 2);
    assert_int_equal(body->when_count, 1);
    assert_int_equal(body->when[0].options, 1U << 1);
    assert_int_equal(others->when_count, 2); // all must hold
    il_session_destroy(session);
}

static void test_every_step_knows_its_place_and_its_values(void **state)
{
    (void)state;
    il_session *session = sessions_open(every_step);
    const il_steps *head = &section(session, NULL)->steps;
    assert_int_equal(head->items[0].kind, IL_STEP_BELL);
    assert_true(head->items[0].bell.level_db == -2.0);
    assert_int_equal(head->items[1].say.marks, IL_MARK_CHOICE | IL_MARK_STOP);
    assert_int_equal(head->items[1].say.at.line, 29);
    assert_int_equal(head->items[1].say.at.column, 10);
    const il_steps *words = &section(session, "Words")->steps;
    assert_string_equal(words->items[0].say.clip, "own/words.ogg");
    assert_string_equal(words->items[0].say.caption, "The words that are shown.");
    assert_true(words->items[1].pause.span.min == 2 * S && words->items[1].pause.span.max == 2 * S);
    assert_string_equal(words->items[2].say.text, "A bare line is spoken too.");
    assert_true(words->items[3].pause.span.natural == 3 * S);
    const il_steps *breaths = &section(session, "Breath")->steps;
    const il_breathe *written = &breaths->items[2].breathe;
    assert_null(written->pattern);
    assert_true(written->cycle.top_up == S / 2 && written->cycle.rest == S / 2);
    assert_false(written->ramp);
    assert_int_equal(written->cue, IL_BREATH_CUE_TONE);
    assert_int_equal(written->during_count, 1);
    assert_string_equal(breaths->items[3].breathe.pattern, "long-out");
    assert_false(breaths->items[4].breathe.paced);
    const il_muscles *tense = &section(session, "Body")->steps.items[1].muscles;
    assert_int_equal(tense->group_count, 2);
    assert_int_equal(tense->release.count, 2);
    assert_string_equal(tense->during->text, "Softly.");
    const il_card *card = &section(session, "Card")->steps.items[1].card;
    assert_int_equal(card->ask_count, 2);
    assert_string_equal(card->show, "1");
    assert_string_equal(card->alternative, "A sound will do.");
    il_session_destroy(session);
}

#define HEAD "interlude: 1\ntitle: T\nkind: body\nlength: 1m\nsteps:\n"

static void test_quotes_never_change_a_meaning(void **state)
{
    (void)state;
    static const char *const forms[] = {"  - pause: 4s..9s\n", "  - pause: \"4s..9s\"\n",
                                        "  - pause: '4s..9s'\n", "  - \"pause\": 4s..9s\n",
                                        "  - {pause: 4s..9s}\n"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char text[256];
        snprintf(text, sizeof text, HEAD "%s", forms[i]);
        il_session *session = sessions_read(text);
        const il_elastic *span = &session->sections[0].steps.items[0].pause.span;
        assert_true(span->min == 4 * S && span->max == 9 * S && span->natural == 6 * S);
        il_session_destroy(session);
    }
}

static void test_any_scalar_is_its_text(void **state)
{
    (void)state;
    static const char *const words[][2] = {
        {"yes", "yes"},
        {"5", "5"},
        {"4:30", "4:30"},
        {"two   spaces", "two spaces"},
        {"|\n      a block\n      of two lines\n", "a block of two lines"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[256];
        snprintf(text, sizeof text, HEAD "  - say: %s\n", words[i][0]);
        il_session *session = sessions_read(text);
        assert_string_equal(session->sections[0].steps.items[0].say.text, words[i][1]);
        il_session_destroy(session);
    }
}

static void test_line_ends_byte_order_mark_and_document_marks_are_fine(void **state)
{
    (void)state;
    il_session *session =
        sessions_read("\xEF\xBB\xBF---\r\ninterlude: 1\r\ntitle: T\r\nkind: body\r\n"
                      "length: 1m\r\nsteps:\r\n  - pause: 1m\r\n...\r\n");
    assert_true(session->sections[0].steps.items[0].pause.span.min == 60 * S);
    il_session_destroy(session);
}

/* Where a comma is the decimal point, a point still is one here. */
static void test_numbers_do_not_ask_the_locale(void **state)
{
    (void)state;
    char *before = strdup(setlocale(LC_ALL, NULL));
    setlocale(LC_ALL, "de_DE.UTF-8"); // where it is installed
    il_session *session =
        sessions_read(HEAD "  - breathe: {in: 4.5s, out: 5.25s}\n    cycles: 2..4\n");
    assert_true(session->sections[0].steps.items[0].breathe.cycle.out == 252000);
    il_session_destroy(session);
    setlocale(LC_ALL, before);
    free(before);
}

static void test_named_silences_have_the_bounds_of_the_guide(void **state)
{
    (void)state;
    const struct {
        const char *name;
        double min, natural, max;
    } rows[] = {
        {"sentence", 0.8, 1.5, 2.5}, {"thought", 2, 3.5, 6},  {"movement", 5, 8, 15},
        {"noticing", 4, 7, 14},      {"breath", 7, 10, 16},   {"question", 8, 15, 40},
        {"wish", 5, 7, 12},          {"person", 8, 12, 25},   {"region", 6, 14, 60},
        {"tension", 5, 6, 7},        {"release", 20, 34, 50}, {"practice", 20, 45, 180},
        {"return", 6, 10, 20},       {"closing", 3, 5, 8},    {"fade", 10, 14, 20},
    };
    int count = 0;
    const il_named_pause *known = il_named_pauses(&count);
    assert_int_equal(count, sizeof rows / sizeof *rows);
    for (int i = 0; i < count; i++) {
        int found = 0;
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            if (strcmp(rows[k].name, known[i].name) == 0) {
                assert_true(known[i].span.min == il_frames_from_seconds(rows[k].min));
                assert_true(known[i].span.natural == il_frames_from_seconds(rows[k].natural));
                assert_true(known[i].span.max == il_frames_from_seconds(rows[k].max));
                found++;
            }
        }
        assert_int_equal(found, 1);
    }
}

static void test_there_are_sixteen_seven_and_four_muscle_groups(void **state)
{
    (void)state;
    int count = 0;
    const char *const *groups = il_muscle_groups(&count);
    assert_string_equal(groups[0], "stronger hand");
    assert_string_equal(groups[15], "other foot");
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < i; k++) {
            assert_string_not_equal(groups[i], groups[k]);
        }
    }
    assert_int_equal(count, 16 + 7 + 4 - 2); // the neck and the trunk stand in two forms
}

/* Every allocation fails in turn: no session, a message, nothing lost. */
static void test_without_memory_there_is_no_session_and_a_message(void **state)
{
    (void)state;
    bool done = false;
    for (long nth = 1; !done; nth++) {
        il_problems problems = {0};
        il_error err = {0};
        il_alloc_fail(nth, false);
        il_session *session = il_session_read(every_step, NULL, &problems, &err);
        il_alloc_fail(0, false);
        done = session != NULL;
        assert_int_equal(done, err.message[0] == '\0');
        assert_true(done || err.fault == IL_FAULT_MACHINE);
        il_session_destroy(session);
        il_problems_finish(&problems);
        assert_true(nth < 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_head_is_what_was_written),
        cmocka_unit_test(test_choices_and_their_conditions),
        cmocka_unit_test(test_every_step_knows_its_place_and_its_values),
        cmocka_unit_test(test_quotes_never_change_a_meaning),
        cmocka_unit_test(test_any_scalar_is_its_text),
        cmocka_unit_test(test_line_ends_byte_order_mark_and_document_marks_are_fine),
        cmocka_unit_test(test_numbers_do_not_ask_the_locale),
        cmocka_unit_test(test_named_silences_have_the_bounds_of_the_guide),
        cmocka_unit_test(test_there_are_sixteen_seven_and_four_muscle_groups),
        cmocka_unit_test(test_without_memory_there_is_no_session_and_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
