#include "export/queue.h"

#include "base/memory.h"

bool il_queue_init(il_queue *queue, il_error *err)
{
    *queue = (il_queue){.samples =
                            il_alloc((size_t)IL_CHUNKS * IL_CHUNK_FRAMES * 2, sizeof(float), err)};
    if (!queue->samples) {
        return false;
    }
    pthread_mutex_init(&queue->lock, NULL); // neither can fail on Linux
    pthread_cond_init(&queue->changed, NULL);
    return true;
}

void il_queue_finish(il_queue *queue)
{
    if (queue->samples) {
        pthread_cond_destroy(&queue->changed);
        pthread_mutex_destroy(&queue->lock);
        il_free(queue->samples);
        queue->samples = NULL;
    }
}

static float *chunk(const il_queue *queue, int index)
{
    return queue->samples + (size_t)(index % IL_CHUNKS) * IL_CHUNK_FRAMES * 2;
}

float *il_queue_room(il_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->count == IL_CHUNKS && !queue->stopped) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    float *room = queue->stopped ? NULL : chunk(queue, queue->first + queue->count);
    pthread_mutex_unlock(&queue->lock);
    return room;
}

void il_queue_put(il_queue *queue, int frames)
{
    pthread_mutex_lock(&queue->lock);
    queue->frames[(queue->first + queue->count) % IL_CHUNKS] = frames;
    queue->count++;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

void il_queue_end(il_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->ended = true;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

const float *il_queue_next(il_queue *queue, int *frames)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !queue->ended && !queue->stopped) {
        pthread_cond_wait(&queue->changed, &queue->lock);
    }
    const float *next = NULL;
    if (queue->count > 0 && !queue->stopped) {
        next = chunk(queue, queue->first);
        *frames = queue->frames[queue->first];
    }
    pthread_mutex_unlock(&queue->lock);
    return next;
}

void il_queue_take(il_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->first = (queue->first + 1) % IL_CHUNKS;
    queue->count--;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

void il_queue_stop(il_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->stopped = true;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}
