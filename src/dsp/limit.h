#ifndef IL_DSP_LIMIT_H
#define IL_DSP_LIMIT_H

#include "base/realtime.h"

/* What the sum of all sound passes last, so that nothing ever clips.
 *
 * |x| <= 0.80 bit for bit; above, 0.80 + 0.09 tanh((|x| - 0.80) / 0.09) with the sign of x: its
 * slope is 1 where the two meet, and it stays under 0.89 (-1 dBFS). No memory, so any seek is
 * exact. What is no number is 0. A mix at its planned levels peaks far below 0.80. */
IL_REALTIME float il_limit(float sample);

/* The same for `count` samples in place. */
IL_REALTIME void il_limit_all(float *samples, int count);

#endif
