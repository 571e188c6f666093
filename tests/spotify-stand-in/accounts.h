#ifndef STAND_IN_ACCOUNTS_H
#define STAND_IN_ACCOUNTS_H

/* Signing in: the authorization code flow with PKCE, refresh tokens, and access tokens that end. */

#include "exchange.h"

struct grant;

struct accounts {
    char *client_id;
    /* An access token accepted besides those handed out here; NULL: any will do. */
    char *token;
    /* A refresh token that is good from the start; NULL: none. */
    char *refresh_token;
    /* What the token endpoint answers to whatever is asked; NULL: what it should. */
    char *token_answer;
    /* "expired" or "revoked": what every refresh answers; NULL: refresh works. */
    char *refresh_error;
    int64_t token_life;
    bool deny;
    bool rotate_refresh;

    struct grant *grants;
    size_t count;
};

/* GET /authorize. */
void accounts_authorize(struct accounts *accounts, const struct request *request,
                        struct answer *answer);

/* POST /api/token. */
void accounts_token(struct accounts *accounts, const struct request *request, struct answer *answer,
                    int64_t now_us);

/* Why an Authorization header is refused, or NULL when it is good. */
const char *accounts_refusal(const struct accounts *accounts, const char *authorization,
                             int64_t now_us);

/* Whether requests with this Authorization header may do what needs the scope; any token that was
 * not handed out here may. */
bool accounts_allow(const struct accounts *accounts, const char *authorization, const char *scope);

/* Ends all access tokens handed out so far. */
void accounts_expire(struct accounts *accounts);

/* Writes all codes and tokens handed out so far, and the verifiers that came with the codes, a JSON
 * object a line. */
void accounts_secrets(const struct accounts *accounts, struct text *text);

void accounts_free(struct accounts *accounts);

#endif
