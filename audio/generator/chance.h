#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

/* Chance that is always the same: a value of a seed and an index, asked in any order. */

double chance(uint64_t seed, uint64_t index); // even in 0 to 1; SplitMix, Steele, Lea, Flood 2014
double white(uint64_t seed, uint64_t frame);  // even in -1 to 1

/* A curve in -1 to 1 at `frame` of a loop of `frames`, which it closes: `points` random values
 * joined by raised cosines. Curves whose points have no common divisor never fall into step. */
double wander(uint64_t seed, long points, long frame, long frames);

/* Pink noise from white: Paul Kellet's filter, -3 dB an octave within 0.05 dB above 9 Hz. */
typedef struct {
    double pole[7];
} pink;
double pink_next(pink *state, double white_sample);

#endif
