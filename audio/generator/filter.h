#ifndef FILTER_H
#define FILTER_H

/* Second-order filters after Robert Bristow-Johnson's cookbook, in transposed direct form II. A
 * filter that moves keeps its state: set it anew every FILTER_STEP frames. */

enum { FILTER_STEP = 64 };

typedef struct {
    double b0, b1, b2, a1, a2, z1, z2;
} biquad;

void biquad_band_pass(biquad *filter, double centre_hz, double q); // 0 dB at the centre
void biquad_low_pass(biquad *filter, double corner_hz, double q);
double biquad_next(biquad *filter, double sample);

#endif
