#include <string.h>

#include "session/session.h"

#define S(seconds) ((il_frames)((seconds)*IL_RATE_HZ))
#define SPAN(a, b, c)                                                                              \
    {                                                                                              \
        S(a), S(b), S(c)                                                                           \
    }

/* Practice guide, section 10: the pause after what, least, natural, most. */
static const il_named_pause pauses[] = {
    {"sentence", SPAN(0.8, 1.5, 2.5)}, {"thought", SPAN(2, 3.5, 6)},
    {"movement", SPAN(5, 8, 15)},      {"noticing", SPAN(4, 7, 14)},
    {"breath", SPAN(7, 10, 16)},       {"question", SPAN(8, 15, 40)},
    {"wish", SPAN(5, 7, 12)},          {"person", SPAN(8, 12, 25)},
    {"region", SPAN(6, 14, 60)},       {"tension", SPAN(5, 6, 7)},
    {"release", SPAN(20, 34, 50)},     {"practice", SPAN(20, 45, 180)},
    {"return", SPAN(6, 10, 20)},       {"closing", SPAN(3, 5, 8)},
    {"fade", SPAN(10, 14, 20)},
};

const il_named_pause *il_named_pauses(int *count)
{
    *count = (int)(sizeof pauses / sizeof *pauses);
    return pauses;
}

static const char *const groups[] = {
    "stronger hand",
    "stronger upper arm",
    "other hand",
    "other upper arm",
    "forehead",
    "eyes and nose",
    "jaw",
    "neck",
    "chest and shoulders",
    "abdomen",
    "stronger thigh",
    "stronger calf",
    "stronger foot",
    "other thigh",
    "other calf",
    "other foot",
    // the seven; neck is shared
    "stronger arm",
    "other arm",
    "face",
    "trunk",
    "stronger leg",
    "other leg",
    // the four; trunk is shared
    "both arms",
    "face and neck",
    "both legs",
};

const char *const *il_muscle_groups(int *count)
{
    *count = (int)(sizeof groups / sizeof *groups);
    return groups;
}

static const char *const kinds[] = {"transition", "breathing", "mindfulness", "kindness",
                                    "body",       "grounding", "reflection"};
static const char *const audiences[] = {"both", "therapist", "client"};
static const char *const endings[] = {"bell", "quiet", "sleep"};
static const char *const visuals[] = {"lantern", "lotus",   "tide", "ring", "rings",
                                      "body",    "horizon", "card", "dark"};
static const char *const persons[] = {"easy being", "self", "neutral", "difficult", "all"};
static const char *const cues[] = {"swell", "tone", "voice", "none"};
static const char *const steps[] = {"tense", "breathe", "card",  "repeat", "section", "release",
                                    "ring",  "bell",    "sound", "visual", "pause",   "say"};

const char *il_session_kind_name(il_session_kind kind)
{
    return kinds[kind];
}

const char *il_audience_name(il_audience audience)
{
    return audiences[audience];
}

const char *il_ending_name(il_ending ending)
{
    return endings[ending];
}

const char *il_visual_name(il_visual visual)
{
    return visuals[visual];
}

const char *il_person_name(il_person person)
{
    return persons[person];
}

const char *il_breath_cue_name(il_breath_cue cue)
{
    return cues[cue];
}

const char *il_step_kind_name(il_step_kind kind)
{
    return steps[kind];
}

bool il_ending_from_name(const char *name, il_ending *ending)
{
    for (int i = IL_ENDING_BELL; i <= IL_ENDING_SLEEP; i++) {
        if (strcmp(name, endings[i]) == 0) {
            *ending = (il_ending)i;
            return true;
        }
    }
    return false;
}
