#include "sound.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

sound sound_create(long frames)
{
    sound made = {calloc((size_t)frames, sizeof(double)), calloc((size_t)frames, sizeof(double)),
                  frames};
    if (!made.left || !made.right) {
        fputs("out of memory\n", stderr);
        exit(3);
    }
    return made;
}

void sound_destroy(sound *made)
{
    free(made->left);
    free(made->right);
    *made = (sound){0};
}

void sound_scale(sound *made, double factor)
{
    for (long i = 0; i < made->frames; i++) {
        made->left[i] *= factor;
        made->right[i] *= factor;
    }
}

double sound_peak(const sound *made)
{
    double peak = 0.0;
    for (long i = 0; i < made->frames; i++) {
        peak = fmax(peak, fmax(fabs(made->left[i]), fabs(made->right[i])));
    }
    return peak;
}

void sound_trim(sound *made, long frames)
{
    made->frames = frames; // what is behind stays allocated until the sound goes
}
