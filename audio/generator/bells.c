#include "bowl.h"
#include "sounds.h"

/* A bowl under a soft mallet. */

static const stroke soft = {.base_hz = 214.0, .ring_s = 12.0, .attack_s = 0.012, .level = 1.0};
static const double room_s = 18.0; // for a stroke to die away in
static const double floor_db = -72.0, fade_s = 0.4;

static void strike(sound *bell, double at_s, double level, uint64_t seed)
{
    stroke one = soft;
    one.level = level;
    one.seed = seed;
    bowl_strike(bell, at_s, &one);
}

sound make_soft(void)
{
    sound bell = sound_create((long)(room_s * RATE));
    strike(&bell, 0.0, 1.0, 11);
    bowl_end(&bell, floor_db, fade_s);
    return bell;
}

/* Three strokes, each a little softer than the one before: the end of a session. Nine seconds
 * apart, the least that practice allows, since a session waits for the last to die away. */
sound make_close(void)
{
    const double apart_s = 9.0, levels[] = {1.0, 0.84, 0.71};
    sound bell = sound_create((long)((2.0 * apart_s + room_s) * RATE));
    for (int i = 0; i < 3; i++) {
        strike(&bell, i * apart_s, levels[i], 21 + (uint64_t)i);
    }
    bowl_end(&bell, floor_db, fade_s);
    return bell;
}
