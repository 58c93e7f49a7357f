#ifndef IL_TESTS_FUZZ_H
#define IL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* One fuzz target: runs `size` bytes through a part of Interlude and returns 0. libFuzzer calls it,
 * or, in a build without clang, replay.c with the files of the corpora. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. Unlike assert it is there in every build; a finding ends in
 * abort. */
#define il_fuzz_check(holds)                                                                       \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            il_fuzz_broken(__FILE__, __LINE__, #holds);                                            \
        }                                                                                          \
    } while (0)

_Noreturn static inline void il_fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

#endif
