#ifndef IL_MEDIA_VORBIS_HEADERS_H
#define IL_MEDIA_VORBIS_HEADERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/frames.h"

/* The three header packets of a Vorbis stream (Vorbis I specification, 2020-07-04, sections 4 and
 * 5), read whole before libvorbis sees them. libvorbis 1.3.7 takes memory for what a codebook
 * claims, some of it from the stack: so nothing is let through that claims more than an encoder
 * writes.
 *
 * Each returns NULL when the packet is sound, else what is wrong with it: static storage. */

/* 48 kHz, one or two channels. */
const char *il_vorbis_check_identification(const unsigned char *bytes, size_t size, int *channels);

/* The tags LOOPSTART and LOOPLENGTH, in frames; -1 for one that is not there or is no number. */
const char *il_vorbis_check_comment(const unsigned char *bytes, size_t size, il_frames *loop_start,
                                    il_frames *loop_length);

/* Codebooks, floors, residues, mappings and modes. */
const char *il_vorbis_check_setup(const unsigned char *bytes, size_t size, int channels);

#endif
