#ifndef IL_BASE_HASH_H
#define IL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { IL_HASH_BYTES = 16 };

/* BLAKE2b with a digest of 128 bits, no key: what names a recording by its words. False, with
 * `err`, only when libsodium does not start (the machine's fault). Any thread. */
bool il_hash(const void *bytes, size_t size, uint8_t digest[IL_HASH_BYTES], il_error *err);

#endif
