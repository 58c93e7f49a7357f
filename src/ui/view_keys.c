#include "base/translate.h"
#include "ui/view_inside.h"

static const il_key_row session_keys[] = {
    {N_("Go"), "Space", N_("Pause, go on")},
    {NULL, "Left Right", N_("Part back, part forward")},
    {NULL, "Shift Left Right", N_("Ten seconds back, forward")},
    {N_("Sound"), "Up Down", N_("Volume")},
    {NULL, "M", N_("Mute")},
    {NULL, "[ ]", N_("More voice, more ambience")},
    {N_("Sight"), "C", N_("Captions")},
    {NULL, "T", N_("Time")},
    {NULL, "F F11", N_("Full screen")},
    {NULL, "H", N_("Hide the controls")},
    {NULL, "Tab", N_("Controls, one after the other")},
    {N_("Leave"), "S F5", N_("Steady me")},
    {NULL, "Esc", N_("End")},
    {NULL, "? F1", N_("This list")},
};

static const il_key_row end_keys[] = {
    {N_("Go"), "A", N_("Once more")},
    {N_("Sight"), "F F11", N_("Full screen")},
    {N_("Leave"), "Esc Enter", N_("Close")},
    {NULL, "? F1", N_("This list")},
};

const il_key_row *il_view_keys(const il_view *view, int *count)
{
    if (view->mode == IL_MODE_END) {
        *count = sizeof end_keys / sizeof *end_keys;
        return end_keys;
    }
    *count = sizeof session_keys / sizeof *session_keys;
    return session_keys;
}
