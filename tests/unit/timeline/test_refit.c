#include "support/sessions.h"

/* Fitting again while a session plays. */

enum { S = IL_RATE_HZ };

static bool same_cue(const il_cue *a, const il_cue *b)
{
    return a->at == b->at && a->kind == b->kind && a->order == b->order;
}

/* What began before `from` is where it was, and as long as it was. */
static void assert_kept(const il_timeline *old, const il_timeline *again, il_frames from)
{
    int count = 0, old_count = 0;
    const il_cue *was = il_timeline_cues(old, &old_count);
    const il_cue *is = il_timeline_cues(again, &count);
    for (int i = 0; i < old_count && was[i].at < from; i++) {
        assert_true(i < count && same_cue(&was[i], &is[i]));
        assert_true(was[i].kind == IL_CUE_SECTION || was[i].frames == is[i].frames);
    }
}

static void test_what_has_begun_stays_and_the_end_is_exact(void **state)
{
    (void)state;
    static const char *const files[] = {"sessions/between-two-hours.yaml",
                                        "tests/sessions/every-step.yaml"};
    int fitted = 0;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        il_session *session = sessions_open(files[f]);
        il_timeline *old = sessions_lay(session, 0);
        const il_frames whole = il_timeline_length(old);
        for (il_frames from = 0; from < whole; from += 7 * S + 311) {
            for (int change = -20; change <= 20; change += 10) {
                il_error err = {0};
                const il_frames length = whole + change * (il_frames)S;
                il_timeline *again = il_timeline_refit(old, from, length, &err);
                assert_int_equal(again == NULL, err.message[0] != '\0');
                if (again) {
                    assert_true(il_timeline_length(again) == length);
                    assert_kept(old, again, from);
                    fitted++;
                }
                il_timeline_destroy(again);
            }
        }
        il_timeline_destroy(old);
        il_session_destroy(session);
    }
    assert_true(fitted > 100);
}

static void test_the_same_length_is_always_possible(void **state)
{
    (void)state;
    il_session *session = sessions_open("sessions/between-two-hours.yaml");
    for (il_frames length = 200; length <= 480; length += 70) {
        il_timeline *old = sessions_lay(session, length * S);
        assert_non_null(old);
        for (il_frames from = 0; from <= length * S; from += 5 * S + 7) {
            il_timeline *again = il_timeline_refit(old, from, length * S, NULL);
            assert_non_null(again);
            il_timeline_destroy(again);
        }
        il_timeline_destroy(old);
    }
    il_session_destroy(session);
}

/* A pause of a minute with an until: the rest is played that much shorter. */
static void test_fitted_again_and_again_it_still_ends_on_time(void **state)
{
    (void)state;
    il_session *session = sessions_open("sessions/between-two-hours.yaml");
    il_timeline *now = sessions_lay(session, 420 * S);
    il_frames length = 420 * S;
    for (int i = 1; i <= 4; i++) {
        length -= 15 * S; // fifteen seconds went by in a pause
        il_timeline *next = il_timeline_refit(now, i * 40 * S, length, NULL);
        assert_non_null(next);
        assert_true(il_timeline_length(next) == length);
        assert_kept(now, next, i * 40 * S);
        il_timeline_destroy(now);
        now = next;
    }
    il_timeline_destroy(now);
    il_session_destroy(session);
}

static void test_a_refusal_says_so_and_leaves_the_old_one(void **state)
{
    (void)state;
    il_session *session = sessions_open("sessions/between-two-hours.yaml");
    il_timeline *old = sessions_lay(session, 0);
    il_error err = {0};
    const il_frames whole = il_timeline_length(old);
    assert_null(il_timeline_refit(old, whole / 2, whole / 2 + S, &err));
    assert_true(err.message[0] != '\0' && err.fault == IL_FAULT_INPUT);
    assert_true(il_timeline_length(old) == whole);
    il_timeline_destroy(old);
    il_session_destroy(session);
}

static void test_the_close_is_the_last_part_at_its_shortest(void **state)
{
    (void)state;
    il_session *session = sessions_read(
        "interlude: 1\ntitle: T\nkind: body\nlength: 2m\nsteps:\n  - section: A\n"
        "  - say: Some words.\n  - pause: 20s..60s\n  - section: B\n  - pause: 20s..60s\n"
        "  - section: C\n  - say: The last words.\n  - pause: 25s..30s\n");
    il_timeline *old = sessions_lay(session, 0);
    const il_frames from = 10 * S; // within the first silence
    il_timeline *closed = il_timeline_close(old, from, NULL);
    assert_non_null(closed);
    int count = 0, parts = 0;
    const il_part *part = il_timeline_parts(closed, &parts);
    assert_int_equal(parts, 2);
    assert_string_equal(part[1].section->name, "C");
    assert_true(part[1].at == from);
    const il_cue *cues = il_timeline_cues(closed, &count);
    assert_int_equal(cues[count - 1].kind, IL_CUE_PAUSE);
    assert_true(cues[count - 1].frames == 25 * S);
    il_timeline_destroy(closed);
    il_timeline_destroy(old);
    il_session_destroy(session);
}

static void test_words_that_have_begun_are_spoken_to_their_end(void **state)
{
    (void)state;
    il_session *session = sessions_open("sessions/between-two-hours.yaml");
    il_timeline *old = sessions_lay(session, 0);
    int count = 0;
    const il_cue *cues = il_timeline_cues(old, &count);
    int asked = 0;
    for (int i = 0; i < count; i++) {
        if (cues[i].kind != IL_CUE_SAY || cues[i].section == cues[count - 1].section) {
            continue;
        }
        il_timeline *closed = il_timeline_close(old, cues[i].at + cues[i].frames / 2, NULL);
        assert_non_null(closed);
        int closed_count = 0;
        const il_cue *is = il_timeline_cues(closed, &closed_count);
        assert_true(i < closed_count && same_cue(&is[i], &cues[i]));
        assert_true(is[i].frames == cues[i].frames);
        il_timeline_destroy(closed);
        asked++;
    }
    assert_true(asked > 10);
    il_timeline_destroy(old);
    il_session_destroy(session);
}

static void test_moving_on_from_a_card_gives_what_is_saved_to_the_rest(void **state)
{
    (void)state;
    il_session *session = sessions_read(
        "interlude: 1\ntitle: T\nkind: reflection\nlength: 2m\nsteps:\n  - card: insight\n"
        "    ask: What was it?\n    for: 30s..2m\n  - pause: 20s..2m\n  - say: The end.\n"
        "  - pause: 20s\n");
    il_timeline *old = sessions_lay(session, 150 * S);
    il_timeline *again = il_timeline_move_on(old, 10 * S, 150 * S, NULL);
    assert_non_null(again);
    assert_true(il_timeline_length(again) == 150 * S);
    int count = 0;
    const il_cue *cues = il_timeline_cues(again, &count);
    bool paused = false;
    for (int i = 0; i < count && !paused; i++) {
        paused = cues[i].kind == IL_CUE_PAUSE;
        assert_true(!paused || cues[i].at == 10 * S);
    }
    assert_true(paused);
    il_timeline_destroy(again);
    il_timeline_destroy(old);
    il_session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_has_begun_stays_and_the_end_is_exact),
        cmocka_unit_test(test_the_same_length_is_always_possible),
        cmocka_unit_test(test_fitted_again_and_again_it_still_ends_on_time),
        cmocka_unit_test(test_a_refusal_says_so_and_leaves_the_old_one),
        cmocka_unit_test(test_the_close_is_the_last_part_at_its_shortest),
        cmocka_unit_test(test_words_that_have_begun_are_spoken_to_their_end),
        cmocka_unit_test(test_moving_on_from_a_card_gives_what_is_saved_to_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
