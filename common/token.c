#include "token.h"

#include <stdlib.h>
#include <string.h>

const char *token_get(struct error *error)
{
    const char *token = getenv("SPOTIFY_ACCESS_TOKEN");

    if (!token || !*token) {
        (void)error_set(error, EX_NOPERM,
                        "nobody is signed in; put an access token into SPOTIFY_ACCESS_TOKEN");
        return NULL;
    }
    if (token[strspn(token,
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=")]) {
        (void)error_set(error, EX_NOPERM,
                        "what SPOTIFY_ACCESS_TOKEN holds cannot be an access token");
        return NULL;
    }
    return token;
}
