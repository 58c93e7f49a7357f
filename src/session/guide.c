#include "session/guide.h"

/* Teaching-assessment criteria of mindfulness-based courses (Crane et al.): participles and
 * economy, no words of striving; the list itself is craft. `minute` and `present` are read two ways
 * as well, but no list can tell which was meant, so they are left to the ear. */
static const il_guide_word words[] = {
    {"bow", IL_GUIDE_SOUNDS},          {"clear the mind", IL_GUIDE_PRESSES},
    {"close", IL_GUIDE_SOUNDS},        {"content", IL_GUIDE_SOUNDS},
    {"deeply", IL_GUIDE_PRESSES},      {"does", IL_GUIDE_SOUNDS},
    {"don't", IL_GUIDE_PRESSES},       {"empty", IL_GUIDE_PRESSES},
    {"just", IL_GUIDE_PRESSES},        {"lead", IL_GUIDE_SOUNDS},
    {"live", IL_GUIDE_SOUNDS},         {"must", IL_GUIDE_PRESSES},
    {"perfect", IL_GUIDE_PRESSES},     {"read", IL_GUIDE_SOUNDS},
    {"release all", IL_GUIDE_PRESSES}, {"should", IL_GUIDE_PRESSES},
    {"simply", IL_GUIDE_PRESSES},      {"surrender", IL_GUIDE_PRESSES},
    {"tear", IL_GUIDE_SOUNDS},         {"try", IL_GUIDE_PRESSES},
    {"trying", IL_GUIDE_PRESSES},      {"wind", IL_GUIDE_SOUNDS},
};

const il_guide_word *il_guide_words(int *count)
{
    *count = (int)(sizeof words / sizeof *words);
    return words;
}

/* Words at the natural length; craft. */
static const struct {
    int minutes, words;
} table[] = {{3, 150}, {5, 230}, {7, 300}, {10, 400}, {15, 560}, {20, 700}};

int il_guide_words_most(il_frames length)
{
    const double minutes = il_seconds_from_frames(length) / 60.0;
    const int last = (int)(sizeof table / sizeof *table) - 1;
    if (minutes < table[0].minutes || minutes > table[last].minutes) {
        return 0;
    }
    int row = 0;
    while (row + 1 < last && minutes > table[row + 1].minutes) {
        row++;
    }
    const double share =
        (minutes - table[row].minutes) / (table[row + 1].minutes - table[row].minutes);
    return (int)(1.15 * (table[row].words + share * (table[row + 1].words - table[row].words)));
}

/* Rules of trauma-sensitive teaching (after Treleaven 2018): choice in the first half minute,
 * silence said when it is long, a way back that is not hurried. */
const il_frames il_guide_choice_by = 30 * IL_RATE_HZ;
const il_frames il_guide_silence_free = 45 * IL_RATE_HZ;
const il_frames il_guide_closing_least = 25 * IL_RATE_HZ;

/* One sentence that asks for small breaths halves the fall of carbon dioxide (Szulczewski 2019): it
 * has to come before a person has over-breathed. */
const il_frames il_guide_safety_within = 20 * IL_RATE_HZ;
