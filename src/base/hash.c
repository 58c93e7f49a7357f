#include "base/hash.h"

#include <sodium.h>

bool il_hash(const void *bytes, size_t size, uint8_t digest[IL_HASH_BYTES], il_error *err)
{
    if (sodium_init() < 0 || crypto_generichash(digest, IL_HASH_BYTES, bytes, size, NULL, 0) != 0) {
        return il_fail_machine(err, il_nowhere(), "libsodium does not start on this machine");
    }
    return true;
}
