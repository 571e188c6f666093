#ifndef SPOTIFY_SYNC_REFUSAL_H
#define SPOTIFY_SYNC_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

/* The words of a refusal, what they are about, and what a person can do. */

/* Room for the longest words: the status, 120 characters of UTF-8, and a NUL. */
enum { REFUSAL_LONGEST_WORDS = 500 };

/*
 * Writes the HTTP status and what the body of an error answer says into `words`: the message of a
 * JSON object as Spotify and OAuth have it, or a text that is neither JSON nor markup. It is one
 * line of at most 120 printable characters; a body that says nothing leaves the status alone.
 */
void refusal_read(long status, const char *body, size_t length, char words[REFUSAL_LONGEST_WORDS]);

/* Whether the words are about the id that was requested: they have the word "id". */
bool refusal_speaks_of_id(const char *words);

/* Whether the words are about what was requested, and not about the service. */
bool refusal_speaks_of_resource(const char *words);

/* What a person can do about these words, a clause without a full stop; NULL if that is not known.
 */
const char *refusal_advice(const char *words);

#endif
