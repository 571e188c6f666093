#ifndef SPOTIFY_SYNC_SIGN_IN_JSON_H
#define SPOTIFY_SYNC_SIGN_IN_JSON_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/* A sign-in, and the text of tokens.json that it is kept as. */

struct sign_in {
    char *client_id; /* the app that the tokens were given to */
    char *user_id;
    char *account_id; /* never changes, as the user id may; NULL: not known */
    char *display_name;
    char *profile;       /* as the API gave it, a JSON object; NULL: not known */
    char *scope;         /* what the tokens allow; NULL: not known */
    char *access_token;  /* NULL: the sign-in has ended */
    char *refresh_token; /* likewise */
    char *ended;         /* why it has ended; else NULL */
    int64_t signed_in_at;
    int64_t ends_at; /* of the sign-in, whatever is refreshed before */
    int64_t token_ends_at;
    int64_t token_life; /* how long the access token lives in all */
};

/* Wipes the tokens and frees all. */
void sign_in_clear(struct sign_in *sign_in);

/* Appends the text. False if there is no memory. */
bool sign_in_to_json(const struct sign_in *sign_in, struct buffer *json);

/* Reads such a text into *sign_in, which is all zeros before and is freed by sign_in_clear in any
 * case. False if it is damaged. */
bool sign_in_from_json(const struct buffer *json, struct sign_in *sign_in);

#endif
