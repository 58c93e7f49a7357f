#ifndef IL_CLI_IMPORTING_H
#define IL_CLI_IMPORTING_H

#include "library/library.h"

/* Show on standard error, when a person is looking, how far an import is that takes longer than a
 * moment. For the life of `library`; the thread that asks it. */
void il_show_imports(il_library *library);

#endif
