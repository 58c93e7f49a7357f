#include "engine/recordings.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

void il_recordings_note(il_recordings *recordings, const il_clip *clip, const char *message)
{
    for (int i = 0; i < recordings->trouble_count; i++) {
        if (strcmp(recordings->troubles[i].name, clip->name) == 0) {
            return;
        }
    }
    il_engine_trouble *trouble =
        il_grow((void **)&recordings->troubles, &recordings->trouble_count,
                &recordings->trouble_room, sizeof *recordings->troubles, NULL);
    recordings->lacking = recordings->lacking || !trouble;
    if (trouble) {
        trouble->name = clip->name;
        snprintf(trouble->message, sizeof trouble->message, "%.*s",
                 (int)sizeof trouble->message - 1, message);
    }
}

void il_recordings_note_short(il_recordings *recordings, const il_clip *clip)
{
    char message[256];
    snprintf(message, sizeof message, "%s: is shorter than its index says", clip->name);
    il_recordings_note(recordings, clip, message);
}

il_vorbis *il_recordings_open(il_recordings *recordings, const il_clip *clip)
{
    il_error err = {0};
    il_vorbis *vorbis = il_vorbis_open(clip->folder, clip->name, &err);
    const bool whole = vorbis && il_vorbis_whole(vorbis, &err);
    if (!whole && il_error_is_general(&err)) {
        recordings->lacking = true; // it says nothing about the recording
    } else if (!whole) {
        il_recordings_note(recordings, clip, err.message);
    }
    recordings->open += vorbis != NULL;
    return vorbis;
}

void il_recordings_close(il_recordings *recordings, il_vorbis **vorbis)
{
    recordings->open -= *vorbis != NULL;
    il_vorbis_close(*vorbis);
    *vorbis = NULL;
}

void il_recordings_finish(il_recordings *recordings)
{
    il_free(recordings->troubles);
    *recordings = (il_recordings){0};
}
