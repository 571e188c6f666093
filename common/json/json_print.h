#ifndef SPOTIFY_SYNC_JSON_PRINT_H
#define SPOTIFY_SYNC_JSON_PRINT_H

#include "base/buffer.h"

#include <jv.h>
#include <stdbool.h>

/*
 * Appends a value of jq's as JSON on one line, byte for byte as jv_dump_string of libjq 1.6
 * writes it but for a NUL, which becomes U+FFFD, and in a fraction of its time. The value stays the
 * caller's. False if there is no memory; *out then holds a part of it.
 */
bool json_print(jv value, struct buffer *out);

#endif
