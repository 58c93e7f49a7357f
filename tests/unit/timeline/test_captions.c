#include "base/text.h"
#include "support/sessions.h"
#include "timeline/plan.h"

/* Captions: two lines of 62 columns at most, in the order and the time of their words. */

enum { COLUMNS = 62 };

static il_timeline *saying(const char *words, il_session **session)
{
    static char text[4096];
    snprintf(text, sizeof text,
             "interlude: 1\ntitle: T\nkind: body\nlength: 1m\nsteps:\n  - say: %s\n"
             "  - pause: 1s..10m\n",
             words);
    *session = sessions_read(text);
    return sessions_lay(*session, 300 * (il_frames)IL_RATE_HZ);
}

static const il_cue *said(const il_timeline *timeline)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_SAY) {
            return &cues[i];
        }
    }
    fail_msg("nothing is said");
    return NULL;
}

static void assert_fits(const char *caption)
{
    char line[512];
    const char *second = strchr(caption, '\n');
    const size_t size = second ? (size_t)(second - caption) : strlen(caption);
    assert_true(size < sizeof line);
    snprintf(line, sizeof line, "%.*s", (int)size, caption);
    assert_in_range(il_text_columns(line), 1, COLUMNS);
    if (second) {
        assert_null(strchr(second + 1, '\n'));
        assert_in_range(il_text_columns(second + 1), 1, COLUMNS);
    }
}

static void test_a_short_line_is_one_line(void **state)
{
    (void)state;
    il_session *session;
    il_timeline *timeline = saying("Feeling both feet.", &session);
    const il_cue *cue = said(timeline);
    assert_int_equal(cue->say.caption_count, 1);
    assert_string_equal(cue->say.captions[0].text, "Feeling both feet.");
    assert_true(cue->say.captions[0].at == cue->at);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_two_lines_are_nearly_equal_and_the_first_is_not_the_shorter(void **state)
{
    (void)state;
    il_session *session;
    il_timeline *timeline = saying(
        "Let the out-breath be a little longer than the in-breath. There is nothing to reach.",
        &session);
    const char *caption = said(timeline)->say.captions[0].text;
    const char *second = strchr(caption, '\n');
    assert_non_null(second);
    const size_t first_size = (size_t)(second - caption), second_size = strlen(second + 1);
    assert_true(first_size >= second_size && first_size - second_size < 12);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_a_long_line_is_split_at_its_sentence_and_timed_by_its_letters(void **state)
{
    (void)state;
    il_session *session;
    il_timeline *timeline =
        saying("Noticing the feet, and how much of them touches the floor, and where the floor "
               "begins. Noticing the hands now, the warm places and the cool ones, and whatever it "
               "is that they are holding.",
               &session);
    const il_cue *cue = said(timeline);
    assert_int_equal(cue->say.caption_count, 2);
    const char *first = cue->say.captions[0].text;
    assert_string_equal(first + strlen(first) - 7, "begins.");
    const double share = (double)strlen(first) / (double)strlen(cue->say.line->text);
    const double at = (double)(cue->say.captions[1].at - cue->at) / (double)cue->frames;
    assert_true(at > share - 0.02 && at < share + 0.02);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

/* Any length of any words: all of them are shown, in order, each caption fits and begins later. */
static void test_every_word_is_shown_once_in_captions_that_fit(void **state)
{
    (void)state;
    static const char *const words[] = {"one",    "longer", "and,", "sentence.", "extraordinarily",
                                        "日本語", "a",      "été",  "well;"};
    unsigned seed = 7;
    for (int round = 0; round < 200; round++) {
        char text[2048] = "Begin";
        const int count = 1 + round;
        for (int i = 0; i < count; i++) {
            seed = seed * 1664525U + 1013904223U;
            strcat(text, " ");
            strcat(text, words[(seed >> 8) % (sizeof words / sizeof *words)]);
        }
        il_session *session;
        il_timeline *timeline = saying(text, &session);
        const il_cue *cue = said(timeline);
        char joined[2048] = "";
        il_frames last = -1;
        for (int i = 0; i < cue->say.caption_count; i++) {
            assert_fits(cue->say.captions[i].text);
            assert_true(cue->say.captions[i].at > last);
            last = cue->say.captions[i].at;
            strcat(joined, i > 0 ? " " : "");
            strcat(joined, cue->say.captions[i].text);
        }
        for (char *at = joined; *at; at++) {
            *at = *at == '\n' ? ' ' : *at;
        }
        assert_string_equal(joined, text);
        assert_true(last < cue->at + cue->frames);
        il_timeline_destroy(timeline);
        il_session_destroy(session);
    }
}

static void test_webvtt_and_subrip_say_the_same_times(void **state)
{
    (void)state;
    il_session *session;
    il_timeline *timeline = saying("Feeling both feet.", &session);
    il_buffer vtt = {0}, srt = {0};
    il_captions_vtt(timeline, &vtt);
    il_captions_srt(timeline, &srt);
    assert_memory_equal(vtt.text, "WEBVTT\n\n", 8);
    assert_non_null(strstr(vtt.text, "00:00:00.000 --> 00:00:00.901\n"));
    assert_non_null(strstr(vtt.text, "Feeling both feet.\n"));
    assert_memory_equal(srt.text, "1\n00:00:00,000 --> 00:00:00,901\n", 32);
    il_buffer_finish(&vtt);
    il_buffer_finish(&srt);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_short_line_is_one_line),
        cmocka_unit_test(test_two_lines_are_nearly_equal_and_the_first_is_not_the_shorter),
        cmocka_unit_test(test_a_long_line_is_split_at_its_sentence_and_timed_by_its_letters),
        cmocka_unit_test(test_every_word_is_shown_once_in_captions_that_fit),
        cmocka_unit_test(test_webvtt_and_subrip_say_the_same_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
