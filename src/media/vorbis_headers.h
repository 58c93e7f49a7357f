#ifndef IL_MEDIA_VORBIS_HEADERS_H
#define IL_MEDIA_VORBIS_HEADERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Whether the three header packets at the beginning of an Ogg file claim only what an encoder would
 * write. Within the media room only.
 *
 * libvorbis 1.3.7 takes memory from the stack for as many entries as a codebook claims to have, at the
 * first packet that is decoded: a file of a few hundred bytes ends the process. So nothing that claims
 * more than `codebook entries` of a real encoder ever reaches it. Formats after the Vorbis I
 * specification, sections 3.2.1, 4.2 and 5. False, with `err` naming `name`. */
bool il_vorbis_headers_check(const char *name, const unsigned char *bytes, size_t size,
                             il_error *err);

#endif
