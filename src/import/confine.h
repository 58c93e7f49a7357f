#ifndef IL_IMPORT_CONFINE_H
#define IL_IMPORT_CONFINE_H

#include <stdbool.h>

#include "base/error.h"

/* What this process may do, taken away before the first byte of a foreign file is looked at.
 *
 * Two steps, since a thread must still be made between them: il_confine_process, on the main
 * thread, limits memory, the size of the result, open files and core dumps, and gives up every path
 * (Landlock, where the kernel has it) and every new right; il_confine_calls, on the thread that
 * does the work, then leaves both threads the few system calls that decoding takes (seccomp): any
 * other ends the process. False, with `err`, the machine's fault: nothing is to be read then. */
bool il_confine_process(il_error *err);
bool il_confine_calls(il_error *err);

/* What of it this build and kernel have, for people: "seccomp, Landlock 6, 768 MiB". */
const char *il_confine_about(void);

/* Processor time, so that a file that leads a decoder astray ends with it: the process is ended by
 * SIGPROF once it has used what it was given, and is given `seconds` more as it comes on (in a
 * build for a sanitizer, ten times as many). */
void il_confine_give(double seconds);

#endif
