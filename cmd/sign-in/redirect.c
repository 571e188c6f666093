#include "redirect.h"
#include "http/form.h"

#include <string.h>

/* The time that it takes does not depend on how much is right. */
static bool same_secret(const char *one, const char *other)
{
    size_t length = strlen(one);
    unsigned char difference = 0;

    if (strlen(other) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        difference |= (unsigned char)(one[i] ^ other[i]);
    return difference == 0;
}

bool redirect_read(const char *query, size_t length, const char *state, struct buffer *code,
                   struct error *error)
{
    struct buffer given_state = {.is_secret = true}, reason = {0};
    bool taken = false;

    if (!form_get(query, length, "state", &given_state) || !same_secret(given_state.bytes, state)) {
        (void)error_set(
            error, EX_NOPERM,
            "the answer belongs to another sign-in (wrong state): nothing was stored; start again");
    } else if (form_get(query, length, "error", &reason)) {
        if (strcmp(reason.bytes, "access_denied") == 0)
            (void)error_set(error, EX_NOPERM, "you declined (access_denied): nothing was stored");
        else
            (void)error_set(error, EX_NOPERM, "Spotify did not sign you in: %.80s", reason.bytes);
    } else if (!form_get(query, length, "code", code) || code->length == 0) {
        (void)error_set(error, EX_PROTOCOL, "Spotify's answer has no code: nothing was stored");
    } else {
        taken = true;
    }
    buffer_free(&given_state);
    buffer_free(&reason);
    return taken;
}
