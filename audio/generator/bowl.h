#ifndef BOWL_H
#define BOWL_H

#include <stdint.h>

#include "sound.h"

/* One stroke of a soft mallet on a bowl-like bell, added to `out` at `start_s`; what would ring
 * beyond its end is not heard. The modes are those of a measured bowl. */
typedef struct {
    double base_hz;
    double ring_s;   // the base mode falls by 60 dB in this time, the higher ones sooner
    double attack_s; // 0.010 to 0.015 is a soft mallet
    double level;    // of the base mode, before the bell is levelled
    uint64_t seed;   // the small differences between strokes
} stroke;
void bowl_strike(sound *out, double start_s, const stroke *how);

/* End the sound where it has sunk to `floor_db` of its peak for good, with a fade of `fade_s`. */
void bowl_end(sound *out, double floor_db, double fade_s);

#endif
