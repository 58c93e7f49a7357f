#include "draw/type.h"

#include <SDL_ttf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/translate.h"
#include "draw/tokens.h"

enum { LINES = 96 }; // kept: more than any two screens show

/* One line of text as it was drawn. */
typedef struct {
    char *text; // owned
    il_role role;
    unsigned long used; // when, for the one to go
    unsigned char *alpha;
    int width, height, above;
} line;

struct il_type {
    TTF_Font *fonts[IL_ROLES]; // the roles of one font and size share none: TTF keeps a cache each
    int px[IL_ROLES];
    line lines[LINES];
    unsigned long clock;
};

/* Where Debian's packages put each font of the tokens. */
static const struct {
    const char *file, *folder, *package;
} places[IL_FONTS] = {
    [IL_FONT_SERIF_DISPLAY] = {"ElstobD-18pt.otf", "opentype/elstob", "fonts-elstob"},
    [IL_FONT_SERIF_TEXT] = {"ElstobD-14pt.otf", "opentype/elstob", "fonts-elstob"},
    [IL_FONT_SERIF_STRONG] = {"ElstobD-14ptMedium.otf", "opentype/elstob", "fonts-elstob"},
    [IL_FONT_SANS] = {"Lato-Regular.ttf", "truetype/lato", "fonts-lato"},
    [IL_FONT_SANS_MEDIUM] = {"Lato-Medium.ttf", "truetype/lato", "fonts-lato"},
    [IL_FONT_SANS_STRONG] = {"Lato-Semibold.ttf", "truetype/lato", "fonts-lato"},
};

enum { PATH_SIZE = 1024 };

static bool find(const char *system, const char *share, il_font font, char path[PATH_SIZE])
{
    if (share) {
        snprintf(path, PATH_SIZE, "%s/fonts/%s", share, places[font].file);
        if (access(path, R_OK) == 0) {
            return true;
        }
    }
    snprintf(path, PATH_SIZE, "%s/%s/%s", system, places[font].folder, places[font].file);
    return access(path, R_OK) == 0;
}

static bool open_role(il_type *type, const char *system, const char *share, il_role role,
                      il_error *err)
{
    const il_font font = il_tokens_type[role].font;
    char path[PATH_SIZE];
    if (!find(system, share, font, path)) {
        return il_fail_machine(err, il_nowhere(),
                               _("the font %s is not there; the package %s has it"),
                               places[font].file, places[font].package);
    }
    type->fonts[role] = TTF_OpenFont(path, type->px[role]);
    if (!type->fonts[role]) {
        return il_fail_machine(err, il_nowhere(), _("the font %s cannot be read: %s"), path,
                               TTF_GetError());
    }
    TTF_SetFontHinting(type->fonts[role], TTF_HINTING_LIGHT);
    return true;
}

il_type *il_type_create(const char *share, double u, double scale, il_error *err)
{
    return il_type_create_from("/usr/share/fonts", share, u, scale, err);
}

il_type *il_type_create_from(const char *system, const char *share, double u, double scale,
                             il_error *err)
{
    il_type *type = il_alloc(1, sizeof *type, err);
    if (!type) {
        return NULL;
    }
    if (TTF_Init() != 0) {
        il_fail_machine(err, il_nowhere(), _("no text can be drawn: %s"), TTF_GetError());
        il_free(type);
        return NULL;
    }
    for (int role = 0; role < IL_ROLES; role++) {
        const il_token_type *token = &il_tokens_type[role];
        const double px = fmax(token->least_px, round(token->size_u * u));
        type->px[role] = (int)round(scale * px);
        if (!open_role(type, system, share, (il_role)role, err)) {
            il_type_destroy(type);
            return NULL;
        }
    }
    return type;
}

static void release(line *one)
{
    il_free(one->text);
    il_free(one->alpha);
    *one = (line){0};
}

void il_type_destroy(il_type *type)
{
    if (!type) {
        return;
    }
    for (int i = 0; i < LINES; i++) {
        release(&type->lines[i]);
    }
    for (int role = 0; role < IL_ROLES; role++) {
        if (type->fonts[role]) {
            TTF_CloseFont(type->fonts[role]);
        }
    }
    TTF_Quit();
    il_free(type);
}

int il_type_px(const il_type *type, il_role role)
{
    return type->px[role];
}

double il_type_cap(const il_type *type, il_role role)
{
    return il_tokens_cap(il_tokens_type[role].font) * type->px[role];
}

double il_type_pitch(const il_type *type, il_role role)
{
    const il_token_type *token = &il_tokens_type[role];
    return round(type->px[role] * token->line_u / token->size_u);
}

double il_type_width(il_type *type, il_role role, const char *text)
{
    int width = 0;
    return text && *text && TTF_SizeUTF8(type->fonts[role], text, &width, NULL) == 0 ? width : 0.0;
}

/* The alphas of a surface of white text. */
static bool keep(line *one, SDL_Surface *surface)
{
    one->width = surface->w;
    one->height = surface->h;
    one->alpha = il_alloc((size_t)surface->w * (size_t)surface->h, 1, NULL);
    for (int y = 0; one->alpha && y < surface->h; y++) {
        const Uint32 *row = (const Uint32 *)((const char *)surface->pixels + y * surface->pitch);
        unsigned char *out = one->alpha + (size_t)y * (size_t)surface->w;
        for (int x = 0; x < surface->w; x++) {
            out[x] = (unsigned char)(row[x] >> 24);
        }
    }
    return one->alpha != NULL;
}

static bool render(il_type *type, line *one, il_role role, const char *text)
{
    const SDL_Color white = {255, 255, 255, 255};
    SDL_Surface *surface = TTF_RenderUTF8_Blended(type->fonts[role], text, white);
    if (!surface) {
        return false;
    }
    release(one);
    const size_t size = strlen(text) + 1;
    one->text = il_alloc(size, 1, NULL);
    one->role = role;
    one->above = TTF_FontAscent(type->fonts[role]);
    const bool good = one->text && keep(one, surface);
    SDL_FreeSurface(surface);
    if (good) {
        memcpy(one->text, text, size);
    } else {
        release(one);
    }
    return good;
}

/* The line with this text, or the one that was not used for the longest time. */
static line *place_of(il_type *type, il_role role, const char *text)
{
    line *oldest = &type->lines[0];
    for (int i = 0; i < LINES; i++) {
        line *one = &type->lines[i];
        if (one->text && one->role == role && strcmp(one->text, text) == 0) {
            return one;
        }
        oldest = one->used < oldest->used ? one : oldest;
    }
    return oldest;
}

bool il_type_render(il_type *type, il_role role, const char *text, il_glyphs *glyphs)
{
    line *one = place_of(type, role, text);
    const bool known = one->text && one->role == role && strcmp(one->text, text) == 0;
    if (!known && !render(type, one, role, text)) {
        return false;
    }
    one->used = ++type->clock;
    *glyphs = (il_glyphs){.alpha = one->alpha,
                          .width = one->width,
                          .height = one->height,
                          .stride = one->width,
                          .left = 0,
                          .above = one->above};
    return true;
}
