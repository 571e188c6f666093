#ifndef SPOTIFY_SYNC_FUZZ_CHECK_H
#define SPOTIFY_SYNC_FUZZ_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What the fuzz targets (tests/fuzz/NAME.c) have in common. */

/* Ends the program where something that must always hold does not. */
#define CHECK(holds)                                                                               \
    do {                                                                                           \
        if (!(holds)) {                                                                            \
            (void)fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #holds);       \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* What libFuzzer, or corpus.c in its place, calls with each input. Always returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
