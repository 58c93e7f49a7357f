#ifndef LOUDNESS_H
#define LOUDNESS_H

#include "sound.h"

/* Loudness after ITU-R BS.1770-4 and EBU Tech 3341 and 3342, at 48 kHz: a sine of 997 Hz at full
 * scale in one channel is at -3.0 LUFS. Sounds of less than 400 ms are at -120. */
double loudness_integrated(const sound *made);     // LUFS, gated
double loudness_momentary_most(const sound *made); // LUFS, the loudest 400 ms
double loudness_range(const sound *made);          // LU, 10th to 95th percentile of 3 s, gated
double true_peak(const sound *made); // amplitude between the samples too, 4 times over

#endif
