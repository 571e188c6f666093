#ifndef SPOTIFY_SYNC_EXCHANGE_H
#define SPOTIFY_SYNC_EXCHANGE_H

#include "base/buffer.h"
#include "page/long_answer.h"

#include <stdbool.h>
#include <stddef.h>

/* A request that was admitted, and what it is answered with. */

struct exchange_request {
    const char *method;
    const char *target; /* path and query, as they were sent */
    bool known;         /* it has the cookie */
    const char *body;   /* not NULL */
    size_t body_length;
};

struct exchange_response {
    unsigned status;
    const char *type;              /* the Content-Type; static */
    struct buffer body;            /* which the one who sends it frees */
    struct long_answer *long_body; /* if not NULL, this is the body; closed likewise */
    const char *static_body;       /* if not NULL, this is the body, of static_length bytes */
    size_t static_length;
    const char *cookie;     /* the Set-Cookie header, or NULL; the answerer's */
    const char *file_name;  /* the name to save it under, or NULL; static */
    unsigned retry_after_s; /* 0: none */
};

/* Fills a response of zeros. */
typedef void exchange_answer(void *context, const struct exchange_request *request,
                             struct exchange_response *response);

/* Makes the response an error: a status and a sentence as JSON. */
void exchange_fail(struct exchange_response *response, unsigned status, const char *text);

/* Writes the entity tag of a body, with its quotes. */
enum { EXCHANGE_ETAG = 24 };
void exchange_etag(const char *body, size_t length, char etag[static EXCHANGE_ETAG]);

/* Whether an If-None-Match header names the tag. */
bool exchange_matches(const char *if_none_match, const char *etag);

#endif
