#include "play/mixer.h"

#include <math.h>
#include <string.h>
#include <time.h>

#include "dsp/limit.h"

/* Blocks that must be there before it begins, and below which it fades, so that the fade is over
 * when nothing is left: where a fifth is missing, 4 blocks are 1024 frames. */
enum { BEGIN_BLOCKS = 48, DRY_BLOCKS = 5, GATE_FRAMES = 960, LEVEL_FRAMES = 2400 };

bool il_mixer_init(il_mixer *mixer, il_error *err)
{
    memset(mixer, 0, sizeof *mixer);
    il_clock_init(&mixer->clock);
    for (int i = 0; i < IL_GROUPS; i++) {
        atomic_init(&mixer->levels[i], 1.0f);
        mixer->levels_now[i] = mixer->level_goals[i] = 1.0f;
    }
    atomic_init(&mixer->fade, GATE_FRAMES);
    return il_ring_init(&mixer->ring, err);
}

void il_mixer_finish(il_mixer *mixer)
{
    il_ring_finish(&mixer->ring);
}

double il_mixer_now_s(void)
{
    struct timespec now; // answered by the vDSO: no system call
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- fades ---- */

static float toward(float from, float to, float step)
{
    return from < to ? (from + step < to ? from + step : to)
                     : (from - step > to ? from - step : to);
}

/* No corner at either end. Exactly 0 and 1 there. */
static float smooth(float x)
{
    return x * x * (3.0f - 2.0f * x);
}

/* A level glides in a line to where it is wanted, and is exactly that when it is there. */
static void aim_levels(il_mixer *mixer)
{
    for (int i = 0; i < IL_GROUPS; i++) {
        const float goal = atomic_load_explicit(&mixer->levels[i], memory_order_relaxed);
        if (goal != mixer->level_goals[i]) {
            mixer->level_goals[i] = goal;
            mixer->level_left[i] = mixer->started ? LEVEL_FRAMES : 1;
            mixer->level_steps[i] = (goal - mixer->levels_now[i]) / (float)mixer->level_left[i];
        }
    }
}

static float next_level(il_mixer *mixer, int group)
{
    if (mixer->level_left[group] > 0) {
        mixer->level_left[group]--;
        mixer->levels_now[group] = mixer->level_left[group] > 0
                                       ? mixer->levels_now[group] + mixer->level_steps[group]
                                       : mixer->level_goals[group];
    }
    return mixer->levels_now[group];
}

/* ---- what is at the front ---- */

/* Drop what was made for another generation. */
static void drop_old(il_mixer *mixer, unsigned wanted)
{
    const il_block *front;
    while ((front = il_ring_front(&mixer->ring)) && front->generation != wanted) {
        il_ring_pop(&mixer->ring);
        mixer->taken = 0;
    }
}

static bool is_last(const il_block *block)
{
    return block && block->last;
}

/* Whether enough is there to go on: all that there is, or enough to fade over. The last block of a
 * timeline stands at most at the ring's end, so a fill that is low because all is nearly heard is
 * told by looking for it. */
static bool enough(il_mixer *mixer, int blocks)
{
    const int fill = il_ring_fill(&mixer->ring);
    if (fill >= blocks) {
        return true;
    }
    const unsigned head = atomic_load_explicit(&mixer->ring.head, memory_order_relaxed);
    for (int i = 0; i < fill; i++) {
        if (is_last(&mixer->ring.blocks[(head + (unsigned)i) % IL_RING_BLOCKS])) {
            return true;
        }
    }
    return false;
}

/* Whether what plays can be left at once: it is not heard, or nothing of it is there. */
static bool can_leave(const il_mixer *mixer, const il_block *front)
{
    const bool silent = mixer->gate == 0.0f || mixer->transport == 0.0f;
    return silent || !front || front->generation != mixer->playing;
}

/* Go over to the generation that is wanted, once there is something of it. */
static void change(il_mixer *mixer, unsigned wanted)
{
    drop_old(mixer, wanted);
    const il_block *front = il_ring_front(&mixer->ring);
    if (front) {
        mixer->playing = wanted;
        mixer->gate = 0.0f;
        atomic_store_explicit(&mixer->ended, false, memory_order_relaxed);
        atomic_store_explicit(&mixer->at, front->at, memory_order_relaxed);
        atomic_store_explicit(&mixer->heard_generation, wanted, memory_order_release);
    }
}

/* Whether sound may pass: the wanted generation plays, and enough of it is there. Where it must
 * not, what is there fades first. */
static void watch_gate(il_mixer *mixer, bool plays)
{
    const unsigned wanted = atomic_load_explicit(&mixer->generation, memory_order_acquire);
    const bool frozen = atomic_load_explicit(&mixer->frozen, memory_order_relaxed);
    if (mixer->playing != wanted && can_leave(mixer, il_ring_front(&mixer->ring))) {
        change(mixer, wanted);
    }
    const bool current = mixer->playing == wanted && !frozen, was = mixer->gate_open;
    mixer->gate_open = current && enough(mixer, was ? DRY_BLOCKS : BEGIN_BLOCKS);
    if (current && was && !mixer->gate_open &&
        !atomic_load_explicit(&mixer->ended, memory_order_relaxed)) {
        atomic_fetch_add_explicit(&mixer->dry, 1, memory_order_relaxed);
    }
    if (mixer->gate_open && plays && !mixer->started) {
        mixer->started = true;
        mixer->transport = 1.0f;
        mixer->gate =
            il_ring_front(&mixer->ring)->at == 0 ? 1.0f : 0.0f; // whole from the beginning
    }
}

/* ---- filling ---- */

/* Frames of the front block, at their levels, into `out`. */
static void mix(il_mixer *mixer, const il_block *block, float *out, int count, bool plays,
                float transport_step)
{
    const float *voice = block->stems[IL_STEM_VOICE] + 2 * mixer->taken;
    const float *ambience = block->stems[IL_STEM_AMBIENCE] + 2 * mixer->taken;
    const float *cues = block->stems[IL_STEM_CUES] + 2 * mixer->taken;
    for (int i = 0; i < count; i++) {
        mixer->transport = toward(mixer->transport, plays ? 1.0f : 0.0f, transport_step);
        mixer->gate = toward(mixer->gate, mixer->gate_open ? 1.0f : 0.0f, 1.0f / GATE_FRAMES);
        const float all =
            smooth(mixer->transport) * smooth(mixer->gate) * next_level(mixer, IL_GROUP_MASTER);
        const float v = next_level(mixer, IL_GROUP_VOICE) * all;
        const float a = next_level(mixer, IL_GROUP_AMBIENCE) * all;
        const float c = next_level(mixer, IL_GROUP_CUES) * all;
        for (int side = 2 * i; side < 2 * i + 2; side++) {
            out[side] = voice[side] * v + ambience[side] * a + cues[side] * c;
        }
    }
}

/* Whether frames go on now: not once a fade has come to its end. */
static bool goes_on(const il_mixer *mixer, bool plays)
{
    return (plays || mixer->transport > 0.0f) && (mixer->gate_open || mixer->gate > 0.0f);
}

/* How many frames go on, of `count`, until a fade that goes down is at its end. */
static int until_silent(int count, float level, int fade)
{
    const int left = (int)ceilf(level * (float)fade);
    return left < count ? (left > 0 ? left : 1) : count;
}

/* One stretch within a block; returns its frames, 0 when it holds. */
static int take(il_mixer *mixer, float *out, int room, bool plays)
{
    const int fade = atomic_load_explicit(&mixer->fade, memory_order_relaxed);
    const il_block *block = il_ring_front(&mixer->ring);
    if (!block || !mixer->started || !goes_on(mixer, plays)) {
        return 0;
    }
    const int left = block->count - mixer->taken;
    int count = left < room ? left : room;
    count = plays ? count : until_silent(count, mixer->transport, fade);
    count = mixer->gate_open ? count : until_silent(count, mixer->gate, GATE_FRAMES);
    mix(mixer, block, out, count, plays, 1.0f / (float)(fade > 0 ? fade : 1));
    mixer->taken += count;
    atomic_store_explicit(&mixer->at, block->at + mixer->taken, memory_order_relaxed);
    if (mixer->taken == block->count) {
        if (block->last) {
            atomic_store_explicit(&mixer->ended, true, memory_order_release);
        }
        mixer->taken = 0;
        il_ring_pop(&mixer->ring);
    }
    return count;
}

void il_mixer_fill(il_mixer *mixer, float *out, int count)
{
    const double now_s = il_mixer_now_s();
    const bool plays = atomic_load_explicit(&mixer->wants_play, memory_order_acquire);
    aim_levels(mixer);
    watch_gate(mixer, plays);
    il_turn turn = {.output = mixer->output,
                    .count = count,
                    .at = atomic_load_explicit(&mixer->at, memory_order_relaxed)};
    int done = 0, got = 0;
    while (done < count && (got = take(mixer, out + 2 * done, count - done, plays)) > 0) {
        done += got;
        watch_gate(mixer, plays);
    }
    turn.moving = done;
    memset(out + 2 * done, 0, 2 * (size_t)(count - done) * sizeof *out);
    il_limit_all(out, 2 * done);
    mixer->output += count;
    il_clock_turn(&mixer->clock, now_s, &turn);
    atomic_store_explicit(&mixer->held, done == 0, memory_order_release);
    atomic_store_explicit(&mixer->turn_ns, (long long)(now_s * 1e9), memory_order_relaxed);
    atomic_fetch_add_explicit(&mixer->turns, 1, memory_order_release);
    const long long took = (long long)((il_mixer_now_s() - now_s) * 1e9);
    if (took > atomic_load_explicit(&mixer->worst_ns, memory_order_relaxed)) {
        atomic_store_explicit(&mixer->worst_ns, took, memory_order_relaxed);
    }
}
