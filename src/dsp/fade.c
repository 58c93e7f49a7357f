#include "dsp/fade.h"

#include <assert.h>
#include <math.h>

#include "base/text.h"

static const double half_pi = 1.57079632679489661923;

static bool refuse(il_place at, double length_s, double in_s, double out_s, il_error *err)
{
    const double given[] = {length_s, in_s, out_s};
    il_buffer texts[3] = {{0}};
    const char *shown[3];
    for (int i = 0; i < 3; i++) {
        const bool sane = given[i] > -1e9 && given[i] < 1e9;
        il_buffer_number(&texts[i], sane ? given[i] : 0.0, 3);
        shown[i] = sane && texts[i].text ? texts[i].text : "?";
    }
    il_fail(err, at, "fades must fit a cue of %s s, got %s s in and %s s out", shown[0], shown[1],
            shown[2]);
    for (int i = 0; i < 3; i++) {
        il_buffer_finish(&texts[i]);
    }
    return false;
}

bool il_fade_init(il_fade *fade, il_frames length, double in_s, double out_s, il_place at,
                  il_error *err)
{
    assert(length > 0);
    const double length_s = il_seconds_from_frames(length);
    if (!(in_s >= 0.0 && out_s >= 0.0 && in_s + out_s <= length_s)) { // a NaN is refused too
        return refuse(at, length_s, in_s, out_s, err);
    }
    const il_frames in = il_frames_from_seconds(in_s);
    const il_frames out = il_frames_from_seconds(out_s);
    const il_frames room = length - in; // both rounded up can be one frame too long
    *fade = (il_fade){.length = length, .in = in, .out = out < room ? out : room};
    return true;
}

float il_fade_rise(il_frames done, il_frames length)
{
    if (done >= length) {
        return 1.0f;
    }
    return done > 0 ? (float)sin(half_pi * (double)done / (double)length) : 0.0f;
}

float il_fade_at(const il_fade *fade, il_frames frame)
{
    const il_frames left = fade->length - frame;
    if (frame < 0 || left <= 0) {
        return 0.0f;
    }
    // they do not overlap: one of them is 1
    return il_fade_rise(frame, fade->in) * il_fade_rise(left, fade->out);
}

double il_fade_s_curve(double x)
{
    if (!(x > 0.0)) {
        return 0.0;
    }
    return x < 1.0 ? x * x * (3.0 - 2.0 * x) : 1.0;
}
