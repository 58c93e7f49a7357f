#include "play/render.h"

#include <time.h>

enum { FILL_BLOCKS = 938 }; // 5 s

/* What the thread itself keeps. */
typedef struct {
    il_render *shared;
    il_engine *engine;
    il_timeline *timeline; // of the engine
    il_frames at, length;
    unsigned generation;
    bool finished; // all of it is in the ring

    int full;       // blocks that were there when it went to sleep
    double full_s;  // and when; 0: it did not sleep since
    double wait_ms; // how long it sleeps
} renderer;

static const double first_wait_ms = 5.0;

/* What the main thread wants; true when that is something new. */
static bool take_wish(renderer *own, il_timeline **wanted)
{
    il_render *shared = own->shared;
    *wanted = shared->taken = shared->wanted;
    const bool is_new = own->generation != shared->generation;
    own->generation = shared->generation;
    own->at = is_new ? shared->at : own->at;
    return is_new;
}

/* Begin with `wanted` at own->at. The old timeline goes back to its owner. */
static void begin(renderer *own, il_timeline *wanted)
{
    il_render *shared = own->shared;
    if (wanted != own->timeline) {
        il_engine_destroy(own->engine);
        pthread_mutex_lock(&shared->lock);
        if (own->timeline) {
            shared->done[shared->done_count++] = own->timeline;
        }
        pthread_mutex_unlock(&shared->lock);
        own->timeline = wanted;
        own->engine = wanted ? il_engine_create(wanted, NULL) : NULL;
    }
    own->length = wanted ? il_timeline_length(wanted) : 0;
    own->finished = !own->engine;
    own->full_s = 0.0;
    own->wait_ms = first_wait_ms;
}

/* One block into the ring; false when there is no room or nothing left. */
static bool render_block(renderer *own)
{
    il_block *block = own->finished ? NULL : il_ring_room(&own->shared->mixer->ring);
    if (!block) {
        return false;
    }
    const il_frames left = own->length - own->at;
    float *const stems[IL_STEMS] = {block->stems[0], block->stems[1], block->stems[2]};
    block->at = own->at;
    block->generation = own->generation;
    block->count = left < IL_BLOCK_FRAMES ? (int)left : IL_BLOCK_FRAMES;
    block->count = block->count > 0 ? block->count : 1; // at the very end: one frame of silence
    block->last = left <= IL_BLOCK_FRAMES;
    il_engine_render(own->engine, own->at, block->count, stems);
    own->at += block->count;
    own->finished = block->last;
    il_ring_push(&own->shared->mixer->ring);
    return true;
}

/* Back from sleep: how long the next one may be. A quarter of what is in the ring, at the pace at
 * which it was heard, since nobody wakes this thread when the ring runs low: the callback calls
 * nobody. */
static void measure(renderer *own)
{
    const int fill = il_ring_fill(&own->shared->mixer->ring);
    const double passed_s = il_mixer_now_s() - own->full_s, heard = own->full - fill;
    double ms = 2.0 * own->wait_ms;
    if (own->full_s > 0.0 && heard > 0.0 && passed_s > 0.0) {
        const double quarter_ms = 250.0 * own->full * passed_s / heard;
        ms = quarter_ms < 4.0 * own->wait_ms ? quarter_ms : 4.0 * own->wait_ms; // no hasty measure
    }
    own->wait_ms = ms < 2.0 ? 2.0 : ms > 1000.0 ? 1000.0 : ms;
    own->full_s = 0.0;
}

static void sleep_for(il_render *shared, double ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    const long long ns = until.tv_nsec + (long long)(ms * 1e6);
    until.tv_sec += (time_t)(ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    pthread_cond_timedwait(&shared->told, &shared->lock, &until);
}

/* With the lock held, and nothing to render: sleep until there is. */
static void rest(renderer *own)
{
    il_render *shared = own->shared;
    const bool pending =
        atomic_load(&shared->mixer->heard_generation) != atomic_load(&shared->mixer->generation);
    own->full = il_ring_fill(&shared->mixer->ring);
    own->full_s = il_mixer_now_s();
    if (own->finished || (shared->resting && !pending)) {
        pthread_cond_wait(&shared->told, &shared->lock);
        own->full_s = 0.0;
        own->wait_ms = first_wait_ms;
    } else {
        sleep_for(shared, pending ? 2.0 : own->wait_ms);
    }
}

static void count_troubles(renderer *own)
{
    int count = 0;
    if (own->engine) {
        il_engine_troubles(own->engine, &count);
    }
    own->shared->troubles = count;
}

/* Fill the ring, but look up now and then whether something else is wanted. */
static bool fill(renderer *own)
{
    int made = 0;
    while (made < 64 && il_ring_fill(&own->shared->mixer->ring) < FILL_BLOCKS &&
           render_block(own)) {
        made++;
    }
    return made == 64;
}

static void *run(void *context)
{
    renderer own = {.shared = context, .wait_ms = first_wait_ms, .finished = true};
    il_render *shared = own.shared;
    pthread_mutex_lock(&shared->lock);
    while (!shared->stop) {
        il_timeline *wanted = NULL;
        const bool is_new = take_wish(&own, &wanted);
        pthread_mutex_unlock(&shared->lock);
        if (is_new) {
            begin(&own, wanted);
        } else if (own.full_s > 0.0) {
            measure(&own);
        }
        const bool more = fill(&own);
        pthread_mutex_lock(&shared->lock);
        count_troubles(&own);
        if (!more && !shared->stop && own.generation == shared->generation) {
            rest(&own);
        }
    }
    pthread_mutex_unlock(&shared->lock);
    begin(&own, NULL);
    return NULL;
}

bool il_render_init(il_render *render, il_mixer *mixer, il_error *err)
{
    *render = (il_render){.mixer = mixer, .resting = true};
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&render->lock, NULL);
    pthread_cond_init(&render->told, &steady);
    pthread_condattr_destroy(&steady);
    render->running = pthread_create(&render->thread, NULL, run, render) == 0;
    return render->running || il_fail_machine(err, il_nowhere(), "no thread to render on");
}

void il_render_stop(il_render *render)
{
    if (render->running) {
        pthread_mutex_lock(&render->lock);
        render->stop = true;
        pthread_cond_signal(&render->told);
        pthread_mutex_unlock(&render->lock);
        pthread_join(render->thread, NULL);
        render->running = false;
    }
}

void il_render_finish(il_render *render)
{
    il_render_stop(render);
    pthread_cond_destroy(&render->told);
    pthread_mutex_destroy(&render->lock);
}

/* A new generation: the callback leaves the old one as soon as it sees the number. */
static void wish(il_render *render, il_timeline *timeline, il_frames at)
{
    pthread_mutex_lock(&render->lock);
    const bool passed_over = render->wanted && render->wanted != timeline &&
                             render->wanted != render->taken;
    if (passed_over) { // the thread never came to it
        render->done[render->done_count++] = render->wanted;
    }
    render->wanted = timeline;
    render->at = at;
    render->generation++;
    atomic_store(&render->mixer->generation, render->generation);
    pthread_cond_signal(&render->told);
    pthread_mutex_unlock(&render->lock);
}

void il_render_load(il_render *render, il_timeline *timeline, il_frames at)
{
    wish(render, timeline, at);
}

void il_render_seek(il_render *render, il_frames at)
{
    wish(render, render->wanted, at);
}

void il_render_rest(il_render *render, bool resting)
{
    pthread_mutex_lock(&render->lock);
    render->resting = resting;
    pthread_cond_signal(&render->told);
    pthread_mutex_unlock(&render->lock);
}

il_timeline *il_render_take_back(il_render *render)
{
    pthread_mutex_lock(&render->lock);
    il_timeline *timeline = NULL;
    if (render->done_count > 0) {
        timeline = render->done[--render->done_count];
    }
    pthread_mutex_unlock(&render->lock);
    return timeline;
}

int il_render_troubles(il_render *render)
{
    pthread_mutex_lock(&render->lock);
    const int troubles = render->troubles;
    pthread_mutex_unlock(&render->lock);
    return troubles;
}
