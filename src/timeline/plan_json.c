#include "base/json.h"
#include "timeline/plan.h"

static const char *const cue_names[] = {
    [IL_CUE_SECTION] = "section", [IL_CUE_VISUAL] = "visual", [IL_CUE_BED] = "bed",
    [IL_CUE_BELL] = "bell",       [IL_CUE_SAY] = "say",       [IL_CUE_PAUSE] = "pause",
    [IL_CUE_BREATH] = "breath",   [IL_CUE_TENSE] = "tense",   [IL_CUE_RELEASE] = "release",
    [IL_CUE_RING] = "ring",       [IL_CUE_CARD] = "card",
};

static void write_say(il_json *json, const il_cue *cue)
{
    il_json_text(json, "text", cue->say.line->text);
    il_json_open(json, "captions", '[');
    for (int i = 0; i < cue->say.caption_count; i++) {
        il_json_open(json, NULL, '{');
        il_json_integer(json, "at", cue->say.captions[i].at);
        il_json_text(json, "text", cue->say.captions[i].text);
        il_json_close(json, '}');
    }
    il_json_close(json, ']');
    il_buffer path = {0};
    if (cue->say.clip.folder) {
        il_buffer_print(&path, "%s/%s", cue->say.clip.folder, cue->say.clip.name);
    }
    json->out->failed = json->out->failed || path.failed;
    il_json_text(json, "clip", path.text);
    il_buffer_finish(&path);
}

static void write_breath(il_json *json, const il_cue *cue)
{
    const il_breath_cycle *cycle = &cue->breath.cycle;
    il_json_integer(json, "in", cycle->in);
    il_json_integer(json, "top_up", cycle->top_up);
    il_json_integer(json, "hold", cycle->hold);
    il_json_integer(json, "out", cycle->out);
    il_json_integer(json, "rest", cycle->rest);
    il_json_integer(json, "cycle", cue->breath.index + 1);
    il_json_integer(json, "cycles", cue->breath.count);
}

static void write_groups(il_json *json, const il_cue *cue)
{
    int count = 0;
    const char *const *names = il_muscle_groups(&count);
    il_buffer groups = {0};
    for (int i = 0; i < cue->muscles.count; i++) {
        il_buffer_print(&groups, "%s%s", i ? ", " : "", names[cue->muscles.groups[i]]);
    }
    json->out->failed = json->out->failed || groups.failed;
    il_json_text(json, "group", groups.text ? groups.text : "");
    il_buffer_finish(&groups);
}

static void write_kind(il_json *json, const il_cue *cue)
{
    switch (cue->kind) {
    case IL_CUE_SECTION:
        il_json_text(json, "name", cue->part->name);
        il_json_integer(json, "keep", cue->part->keep);
        break;
    case IL_CUE_VISUAL:
        il_json_text(json, "name", il_visual_name(cue->visual));
        break;
    case IL_CUE_BED:
        il_json_text(json, "name", cue->bed.name ? cue->bed.name : "none");
        il_json_number(json, "level_db", cue->bed.level_db, 1);
        il_json_integer(json, "fade_frames", cue->bed.fade);
        break;
    case IL_CUE_BELL:
        il_json_text(json, "name", cue->bell.name);
        break;
    case IL_CUE_SAY:
        write_say(json, cue);
        break;
    case IL_CUE_PAUSE:
        il_json_text(json, "name", cue->pause.name);
        il_json_integer(json, "min", cue->pause.span.min);
        il_json_integer(json, "natural", cue->pause.span.natural);
        il_json_integer(json, "max", cue->pause.span.max);
        break;
    case IL_CUE_BREATH:
        write_breath(json, cue);
        break;
    case IL_CUE_TENSE:
    case IL_CUE_RELEASE:
        write_groups(json, cue);
        break;
    case IL_CUE_RING:
        il_json_text(json, "person", il_person_name(cue->ring));
        break;
    case IL_CUE_CARD:
        il_json_text(json, "name", cue->card.card->name);
        il_json_text(json, "ask", cue->card.ask->text);
        break;
    }
}

static void write_cue(il_json *json, const il_cue *cue, const il_part *parts)
{
    il_json_open(json, NULL, '{');
    il_json_integer(json, "at", cue->at);
    il_json_integer(json, "frames", cue->frames);
    il_json_text(json, "kind", cue_names[cue->kind]);
    il_json_text(json, "section", cue->section >= 0 ? parts[cue->section].section->name : NULL);
    il_json_integer(json, "line", cue->place.line);
    il_json_integer(json, "column", cue->place.column);
    write_kind(json, cue);
    il_json_close(json, '}');
}

static void write_choices(il_json *json, const il_timeline *timeline)
{
    const il_session *session = il_timeline_session(timeline);
    const int *choices = il_timeline_choices(timeline);
    il_json_open(json, "choices", '{');
    for (int i = 0; i < session->choice_count; i++) {
        il_json_text(json, session->choices[i].key, session->choices[i].options[choices[i]]);
    }
    il_json_close(json, '}');
}

static void write_dropped(il_json *json, const il_timeline *timeline)
{
    int count = 0;
    const il_section *const *dropped = il_timeline_dropped(timeline, &count);
    il_json_open(json, "dropped", '[');
    for (int i = 0; i < count; i++) {
        il_json_text(json, NULL, dropped[i]->name);
    }
    il_json_close(json, ']');
}

void il_plan_json(const il_timeline *timeline, const il_range *range, il_buffer *out)
{
    const il_session *session = il_timeline_session(timeline);
    il_json json = {.out = out};
    int parts = 0, count = 0;
    const il_part *part = il_timeline_parts(timeline, &parts);
    const il_cue *cues = il_timeline_cues(timeline, &count);
    il_json_open(&json, NULL, '{');
    il_json_integer(&json, "format", 1);
    il_json_text(&json, "title", session->title);
    il_json_text(&json, "file", session->file);
    il_json_integer(&json, "rate", IL_RATE_HZ);
    il_json_integer(&json, "length_frames", il_timeline_length(timeline));
    il_json_integer(&json, "shortest_frames", range->shortest);
    il_json_integer(&json, "natural_frames", range->natural);
    il_json_integer(&json, "longest_frames", range->longest);
    write_choices(&json, timeline);
    write_dropped(&json, timeline);
    il_json_open(&json, "cues", '[');
    for (int i = 0; i < count; i++) {
        write_cue(&json, &cues[i], part);
    }
    il_json_close(&json, ']');
    il_json_close(&json, '}');
}
