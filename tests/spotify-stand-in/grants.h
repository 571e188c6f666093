#ifndef STAND_IN_GRANTS_H
#define STAND_IN_GRANTS_H

/* The codes and tokens that the accounts service has handed out. */

#include "accounts.h"

#define SECRET_SIZE    96
#define CHALLENGE_SIZE 43

enum grant_kind { GRANT_CODE, GRANT_ACCESS, GRANT_REFRESH };

/* A code or a token that was handed out. */
struct grant {
    enum grant_kind kind;
    char secret[SECRET_SIZE];
    /* Of an access token. */
    int64_t ends_us;
    bool used;
    char *scope;
    char *redirect_uri;
    char challenge[CHALLENGE_SIZE + 1];
    char *verifier;
};

/* Makes a secret that begins with `prefix`, as the real ones do. The pointer is good until the next
 * call. */
struct grant *grant_add(struct accounts *accounts, enum grant_kind kind, const char *prefix,
                        const char *scope);

/* NULL if none of that kind has this secret. */
struct grant *grant_find(const struct accounts *accounts, enum grant_kind kind, const char *secret);

/* Whether a PKCE code_verifier belongs to a code_challenge. */
bool grant_verifier_fits(const char *verifier, const char *challenge);

/* Whether all characters are letters, digits or one of `more`. */
bool is_base64url(const char *string, const char *more);

#endif
