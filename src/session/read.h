#ifndef IL_SESSION_READ_H
#define IL_SESSION_READ_H

#include "base/problem.h"
#include "session/session.h"

/* Limits of what is read, against hostile files; a benchmark may raise them. */
typedef struct {
    size_t file_bytes;  // 256 KiB
    int steps;          // 2,000 written
    int steps_repeated; // 20,000 after repeats, each at its most
    int clips;          // 256 distinct recordings beside the session
} il_read_limits;

il_read_limits il_read_limits_default(void);

/* The session in `file`, strictly read.
 *
 * Every problem goes to `problems` (zeroed by the caller, who finishes it), in file order. The
 * result is NULL when there was an error among them, or when the file could not be read at all:
 * then `err` says so and `problems` is empty. Free the result with il_session_destroy. `file` is
 * copied. `limits` NULL means the default. Any thread. */
il_session *il_session_read(const char *file, const il_read_limits *limits, il_problems *problems,
                            il_error *err);

/* The same from memory; `file` names it in messages. */
il_session *il_session_read_bytes(const char *file, const char *bytes, size_t size,
                                  const il_read_limits *limits, il_problems *problems,
                                  il_error *err);

#endif
