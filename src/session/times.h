#ifndef IL_SESSION_TIMES_H
#define IL_SESSION_TIMES_H

#include "base/text.h"

/* Why a time, number or level was not taken, and the way to write it. Within the session room only.
 *
 * Each returns the message (static storage) and fills `expected`, of `room` bytes, with what was
 * probably meant, if that can be told, else with an example. */

const char *il_time_fault(il_text_fault fault, const char *text, bool range, char *expected,
                          size_t room);
const char *il_level_fault(il_text_fault fault, const char *text, char *expected, size_t room);
const char *il_count_fault(il_text_fault fault);

#endif
