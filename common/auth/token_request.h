#ifndef SPOTIFY_SYNC_TOKEN_REQUEST_H
#define SPOTIFY_SYNC_TOKEN_REQUEST_H

#include "auth/oauth_tokens.h"
#include "base/buffer.h"
#include "base/error.h"
#include "http/service.h"
#include "http/transport.h"

#include <stdbool.h>
#include <stdint.h>

/* A request for tokens to the accounts service, tried again if that can help, which its owner
 * advances step by step while the transport carries other transfers too. */

struct token_request;

/*
 * Begins to ask the service for tokens with this form, which is taken over on success and wiped at
 * the end. The transport outlives the request. NULL with *error: EX_SOFTWARE, EX_OSERR.
 */
struct token_request *token_request_new(struct transport *transport, const struct service *service,
                                        struct buffer *form, struct error *error);

enum token_request_state { TOKEN_REQUEST_PENDING, TOKEN_REQUEST_GRANTED, TOKEN_REQUEST_FAILED };

/*
 * Checks what has become of the request, and tries again when it is time. *wake
 * (timestamp_monotonic) is lowered to when to call again, if that depends on the time. While it is
 * pending, *error says what went wrong last, if anything did. GRANTED: oauth_tokens_clear frees
 * *tokens. FAILED with *error: EX_NOPERM for a code or refresh token that is not accepted, with the
 * reason in the service's words; EX_CONFIG if the app is not; EX_UNAVAILABLE if the service cannot
 * be reached or keeps failing; EX_PROTOCOL if its answer makes no sense; EX_SOFTWARE, EX_OSERR.
 */
enum token_request_state token_request_step(struct token_request *request,
                                            struct oauth_tokens *tokens, int64_t *wake,
                                            struct error *error);

/* Waits until the request is granted or has failed. False with *error as token_request_step. */
bool token_request_wait(struct token_request *request, struct oauth_tokens *tokens,
                        struct error *error);

/* Whether the service may have seen the request, and its answer has not come. */
bool token_request_is_under_way(const struct token_request *request);

/* Takes the request off its way, if it is on it, and wipes what it holds. */
void token_request_free(struct token_request *request);

#endif
