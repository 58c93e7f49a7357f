#ifndef IL_DRAW_PALETTE_H
#define IL_DRAW_PALETTE_H

#include "draw/list.h"

/* The night theme's colours. */
#define IL_RGB(hex) ((il_colour){(hex) >> 16 & 0xFF, (hex) >> 8 & 0xFF, (hex)&0xFF})

#define IL_TEXT_1 IL_RGB(0xF3EEE4)
#define IL_TEXT_2 IL_RGB(0xBAC3CA)
#define IL_TEXT_3 IL_RGB(0x909DA9)
#define IL_WARM IL_RGB(0xF2BC92)
#define IL_COOL IL_RGB(0x8CCBC8)
#define IL_DUSK IL_RGB(0xB3AEE2)
#define IL_FOCUS IL_RGB(0xFFE1BC)
#define IL_INK IL_RGB(0x1B1512)
#define IL_GLOW IL_RGB(0xF2BC92)
#define IL_BG_TOP IL_RGB(0x080D15)
#define IL_UNDERGROUND IL_RGB(0x04070C)
#define IL_WARN IL_RGB(0xF2C57C)
#define IL_LOTUS_OUTER IL_RGB(0x358BA1)
#define IL_LOTUS_MID IL_RGB(0x6A63A8)
#define IL_LOTUS_INNER IL_RGB(0xE48557)
#define IL_SEED IL_RGB(0xFFF1DE)

#endif
