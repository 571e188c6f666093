#include "exchange.h"
#include "json/json_string.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void exchange_fail(struct exchange_response *response, unsigned status, const char *text)
{
    struct buffer *body = &response->body;

    response->status = status;
    response->type = "application/json";
    response->static_body = NULL;
    body->length = 0;
    if (!buffer_append_format(body, "{\"error\":{\"status\":%u,\"message\":", status) ||
        !json_quote(text, strlen(text), body) || !buffer_append_string(body, "}}\n")) {
        response->static_body = "{\"error\":{\"status\":500,\"message\":\"Out of memory.\"}}\n";
        response->static_length = strlen(response->static_body);
        response->status = 500;
    }
}

void exchange_etag(const char *body, size_t length, char etag[static EXCHANGE_ETAG])
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)body[i]) * UINT64_C(1099511628211);
    (void)snprintf(etag, EXCHANGE_ETAG, "\"%016" PRIx64 "\"", hash);
}

bool exchange_matches(const char *if_none_match, const char *etag)
{
    return if_none_match &&
           (strcmp(if_none_match, "*") == 0 || strstr(if_none_match, etag) != NULL);
}
