#ifndef IL_BASE_HASH_H
#define IL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { IL_HASH_BYTES = 16 };

/* BLAKE2b with a digest of 128 bits, no key: what names a recording by its words. False, with
 * `err`, only when libsodium does not start (the machine's fault). Any thread. */
bool il_hash(const void *bytes, size_t size, uint8_t digest[IL_HASH_BYTES], il_error *err);

/* The same digest of bytes that come piece by piece. Owns nothing; one thread at a time. */
typedef struct {
    _Alignas(64) unsigned char state[384]; // libsodium's, as it asks to be kept
} il_hashing;

bool il_hash_begin(il_hashing *hashing, il_error *err);
void il_hash_add(il_hashing *hashing, const void *bytes, size_t size);
void il_hash_end(il_hashing *hashing, uint8_t digest[IL_HASH_BYTES]);

/* `digest` as 32 hex digits and a NUL. */
enum { IL_HASH_TEXT = 2 * IL_HASH_BYTES + 1 };
void il_hash_text(const uint8_t digest[IL_HASH_BYTES], char text[IL_HASH_TEXT]);

#endif
