#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "scene/inside.h"

static const il_frames name_in = 6 * IL_RATE_HZ / 10;
static const il_frames name_stands = 6 * IL_RATE_HZ;
static const il_frames name_out = 2 * IL_RATE_HZ;

/* The parts as the eye is shown them. */
typedef struct {
    const char *names[IL_SCENE_PARTS_MAX]; // NULL: nameless
    il_frames starts[IL_SCENE_PARTS_MAX];
    int count;
    il_frames length;
} eye;

static bool is_small(const eye *in, il_frames frames)
{
    return frames <= in->length / 20;
}

static void add_part(eye *in, const char *name, il_frames start)
{
    const bool same = in->count > 0 && name && in->names[in->count - 1] &&
                      strcmp(in->names[in->count - 1], name) == 0;
    if (!same && in->count < IL_SCENE_PARTS_MAX) {
        in->names[in->count] = name;
        in->starts[in->count++] = start;
    }
}

/* What comes before the first part is a stretch without a name, or, when it is small, of that. */
static void add_first(eye *in, const char *name, il_frames start)
{
    if (start > 0 && !is_small(in, start)) {
        add_part(in, NULL, 0);
        add_part(in, name, start);
    } else {
        add_part(in, name, 0);
    }
}

/* Whether a cue is something to attend to, not only a bell or what surrounds it. */
static bool is_content(const il_cue *cue)
{
    return cue->kind == IL_CUE_SAY || cue->kind == IL_CUE_BREATH || cue->kind == IL_CUE_TENSE ||
           cue->kind == IL_CUE_RELEASE || cue->kind == IL_CUE_RING || cue->kind == IL_CUE_CARD;
}

/* Whether part `index` has content; `*cue` moves past what is of it and of earlier ones, since cues
 * stand in the order of their parts. */
static bool has_content(const il_cue **cue, const il_cue *end, int index)
{
    bool found = false;
    for (; *cue < end && (*cue)->section <= index; (*cue)++) {
        found = found || ((*cue)->section == index && is_content(*cue));
    }
    return found;
}

static eye parts_of(const il_timeline *timeline)
{
    eye in = {.length = il_timeline_length(timeline)};
    int cue_count = 0, count = 0;
    const il_cue *cue = il_timeline_cues(timeline, &cue_count);
    const il_cue *end = cue + cue_count;
    const il_part *parts = il_timeline_parts(timeline, &count);
    for (int i = 0; i < count; i++) {
        const il_frames to = i + 1 < count ? parts[i + 1].at : in.length;
        const bool content = has_content(&cue, end, i);
        if (to == parts[i].at || (!content && is_small(&in, to - parts[i].at))) {
            continue; // a bell at the end, say: to the eye it belongs to the part before
        }
        (in.count == 0 ? add_first : add_part)(&in, parts[i].section->name, parts[i].at);
    }
    return in;
}

static int part_at(const eye *in, il_frames at)
{
    int now = in->count - 1;
    while (now >= 0 && in->starts[now] > at) {
        now--;
    }
    return now;
}

static il_frames end_of(const eye *in, int part)
{
    return part + 1 < in->count ? in->starts[part + 1] : in->length;
}

/* The name of the part, as a lantern shows it: in with the part, out when it has been read. */
static il_scene_words name_at(const eye *in, int part, il_frames at)
{
    if (part < 0 || !in->names[part]) {
        return (il_scene_words){0};
    }
    const il_frames start = in->starts[part];
    const double shown = il_smooth(il_share(at, start, name_in));
    const double left = 1.0 - il_smooth(il_share(at, start + name_stands, name_out));
    const double rest = il_smooth(1.0 - il_share(at, end_of(in, part) - name_in, name_in));
    double alpha = shown < left ? shown : left;
    alpha = rest < alpha && part + 1 < in->count ? rest : alpha;
    return (il_scene_words){alpha > 0.0 ? in->names[part] : NULL, (float)alpha};
}

/* How much of what stands at the phase word's place is the lantern's to use. */
static double lantern_share(const il_scene *scene)
{
    double lantern = 0.0;
    for (int i = 0; i < scene->visual_count; i++) {
        const il_scene_visual *shown = &scene->visuals[i];
        lantern += shown->visual == IL_VISUAL_LANTERN ? (double)shown->alpha : 0.0;
    }
    const double word = (double)scene->phases[0].alpha + (double)scene->phases[1].alpha;
    return word < 1.0 ? lantern * (1.0 - word) : 0.0;
}

/* The breath that a run comes to: its last, when the ramp is over. */
static const il_breath_cycle *pattern_of(const il_timeline *timeline, const il_cue *breath)
{
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    const il_cue *last = breath;
    for (const il_cue *cue = breath + 1; cue < cues + count; cue++) {
        if (cue->kind == IL_CUE_BREATH) {
            if (cue->at != il_cue_end(last) || !cue->breath.paced || cue->breath.index == 0) {
                break;
            }
            last = cue;
        }
    }
    return &last->breath.cycle;
}

static void add_phase(il_buffer *text, const char *name, il_frames frames, bool last)
{
    if (text->size > 0) {
        il_buffer_text(text, last ? _(" and ") : ", ");
    }
    il_buffer_print(text, "%s ", name);
    il_buffer_number(text, il_seconds_from_frames(frames), 1);
}

/* "in 4, hold 4 and out 6". */
static void describe(il_buffer *text, const il_breath_cycle *cycle)
{
    add_phase(text, _("in"), cycle->in, false);
    if (cycle->top_up > 0) {
        add_phase(text, _("a little more"), cycle->top_up, false);
    }
    if (cycle->hold > 0) {
        add_phase(text, _("hold"), cycle->hold, false);
    }
    add_phase(text, _("out"), cycle->out, cycle->rest == 0);
    if (cycle->rest > 0) {
        add_phase(text, _("rest"), cycle->rest, true);
    }
}

/* Cut behind the last whole letter that has room. */
static void keep(char *to, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    memcpy(to, text, length);
    to[length] = '\0';
}

static void write_subtitle(const il_timeline *timeline, const eye *in, int part, il_scene *scene)
{
    const char *name = part >= 0 ? in->names[part] : NULL;
    const il_cue *breath = il_breaths_at(timeline, scene->at).now;
    il_buffer pattern = {0}, text = {0};
    if (breath) {
        describe(&pattern, pattern_of(timeline, breath));
    }
    int named = 0, now = 0;
    for (int i = 0; i < in->count; i++) {
        named += in->names[i] != NULL;
        now = i == part ? named : now;
    }
    if (name && breath) {
        il_buffer_print(&text, _("%s, %s. Part %d of %d"), name, pattern.text, now, named);
    } else if (name) {
        il_buffer_print(&text, _("%s. Part %d of %d"), name, now, named);
    } else if (breath) {
        il_buffer_print(&text, _("Breathe, %s"), pattern.text);
    }
    if (text.size > 0 && !text.failed && !pattern.failed) {
        keep(scene->subtitle, sizeof scene->subtitle, text.text);
    }
    il_buffer_finish(&pattern);
    il_buffer_finish(&text);
}

void il_parts_at(const il_timeline *timeline, il_scene *scene)
{
    const eye in = parts_of(timeline);
    scene->part_count = in.count;
    scene->part_now = part_at(&in, scene->at);
    for (int i = 0; i < in.count; i++) {
        scene->part_names[i] = in.names[i];
        scene->part_ends[i] = (float)((double)end_of(&in, i) / (double)in.length);
    }
    scene->part = name_at(&in, scene->part_now, scene->at);
    scene->part.alpha *= (float)lantern_share(scene);
    write_subtitle(timeline, &in, scene->part_now, scene);
}

void il_parts_move(const il_timeline *timeline, il_motion *motion)
{
    const eye in = parts_of(timeline);
    const int now = part_at(&in, motion->at);
    if (now >= 0 && in.names[now]) {
        const il_frames start = in.starts[now], end = end_of(&in, now);
        il_motion_add(motion, start, start + name_in);
        il_motion_add(motion, start + name_stands, start + name_stands + name_out);
        if (now + 1 < in.count && end - name_in < start + name_stands + name_out) {
            il_motion_add(motion, end - name_in, end);
        }
    }
    if (now + 1 < in.count) {
        il_motion_step(motion, in.starts[now + 1]);
    }
}
