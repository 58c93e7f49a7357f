#include "play/clock.h"

#include <math.h>

static const double begin_hz = 1.0, settled_hz = 0.1, settles_s = 5.0; // bandwidth of the loop
static const double lost_s = 0.25; // an error beyond which it begins anew
static const int beyond_turns = 3; // turns that are extrapolated when none comes

void il_clock_init(il_clock *clock)
{
    *clock = (il_clock){.running = false};
}

static void begin(il_clock *clock, double now_s, double period_s)
{
    clock->t1 = now_s + period_s;
    clock->e2 = period_s;
    clock->age_s = 0.0;
    clock->running = true;
}

/* One step of the loop; returns the filtered time of this turn. */
static double filter(il_clock *clock, double now_s, double period_s)
{
    const double error = now_s - clock->t1;
    if (!clock->running || fabs(error) > lost_s || period_s != clock->period_s) {
        begin(clock, now_s, period_s);
        return now_s;
    }
    const double share = clock->age_s < settles_s ? clock->age_s / settles_s : 1.0;
    const double bandwidth = begin_hz + (settled_hz - begin_hz) * share;
    const double omega = 6.283185307179586 * bandwidth * period_s;
    const double from_s = clock->t1;
    clock->t1 += sqrt(2.0) * omega * error + clock->e2;
    clock->e2 += omega * omega * error;
    clock->age_s += period_s;
    return from_s;
}

void il_clock_turn(il_clock *clock, double now_s, const il_turn *turn)
{
    const double period_s = (double)turn->count / IL_RATE_HZ;
    clock->running = clock->running && turn->output == clock->next_output;
    const double from_s = filter(clock, now_s, period_s);
    clock->period_s = period_s;
    clock->next_output = turn->output + turn->count;

    const unsigned sequence = atomic_load_explicit(&clock->sequence, memory_order_relaxed);
    atomic_store_explicit(&clock->sequence, sequence + 1, memory_order_relaxed);
    // each released, so that who sees one of them sees the odd number too
    atomic_store_explicit(&clock->from_s, from_s, memory_order_release);
    atomic_store_explicit(&clock->to_s, clock->t1, memory_order_release);
    atomic_store_explicit(&clock->output, turn->output, memory_order_release);
    atomic_store_explicit(&clock->at, turn->at, memory_order_release);
    atomic_store_explicit(&clock->count, turn->count, memory_order_release);
    atomic_store_explicit(&clock->moving, turn->moving, memory_order_release);
    atomic_store_explicit(&clock->sequence, sequence + 2, memory_order_release);
}

/* What was published, whole. */
typedef struct {
    double from_s, to_s;
    il_frames at;
    int count, moving;
} published;

static published take(il_clock *clock)
{
    for (;;) {
        const unsigned before = atomic_load_explicit(&clock->sequence, memory_order_acquire);
        const published is = {
            .from_s = atomic_load_explicit(&clock->from_s, memory_order_acquire),
            .to_s = atomic_load_explicit(&clock->to_s, memory_order_acquire),
            .at = atomic_load_explicit(&clock->at, memory_order_acquire),
            .count = atomic_load_explicit(&clock->count, memory_order_acquire),
            .moving = atomic_load_explicit(&clock->moving, memory_order_acquire),
        };
        const unsigned after = atomic_load_explicit(&clock->sequence, memory_order_relaxed);
        if (before == after && before % 2 == 0) {
            return is;
        }
    }
}

il_frames il_clock_heard(il_clock *clock, double now_s, il_frames latency)
{
    const published is = take(clock);
    if (is.count == 0 || is.to_s <= is.from_s) {
        return is.at;
    }
    const double share = (now_s - is.from_s) / (is.to_s - is.from_s);
    const double most = share < beyond_turns ? share : beyond_turns;
    double gone = most * is.count - (double)latency;
    if (is.moving < is.count) { // what follows is silence: it stops there
        gone = gone < is.moving ? gone : is.moving;
    }
    return is.moving > 0 ? is.at + (il_frames)floor(gone) : is.at;
}
