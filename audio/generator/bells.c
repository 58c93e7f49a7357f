#include "sounds.h"

/* A bowl under a soft mallet. */

static const double length_s = 14.0; // by then it is below what a room lets one hear

static stroke soft_stroke(uint64_t seed, double level)
{
    return (stroke){
        .base_hz = 214.0, .attack_s = 0.012, .length_s = length_s, .level = level, .seed = seed};
}

sound make_soft(void)
{
    sound bell = sound_create((long)(length_s * RATE));
    const stroke one = soft_stroke(11, 1.0);
    add_stroke(&bell, 0.0, &one);
    return bell;
}

/* Three strokes nine seconds apart, each a little softer than the one before: the end of a session.
 */
sound make_close(void)
{
    const double apart_s = 9.0, levels[] = {1.0, 0.84, 0.71};
    sound bell = sound_create((long)((2.0 * apart_s + length_s) * RATE));
    for (int i = 0; i < 3; i++) {
        const stroke one = soft_stroke(21 + (uint64_t)i, levels[i]);
        add_stroke(&bell, i * apart_s, &one);
    }
    return bell;
}
