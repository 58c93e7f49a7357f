#include "support/sessions.h"
#include "timeline/plan.h"

/* What holds at every length that a session has, asked of the one that ships and of one that uses
 * every kind of step. */

static const char *const files[] = {"sessions/between-two-hours.yaml",
                                    "tests/sessions/every-step.yaml"};
enum { FILES = sizeof files / sizeof *files };

typedef void fact(const il_timeline *timeline, il_frames length);

/* Whether `length` lies in a hole. */
static bool in_hole(const il_hole *holes, int count, il_frames length)
{
    for (int i = 0; i < count; i++) {
        if (length > holes[i].from && length < holes[i].to) {
            return true;
        }
    }
    return false;
}

/* Ask `holds` of every file at every whole second of its range. */
static void at_every_second(fact *holds)
{
    enum { HOLES = 64 };
    for (int i = 0; i < FILES; i++) {
        il_session *session = sessions_open(files[i]);
        const il_timeline_request request = {.clips = &sessions_clips};
        il_range range = {0};
        il_hole hole[HOLES];
        int holes = 0, laid = 0;
        assert_true(il_timeline_range(session, &request, &range, hole, HOLES, &holes, NULL));
        assert_true(holes < HOLES);
        const il_frames first = (range.shortest + IL_RATE_HZ - 1) / IL_RATE_HZ;
        for (il_frames second = first; second * IL_RATE_HZ <= range.longest; second++) {
            const il_frames length = second * IL_RATE_HZ;
            il_timeline *timeline = sessions_lay(session, length);
            assert_int_equal(timeline == NULL, in_hole(hole, holes, length));
            if (timeline) {
                holds(timeline, length);
                laid++;
            }
            il_timeline_destroy(timeline);
        }
        assert_true(laid > 20);
        il_session_destroy(session);
    }
}

static void ends_there(const il_timeline *timeline, il_frames length)
{
    assert_true(il_timeline_length(timeline) == length);
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames last = 0;
    for (int i = 0; i < count; i++) {
        const bool sounds = cues[i].kind == IL_CUE_SAY || cues[i].kind == IL_CUE_BELL ||
                            cues[i].kind == IL_CUE_BREATH || cues[i].kind == IL_CUE_PAUSE;
        const il_frames end = cues[i].at + cues[i].frames;
        last = sounds && end > last ? end : last;
    }
    assert_true(last <= length);
}

static void test_the_end_is_exact_to_the_frame(void **state)
{
    (void)state;
    at_every_second(ends_there);
}

static void breathes_whole(const il_timeline *timeline, il_frames length)
{
    (void)length;
    int count = 0, open = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames next = -1;
    for (int i = 0; i < count; i++) {
        const il_cue *cue = &cues[i];
        if (cue->kind != IL_CUE_BREATH || !cue->breath.paced) {
            continue;
        }
        assert_true(cue->frames == il_breath_length(&cue->breath.cycle));
        assert_int_equal(cue->breath.index == 0, open == 0);
        assert_true(cue->breath.index == 0 || cue->at == next);
        next = cue->at + cue->frames;
        open = cue->breath.count - cue->breath.index - 1;
        assert_int_equal(cue->breath.cue == IL_BREATH_CUE_NONE, open == 0);
    }
    assert_int_equal(open, 0);
}

static void test_no_breath_is_cut_and_the_last_is_without_its_cue(void **state)
{
    (void)state;
    at_every_second(breathes_whole);
}

/* Words, silences and breaths stand one behind the other; only words of `during` stand within. */
static void stands_in_line(const il_timeline *timeline, il_frames length)
{
    (void)length;
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames end = 0, spoken = 0;
    int within = -1; // the order of the run or hold that is on
    for (int i = 0; i < count; i++) {
        const il_cue *cue = &cues[i];
        assert_true(i == 0 || cues[i - 1].at <= cue->at);
        const bool timed = cue->kind == IL_CUE_PAUSE || cue->kind == IL_CUE_BREATH ||
                           cue->kind == IL_CUE_TENSE || cue->kind == IL_CUE_RELEASE ||
                           cue->kind == IL_CUE_CARD;
        if (cue->kind == IL_CUE_SAY) {
            assert_true(cue->at >= spoken);
            spoken = cue->at + cue->frames;
        }
        if (timed || (cue->kind == IL_CUE_SAY && cue->order != within)) {
            assert_true(cue->at == end);
            end = cue->at + cue->frames;
        }
        within = timed ? cue->order : within;
    }
}

static void test_nothing_overlaps_that_must_not(void **state)
{
    (void)state;
    at_every_second(stands_in_line);
}

static void stays_in_bounds(const il_timeline *timeline, il_frames length)
{
    (void)length;
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_PAUSE) {
            const il_elastic *span = &cues[i].pause.span;
            assert_in_range(cues[i].frames, span->min, span->max);
        } else if (cues[i].kind == IL_CUE_CARD) {
            const il_elastic *span = &cues[i].card.card->span;
            assert_in_range(cues[i].frames, span->min, span->max);
        }
    }
}

static void test_no_silence_leaves_its_bounds(void **state)
{
    (void)state;
    at_every_second(stays_in_bounds);
}

/* The parts of keep 5 whose choice is taken are all there, the lowest keep goes first. */
static void keeps_what_must_stay(const il_timeline *timeline, il_frames length)
{
    (void)length;
    int dropped = 0, parts = 0;
    const il_section *const *gone = il_timeline_dropped(timeline, &dropped);
    const il_part *part = il_timeline_parts(timeline, &parts);
    for (int i = 0; i < dropped; i++) {
        assert_true(gone[i]->keep < 5);
        for (int k = 0; k < parts; k++) {
            assert_ptr_not_equal(part[k].section, gone[i]);
            assert_true(part[k].section->keep >= gone[i]->keep);
        }
    }
    const il_session *session = il_timeline_session(timeline);
    const int *choices = il_timeline_choices(timeline);
    for (int s = 0; s < session->section_count; s++) {
        const il_section *section = &session->sections[s];
        bool wanted = section->name && section->keep == 5, found = false;
        for (int k = 0; k < section->when_count; k++) {
            wanted = wanted && section->when[k].options >> choices[section->when[k].choice] & 1U;
        }
        for (int k = 0; k < parts; k++) {
            found = found || part[k].section == section;
        }
        assert_true(found || !wanted);
    }
}

static void test_keep_5_stays_and_the_lowest_goes_first(void **state)
{
    (void)state;
    at_every_second(keeps_what_must_stay);
}

static void gives_the_same_bytes(const il_timeline *timeline, il_frames length)
{
    il_timeline *again = sessions_lay(il_timeline_session(timeline), length);
    const il_range range = {0};
    il_buffer first = {0}, second = {0};
    il_plan_json(timeline, &range, &first);
    il_plan_json(again, &range, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.text, second.text, first.size);
    il_buffer_finish(&first);
    il_buffer_finish(&second);
    il_timeline_destroy(again);
}

static void test_the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    at_every_second(gives_the_same_bytes);
}

/* ---- single rulings ---- */

#define HEAD "interlude: 1\ntitle: T\nkind: body\nlength: 1m\nsteps:\n"

static const il_cue *nth(const il_timeline *timeline, il_cue_kind kind, int n)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == kind && n-- == 0) {
            return &cues[i];
        }
    }
    fail_msg("no such cue");
    return NULL;
}

static void test_silences_stretch_by_one_factor_from_their_natural_values(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - pause: 4s..16s\n  - pause: 10s..40s\n"
                                             "  - pause: 2s\n");
    for (il_frames length = 30; length <= 50; length += 5) {
        il_timeline *timeline = sessions_lay(session, length * IL_RATE_HZ);
        const il_frames first = nth(timeline, IL_CUE_PAUSE, 0)->frames;
        const il_frames second = nth(timeline, IL_CUE_PAUSE, 1)->frames;
        assert_true(first + second == (length - 2) * IL_RATE_HZ);
        assert_in_range(second * 2 - first * 5 + 10, 0,
                        20); // 8 to 20 s, natural, to a frame or two
        il_timeline_destroy(timeline);
    }
    il_session_destroy(session);
}

static void test_what_rounding_leaves_goes_in_file_order(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - pause: 10s..30s\n  - pause: 10s..30s\n"
                                             "  - pause: 10s..30s\n");
    il_timeline *timeline = sessions_lay(session, 60 * IL_RATE_HZ + 2);
    assert_true(nth(timeline, IL_CUE_PAUSE, 0)->frames == 20 * IL_RATE_HZ + 1);
    assert_true(nth(timeline, IL_CUE_PAUSE, 1)->frames == 20 * IL_RATE_HZ + 1);
    assert_true(nth(timeline, IL_CUE_PAUSE, 2)->frames == 20 * IL_RATE_HZ);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_a_part_goes_before_silences_shrink_under_six_tenths(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - pause: 2s..50s\n    natural: 40s\n"
                                             "  - section: A\n    keep: 2\n  - pause: 20s\n");
    const struct {
        il_frames length;
        int dropped;
    } rows[] = {{60, 0}, {45, 0}, {44, 0}, {43, 1}, {30, 1}, {2, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        il_timeline *timeline = sessions_lay(session, rows[i].length * IL_RATE_HZ);
        int dropped = 0;
        il_timeline_dropped(timeline, &dropped);
        assert_int_equal(dropped, rows[i].dropped);
        il_timeline_destroy(timeline);
    }
    il_session_destroy(session);
}

static void test_where_no_candidate_is_comfortable_the_fewest_parts_play(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - pause: 10s..60s\n    natural: 50s\n"
                                             "  - section: A\n    keep: 2\n  - pause: 10s\n");
    il_timeline *timeline = sessions_lay(session, 25 * IL_RATE_HZ); // 0.3 with A, 0.5 without
    int dropped = 0;
    il_timeline_dropped(timeline, &dropped);
    assert_int_equal(dropped, 1);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_a_refusal_names_lengths_that_work(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - breathe: {in: 4s, out: 6s}\n    cycles: 3..9\n"
                                             "    ramp: off\n  - pause: 1s..3s\n");
    const struct {
        il_frames seconds;
        const char *names[2];
    } rows[] = {{20, {"31s", "1m33s"}}, {100, {"31s", "1m33s"}}, {37, {"33s", "41s"}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const il_timeline_request request = {.clips = &sessions_clips,
                                             .length = rows[i].seconds * IL_RATE_HZ};
        il_error err = {0};
        assert_null(il_timeline_compile(session, &request, &err));
        assert_int_equal(err.fault, IL_FAULT_INPUT);
        for (int k = 0; k < 2; k++) {
            if (!strstr(err.message, rows[i].names[k])) {
                fail_msg("\"%s\" does not name %s", err.message, rows[i].names[k]);
            }
        }
    }
    il_session_destroy(session);
}

static void test_fit_takes_the_first_option_that_holds_the_length(void **state)
{
    (void)state;
    il_session *session = sessions_read(
        "interlude: 1\ntitle: T\nkind: body\nlength: 1m\nchoices:\n  form:\n    ask: Which?\n"
        "    of: [long, middle, short]\n    default: fit\nsteps:\n"
        "  - section: L\n    when: {form: long}\n  - pause: 50s..2m\n"
        "  - section: M\n    when: {form: middle}\n  - pause: 30s..70s\n"
        "  - section: S\n    when: {form: short}\n  - pause: 10s..20s\n");
    const int options[][2] = {{120, 0}, {50, 0}, {49, 1}, {30, 1}, {15, 2}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        il_timeline *timeline = sessions_lay(session, options[i][0] * (il_frames)IL_RATE_HZ);
        assert_non_null(timeline);
        assert_int_equal(il_timeline_choices(timeline)[0], options[i][1]);
        il_timeline_destroy(timeline);
    }
    assert_null(sessions_lay(session, 25 * IL_RATE_HZ)); // between short and middle
    il_session_destroy(session);
}

static void test_bells_ring_beneath_and_the_end_waits_for_them(void **state)
{
    (void)state;
    il_session *session =
        sessions_read(HEAD "  - bell: soft\n  - pause: 45s..50s\n  - bell: close\n");
    il_timeline *timeline = sessions_lay(session, 80 * IL_RATE_HZ);
    assert_true(nth(timeline, IL_CUE_BELL, 0)->at == 0);
    assert_true(nth(timeline, IL_CUE_PAUSE, 0)->at == 0);
    assert_true(nth(timeline, IL_CUE_BELL, 1)->at == 47 * IL_RATE_HZ);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

static void test_quiet_leaves_out_the_bells_behind_the_closing_line(void **state)
{
    (void)state;
    il_session *session = sessions_read(
        HEAD "  - bell: soft\n  - pause: 20s..60s\n  - say: Something.\n  - bell: soft\n"
             "  - pause: 9s\n  - say: The close.\n    as: closing\n  - bell: close\n"
             "  - pause: 9s\n");
    for (int ending = IL_ENDING_BELL; ending <= IL_ENDING_SLEEP; ending++) {
        const il_timeline_request request = {.clips = &sessions_clips,
                                             .length = 75 * (il_frames)IL_RATE_HZ,
                                             .ending_set = true,
                                             .ending = (il_ending)ending};
        il_timeline *timeline = il_timeline_compile(session, &request, NULL);
        assert_non_null(timeline);
        int count = 0, bells = 0;
        const il_cue *cues = il_timeline_cues(timeline, &count);
        for (int i = 0; i < count; i++) {
            bells += cues[i].kind == IL_CUE_BELL;
        }
        assert_int_equal(bells, ending == IL_ENDING_BELL ? 3 : 2);
        il_timeline_destroy(timeline);
    }
    il_session_destroy(session);
}

static void test_a_limited_pace_never_goes_below_it(void **state)
{
    (void)state;
    il_session *session = sessions_read(HEAD "  - breathe: steady\n    for: 30s..90s\n"
                                             "  - pause: 1s..20s\n");
    const il_timeline_request request = {.clips = &sessions_clips, .pace_limit = 7.5};
    il_timeline *timeline = il_timeline_compile(session, &request, NULL);
    assert_non_null(timeline);
    int count = 0, breaths = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        if (cues[i].kind == IL_CUE_BREATH) {
            assert_true(cues[i].frames <= 8 * IL_RATE_HZ);
            breaths++;
        }
    }
    assert_true(breaths > 3);
    il_timeline_destroy(timeline);
    il_session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_end_is_exact_to_the_frame),
        cmocka_unit_test(test_no_breath_is_cut_and_the_last_is_without_its_cue),
        cmocka_unit_test(test_nothing_overlaps_that_must_not),
        cmocka_unit_test(test_no_silence_leaves_its_bounds),
        cmocka_unit_test(test_keep_5_stays_and_the_lowest_goes_first),
        cmocka_unit_test(test_the_same_input_gives_the_same_bytes),
        cmocka_unit_test(test_silences_stretch_by_one_factor_from_their_natural_values),
        cmocka_unit_test(test_what_rounding_leaves_goes_in_file_order),
        cmocka_unit_test(test_a_part_goes_before_silences_shrink_under_six_tenths),
        cmocka_unit_test(test_where_no_candidate_is_comfortable_the_fewest_parts_play),
        cmocka_unit_test(test_a_refusal_names_lengths_that_work),
        cmocka_unit_test(test_fit_takes_the_first_option_that_holds_the_length),
        cmocka_unit_test(test_bells_ring_beneath_and_the_end_waits_for_them),
        cmocka_unit_test(test_quiet_leaves_out_the_bells_behind_the_closing_line),
        cmocka_unit_test(test_a_limited_pace_never_goes_below_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
