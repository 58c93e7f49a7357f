#include "base/text.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MILLIS_PER_HOUR = 3600000, MILLIS_PER_MINUTE = 60000, MILLIS_MAX = 12 * MILLIS_PER_HOUR };
enum { FRAMES_PER_MILLI = IL_RATE_HZ / 1000 };

/* How many bytes follow a lead byte, or -1 when it cannot lead. */
static int utf8_following(unsigned char lead)
{
    if (lead < 0x80) {
        return 0;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 2;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
}

uint32_t il_utf8_next(const char **at, const char *end)
{
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)*at;
    if (bytes[0] < 0x80) { // nearly all of what is ever read
        *at += 1;
        return bytes[0];
    }
    const int following = utf8_following(bytes[0]);
    *at += 1;
    if (following < 0 || end - (const char *)bytes <= following) {
        return 0xFFFD;
    }
    uint32_t point = following ? bytes[0] & (0x3FU >> following) : bytes[0];
    for (int i = 1; i <= following; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0xFFFD;
        }
        point = point << 6 | (bytes[i] & 0x3FU);
    }
    if (point < smallest[following] || (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) {
        return 0xFFFD;
    }
    *at += following;
    return point;
}

/* Whether eight bytes are all ASCII. */
static bool is_ascii_8(const char *at)
{
    uint64_t eight = 0;
    memcpy(&eight, at, sizeof eight);
    return (eight & 0x8080808080808080U) == 0;
}

bool il_utf8_valid(const char *text, size_t size, size_t *bad)
{
    const char *at = text, *end = text + size;
    while (at < end) {
        if (end - at >= 8 && is_ascii_8(at)) { // as nearly everything is
            at += 8;
            continue;
        }
        const char *start = at;
        // a true U+FFFD takes three bytes: only a wrong byte yields it from one
        if (il_utf8_next(&at, end) == 0xFFFD && at - start == 1) {
            *bad = (size_t)(start - text);
            return false;
        }
    }
    return true;
}

bool il_is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c <= 0x9F) ||
           c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

size_t il_text_points(const char *text)
{
    size_t points = 0;
    for (const char *at = text, *end = text + strlen(text); at < end; points++) {
        il_utf8_next(&at, end);
    }
    return points;
}

size_t il_text_columns(const char *text)
{
    size_t columns = 0;
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        columns += il_is_wide(il_utf8_next(&at, end)) ? 2 : 1;
    }
    return columns;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What stands between a reader and its end. */
typedef struct {
    const char *at, *end;
} scan;

static char peek(const scan *in)
{
    return in->at < in->end ? *in->at : '\0';
}

static bool has(const char *text, size_t size, const char *part)
{
    return memmem(text, size, part, strlen(part)) != NULL;
}

/* The trap that a text which is no duration fell into. */
static il_text_fault duration_trap(const char *text, size_t size)
{
    if (size == 0) {
        return IL_TEXT_EMPTY;
    }
    if (has(text, size, "\xE2\x88\x92") || text[0] == '-' || text[0] == '+') {
        return IL_TEXT_MINUS;
    }
    if (has(text, size, ":")) {
        return IL_TEXT_CLOCK;
    }
    if (is_digit(text[0]) && has(text, size, ",")) {
        return IL_TEXT_COMMA;
    }
    if (is_digit(text[0]) && has(text, size, " ")) {
        return IL_TEXT_SPACE;
    }
    for (size_t i = 0; i < size; i++) {
        if (!is_digit(text[i]) && text[i] != '.') {
            return IL_TEXT_OTHER;
        }
    }
    return IL_TEXT_NO_UNIT;
}

/* A whole number without needless zeros in front; all of its digits are passed, nine are taken. */
static il_text_fault whole(scan *in, int64_t *value)
{
    const char *start = in->at;
    *value = 0;
    for (; is_digit(peek(in)); in->at++) {
        *value = in->at - start < 9 ? *value * 10 + (*in->at - '0') : *value;
    }
    if (in->at == start) {
        return IL_TEXT_OTHER;
    }
    if (in->at - start > 9) {
        return IL_TEXT_TOO_LONG;
    }
    return *start == '0' && in->at - start > 1 ? IL_TEXT_LEADING_0 : IL_TEXT_OK;
}

/* Up to three digits behind a point, as thousandths; 0 where there is no point. */
static il_text_fault thousandths(scan *in, int64_t *value)
{
    *value = 0;
    if (peek(in) != '.') {
        return IL_TEXT_OK;
    }
    in->at++;
    int digits = 0;
    for (; is_digit(peek(in)); digits++, in->at++) {
        *value = digits < 3 ? *value * 10 + (*in->at - '0') : *value;
    }
    for (int i = digits; i < 3; i++) {
        *value *= 10;
    }
    return digits == 0 ? IL_TEXT_OTHER : digits > 3 ? IL_TEXT_TOO_FINE : IL_TEXT_OK;
}

/* One number with its unit; `*rank` is 3 for hours, 2 for minutes, 1 for seconds. */
static il_text_fault duration_part(scan *in, int64_t *number, int64_t *milli, int *rank)
{
    const char *start = in->at;
    il_text_fault fault = whole(in, number);
    if (fault == IL_TEXT_OTHER) {
        return fault;
    }
    const il_text_fault fine = thousandths(in, milli);
    const bool point = in->at > start && memchr(start, '.', (size_t)(in->at - start)) != NULL;
    const char unit = peek(in);
    *rank = unit == 'h' ? 3 : unit == 'm' ? 2 : unit == 's' ? 1 : 0;
    if (*rank == 0 || (point && *rank != 1)) {
        return IL_TEXT_OTHER;
    }
    in->at++;
    return fault ? fault : fine;
}

il_text_fault il_text_duration(const char *text, size_t size, il_frames *frames)
{
    static const int64_t unit_millis[] = {0, 1000, MILLIS_PER_MINUTE, MILLIS_PER_HOUR};
    scan in = {text, text + size};
    int64_t millis = 0;
    int last = 4;
    do {
        int64_t number = 0, milli = 0;
        int rank = 0;
        const il_text_fault fault = duration_part(&in, &number, &milli, &rank);
        if (fault == IL_TEXT_OTHER || rank >= last) {
            return duration_trap(text, size);
        }
        if (fault) {
            return fault;
        }
        if (last < 4 && number >= 60) {
            return IL_TEXT_OVER_60;
        }
        millis += number * unit_millis[rank] + milli;
        if (millis > MILLIS_MAX) {
            return IL_TEXT_TOO_LONG;
        }
        last = rank;
    } while (in.at < in.end);
    *frames = millis * FRAMES_PER_MILLI;
    return IL_TEXT_OK;
}

/* The place of `..` in a range, or NULL. */
static const char *range_dots(const char *text, size_t size)
{
    return memmem(text, size, "..", 2);
}

il_text_fault il_text_duration_range(const char *text, size_t size, il_frames *min, il_frames *max)
{
    const char *dots = range_dots(text, size);
    il_frames from = 0, to = 0;
    il_text_fault fault = il_text_duration(text, dots ? (size_t)(dots - text) : size, &from);
    if (!fault && dots) {
        fault = il_text_duration(dots + 2, size - (size_t)(dots + 2 - text), &to);
    }
    if (fault) {
        return fault;
    }
    to = dots ? to : from;
    if (to < from) {
        return IL_TEXT_BACKWARD;
    }
    *min = from;
    *max = to;
    return IL_TEXT_OK;
}

il_text_fault il_text_count(const char *text, size_t size, int most, int *count)
{
    scan in = {text, text + size};
    int64_t value = 0;
    if (size == 0) {
        return IL_TEXT_EMPTY;
    }
    if (has(text, size, "\xE2\x88\x92") || text[0] == '-' || text[0] == '+') {
        return IL_TEXT_MINUS;
    }
    const il_text_fault fault = whole(&in, &value);
    if (fault || in.at != in.end) {
        return fault ? fault : IL_TEXT_OTHER;
    }
    if (value == 0) {
        return IL_TEXT_OTHER;
    }
    if (value > most) {
        return IL_TEXT_TOO_LONG;
    }
    *count = (int)value;
    return IL_TEXT_OK;
}

il_text_fault il_text_count_range(const char *text, size_t size, int most, int *min, int *max)
{
    const char *dots = range_dots(text, size);
    int from = 0, to = 0;
    il_text_fault fault = il_text_count(text, dots ? (size_t)(dots - text) : size, most, &from);
    if (!fault && dots) {
        fault = il_text_count(dots + 2, size - (size_t)(dots + 2 - text), most, &to);
    }
    if (fault) {
        return fault;
    }
    to = dots ? to : from;
    if (to < from) {
        return IL_TEXT_BACKWARD;
    }
    *min = from;
    *max = to;
    return IL_TEXT_OK;
}

/* What stands where ` dB` should: `dB` with no space or several, or something else. */
static il_text_fault level_unit_trap(const scan *in)
{
    const char *at = in->at;
    while (at < in->end && *at == ' ') {
        at++;
    }
    return in->end - at == 2 && memcmp(at, "dB", 2) == 0 ? IL_TEXT_SPACE : IL_TEXT_OTHER;
}

il_text_fault il_text_level(const char *text, size_t size, double *level_db)
{
    scan in = {text, text + size};
    int64_t whole_db = 0;
    if (size == 0) {
        return IL_TEXT_EMPTY;
    }
    if (has(text, size, "\xE2\x88\x92")) {
        return IL_TEXT_MINUS;
    }
    if (has(text, size, ",")) {
        return IL_TEXT_COMMA;
    }
    const bool negative = peek(&in) == '-';
    in.at += negative || peek(&in) == '+';
    const il_text_fault fault = whole(&in, &whole_db);
    if (fault) {
        return fault;
    }
    int tenths = 0;
    if (peek(&in) == '.') {
        in.at++;
        if (!is_digit(peek(&in))) {
            return IL_TEXT_OTHER;
        }
        tenths = *in.at++ - '0';
        if (is_digit(peek(&in))) {
            return IL_TEXT_TOO_FINE;
        }
    }
    if (in.at == in.end) {
        return IL_TEXT_NO_UNIT;
    }
    if (in.end - in.at != 3 || memcmp(in.at, " dB", 3) != 0) {
        return level_unit_trap(&in);
    }
    const int64_t level = (negative ? -1 : 1) * (whole_db * 10 + tenths);
    if (level < -240 || level > 60) {
        return IL_TEXT_TOO_LONG;
    }
    *level_db = (double)level / 10.0;
    return IL_TEXT_OK;
}

static il_frames round_to(il_frames frames, il_frames step, int direction)
{
    const il_frames shift = direction < 0 ? 0 : direction > 0 ? step - 1 : step / 2;
    return (frames + shift) / step * step;
}

/* `millis` below a second as ".25", without trailing zeros; nothing for 0. */
static void fraction(char text[8], int millis)
{
    text[0] = '\0';
    if (millis > 0) {
        snprintf(text, 8, ".%03d", millis % 1000);
        for (size_t end = 4; text[end - 1] == '0'; end--) {
            text[end - 1] = '\0';
        }
    }
}

void il_text_from_duration(char *text, size_t size, il_frames frames, il_frames step, int direction)
{
    const il_frames rounded = round_to(frames < 0 ? 0 : frames, step, direction);
    const il_frames millis = round_to(rounded, FRAMES_PER_MILLI, direction) / FRAMES_PER_MILLI;
    const int hours = (int)(millis / MILLIS_PER_HOUR);
    const int minutes = (int)(millis / MILLIS_PER_MINUTE % 60);
    const int seconds = (int)(millis / 1000 % 60);
    char parts[8], tail[16] = "";
    fraction(parts, (int)(millis % 1000));
    if (seconds || parts[0] || (!hours && !minutes)) {
        snprintf(tail, sizeof tail, "%d%ss", seconds, parts);
    }
    char head[32] = "";
    if (hours) {
        snprintf(head, sizeof head, "%dh", hours);
    }
    if (minutes) {
        snprintf(head + strlen(head), sizeof head - strlen(head), "%dm", minutes);
    }
    snprintf(text, size, "%s%s", head, tail);
}

void il_text_clock(char *text, size_t size, il_frames frames, bool millis)
{
    const il_frames all = round_to(frames < 0 ? 0 : frames, millis ? FRAMES_PER_MILLI : 1, 0);
    const int milli = (int)(all / FRAMES_PER_MILLI % 1000);
    const int seconds = (int)(all / IL_RATE_HZ % 60);
    const int minutes = (int)(all / IL_RATE_HZ / 60 % 60);
    const int hours = (int)(all / IL_RATE_HZ / 3600);
    if (millis && hours) {
        snprintf(text, size, "%02d:%02d:%02d.%03d", hours, minutes, seconds, milli);
    } else if (millis) {
        snprintf(text, size, "%02d:%02d.%03d", minutes, seconds, milli);
    } else if (hours) {
        snprintf(text, size, "%d:%02d:%02d", hours, minutes, seconds);
    } else {
        snprintf(text, size, "%d:%02d", minutes, seconds);
    }
}

enum { WORD_MAX = 63 }; // longer words have no nearest one

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, change, or swap two neighbours. */
static int edits(const char *a, const char *b, int a_size, int b_size)
{
    int rows[3][WORD_MAX + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (int j = 0; j <= b_size; j++) {
        last[j] = j;
    }
    for (int i = 1; i <= a_size; i++) {
        row[0] = i;
        for (int j = 1; j <= b_size; j++) {
            const char x = lower(a[i - 1]), y = lower(b[j - 1]);
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        int *old = before;
        before = last;
        last = row;
        row = old;
    }
    return last[b_size];
}

const char *il_text_nearest(const char *word, const char *const *words, int count)
{
    const int size = (int)strnlen(word, WORD_MAX + 1);
    const char *nearest = NULL;
    int fewest = WORD_MAX;
    for (int i = 0; i < count && size > 0 && size <= WORD_MAX; i++) {
        const int other = (int)strnlen(words[i], WORD_MAX + 1);
        const int longer = other > size ? other : size;
        if (other > WORD_MAX) {
            continue;
        }
        const int distance = edits(word, words[i], size, other);
        const int allowed = longer < 3 ? 1 : (longer + 2) / 3;
        if (distance <= allowed && distance < longer && distance < fewest) {
            fewest = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

/* Room for `more` bytes and the terminator. */
static bool buffer_room(il_buffer *buffer, size_t more)
{
    if (buffer->failed) {
        return false;
    }
    if (buffer->room - buffer->size > more) {
        return true;
    }
    size_t room = buffer->room ? buffer->room : 256;
    while (room - buffer->size <= more) {
        room *= 2;
    }
    char *grown = il_realloc(buffer->text, room, 1, NULL);
    if (!grown) {
        buffer->failed = true;
        return false;
    }
    buffer->text = grown;
    buffer->room = room;
    return true;
}

void il_buffer_add(il_buffer *buffer, const char *bytes, size_t size)
{
    if (buffer_room(buffer, size)) {
        memcpy(buffer->text + buffer->size, bytes, size);
        buffer->size += size;
        buffer->text[buffer->size] = '\0';
    }
}

void il_buffer_text(il_buffer *buffer, const char *text)
{
    il_buffer_add(buffer, text, strlen(text));
}

void il_buffer_print(il_buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int size = vsnprintf(NULL, 0, format, arguments);
    if (size < 0) {
        buffer->failed = true;
    } else if (buffer_room(buffer, (size_t)size)) {
        vsnprintf(buffer->text + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void il_buffer_number(il_buffer *buffer, double value, int decimals)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    assert(decimals >= 0 && decimals <= 6 && isfinite(value));
    double whole = 0.0;
    // a fraction splits off exactly, so that only its own rounding is left
    double fraction = round(modf(fabs(value), &whole) * powers[decimals]);
    if (fraction >= powers[decimals]) {
        whole += 1.0;
        fraction = 0.0;
    }
    if (value < 0.0 && (whole > 0.0 || fraction > 0.0)) {
        il_buffer_text(buffer, "-");
    }
    il_buffer_print(buffer, "%.0f", whole); // no point in it, so nothing of the locale
    int digits = (int)fraction;
    if (digits == 0) {
        return;
    }
    for (; digits % 10 == 0; digits /= 10) {
        decimals--;
    }
    il_buffer_print(buffer, ".%0*d", decimals, digits);
}

void il_buffer_finish(il_buffer *buffer)
{
    il_free(buffer->text);
    *buffer = (il_buffer){0};
}
