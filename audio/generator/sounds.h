#ifndef SOUNDS_H
#define SOUNDS_H

#include "sound.h"

/* Every sound that Interlude ships, before it is levelled. A bed is a loop that closes: what would
 * sound behind its last frame stands at its first. */
sound make_stream(void);

sound make_soft(void);
sound make_close(void);

#endif
