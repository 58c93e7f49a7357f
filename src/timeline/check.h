#ifndef IL_TIMELINE_CHECK_H
#define IL_TIMELINE_CHECK_H

#include "timeline/timeline.h"

/* The problems of a session that only its times show: a natural length outside the range or that
 * drops a part, holes in the range, a word too soon after a bell, words of `during` that cannot
 * fit, missing recordings as one warning, and what a careful editor would say (check_guide.c).
 * Added to `problems`, which the caller then sorts. Judged with request->clips, at the natural
 * length. False, with `err`, only when memory lacks. */
bool il_timeline_check(const il_session *session, const il_timeline_request *request,
                       il_problems *problems, il_error *err);

/* The editor's part of it, of a session laid out at its natural length. */
void il_timeline_check_guide(const il_timeline *timeline, il_problems *problems);

#endif
