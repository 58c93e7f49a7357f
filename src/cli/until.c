#include "cli/until.h"

#include "base/text.h"
#include "base/translate.h"

static const il_frames half_day = (il_frames)12 * 3600 * IL_RATE_HZ;

static bool digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

bool il_until_read(const char *text, int *hour, int *minute)
{
    int read = 0;
    const char *at = text;
    while (digit(*at) && at - text < 2) {
        read = read * 10 + (*at++ - '0');
    }
    if (at == text || at[0] != ':' || !digit(at[1]) || !digit(at[2]) || at[3] != '\0' ||
        read > 23 || at[1] > '5') {
        return false;
    }
    *hour = read;
    *minute = (at[1] - '0') * 10 + (at[2] - '0');
    return true;
}

/* The moment when the clock says `hour`:`minute`, `days` after the day of `now`. mktime knows what
 * the clock does at a change of summer time; an hour that the clock leaves out is the one after it.
 */
static time_t moment(int hour, int minute, time_t now, int days)
{
    struct tm local;
    localtime_r(&now, &local);
    local.tm_hour = hour;
    local.tm_min = minute;
    local.tm_sec = 0;
    local.tm_mday += days;
    local.tm_isdst = -1;
    return mktime(&local);
}

static il_frames frames_between(struct timespec from, time_t to)
{
    const il_frames part = ((il_frames)from.tv_nsec * IL_RATE_HZ + 999999999) / 1000000000;
    return (il_frames)(to - from.tv_sec) * IL_RATE_HZ - part;
}

static bool refuse(int hour, int minute, il_frames gone, il_error *err)
{
    char ago[32];
    const il_frames whole_minute = (il_frames)60 * IL_RATE_HZ;
    il_text_from_duration(ago, sizeof ago, gone, whole_minute, -1);
    return gone < whole_minute
               ? il_fail(
                     err, il_nowhere(),
                     _("%02d:%02d has just gone; --until wants a time within the next 12 hours"),
                     hour, minute)
               : il_fail(err, il_nowhere(),
                         _("%02d:%02d has gone, %s ago; --until wants a time within the next 12 "
                           "hours"),
                         hour, minute, ago);
}

bool il_until_frames(int hour, int minute, struct timespec now, il_frames *left, il_error *err)
{
    const time_t today = moment(hour, minute, now.tv_sec, 0);
    il_frames frames = frames_between(now, today);
    if (frames <= 0) {
        frames = frames_between(now, moment(hour, minute, now.tv_sec, 1));
    }
    if (frames > half_day) {
        const time_t last = today > now.tv_sec ? moment(hour, minute, now.tv_sec, -1) : today;
        return refuse(hour, minute, -frames_between(now, last), err);
    }
    *left = frames;
    return true;
}
