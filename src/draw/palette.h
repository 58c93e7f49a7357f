#ifndef IL_DRAW_PALETTE_H
#define IL_DRAW_PALETTE_H

#include "draw/tokens.h"

/* The night theme's colours. */
#define IL_NIGHT (il_tokens_themes[IL_THEME_NIGHT])

#define IL_TEXT_1 (IL_NIGHT.text[0])
#define IL_TEXT_2 (IL_NIGHT.text[1])
#define IL_TEXT_3 (IL_NIGHT.text[2])
#define IL_WARM (IL_NIGHT.accent.warm)
#define IL_COOL (IL_NIGHT.accent.cool)
#define IL_DUSK (IL_NIGHT.accent.dusk)
#define IL_FOCUS (IL_NIGHT.focus)
#define IL_INK (IL_NIGHT.button.ink)
#define IL_GLOW (IL_NIGHT.glow)
#define IL_BG_TOP (IL_NIGHT.bg.top)
#define IL_WARN (IL_NIGHT.status.warn)
#define IL_LOTUS_OUTER (IL_NIGHT.lotus.outer)
#define IL_LOTUS_MID (IL_NIGHT.lotus.mid)
#define IL_LOTUS_INNER (IL_NIGHT.lotus.inner)
#define IL_SEED (IL_NIGHT.lotus.seed)

/* Under the horizon, a shade deeper than any token. */
#define IL_UNDERGROUND ((il_colour){0x04, 0x07, 0x0C})

#endif
