#ifndef SPOTIFY_SYNC_SIGN_IN_JSON_H
#define SPOTIFY_SYNC_SIGN_IN_JSON_H

#include "auth/sign_in.h"
#include "base/buffer.h"

#include <stdbool.h>

/* A sign-in as the text of tokens.json. */

/* Appends the text. False if there is no memory. */
bool sign_in_to_json(const struct sign_in *sign_in, struct buffer *json);

/* Reads such a text into *sign_in, which is all zeros before and is freed by sign_in_clear in any
 * case. False if it is damaged. */
bool sign_in_from_json(const struct buffer *json, struct sign_in *sign_in);

#endif
