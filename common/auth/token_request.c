#include "auth/token_request.h"
#include "base/log.h"
#include "base/timestamp.h"

#include <stdlib.h>

#define LONGEST_BODY  ((size_t)1 << 20)
#define TRIES         4
#define TIMEOUT       (20 * TIMESTAMP_SECOND) /* all tries take less than others wait for the lock */
#define LONGEST_DELAY 10                      /* seconds */

struct token_request {
    struct transport *transport;
    struct transfer *transfer;
    struct buffer url, form;
    int tries;
    bool under_way;
    int64_t asked_at;
    int64_t not_before; /* of timestamp_monotonic: when to try again */
};

struct token_request *token_request_new(struct transport *transport, const struct service *service,
                                        struct buffer *form, struct error *error)
{
    struct token_request *request = calloc(1, sizeof *request);

    if (!request || !buffer_append_format(&request->url, "%s/api/token", service->address)) {
        free(request);
        (void)error_no_memory(error);
        return NULL;
    }
    request->transport = transport;
    request->form = *form;
    request->asked_at = timestamp_now();
    request->transfer = transfer_new(&(struct transfer_terms){.url = request->url.bytes,
                                                              .plain = service->plain,
                                                              .longest_body = LONGEST_BODY,
                                                              .is_secret = true,
                                                              .form = &request->form},
                                     error);
    if (!request->transfer) {
        request->form = (struct buffer){0};
        token_request_free(request);
        return NULL;
    }
    *form = (struct buffer){.is_secret = true};
    return request;
}

bool token_request_is_under_way(const struct token_request *request)
{
    return request->under_way && transport_carries(request->transport, request->transfer);
}

/* Sends the form, once more if need be; the transport has to be driven at once. */
static enum token_request_state send_form(struct token_request *request, int64_t *wake,
                                          struct error *error)
{
    *wake = 0;
    request->tries++;
    request->under_way = transport_start(request->transport, request->transfer, TIMEOUT, error);
    return request->under_way ? TOKEN_REQUEST_PENDING : TOKEN_REQUEST_FAILED;
}

/* A try failed: there is another one later, or the request has failed. */
static enum token_request_state delay_try(struct token_request *request,
                                          const struct transfer_result *result, int64_t *wake,
                                          struct error *error)
{
    const char *url = request->url.bytes;
    int64_t seconds =
        result->retry_after ? result->retry_after : (int64_t)1 << (request->tries - 1);

    if (result->end != TRANSFER_ANSWERED)
        (void)error_set(error, EX_UNAVAILABLE, "cannot reach %s: %s", url, result->reason);
    else
        (void)error_set(error, EX_UNAVAILABLE, "%s answered with status %ld", url, result->status);
    if (request->tries >= TRIES || result->end == TRANSFER_MISDATED || seconds > LONGEST_DELAY)
        return TOKEN_REQUEST_FAILED;
    log_info("%s; trying again in %d s", error->text, (int)seconds);
    request->not_before = timestamp_monotonic() + seconds * TIMESTAMP_SECOND;
    *wake = request->not_before < *wake ? request->not_before : *wake;
    return TOKEN_REQUEST_PENDING;
}

enum token_request_state token_request_step(struct token_request *request,
                                            struct oauth_tokens *tokens, int64_t *wake,
                                            struct error *error)
{
    struct transfer_result result;

    if (token_request_is_under_way(request))
        return TOKEN_REQUEST_PENDING;
    if (!request->under_way) {
        if (request->not_before <= timestamp_monotonic())
            return send_form(request, wake, error);
        if (request->not_before < *wake)
            *wake = request->not_before;
        return TOKEN_REQUEST_PENDING;
    }
    request->under_way = false;
    result = transfer_result(request->transfer);
    log_debug("POST %s: %ld, %s", request->url.bytes, result.status, result.reason);
    if (result.end != TRANSFER_ANSWERED || result.status >= 500 || result.status == 429)
        return delay_try(request, &result, wake, error);
    *tokens = (struct oauth_tokens){.asked_at = request->asked_at};
    return oauth_tokens_read(result.status, transfer_body(request->transfer), tokens, error)
               ? TOKEN_REQUEST_GRANTED
               : TOKEN_REQUEST_FAILED;
}

bool token_request_wait(struct token_request *request, struct oauth_tokens *tokens,
                        struct error *error)
{
    for (;;) {
        int64_t wake = INT64_MAX;

        if (!transport_drive(request->transport, &wake, error))
            return false;
        switch (token_request_step(request, tokens, &wake, error)) {
        case TOKEN_REQUEST_GRANTED:
            return true;
        case TOKEN_REQUEST_FAILED:
            return false;
        case TOKEN_REQUEST_PENDING:
            break;
        }
        if (!transport_wait(request->transport, NULL, 0, wake, error))
            return false;
    }
}

void token_request_free(struct token_request *request)
{
    if (!request)
        return;
    if (request->under_way)
        transport_cancel(request->transport, request->transfer);
    transfer_free(request->transfer);
    buffer_free(&request->form);
    buffer_free(&request->url);
    free(request);
}
