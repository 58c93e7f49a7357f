/* yaml FILE ROUNDS: how long a session takes to read, check and compile, beside libyaml's bare
 * parse of the same bytes. In turn, ROUNDS times; prints the medians in milliseconds of processor
 * time, as "parse read check compile". Limits are raised, so that FILE may be of any size. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <yaml.h>

#include "base/file.h"
#include "base/memory.h"
#include "session/read.h"
#include "timeline/check.h"

enum { PARSE, READ, CHECK, COMPILE, STAGES, ROUNDS_MAX = 99 };

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static bool parse(const char *bytes, size_t size)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool ended = false;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, size);
    while (!ended && yaml_parser_parse(&parser, &event)) {
        ended = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return ended;
}

/* Every line, bell and bed has a recording of three seconds: no library is measured here. */
static bool line(void *context, const il_session *session, const il_line *words, il_clip *clip)
{
    (void)context, (void)session, (void)words;
    *clip = (il_clip){.frames = 3 * IL_RATE_HZ, .folder = ".", .name = "clip.ogg"};
    return true;
}

static bool sound(void *context, const il_session *session, const char *name, il_clip *clip)
{
    (void)context, (void)session;
    *clip = (il_clip){.frames = 3 * IL_RATE_HZ, .folder = ".", .name = name};
    return true;
}

static bool round_of(const char *file, const char *bytes, size_t size, double *took, il_error *err)
{
    const il_read_limits limits = {
        .file_bytes = INT_MAX, .steps = INT_MAX, .steps_repeated = INT_MAX, .clips = INT_MAX};
    const il_clips clips = {.line = line, .bell = sound, .bed = sound};
    const il_timeline_request request = {.clips = &clips};
    il_problems problems = {0};
    double from = now_ms();
    bool good = parse(bytes, size);
    took[PARSE] = now_ms() - from;

    from = now_ms();
    il_session *session = il_session_read_bytes(file, bytes, size, &limits, &problems, err);
    took[READ] = now_ms() - from;
    good = good && session;

    from = now_ms();
    good = good && il_timeline_check(session, &request, &problems, err);
    took[CHECK] = now_ms() - from;

    from = now_ms();
    il_timeline *timeline = good ? il_timeline_compile(session, &request, err) : NULL;
    took[COMPILE] = now_ms() - from;
    good = good && timeline;

    if (!good) {
        il_problems_print(&problems, stderr);
    }
    il_timeline_destroy(timeline);
    il_session_destroy(session);
    il_problems_finish(&problems);
    return good;
}

static int by_size(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return left < right ? -1 : left > right;
}

int main(int count, char **arguments)
{
    il_error err = {0};
    size_t size = 0;
    const int rounds = count == 3 ? atoi(arguments[2]) : 0;
    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fputs("yaml FILE ROUNDS\n", stderr);
        return 2;
    }
    char *bytes = il_file_read(arguments[1], INT_MAX, &size, &err);
    static double took[STAGES][ROUNDS_MAX];
    for (int round = 0; round < rounds; round++) {
        double one[STAGES];
        if (!bytes || !round_of(arguments[1], bytes, size, one, &err)) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
        for (int stage = 0; stage < STAGES; stage++) {
            took[stage][round] = one[stage];
        }
    }
    for (int stage = 0; stage < STAGES; stage++) {
        qsort(took[stage], (size_t)rounds, sizeof **took, by_size);
        printf("%.3f%c", took[stage][rounds / 2], stage + 1 < STAGES ? ' ' : '\n');
    }
    il_free(bytes);
    return 0;
}
