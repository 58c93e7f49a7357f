#ifndef FIGURES_H
#define FIGURES_H

#include <stdbool.h>

#include "sound.h"

/* What can be said of a sound in numbers. A loop's bends and repeats are measured round its seam.
 */
typedef struct {
    double lufs;        // integrated; of a sound that does not loop its loudest 400 ms
    double range_lu;    // loudness range
    double crest_db;    // peak over mean power
    double peak_dbtp;   // true peak
    double centroid_hz; // of power
    double sides;       // correlation of left and right, -1 to 1
    double click;       // the sharpest bend of the wave, as a multiple of the mean one
    double seam;        // of a loop: the sharpest bend near its seam, likewise
    double repeat;      // of a loop: how like itself its level is some time on, 1 is the same
    double repeat_s;    // and at which lag, of those of a second or more
} figures;
figures figures_of(const sound *made, bool loops);

#endif
