#ifndef SOUND_H
#define SOUND_H

/* A sound while it is made: two channels of doubles, full scale 1, 48 kHz.
 *
 * Everything in this folder runs once, when a sound is made, so it is written to be read, not to be
 * quick. It ends the program when memory lacks. */

enum { RATE = 48000 };

typedef struct {
    double *left, *right; // owned; from sound_create
    long frames;
} sound;

sound sound_create(long frames); // silent
void sound_destroy(sound *made);
void sound_scale(sound *made, double factor);
double sound_peak(const sound *made);      // of the samples
void sound_trim(sound *made, long frames); // keep the first `frames` (> 0, at most what there is)

#endif
