#ifndef BUBBLE_H
#define BUBBLE_H

#include "sound.h"

/* One bubble in water, heard from a place.
 *
 * It rings at Minnaert's frequency (1933), 3 / radius, and dies away as in van den Doel,
 * "Physically based models for liquid sounds" (2005): damping 0.13 / r + 0.0072 r^-1.5. One near
 * the surface rises in pitch by `rise` times its damping. It comes up over a period of its own, 0.6
 * ms at least: softer than theirs. */
typedef struct {
    double radius_m;
    double rise;  // 0, deep, to 0.1, at the surface
    double level; // its amplitude
    double side;  // where: -1 is left, 1 right; the farther ear hears it weaker and later
} bubble;

/* Add it to a loop from frame `start` (within the loop) on, running round the loop's end. */
void bubble_add(sound *loop, long start, const bubble *one);

#endif
