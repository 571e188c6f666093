#ifndef SPOTIFY_SYNC_JSON_STRING_H
#define SPOTIFY_SYNC_JSON_STRING_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* The strings of JSON (RFC 8259, section 7): checked, decoded, written. */

/* What is wrong with a text, for a person, and where. */
struct json_fault {
    const char *at;
    const char *reason; /* NULL: nothing, but memory could not be had */
};

/* Fills *fault. Always returns NULL. */
const char *json_fault_set(struct json_fault *fault, const char *at, const char *reason);

/*
 * Checks a string strictly: exact UTF-8, no bare control characters, only the escapes of the
 * grammar. `at` is behind its opening quote, `end` where the text ends. Returns where its closing
 * quote stands; *escaped is set to whether it has escapes. NULL with *fault where it is no string.
 */
const char *json_string_scan(const char *at, const char *end, bool *escaped,
                             struct json_fault *fault);

/*
 * Decodes what json_string_scan has checked, from `at` to its closing quote at `end`, into `to`,
 * which has room for as many bytes: no escape is shorter than what it stands for. Returns where the
 * decoded text ends; no NUL is put there. An escape of NUL, which C and SQL take for the end of a
 * text, or of half a surrogate pair becomes U+FFFD.
 */
char *json_string_decode(const char *at, const char *end, char *to);

/* Puts U+FFFD in the place of each such escape in a JSON text; some parsers refuse them. What is no
 * JSON stays none. */
void json_mend_escapes(char *text, size_t length);

/*
 * Appends length bytes of text as a JSON string with its quotes. NUL and invalid UTF-8, such
 * as a character that was cut in two, become U+FFFD. False when memory cannot be had; *out is then
 * as it was.
 */
bool json_quote(const char *text, size_t length, struct buffer *out);

/* Appends length bytes of text, with U+FFFD for each byte that is not UTF-8. False if memory runs
 * out; *out then holds a part of it. */
bool utf8_repair(const char *text, size_t length, struct buffer *out);

#endif
