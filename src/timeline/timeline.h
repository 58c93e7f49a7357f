#ifndef IL_TIMELINE_TIMELINE_H
#define IL_TIMELINE_TIMELINE_H

#include "base/problem.h"
#include "session/session.h"

/* A session at one chosen length: cues at absolute frames, sorted, never changed afterwards.
 *
 * It alone says when anything happens. Sound, picture, captions, chapters and the written plan are
 * read from it, so they cannot drift apart. It borrows the session's strings and the clips' names; the
 * session, and the catalogue of clips, outlive it. Any thread may read one. */
typedef struct il_timeline il_timeline;

/* A recording: how long it is, and the file that has it. */
typedef struct {
    il_frames frames;
    const char *folder; // the file is opened beneath it; NULL when there is no recording
    const char *name;
} il_clip;

/* Where lengths of recordings come from: the library, or a table of a test. Each fills `clip` and
 * returns true when there is a recording. Strings live as long as `context`. Asked on the thread that
 * compiles. */
typedef struct {
    void *context;
    bool (*line)(void *context, const il_session *session, const il_line *line, il_clip *clip);
    bool (*bell)(void *context, const il_session *session, const char *name, il_clip *clip);
    bool (*bed)(void *context, const il_session *session, const char *name, il_clip *clip);
} il_clips;

/* How a session is to be laid out. Zeroed, but for `clips`: as its author meant it. */
typedef struct {
    const il_clips *clips;
    il_frames length;   // 0: the natural length
    const int *choices; // an option for each choice of the session, -1 for its default; or NULL
    bool ending_set;    // `ending` goes before the session's
    il_ending ending;
    double pace_limit; // breaths a minute that no paced breath goes below; 0: none. Live only
    int turn;          // which question of a card with several is asked: turn modulo their number
} il_timeline_request;

typedef enum {
    IL_CUE_SECTION,
    IL_CUE_VISUAL,
    IL_CUE_BED,
    IL_CUE_BELL,
    IL_CUE_SAY,
    IL_CUE_PAUSE,
    IL_CUE_BREATH, // one per breath; `as-it-is` is one for its whole time
    IL_CUE_TENSE,
    IL_CUE_RELEASE,
    IL_CUE_RING,
    IL_CUE_CARD,
} il_cue_kind;

/* What a line shows while it is spoken, from a frame on until the next caption or the end of its cue. */
typedef struct {
    il_frames at;     // absolute
    const char *text; // at most two lines of 62 characters, with '\n' between them
} il_caption;

typedef struct {
    il_frames at;     // the first frame
    il_frames frames; // how long; 0 for what only happens
    il_cue_kind kind;
    int order;      // place in the file: what stands at one frame is in this order
    int section;    // index for il_timeline_section, -1 before the first part
    il_place place; // where the author wrote it
    union {
        struct {
            const il_line *line;
            il_clip clip; // folder NULL: a caption for its reading time
            const il_caption *captions;
            int caption_count;
        } say;
        struct {
            const char *name;
            double level_db;
            il_clip clip;
        } bell;
        struct {
            const char *name; // NULL: silence from here on
            double level_db;
            il_frames fade; // the change begins at `at` and takes this long
            il_clip clip;
        } bed;
        struct {
            il_breath_cycle cycle;
            int index, count;   // of the run; index from 0
            il_breath_cue cue;  // none in the last breath of a run, and in `as-it-is`
            bool paced;
        } breath;
        struct {
            const char *name; // or NULL
            il_elastic span;
        } pause;
        struct {
            const il_group *groups;
            int count;
        } muscles; // tense: the hold; release: the rest
        il_person ring;
        struct {
            const il_card *card;
            const il_line *ask;
        } card;
        const il_section *part; // a section cue
        il_visual visual;
    };
} il_cue;

/* The session at the length that `request` asks for.
 *
 * NULL, with `err` naming the shortest and longest length that work, or the nearest ones where the
 * range has a hole, when no fit ends on it. Free the result with il_timeline_destroy. */
il_timeline *il_timeline_compile(const il_session *session, const il_timeline_request *request,
                                 il_error *err);

/* `old` with every cue that begins before `from` left at its frame, and the rest fitted so that the
 * whole ends at `length`. NULL, with `err` saying what is possible, when it cannot: the caller then
 * offers il_timeline_close. `old` is unchanged and still the caller's. */
il_timeline *il_timeline_refit(const il_timeline *old, il_frames from, il_frames length,
                               il_error *err);

/* The same, but what is open at `from` ends there: a silence or a card at once, a run with the breath
 * that is on. For a card that is moved on from early: what is saved goes to the rest. */
il_timeline *il_timeline_move_on(const il_timeline *old, il_frames from, il_frames length,
                                 il_error *err);

/* `old` with what has begun before `from` left as it is, then straight to the last part, at its
 * shortest. What is open at `from` ends as in il_timeline_move_on; words are spoken to their end. */
il_timeline *il_timeline_close(const il_timeline *old, il_frames from, il_error *err);

void il_timeline_destroy(il_timeline *timeline);

const il_session *il_timeline_session(const il_timeline *timeline);
il_frames il_timeline_length(const il_timeline *timeline);
const il_cue *il_timeline_cues(const il_timeline *timeline, int *count);

/* The part with this index: its author's words, from a frame on and for how long. */
typedef struct {
    const il_section *section;
    il_frames at, frames;
} il_part;
const il_part *il_timeline_parts(const il_timeline *timeline, int *count);

/* Sections that were dropped for time (not those whose choice was not taken), in file order. */
const il_section *const *il_timeline_dropped(const il_timeline *timeline, int *count);

/* The option taken for each choice of the session. */
const int *il_timeline_choices(const il_timeline *timeline);

il_ending il_timeline_ending(const il_timeline *timeline);

/* The words of `cue: voice` at each il_breath_phase ("Breathe in." and so on), or NULL when the voice
 * lacks one: the tone sounds then. Top-up has no word. */
const il_clip *il_timeline_breath_words(const il_timeline *timeline);

/* When the beds begin to fade for good; they are silent at the timeline's length. */
il_frames il_timeline_fade_start(const il_timeline *timeline);

/* How long a session can be, over what its choices may take when `request` leaves them open. */
typedef struct {
    il_frames shortest, natural, longest;
} il_range;

/* Between two lengths that work: nothing from `from` to `to`, both excluded, can be reached. */
typedef struct {
    il_frames from, to;
} il_hole;

/* Fill `range`, and at most `room` holes, of which `*count` there are. `holes` may be NULL. False only
 * when memory lacks or nothing can be laid out at all. request->length does not matter. */
bool il_timeline_range(const il_session *session, const il_timeline_request *request,
                       il_range *range, il_hole *holes, int room, int *count, il_error *err);

#endif
