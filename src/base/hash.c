#include "base/hash.h"

#include <assert.h>
#include <sodium.h>

static bool no_sodium(il_error *err)
{
    return il_fail_machine(err, il_nowhere(), "libsodium does not start on this machine");
}

bool il_hash(const void *bytes, size_t size, uint8_t digest[IL_HASH_BYTES], il_error *err)
{
    if (sodium_init() < 0 || crypto_generichash(digest, IL_HASH_BYTES, bytes, size, NULL, 0) != 0) {
        return no_sodium(err);
    }
    return true;
}

/* libsodium's state lies in ours, so that whoever hashes needs none of its headers. */
static crypto_generichash_state *state_of(il_hashing *hashing)
{
    static_assert(sizeof(crypto_generichash_state) <= sizeof hashing->state, "libsodium's state");
    static_assert(_Alignof(crypto_generichash_state) <= 64, "libsodium's alignment");
    return (crypto_generichash_state *)(void *)hashing->state;
}

bool il_hash_begin(il_hashing *hashing, il_error *err)
{
    return (sodium_init() >= 0 &&
            crypto_generichash_init(state_of(hashing), NULL, 0, IL_HASH_BYTES) == 0) ||
           no_sodium(err);
}

void il_hash_add(il_hashing *hashing, const void *bytes, size_t size)
{
    crypto_generichash_update(state_of(hashing), bytes, size); // cannot fail for BLAKE2b
}

void il_hash_end(il_hashing *hashing, uint8_t digest[IL_HASH_BYTES])
{
    crypto_generichash_final(state_of(hashing), digest, IL_HASH_BYTES);
}

void il_hash_text(const uint8_t digest[IL_HASH_BYTES], char text[IL_HASH_TEXT])
{
    sodium_bin2hex(text, IL_HASH_TEXT, digest, IL_HASH_BYTES);
}
