#ifndef IL_BASE_REALTIME_H
#define IL_BASE_REALTIME_H

/* Marks a function that the audio callback may run: it neither allocates nor releases, takes no
 * lock, waits for nothing, opens no file and calls only functions that carry this mark. It expands
 * to nothing; readers and a test go by it. */
#define IL_REALTIME

#endif
