#include <math.h>
#include <stdlib.h>

#include "support/sessions.h"

/* Small sessions by chance, fitted here by looking at every count there is, and there as Interlude
 * does it. The two share no code: this one steps through all factors at which a count changes, and
 * needs no bracket, no table and no search. */

enum { PARTS = 3, THINGS = 4, CASES = 60, LENGTHS = 40, S = IL_RATE_HZ };

typedef enum { SILENCE, RUN, WORDS, KINDS } thing_kind;

typedef struct {
    thing_kind kind;
    il_frames min, natural, max; // of a silence
    int least, most;             // of a run's breaths
    il_frames cycle;
    const char *words;
    int repeat_least, repeat_most; // the thing stands in a repeat of its own; 1, 1: it does not
} thing;

typedef struct {
    thing things[THINGS];
    int count, keep;
} part;

typedef struct {
    part parts[PARTS];
    int count;
} plan;

/* What plays at one factor. */
typedef struct {
    int breaths[PARTS][THINGS], repeats[PARTS][THINGS];
} counts;

static unsigned seed = 20240817;

static int chance(int below)
{
    seed = seed * 1664525U + 1013904223U;
    return (int)((seed >> 8) % (unsigned)below);
}

static plan some_plan(void)
{
    static const char *const words[] = {"One line.", "Another line of words.", "Letting it be."};
    plan made = {.count = 1 + chance(PARTS)};
    for (int p = 0; p < made.count; p++) {
        part *section = &made.parts[p];
        section->count = 1 + chance(THINGS);
        section->keep = p == 0 ? 5 : 1 + chance(5);
        for (int i = 0; i < section->count; i++) {
            thing *one = &section->things[i];
            *one = (thing){.kind = (thing_kind)chance(KINDS), .repeat_least = 1, .repeat_most = 1};
            one->min = (1 + chance(80)) * (il_frames)S / 10;
            one->max = one->min + (1 + chance(200)) * (il_frames)S / 10;
            one->natural = (il_frames)(sqrt((double)one->min * (double)one->max) + 0.5);
            one->least = 1 + chance(4);
            one->most = one->least + chance(6);
            one->cycle = (6 + chance(6)) * (il_frames)S;
            one->words = words[chance(3)];
            if (chance(4) == 0) {
                one->repeat_least = 1 + chance(2);
                one->repeat_most = one->repeat_least + chance(3);
            }
        }
    }
    return made;
}

static void write_thing(char *out, size_t room, const thing *one)
{
    const bool repeats = one->repeat_most > 1;
    const char *indent = repeats ? "      " : "  ";
    char text[256], head[128] = "";
    if (repeats) {
        snprintf(head, sizeof head, "  - repeat: %d..%d\n    steps:\n", one->repeat_least,
                 one->repeat_most);
    }
    if (one->kind == SILENCE) {
        snprintf(text, sizeof text, "%s- pause: %lld.%llds..%lld.%llds\n", indent,
                 (long long)(one->min / S), (long long)(one->min % S * 10 / S),
                 (long long)(one->max / S), (long long)(one->max % S * 10 / S));
    } else if (one->kind == RUN) {
        snprintf(text, sizeof text,
                 "%s- breathe: {in: 3s, out: %llds}\n%s  cycles: %d..%d\n%s  ramp: off\n", indent,
                 (long long)(one->cycle / S - 3), indent, one->least, one->most, indent);
    } else {
        snprintf(text, sizeof text, "%s- say: %s\n", indent, one->words);
    }
    const size_t used = strlen(out);
    snprintf(out + used, room - used, "%s%s", head, text);
}

/* A silence of 30 s at the end keeps bells and fades out of the sum. */
static il_session *write_session(const plan *from)
{
    static char text[8192];
    strcpy(text, "interlude: 1\ntitle: T\nkind: body\nlength: 1m\nsteps:\n");
    for (int p = 0; p < from->count; p++) {
        char head[96] = "";
        if (p > 0) {
            snprintf(head, sizeof head, "  - section: P%d\n    keep: %d\n", p, from->parts[p].keep);
        }
        strcat(text, head);
        for (int i = 0; i < from->parts[p].count; i++) {
            write_thing(text, sizeof text, &from->parts[p].things[i]);
        }
    }
    strcat(text, "  - section: Last\n  - pause: 30s\n");
    return sessions_read(text);
}

static il_frames recorded(const char *words)
{
    const il_line line = {.text = words};
    il_clip clip;
    sessions_line(NULL, NULL, &line, &clip);
    return clip.frames;
}

/* Which parts the `dropped` first to go are: lowest keep, among equals the last. */
static void drop(const plan *from, int dropped, bool gone[PARTS])
{
    memset(gone, 0, PARTS * sizeof *gone);
    for (int keep = 1; keep < 5; keep++) {
        for (int p = from->count - 1; p > 0; p--) {
            if (from->parts[p].keep == keep && dropped > 0) {
                gone[p] = true;
                dropped--;
            }
        }
    }
}

static int droppable(const plan *from)
{
    int count = 0;
    for (int p = 1; p < from->count; p++) {
        count += from->parts[p].keep < 5;
    }
    return count;
}

/* sqrt(a b), to the nearest whole. */
static int natural_count(int a, int b)
{
    return (int)floor(sqrt((double)a * (double)b) + 0.5);
}

static int clamp_count(double x, int least, int most)
{
    const int n = (int)floor(x * natural_count(least, most) * (1.0 + 1e-12) + 1e-9);
    return n < least ? least : n > most ? most : n;
}

static counts counts_at(const plan *from, double x)
{
    counts made;
    for (int p = 0; p < from->count; p++) {
        for (int i = 0; i < from->parts[p].count; i++) {
            const thing *one = &from->parts[p].things[i];
            made.breaths[p][i] = clamp_count(x, one->least, one->most);
            made.repeats[p][i] =
                one->repeat_most > 1 ? clamp_count(x, one->repeat_least, one->repeat_most) : 1;
        }
    }
    return made;
}

static double silence_at(const thing *one, double y)
{
    const double length = y * (double)one->natural;
    return length < (double)one->min   ? (double)one->min
           : length > (double)one->max ? (double)one->max
                                       : length;
}

static double sum_at(const plan *from, const bool gone[PARTS], const counts *played, double y)
{
    double sum = 30.0 * S;
    for (int p = 0; p < from->count; p++) {
        for (int i = 0; i < from->parts[p].count && !gone[p]; i++) {
            const thing *one = &from->parts[p].things[i];
            const double once = one->kind == SILENCE ? silence_at(one, y)
                                : one->kind == RUN   ? (double)one->cycle * played->breaths[p][i]
                                                     : (double)recorded(one->words);
            sum += once * played->repeats[p][i];
        }
    }
    return sum;
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Every factor at which some count changes, rising, 0 first and a great one last. */
static int all_steps(const plan *from, double steps[256])
{
    int count = 0;
    steps[count++] = 0.0;
    for (int p = 0; p < from->count; p++) {
        for (int i = 0; i < from->parts[p].count; i++) {
            const thing *one = &from->parts[p].things[i];
            for (int n = one->least + 1; n <= one->most && one->kind == RUN; n++) {
                steps[count++] = (double)n / natural_count(one->least, one->most);
            }
            for (int n = one->repeat_least + 1; n <= one->repeat_most; n++) {
                steps[count++] = (double)n / natural_count(one->repeat_least, one->repeat_most);
            }
        }
    }
    qsort(steps, (size_t)count, sizeof *steps, compare);
    steps[count++] = 1e4;
    return count;
}

/* The greatest factor of [low, high) at which `played` lasts at most `length`. */
static double solve(const plan *from, const bool gone[PARTS], const counts *played, double low,
                    double high, double length)
{
    for (int i = 0; i < 200; i++) {
        const double middle = (low + high) / 2.0;
        if (sum_at(from, gone, played, middle) <= length) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* One candidate: its factor and counts, or false where it cannot end on `length`. */
static bool fit_candidate(const plan *from, const bool gone[PARTS], il_frames length, double *x,
                          counts *played, bool *doubtful)
{
    double steps[256];
    const int count = all_steps(from, steps);
    int k = count - 2;
    for (; k >= 0; k--) { // the last stretch of factors that begins within the length
        *played = counts_at(from, steps[k]);
        const double least = sum_at(from, gone, played, steps[k]);
        *doubtful = *doubtful || fabs(least - (double)length) < 64.0;
        if (least <= (double)length) {
            break;
        }
    }
    if (k < 0) {
        return false;
    }
    *x = solve(from, gone, played, steps[k], steps[k + 1], (double)length);
    *doubtful = *doubtful || fabs(*x - 0.6) < 1e-4;
    const double most = sum_at(from, gone, played, 1e4);
    *doubtful = *doubtful || fabs(most - (double)length) < 64.0;
    if (most >= (double)length) {
        return true;
    }
    for (int next = k + 1; next < count - 1; next++) { // the next counts up
        if (steps[next] > steps[k] + 1e-9) {
            *played = counts_at(from, steps[next]);
            const double least = sum_at(from, gone, played, 0.0);
            *doubtful = *doubtful || fabs(least - (double)length) < 64.0;
            return least <= (double)length && sum_at(from, gone, played, 1e4) >= (double)length;
        }
    }
    return false;
}

typedef struct {
    bool found, doubtful; // doubtful: a frame decides, and the two may round apart
    int dropped;
    counts played;
    double y;
} answer;

static answer fit(const plan *from, il_frames length)
{
    answer best = {0};
    const int most = droppable(from);
    for (int dropped = 0; dropped <= most; dropped++) {
        bool gone[PARTS];
        counts played;
        double x = 0.0;
        drop(from, dropped, gone);
        if (fit_candidate(from, gone, length, &x, &played, &best.doubtful)) {
            best.found = true;
            best.dropped = dropped;
            best.played = played;
            best.y = solve(from, gone, &played, 0.0, 1e4, (double)length);
            if (x >= 0.6) {
                break;
            }
        }
    }
    return best;
}

/* The cues of one thing, from `*i` on. */
static void check_thing(const thing *one, int breaths, double y, const il_cue *cues, int count,
                        int *i)
{
    for (; *i < count && (cues[*i].kind == IL_CUE_SECTION || cues[*i].kind == IL_CUE_VISUAL ||
                          cues[*i].kind == IL_CUE_BED);
         (*i)++) {
    }
    assert_true(*i < count);
    if (one->kind == WORDS) {
        assert_int_equal(cues[*i].kind, IL_CUE_SAY);
    } else if (one->kind == SILENCE) {
        assert_int_equal(cues[*i].kind, IL_CUE_PAUSE);
        const double off = (double)cues[*i].frames - silence_at(one, y);
        assert_true(fabs(off) <= 3.0);
    } else {
        for (int n = 0; n < breaths; n++) {
            assert_int_equal(cues[*i + n].kind, IL_CUE_BREATH);
            assert_int_equal(cues[*i + n].breath.count, breaths);
        }
        *i += breaths - 1;
    }
    (*i)++;
}

static void check(const plan *from, const answer *wanted, const il_timeline *timeline)
{
    int count = 0, dropped = 0, i = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_timeline_dropped(timeline, &dropped);
    assert_int_equal(dropped, wanted->dropped);
    bool gone[PARTS];
    drop(from, dropped, gone);
    for (int p = 0; p < from->count; p++) {
        for (int k = 0; k < from->parts[p].count && !gone[p]; k++) {
            for (int pass = 0; pass < wanted->played.repeats[p][k]; pass++) {
                check_thing(&from->parts[p].things[k], wanted->played.breaths[p][k], wanted->y,
                            cues, count, &i);
            }
        }
    }
}

static void test_every_small_session_is_fitted_as_by_brute_force(void **state)
{
    (void)state;
    int compared = 0, refused = 0, with_dropped = 0;
    for (int number = 0; number < CASES; number++) {
        const plan from = some_plan();
        il_session *session = write_session(&from);
        const il_range range = sessions_range(session);
        for (int i = 0; i < LENGTHS; i++) {
            const il_frames width = range.longest - range.shortest;
            const il_frames length = range.shortest - S + (width + 2 * S) / LENGTHS * i + chance(S);
            const answer wanted = fit(&from, length);
            if (wanted.doubtful) {
                continue;
            }
            il_timeline *timeline = sessions_lay(session, length);
            assert_int_equal(timeline != NULL, wanted.found);
            if (timeline) {
                check(&from, &wanted, timeline);
                compared++;
                with_dropped += wanted.dropped > 0;
            } else {
                refused++;
            }
            il_timeline_destroy(timeline);
        }
        il_session_destroy(session);
    }
    assert_true(compared > 1000 && refused > 50 && with_dropped > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_small_session_is_fitted_as_by_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
