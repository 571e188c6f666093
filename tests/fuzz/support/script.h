#ifndef SPOTIFY_SYNC_FUZZ_SCRIPT_H
#define SPOTIFY_SYNC_FUZZ_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An input as a series of steps: what stands between the beginning, each "\n=", and the end. */

struct script {
    const char *text;
    size_t left;
};

/* Takes the next step. False when there is none. */
bool script_next(struct script *script, const char **step, size_t *length);

/* Takes a whole number and the space behind it from the front of a step; 0 where there is none. */
int64_t script_number(const char **step, size_t *length);

#endif
