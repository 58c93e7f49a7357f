#ifndef IL_DSP_LEVEL_H
#define IL_DSP_LEVEL_H

#include <math.h>

/* The factor on samples that a level in dB means: 10^(db / 20). Any thread. */
static inline double il_gain_from_db(double db)
{
    return exp2(db * 0.16609640474436811739); // log2(10) / 20
}

#endif
