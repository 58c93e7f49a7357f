#include "export/labels.h"

#include <stdio.h>
#include <string.h>

enum { TAGS_MAX = 7, CHAPTERS_MAX = 999 }; // a chapter's number has three digits

/* `key`=`value` in the arena. */
static const char *comment(il_labels *labels, const char *key, const char *value, il_error *err)
{
    const size_t size = strlen(key) + strlen(value) + 2;
    char *text = il_arena_alloc(&labels->arena, size, 1, err);
    if (text) {
        snprintf(text, size, "%s=%s", key, value);
    }
    return text;
}

/* A tag under both of its names. Without `value` there is none. */
static bool add_tag(il_labels *labels, const char *key, const char *id, const char *value,
                    il_error *err)
{
    if (!value || !value[0]) {
        return true;
    }
    const char *text = comment(labels, key, value, err);
    if (!text) {
        return false;
    }
    labels->comments[labels->comment_count++] = text;
    il_wav_tag *tag = &labels->tags[labels->tag_count++];
    memcpy(tag->id, id, sizeof tag->id);
    tag->text = value;
    return true;
}

/* "Sources: A; B", or NULL with `*good` false when memory lacks, or NULL when there are none. */
static const char *sources(il_labels *labels, const il_session *session, bool *good, il_error *err)
{
    static const char head[] = "Sources: ";
    size_t size = sizeof head;
    for (int i = 0; i < session->source_count; i++) {
        size += strlen(session->sources[i]) + 2;
    }
    char *text = session->source_count ? il_arena_alloc(&labels->arena, size, 1, err) : NULL;
    *good = text || session->source_count == 0;
    size_t used = 0;
    for (int i = 0; i < session->source_count && text; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? "; " : head,
                                 session->sources[i]);
    }
    return text;
}

static bool add_tags(il_labels *labels, const il_session *session, il_error *err)
{
    bool good = true;
    const char *from = sources(labels, session, &good, err);
    return good && add_tag(labels, "TITLE", "INAM", session->title, err) &&
           add_tag(labels, "ARTIST", "IART", session->author, err) &&
           add_tag(labels, "LICENSE", "ICOP", session->license, err) &&
           add_tag(labels, "LANGUAGE", "ILNG", session->language, err) &&
           add_tag(labels, "DESCRIPTION", "ISBJ", session->summary, err) &&
           add_tag(labels, "COMMENT", "ICMT", from, err);
}

/* https://wiki.xiph.org/Chapter_Extension: CHAPTER001=00:00:00.000 and CHAPTER001NAME=. The
 * millisecond is the one that the part begins in: rounded up, a seek would land behind its first
 * sound. */
static bool add_chapter(il_labels *labels, const il_part *part, il_error *err)
{
    const int number = labels->mark_count + 1;
    const int64_t ms = part->at * 1000 / IL_RATE_HZ;
    char key[32], clock[32];
    snprintf(key, sizeof key, "CHAPTER%03d", number);
    snprintf(clock, sizeof clock, "%02d:%02d:%02d.%03d", (int)(ms / 3600000),
             (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
    const char *at = comment(labels, key, clock, err);
    snprintf(key, sizeof key, "CHAPTER%03dNAME", number);
    const char *name = at ? comment(labels, key, part->section->name, err) : NULL;
    if (!name) {
        return false;
    }
    labels->comments[labels->comment_count++] = at;
    labels->comments[labels->comment_count++] = name;
    labels->marks[labels->mark_count++] = (il_wav_mark){part->at, part->section->name};
    return true;
}

bool il_labels_init(il_labels *labels, const il_timeline *timeline, il_error *err)
{
    int count = 0;
    const il_part *parts = il_timeline_parts(timeline, &count);
    il_arena *arena = &labels->arena;
    labels->comments = il_arena_alloc(arena, TAGS_MAX + 2 * (size_t)count, sizeof(char *), err);
    labels->tags = il_arena_alloc(arena, TAGS_MAX, sizeof(il_wav_tag), err);
    labels->marks = il_arena_alloc(arena, (size_t)count, sizeof(il_wav_mark), err);
    if (!labels->comments || !labels->tags || !labels->marks ||
        !add_tags(labels, il_timeline_session(timeline), err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (parts[i].section->name && labels->mark_count < CHAPTERS_MAX &&
            !add_chapter(labels, &parts[i], err)) {
            return false;
        }
    }
    return true;
}

void il_labels_finish(il_labels *labels)
{
    il_arena_finish(&labels->arena);
    *labels = (il_labels){0};
}

/* FNV-1a, 64 bit: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ byte[i]) * 0x100000001b3u;
    }
    return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    return text ? mix(hash, text, strlen(text) + 1) : mix(hash, "", 1);
}

static uint64_t mix_cue(uint64_t hash, const il_cue *cue)
{
    const int64_t numbers[] = {cue->at, cue->frames, cue->kind};
    hash = mix(hash, numbers, sizeof numbers);
    switch (cue->kind) {
    case IL_CUE_SAY:
        return mix_text(mix_text(hash, cue->say.line->text), cue->say.clip.name);
    case IL_CUE_BELL:
        return mix(mix_text(hash, cue->bell.name), &cue->bell.level_db, sizeof(double));
    case IL_CUE_BED:
        return mix(mix_text(hash, cue->bed.name), &cue->bed.level_db, sizeof(double));
    default:
        return hash;
    }
}

int il_labels_serial(const il_labels *labels, const il_timeline *timeline)
{
    const il_frames length = il_timeline_length(timeline);
    uint64_t hash = mix(0xcbf29ce484222325u, &length, sizeof length);
    for (int i = 0; i < labels->comment_count; i++) {
        hash = mix_text(hash, labels->comments[i]);
    }
    int count = 0;
    const il_cue *cues = il_timeline_cues(timeline, &count);
    for (int i = 0; i < count; i++) {
        hash = mix_cue(hash, &cues[i]);
    }
    return (int)((hash ^ hash >> 32) & 0x7fffffff);
}
