#include "timeline/plan.h"

/* "0:12.5", always with its tenth: what a person follows along with. */
static void write_clock(il_buffer *out, il_frames at)
{
    char text[32];
    const il_frames tenth = IL_RATE_HZ / 10, rounded = (at + tenth / 2) / tenth * tenth;
    il_text_clock(text, sizeof text, rounded, false);
    il_buffer_print(out, "%8s.%d", text, (int)(rounded / tenth % 10));
}

static void write_seconds(il_buffer *out, il_frames frames)
{
    il_buffer number = {0};
    il_buffer_number(&number, il_seconds_from_frames(frames), 1);
    out->failed = out->failed || number.failed;
    if (!number.failed) {
        il_buffer_print(out, "%8s s", number.text);
    }
    il_buffer_finish(&number);
}

static void write_level(il_buffer *out, double level_db)
{
    if (level_db < 0.0 || level_db > 0.0) {
        il_buffer_text(out, level_db > 0.0 ? ", +" : ", ");
        il_buffer_number(out, level_db, 1);
        il_buffer_text(out, " dB");
    }
}

static void write_breath(il_buffer *out, const il_cue *cue)
{
    static const char *const names[] = {"in", "more", "hold", "out", "rest"};
    const il_breath_cycle *cycle = &cue->breath.cycle;
    const il_frames phases[] = {cycle->in, cycle->top_up, cycle->hold, cycle->out, cycle->rest};
    if (!cue->breath.paced) {
        il_buffer_text(out, "breathe  as it is");
        return;
    }
    il_buffer_print(out, "breathe  %d of %d:", cue->breath.index + 1, cue->breath.count);
    for (int i = 0; i < 5; i++) {
        if (phases[i] > 0) {
            il_buffer_print(out, " %s ", names[i]);
            il_buffer_number(out, il_seconds_from_frames(phases[i]), 2);
        }
    }
}

static void write_groups(il_buffer *out, const char *verb, const il_cue *cue)
{
    int count = 0;
    const char *const *names = il_muscle_groups(&count);
    il_buffer_text(out, verb);
    for (int i = 0; i < cue->muscles.count; i++) {
        il_buffer_print(out, "%s%s", i ? ", " : "", names[cue->muscles.groups[i]]);
    }
}

static void write_what(il_buffer *out, const il_cue *cue)
{
    switch (cue->kind) {
    case IL_CUE_SECTION:
        break; // a heading
    case IL_CUE_VISUAL:
        il_buffer_print(out, "visual   %s", il_visual_name(cue->visual));
        break;
    case IL_CUE_BED:
        il_buffer_print(out, "sound    %s", cue->bed.name ? cue->bed.name : "none");
        write_level(out, cue->bed.level_db);
        break;
    case IL_CUE_BELL:
        il_buffer_print(out, "bell     %s", cue->bell.name);
        write_level(out, cue->bell.level_db);
        break;
    case IL_CUE_SAY:
        il_buffer_print(out, "say      %s%s", cue->say.line->text,
                        cue->say.clip.folder ? "" : "  [no recording]");
        break;
    case IL_CUE_PAUSE:
        il_buffer_print(out, "pause%s%s", cue->pause.name ? "    " : "",
                        cue->pause.name ? cue->pause.name : "");
        break;
    case IL_CUE_BREATH:
        write_breath(out, cue);
        break;
    case IL_CUE_TENSE:
        write_groups(out, "tense    ", cue);
        break;
    case IL_CUE_RELEASE:
        write_groups(out, "release  ", cue);
        break;
    case IL_CUE_RING:
        il_buffer_print(out, "ring     %s", il_person_name(cue->ring));
        break;
    case IL_CUE_CARD:
        il_buffer_print(out, "card     %s", cue->card.card->name);
        break;
    }
}

static void write_cue(il_buffer *out, const il_cue *cue)
{
    if (cue->kind == IL_CUE_SECTION) {
        il_buffer_print(out, "\n%s\n", cue->part->name);
        return;
    }
    write_clock(out, cue->at);
    if (cue->frames > 0) {
        write_seconds(out, cue->frames);
    } else {
        il_buffer_print(out, "%10s", "");
    }
    il_buffer_text(out, "  ");
    write_what(out, cue);
    il_buffer_text(out, "\n");
}

static void write_length(il_buffer *out, const char *before, il_frames frames, int direction)
{
    char text[32];
    il_text_from_duration(text, sizeof text, frames, IL_RATE_HZ / 1000, direction);
    il_buffer_print(out, "%s%s", before, text);
}

static void write_head(const il_timeline *timeline, const il_range *range, il_buffer *out)
{
    const il_session *session = il_timeline_session(timeline);
    const int *choices = il_timeline_choices(timeline);
    int dropped = 0;
    const il_section *const *gone = il_timeline_dropped(timeline, &dropped);
    il_buffer_text(out, session->title);
    write_length(out, "\n", il_timeline_length(timeline), 0);
    write_length(out, "; from ", range->shortest, 1);
    write_length(out, " to ", range->longest, -1);
    write_length(out, ", naturally ", range->natural, 0);
    il_buffer_text(out, "\n");
    for (int i = 0; i < session->choice_count; i++) {
        il_buffer_print(out, "%s: %s\n", session->choices[i].key,
                        session->choices[i].options[choices[i]]);
    }
    for (int i = 0; i < dropped; i++) {
        il_buffer_print(out, "%s%s%s", i ? ", " : "left out for time: ", gone[i]->name,
                        i + 1 == dropped ? "\n" : "");
    }
    il_buffer_text(out, "\n");
}

void il_plan_text(const il_timeline *timeline, const il_range *range, il_buffer *out)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    write_head(timeline, range, out);
    for (int i = 0; i < count; i++) {
        write_cue(out, &cues[i]);
    }
    il_buffer_text(out, "\n");
    write_clock(out, il_timeline_length(timeline));
    il_buffer_text(out, "            end\n");
}

/* ---- the script ---- */

static void write_silence(il_buffer *out, il_frames frames, const char *before)
{
    const int seconds = (int)((frames + IL_RATE_HZ / 2) / IL_RATE_HZ);
    if (seconds > 0) {
        il_buffer_print(out, "%s(%d)", before, seconds);
    }
}

void il_plan_script(const il_timeline *timeline, il_buffer *out)
{
    int count = 0, section = -1;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_frames spoken = 0;
    bool any = false;
    for (int i = 0; i < count; i++) {
        if (cues[i].kind != IL_CUE_SAY) {
            continue;
        }
        write_silence(out, cues[i].at - spoken, any ? " " : "");
        il_buffer_text(out, any || cues[i].at * 2 >= IL_RATE_HZ ? "\n" : "");
        if (any && cues[i].section != section) {
            il_buffer_text(out, "\n"); // a new part
        }
        il_buffer_text(out, cues[i].say.line->text);
        spoken = cues[i].at + cues[i].frames;
        section = cues[i].section;
        any = true;
    }
    write_silence(out, il_timeline_length(timeline) - spoken, any ? " " : "");
    il_buffer_text(out, "\n");
}
