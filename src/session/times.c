#include "session/times.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* ---- what was probably meant ---- */

enum { MEANT_SIZE = 40 }; // no time that anybody meant is longer

/* Words for units, longest first, and the unit they stand for. */
static const struct {
    const char *word, *unit;
} unit_words[] = {
    {"seconds", "s"}, {"second", "s"}, {"secs", "s"}, {"sec", "s"},   {"minutes", "m"},
    {"minute", "m"},  {"mins", "m"},   {"min", "m"},  {"hours", "h"}, {"hour", "h"},
};

/* `text` without spaces and signs, with a point for a comma, and units for their words. */
static bool tidy(const char *text, size_t size, char out[MEANT_SIZE])
{
    size_t used = 0;
    for (size_t i = 0; i < size;) {
        size_t word = 0;
        const size_t words = sizeof unit_words / sizeof *unit_words;
        while (word < words &&
               (size - i < strlen(unit_words[word].word) ||
                memcmp(text + i, unit_words[word].word, strlen(unit_words[word].word)) != 0)) {
            word++;
        }
        if (used + 2 > MEANT_SIZE) {
            return false;
        }
        if (word < words) {
            out[used++] = unit_words[word].unit[0];
            i += strlen(unit_words[word].word);
        } else {
            const char byte = text[i++];
            if (byte != ' ' && byte != '+' && byte != '-' && !(byte & 0x80)) {
                out[used++] = byte == ',' ? '.' : byte;
            }
        }
    }
    out[used] = '\0';
    return used > 0;
}

/* `4:30` or `1:02:03` with units. */
static bool from_clock(const char *text, char out[MEANT_SIZE])
{
    int parts[3] = {0}, count = 0;
    for (const char *at = text; *at; at++) {
        if (is_digit(*at) && parts[count] < 1000) {
            parts[count] = parts[count] * 10 + (*at - '0');
        } else if (*at == ':' && count < 2) {
            count++;
        } else {
            return false;
        }
    }
    if (count == 0) {
        return false;
    }
    static const char units[] = "hms";
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i <= count && used + 8 < MEANT_SIZE; i++) {
        if (parts[i] > 0) {
            used += (size_t)snprintf(out + used, MEANT_SIZE - used, "%d%c", parts[i],
                                     units[i + 2 - count]);
        }
    }
    return true;
}

/* Zeros in front of whole numbers go: `05s`. */
static void drop_zeros(char *text)
{
    char *out = text;
    for (const char *at = text; *at;) {
        const bool begins = at == text || (!is_digit(at[-1]) && at[-1] != '.');
        while (begins && at[0] == '0' && is_digit(at[1])) {
            at++;
        }
        *out++ = *at++;
    }
    *out = '\0';
}

/* `0.5m`, `1m90s`, `300ms`: what anybody can add up, as Interlude writes it. */
static bool add_up(const char *text, char out[MEANT_SIZE])
{
    static const struct {
        const char *unit;
        double seconds;
    } units[] = {{"ms", 0.001}, {"h", 3600.0}, {"m", 60.0}, {"s", 1.0}};
    double sum_s = 0.0;
    for (const char *at = text; *at;) {
        double value = 0.0, place = 1.0;
        const char *start = at;
        for (; is_digit(*at) || (*at == '.' && place == 1.0); at++) {
            if (*at == '.') {
                place = 0.1;
            } else if (place < 1.0) {
                value += place * (*at - '0');
                place /= 10.0;
            } else {
                value = value * 10.0 + (*at - '0');
            }
        }
        size_t unit = 0;
        while (unit < 4 && strncmp(at, units[unit].unit, strlen(units[unit].unit)) != 0) {
            unit++;
        }
        if (at == start || unit == 4) {
            return false;
        }
        at += strlen(units[unit].unit);
        sum_s += value * units[unit].seconds;
    }
    if (!(sum_s >= 0.001 && sum_s <= 12.0 * 3600.0)) {
        return false;
    }
    il_text_from_duration(out, MEANT_SIZE, il_frames_from_seconds(sum_s), 48, 0);
    return true;
}

/* One time as it was probably meant; `unit` is taken where none stands. */
static bool mend_time(const char *text, size_t size, char unit, char out[MEANT_SIZE])
{
    char tidied[MEANT_SIZE];
    if (!tidy(text, size, tidied)) {
        return false;
    }
    if (!from_clock(tidied, out)) {
        memcpy(out, tidied, sizeof tidied);
        drop_zeros(out);
    }
    const size_t used = strlen(out);
    if (used > 0 && used + 2 < MEANT_SIZE && is_digit(out[used - 1])) {
        out[used] = unit;
        out[used + 1] = '\0';
    }
    il_frames frames = 0;
    char written[MEANT_SIZE];
    memcpy(written, out, sizeof written);
    return il_text_duration(out, strlen(out), &frames) == IL_TEXT_OK || add_up(written, out);
}

/* A range as it was probably meant: in order, with units on both sides. */
static bool mend_range(const char *text, char *out, size_t room)
{
    const char *dots = strstr(text, "..");
    char from[MEANT_SIZE], to[MEANT_SIZE];
    if (!dots) {
        return false;
    }
    const char *second = dots + 2 + (dots[2] == '.');
    const size_t size = strlen(second);
    char unit = 's'; // `4..30s` has it on one side
    if (size > 0 && strchr("hms", second[size - 1])) {
        unit = second[size - 1];
    }
    if (!mend_time(text, (size_t)(dots - text), unit, from) || !mend_time(second, size, unit, to)) {
        return false;
    }
    il_frames least = 0, most = 0;
    il_text_duration(from, strlen(from), &least);
    il_text_duration(to, strlen(to), &most);
    snprintf(out, room, "%s..%s", least <= most ? from : to, least <= most ? to : from);
    return true;
}

static bool mend(il_text_fault fault, const char *text, bool range, char *out, size_t room)
{
    char meant[MEANT_SIZE];
    if (range && mend_range(text, out, room)) {
        return true;
    }
    if (!mend_time(text, strlen(text), 's', meant)) {
        return false;
    }
    if (fault == IL_TEXT_NO_UNIT && strlen(meant) <= 3) { // up to 99
        snprintf(out, room, "%s or %.*sm", meant, (int)strlen(meant) - 1, meant);
    } else {
        snprintf(out, room, "%s", meant);
    }
    return true;
}

const char *il_time_fault(il_text_fault fault, const char *text, bool range, char *expected,
                          size_t room)
{
    static const char *const messages[] = {
        [IL_TEXT_EMPTY] = "an end of this range is missing",
        [IL_TEXT_NO_UNIT] = "a time needs its unit",
        [IL_TEXT_CLOCK] = "a time is written with units, not like a clock",
        [IL_TEXT_SPACE] = "a time has no space in it",
        [IL_TEXT_COMMA] = "a time has a point, not a comma",
        [IL_TEXT_LEADING_0] = "a number does not begin with 0",
        [IL_TEXT_TOO_FINE] = "a time has three digits after the point at most",
        [IL_TEXT_OVER_60] = "minutes and seconds stay under 60 after a larger part",
        [IL_TEXT_TOO_LONG] = "this time is too long",
        [IL_TEXT_MINUS] = "a time has no sign",
        [IL_TEXT_BACKWARD] = "a range goes from the shorter time to the longer",
        [IL_TEXT_OTHER] = "this is not a time",
    };
    if (!range && strstr(text, "..")) {
        snprintf(expected, room, "one time such as 45s or 4m30s");
        return "a range has no place here";
    }
    if (fault == IL_TEXT_TOO_LONG) {
        snprintf(expected, room, "at most 12h");
    } else if (!mend(fault, text, range, expected, room)) {
        snprintf(expected, room,
                 range ? "a time such as 8s, 2m30s or 4s..30s" : "a time such as 45s or 4m30s");
    }
    return messages[fault] ? messages[fault] : messages[IL_TEXT_OTHER];
}

const char *il_level_fault(il_text_fault fault, const char *text, char *expected, size_t room)
{
    char plain[MEANT_SIZE];
    size_t used = 0;
    for (const char *at = text; *at && used + 2 < sizeof plain; at++) {
        if (memcmp(at, "\xE2\x88\x92", strnlen(at, 3)) == 0 && strnlen(at, 3) == 3) {
            plain[used++] = '-'; // a typographer's minus
            at += 2;
        } else if (is_digit(*at) || strchr("+-.,", *at)) {
            plain[used++] = *at == ',' ? '.' : *at;
        }
    }
    plain[used] = '\0';
    double level_db = 0.0;
    char meant[MEANT_SIZE + 4];
    snprintf(meant, sizeof meant, "%s dB", plain);
    const bool mended = il_text_level(meant, strlen(meant), &level_db) == IL_TEXT_OK;
    snprintf(expected, room, "%s", mended ? meant : "a level from -24 dB to +6 dB, such as -3 dB");
    switch (fault) {
    case IL_TEXT_NO_UNIT:
        return "a level needs its unit";
    case IL_TEXT_COMMA:
        return "a level has a point, not a comma";
    case IL_TEXT_MINUS:
        return "this minus is a typographer's, not the one of the keyboard";
    case IL_TEXT_TOO_LONG:
        return "this level is out of bounds";
    case IL_TEXT_TOO_FINE:
        return "a level has one digit after the point";
    case IL_TEXT_LEADING_0:
        return "a number does not begin with 0";
    default:
        return "this is not a level";
    }
}

const char *il_count_fault(il_text_fault fault)
{
    switch (fault) {
    case IL_TEXT_TOO_LONG:
        return "this number is too large";
    case IL_TEXT_LEADING_0:
        return "a number does not begin with 0";
    case IL_TEXT_BACKWARD:
        return "a range goes from the smaller number to the larger";
    case IL_TEXT_MINUS:
        return "this number has no sign";
    default:
        return "a whole number belongs here";
    }
}
