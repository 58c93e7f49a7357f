#ifndef SOUND_H
#define SOUND_H

#include <stdbool.h>
#include <stdint.h>

/* What the sounds of Interlude are made of: noise by seed and frame, filters, bubbles, modes, a
 * loudness meter. Everything runs once, when a sound is made, so it is written to be read, not to
 * be quick. Samples are doubles, full scale 1; rates are of 48 kHz. */

enum { RATE = 48000 };

typedef struct {
    double *left, *right; // owned; from sound_create
    long frames;
} sound;

sound sound_create(long frames); // silent; ends the program when memory lacks
void sound_destroy(sound *made);
void sound_scale(sound *made, double factor);
double sound_peak(const sound *made);

/* ---- chance, always the same ---- */

/* Uniform in 0 to 1, of a seed and an index: asked in any order, the same value (a 64-bit mix after
 * Steele, Lea and Flood 2014, SplitMix). */
double chance(uint64_t seed, uint64_t index);

/* White noise of even spread in -1 to 1 at a frame. */
double white(uint64_t seed, uint64_t frame);

/* A curve through random values in 0 to 1, `points` of them over a loop of `frames`, joined by
 * raised cosines; it closes. */
double wander(uint64_t seed, long points, long frame, long frames);

/* ---- filters ---- */

/* Pink noise from white: seven poles after Paul Kellet, -3 dB an octave within 0.05 dB above 9 Hz.
 */
typedef struct {
    double pole[7];
} pink;
double pink_next(pink *state, double white_sample);

/* Two-pole filters after Robert Bristow-Johnson's cookbook, transposed direct form II. */
typedef struct {
    double b0, b1, b2, a1, a2, z1, z2;
} biquad;
void biquad_band_pass(biquad *filter, double centre_hz, double q); // 0 dB at the centre
void biquad_low_pass(biquad *filter, double corner_hz, double q);
void biquad_high_pass(biquad *filter, double corner_hz, double q);
double biquad_next(biquad *filter, double sample);

/* ---- things that sound ---- */

/* A bubble of `radius_m` in water, added to a loop from `start` on, running round its end.
 *
 * It rings at Minnaert's frequency (1933), near 3 / radius, damped and rising as van den Doel's
 * "Physically based models for liquid sounds" (2005) has it. */
void add_bubble(double *loop, long frames, long start, double radius_m, double level);

/* One stroke on a bowl-like bell at `start`. */
typedef struct {
    double base_hz;
    double attack_s, length_s; // the last second and a half fade, so that nothing is cut
    double level;
    uint64_t seed; // small differences between strokes
} stroke;
void add_stroke(sound *out, double start_s, const stroke *how);

/* ---- loudness: ITU-R BS.1770-4 ---- */

double loudness_integrated(const sound *made);     // LUFS, gated
double loudness_momentary_most(const sound *made); // LUFS, the loudest 400 ms
double
loudness_range(const sound *made); // LU between the 10th and 95th percentile of 3 s

#endif
