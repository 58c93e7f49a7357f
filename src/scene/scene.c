#include "scene/scene.h"

#include "scene/inside.h"

static il_frames within(const il_timeline *timeline, il_frames at)
{
    const il_frames length = il_timeline_length(timeline);
    return at < 0 ? 0 : at > length ? length : at;
}

static const char *bed_at(const il_timeline *timeline, il_frames at)
{
    int count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &count);
    const char *name = NULL;
    for (const il_cue *end = cue + count; cue < end && cue->at <= at; cue++) {
        if (cue->kind == IL_CUE_BED) {
            name = cue->bed.name;
        }
    }
    return name;
}

void il_scene_at(const il_timeline *timeline, il_frames at, il_scene *scene)
{
    *scene = (il_scene){.at = within(timeline, at), .length = il_timeline_length(timeline)};
    scene->gone = scene->length > 0 ? (float)((double)scene->at / (double)scene->length) : 1.0f;
    scene->title = il_timeline_session(timeline)->title;
    scene->bed = bed_at(timeline, scene->at);
    il_visuals_at(timeline, scene);
    il_words_at(timeline, scene);
    il_parts_at(timeline, scene); // after the words, which go before the name of a part
}

il_frames il_scene_next_change(const il_timeline *timeline, il_frames at)
{
    il_motion motion = {.at = within(timeline, at), .next = il_timeline_length(timeline)};
    il_visuals_move(timeline, &motion);
    il_words_move(timeline, &motion);
    il_parts_move(timeline, &motion);
    return motion.moving ? motion.at : motion.next;
}
