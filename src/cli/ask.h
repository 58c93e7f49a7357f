#ifndef IL_CLI_ASK_H
#define IL_CLI_ASK_H

#include "cli/arguments.h"
#include "cli/load.h"

/* A session as a command asks for it: which, how long, with which choices. */

#define IL_OPTION_LENGTH                                                                           \
    {                                                                                              \
        "--length", "T", N_("how long, as in 7m, 4m17s or 90s")                                    \
    }
#define IL_OPTION_UNTIL                                                                            \
    {                                                                                              \
        "--until", "HH:MM", N_("so that its last sound has died away by then")                     \
    }
#define IL_OPTION_CHOOSE                                                                           \
    {                                                                                              \
        "--choose", "KEY=OPTION", N_("take one of its choices; may be repeated")                   \
    }
#define IL_OPTION_ENDING                                                                           \
    {                                                                                              \
        "--ending", "E", N_("bell, quiet or sleep")                                                \
    }

typedef struct {
    il_library *library;
    il_clips clips;
    il_session *session;
    il_timeline_request request; // points into this struct, so that it is never copied
    int *choices;
} il_ask;

/* Read the session that is the only operand of `arguments` and what its options ask for.
 *
 * What can be wrong with the call alone is refused before the session is read. A session with
 * errors is refused with all its problems. The exit status, everything said; release `ask` in any
 * case. */
int il_ask_open(il_ask *ask, const il_arguments *arguments);

void il_ask_close(il_ask *ask);

/* The session laid out as asked, and how long it could be (`range` NULL: not wanted). NULL, with
 * `err`, when it cannot be. */
il_timeline *il_ask_compile(il_ask *ask, il_range *range, il_error *err);

#endif
