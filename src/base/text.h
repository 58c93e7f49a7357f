#ifndef IL_BASE_TEXT_H
#define IL_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/frames.h"

/* Text as people write it: UTF-8, durations, numbers. Nothing here asks the locale. Any thread. */

/* The code point at `*at`, which moves past it; 0xFFFD and one byte further where the bytes are not
 * UTF-8 (overlong forms, surrogates and beyond U+10FFFF included). `*at` < `end`. */
uint32_t il_utf8_next(const char **at, const char *end);

/* Whether the whole of `text` is UTF-8; else `*bad` is the offset of the first wrong byte. */
bool il_utf8_valid(const char *text, size_t size, size_t *bad);

/* East Asian W or F (Unicode Standard Annex 11): two columns wide, read 2.5 times as slowly. */
bool il_is_wide(uint32_t code_point);

/* C0 but line ends and tab, DEL, C1, U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069, U+FEFF:
 * what neither a session holds nor a message prints. */
bool il_is_control(uint32_t code_point);

/* How many code points `text` has, and how many columns it fills. */
size_t il_text_points(const char *text);
size_t il_text_columns(const char *text);

/* Why a duration or number was not taken, for a message of its own. */
typedef enum {
    IL_TEXT_OK,
    IL_TEXT_EMPTY,
    IL_TEXT_NO_UNIT,   // 30
    IL_TEXT_CLOCK,     // 4:30
    IL_TEXT_SPACE,     // 4 s
    IL_TEXT_COMMA,     // 1,5s
    IL_TEXT_LEADING_0, // 05s
    IL_TEXT_TOO_FINE,  // 1.2345s
    IL_TEXT_OVER_60,   // 1m90s
    IL_TEXT_TOO_LONG,  // over 12 h, or over the maximum
    IL_TEXT_MINUS,     // U+2212, or a sign where none belongs
    IL_TEXT_BACKWARD,  // a range whose end is before its start
    IL_TEXT_OTHER,
} il_text_fault;

/* `[Nh][Nm][N[.ddd]s]`, at least one part, no spaces, minutes and seconds under 60 after a larger
 * part, 12h at most. `*frames` is exact to the nearest frame, unchanged on a fault. */
il_text_fault il_text_duration(const char *text, size_t size, il_frames *frames);

/* A duration, or two with `..` between, both with their unit; one alone is its own range. */
il_text_fault il_text_duration_range(const char *text, size_t size, il_frames *min, il_frames *max);

/* `[1-9][0-9]*` up to `most`, and a range of it. */
il_text_fault il_text_count(const char *text, size_t size, int most, int *count);
il_text_fault il_text_count_range(const char *text, size_t size, int most, int *min, int *max);

/* `[+-]N[.d] dB`, the sign optional, one space before `dB`; -24 to +6. IL_TEXT_SPACE when there is
 * no space or more than one, IL_TEXT_TOO_LONG outside the range. */
il_text_fault il_text_level(const char *text, size_t size, double *level_db);

/* `frames` in the form that durations are written in: "4m17s", "45s", "1h5m", "3m0.5s" to the
 * millisecond, rounded toward `direction`: -1 down, 0 nearest, 1 up, to whole `step` frames (480 is
 * a hundredth of a second, IL_RATE_HZ a second). `size` of 32 always suffices. */
void il_text_from_duration(char *text, size_t size, il_frames frames, il_frames step,
                           int direction);

/* `frames` as a clock counts: "4:17", "1:05:00"; with `millis` "04:17.250", hours when not zero. */
void il_text_clock(char *text, size_t size, il_frames frames, bool millis);

/* The one of `count` words nearest to `word` by edit distance (Damerau-Levenshtein, letter case
 * free), the first of equals, or NULL when none is near: at most a third of the longer word
 * (rounded up) differs, and not all of it. Words over 63 bytes have none. */
const char *il_text_nearest(const char *word, const char *const *words, int count);

/* Text that grows while it is written. Zeroed is empty; `text` is always terminated once something
 * was appended. Lack of memory is remembered in `failed` and later calls do nothing, so that a
 * writer asks once, at its end. */
typedef struct {
    char *text;
    size_t size, room;
    bool failed;
} il_buffer;

void il_buffer_add(il_buffer *buffer, const char *bytes, size_t size);
void il_buffer_text(il_buffer *buffer, const char *text);
void il_buffer_print(il_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3))); // no %f or %g of the locale: see il_buffer_number
/* `value` (finite) with at most `decimals` (0 to 6) digits after a point, never a comma, no
 * trailing zeros. */
void il_buffer_number(il_buffer *buffer, double value, int decimals);
void il_buffer_finish(il_buffer *buffer);

#endif
