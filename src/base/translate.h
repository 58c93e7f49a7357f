#ifndef IL_BASE_TRANSLATE_H
#define IL_BASE_TRANSLATE_H

/* Words that a person reads stand inside `_()`, so that they can be told in another language one
 * day; until then they are what they are. `N_()` marks those of a static table, which `_()` then
 * prints. What tools read (JSON, exit status, names of files' keys) is never marked. */
#define _(text) (text)
#define N_(text) text

#endif
