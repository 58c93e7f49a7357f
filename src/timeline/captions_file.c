#include <string.h>

#include "timeline/plan.h"

/* Hours stand in both kinds of file; SubRip has a comma before the thousandths. */
static void write_stamp(il_buffer *out, il_frames at, char point)
{
    const long long millis = (long long)((at * 1000 + IL_RATE_HZ / 2) / IL_RATE_HZ);
    il_buffer_print(out, "%02lld:%02lld:%02lld%c%03lld", millis / 3600000, millis / 60000 % 60,
                    millis / 1000 % 60, point, millis % 1000);
}

/* WebVTT reads & and < as markup; a line that holds --> would end the text. */
static void write_escaped(il_buffer *out, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == '&') {
            il_buffer_text(out, "&amp;");
        } else if (*at == '<') {
            il_buffer_text(out, "&lt;");
        } else if (*at == '>') {
            il_buffer_text(out, "&gt;");
        } else {
            il_buffer_add(out, at, 1);
        }
    }
}

static void write_captions(const il_timeline *timeline, il_buffer *out, bool vtt)
{
    int count = 0, number = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        const il_cue *cue = &cues[i];
        for (int k = 0; cue->kind == IL_CUE_SAY && k < cue->say.caption_count; k++) {
            const bool last = k + 1 == cue->say.caption_count;
            const il_frames to = last ? cue->at + cue->frames : cue->say.captions[k + 1].at;
            il_buffer_print(out, "%s%d\n", number ? "\n" : "", number + 1);
            number++;
            write_stamp(out, cue->say.captions[k].at, vtt ? '.' : ',');
            il_buffer_text(out, " --> ");
            write_stamp(out, to, vtt ? '.' : ',');
            il_buffer_text(out, "\n");
            if (vtt) {
                write_escaped(out, cue->say.captions[k].text);
            } else {
                il_buffer_text(out, cue->say.captions[k].text);
            }
            il_buffer_text(out, "\n");
        }
    }
}

void il_captions_vtt(const il_timeline *timeline, il_buffer *out)
{
    il_buffer_text(out, "WEBVTT\n\n");
    write_captions(timeline, out, true);
}

void il_captions_srt(const il_timeline *timeline, il_buffer *out)
{
    il_buffer_text(out, "");
    write_captions(timeline, out, false);
}
