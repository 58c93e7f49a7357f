#ifndef IL_EXPORT_QUEUE_H
#define IL_EXPORT_QUEUE_H

#include <pthread.h>
#include <stdbool.h>

#include "base/error.h"

/* Sound on its way from the thread that renders to the one that encodes: a few chunks, so that
 * neither waits for the other's every move and memory does not grow. Whoever has nothing to do
 * sleeps. */
enum { IL_CHUNK_FRAMES = 4096, IL_CHUNKS = 8 };

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed; // a chunk was put, taken, or the queue ended
    float *samples;         // owned: IL_CHUNKS chunks of interleaved stereo
    int frames[IL_CHUNKS];
    int first, count; // of the chunks that wait
    bool ended;       // nothing more will be put
    bool stopped;     // nobody will take or put any more
} il_queue;

bool il_queue_init(il_queue *queue, il_error *err);
void il_queue_finish(il_queue *queue);

/* The renderer's side: room for a chunk, once there is some; NULL when stopped. Then how many
 * frames it was given, and finally that there are no more. */
float *il_queue_room(il_queue *queue);
void il_queue_put(il_queue *queue, int frames);
void il_queue_end(il_queue *queue);

/* The encoder's side: the next chunk, once there is one; NULL when it ended or was stopped. Then
 * that it is done with. */
const float *il_queue_next(il_queue *queue, int *frames);
void il_queue_take(il_queue *queue);

/* Either side: it is over, whatever waits. */
void il_queue_stop(il_queue *queue);

#endif
