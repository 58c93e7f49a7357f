#ifndef IL_ENGINE_RECORDINGS_H
#define IL_ENGINE_RECORDINGS_H

#include "engine/engine.h"
#include "media/vorbis.h"

/* Opening recordings for the engine: what goes wrong is noted, each recording once, and how many
 * are open is counted. */
typedef struct {
    il_engine_trouble *troubles; // owned
    int trouble_count, trouble_room;
    int open;
    bool lacking; // memory lacked for opening or noting one
} il_recordings;

/* NULL when it cannot be read at all: noted. One that is damaged is noted and ends early. */
il_vorbis *il_recordings_open(il_recordings *recordings, const il_clip *clip);

/* Closes and clears `*vorbis`, which may be NULL. */
void il_recordings_close(il_recordings *recordings, il_vorbis **vorbis);

/* Note what went wrong with `clip`; lack of memory even for that shows in `lacking`. */
void il_recordings_note(il_recordings *recordings, const il_clip *clip, const char *message);

/* The same for one that is shorter than the timeline was told. */
void il_recordings_note_short(il_recordings *recordings, const il_clip *clip);

void il_recordings_finish(il_recordings *recordings);

#endif
