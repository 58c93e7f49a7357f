#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "library/library.h"

enum { SLUG_MOST = 40, HASH_SHOWN_BYTES = 5 };

/* How many bytes at `at` (not its end) are punctuation or space, which all read as one space; 0
 * when a word goes on. The byte patterns are the code points of library.h, in UTF-8; a short
 * sequence at the end of the text stops at its NUL. */
static size_t gap_bytes(const unsigned char *at)
{
    if (at[0] < 0x80) {
        const bool space = at[0] == ' ' || (at[0] >= '\t' && at[0] <= '\r');
        return space || (at[0] > ' ' && at[0] < 0x7f && !strchr("0123456789", at[0]) &&
                         !((at[0] | 0x20) >= 'a' && (at[0] | 0x20) <= 'z'));
    }
    switch (at[0]) {
    case 0xc2: // U+00A0 to U+00BF
        return at[1] >= 0xa0 && at[1] <= 0xbf ? 2 : 0;
    case 0xd8: // U+060C, U+061B, U+061F
        return at[1] == 0x8c || at[1] == 0x9b || at[1] == 0x9f ? 2 : 0;
    case 0xe2: // U+2000 to U+206F
        return (at[1] == 0x80 && at[2] >= 0x80 && at[2] <= 0xbf) ||
                       (at[1] == 0x81 && at[2] >= 0x80 && at[2] <= 0xaf)
                   ? 3
                   : 0;
    case 0xe3: // U+3000 to U+303F
        return at[1] == 0x80 && at[2] >= 0x80 && at[2] <= 0xbf ? 3 : 0;
    default:
        return 0;
    }
}

/* The words of `text` into `words` (room for all of it), one space between. Returns their size. */
static size_t fold(const char *text, char *words)
{
    size_t size = 0;
    bool gap = false;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        const size_t skip = gap_bytes(at);
        if (skip > 0) {
            gap = size > 0;
            at += skip;
            continue;
        }
        if (gap) {
            words[size++] = ' '; // it stands for one byte or more that were passed over
            gap = false;
        }
        words[size++] = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
        at++;
    }
    return size;
}

/* The ASCII letters and digits of `words` into `slug`, '-' for whatever stands between them. */
static size_t write_slug(const char *words, size_t size, char slug[SLUG_MOST])
{
    size_t length = 0;
    bool gap = false;
    for (size_t i = 0; i < size; i++) {
        const bool plain =
            (words[i] >= 'a' && words[i] <= 'z') || (words[i] >= '0' && words[i] <= '9');
        if (!plain) {
            gap = length > 0;
            continue;
        }
        if (length + gap >= SLUG_MOST) {
            break;
        }
        if (gap) {
            slug[length++] = '-';
            gap = false;
        }
        slug[length++] = words[i];
    }
    return length;
}

bool il_clip_name(const char *text, char name[IL_CLIP_NAME_SIZE], il_error *err)
{
    char *words = il_alloc(strlen(text) + 1, 1, err);
    uint8_t digest[IL_HASH_BYTES];
    const size_t size = words ? fold(text, words) : 0;
    if (!words || !il_hash(words, size, digest, err)) {
        il_free(words);
        return false;
    }
    size_t length = write_slug(words, size, name);
    il_free(words);
    if (length > 0) {
        name[length++] = '-';
    }
    for (int i = 0; i < HASH_SHOWN_BYTES; i++) {
        length += (size_t)snprintf(name + length, IL_CLIP_NAME_SIZE - length, "%02x", digest[i]);
    }
    snprintf(name + length, IL_CLIP_NAME_SIZE - length, ".ogg");
    return true;
}
