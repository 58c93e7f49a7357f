#ifndef IL_LIBRARY_VISIT_H
#define IL_LIBRARY_VISIT_H

#include "session/session.h"

/* Everything in a session that a recording may be played for, in the order of the file: its bed,
 * its lines, bells and changes of bed, whatever choices and lengths leave out. Inside the library
 * only. A function of a visitor returns false to end the visit. */
typedef struct {
    void *context;
    bool (*on_line)(void *context, const il_line *line);
    bool (*on_bell)(void *context, const il_bell *bell);
    bool (*on_sound)(void *context, const il_sound *sound);
} il_visitor;

/* False when the visitor ended it. */
bool il_visit(const il_session *session, const il_visitor *visitor);

#endif
