#ifndef IL_SESSION_GUIDE_H
#define IL_SESSION_GUIDE_H

#include "base/frames.h"

/* What an editor goes by: the words and figures behind the warnings about a session's text and
 * pauses. They are those of the practice guide of this project, whose sources each names; where it
 * says "craft", they are custom and not evidence. Static storage, any thread. */

typedef enum {
    IL_GUIDE_PRESSES, // it asks for effort or promises: an invitation says it otherwise
    IL_GUIDE_SOUNDS,  // written alike and spoken two ways: a synthetic voice may take the wrong one
} il_guide_reason;

typedef struct {
    const char *words; // lower case; one word or several
    il_guide_reason reason;
} il_guide_word;

/* The words that English sessions avoid, in the order of strcmp of their first word. */
const il_guide_word *il_guide_words(int *count);

/* Sentences, in words. */
enum {
    IL_GUIDE_SENTENCE_MOST = 20, // craft: what is heard once is understood up to here
    IL_GUIDE_MEAN_MOST = 12,     // of all sentences; wishes and counts may be as short as they are
};

/* How many words a session of `length` may have, or 0 where the guide does not say (under 3 and
 * over 20 minutes): its table of words for each length, joined by lines, and 15 % more. */
int il_guide_words_most(il_frames length);

extern const il_frames il_guide_choice_by;     // a word on position and eyes, from the start on
extern const il_frames il_guide_silence_free;  // a longer silence is announced
extern const il_frames il_guide_closing_least; // from the line marked as closing to the end
extern const il_frames il_guide_safety_within; // of the first paced breath, before or after
#endif
