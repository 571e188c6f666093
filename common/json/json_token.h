#ifndef SPOTIFY_SYNC_JSON_TOKEN_H
#define SPOTIFY_SYNC_JSON_TOKEN_H

#include "json/json_string.h"

#include <stdbool.h>
#include <stdint.h>

/* The tokens of JSON (RFC 8259) other than strings. `end` is where the text ends. */

/* Returns the first byte from `at` on that is not a blank, or `end`. */
static inline const char *json_skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

struct json_number {
    bool whole; /* written without fraction and exponent, and in the range of int64_t */
    int64_t integer;
};

/* Checks the number at `at`, which is under `end`, and returns where it ends. NULL with *fault if
 * it is none. */
const char *json_number_scan(const char *at, const char *end, struct json_number *number,
                             struct json_fault *fault);

/* Checks that `word` (true, false or null) stands at `at`, and returns where it ends. NULL with
 * *fault if it does not. */
const char *json_word_scan(const char *at, const char *end, const char *word,
                           struct json_fault *fault);

#endif
