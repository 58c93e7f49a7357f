#ifndef IL_SESSION_SYNTAX_H
#define IL_SESSION_SYNTAX_H

#include "session/source.h"

/* What libyaml said when it could not read on, to be told again in words for authors. Within the
 * session room only. */
typedef struct {
    const char *problem, *context;  // libyaml's words; never NULL
    il_place at, context_at;        // context_at: line 0 when there is none
    il_place quoted_at, quoted_end; // of the last text in quotes, the end just past it; or line 0
} il_syntax;

/* Report an error of syntax: the traps that writers fall into by name, with the way to write it. */
void il_syntax_report(const il_source *source, const il_syntax *syntax, il_problems *problems);

#endif
