#ifndef SPOTIFY_SYNC_TRANSFER_H
#define SPOTIFY_SYNC_TRANSFER_H

#include "base/buffer.h"
#include "base/error.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One request to one of Spotify's services (service.h) and its answer. It is made once, and carried
 * by a transport (transport.h) as often as it is tried.
 */

struct transfer;

struct transfer_terms {
    const char *url;
    bool plain;                /* http, to a loopback address */
    size_t longest_body;       /* a longer answer ends the transfer */
    bool is_secret;            /* the answer holds tokens: its memory is wiped */
    const struct buffer *form; /* what is posted, which outlives the transfer; NULL: a GET */
    const char *write;         /* a method that writes, PUT or POST; NULL: as above */
    const struct buffer *json; /* its body, which outlives the transfer; NULL: none */
};

/*
 * Makes a transfer that goes by the URL's protocol alone, follows no redirect, and reaches a
 * loopback address without a proxy. A write gets a new connection, because libcurl repeats a
 * request that got no answer on one that was used before. The terms are copied. NULL with *error:
 * EX_SOFTWARE if libcurl does not take that, EX_OSERR.
 */
struct transfer *transfer_new(const struct transfer_terms *terms, struct error *error);

/* Has the transfer carry this access token, which is copied. False with *error (EX_OSERR). */
bool transfer_sign(struct transfer *transfer, const char *token, struct error *error);

enum transfer_end {
    TRANSFER_ANSWERED, /* whatever the status */
    TRANSFER_TOO_LONG, /* the body was longer than longest_body */
    TRANSFER_OVERDUE,  /* there was no answer in time */
    TRANSFER_MISDATED, /* by this machine's clock, the server's certificate is not valid: `reason`
                          names the clock and its time, and trying again does not help */
    TRANSFER_BROKEN,   /* any other failure; `reason` says which */
};

struct transfer_result {
    enum transfer_end end;
    long status;         /* of HTTP; 0: none came */
    const char *reason;  /* in libcurl's words, if not said otherwise; the transfer's, until it
                            starts again */
    bool was_sent;       /* a connection was there, so that the server may have seen the request */
    int64_t retry_after; /* in seconds, a week at most; 0: the answer names none */
};

/* How a transfer ended. */
struct transfer_result transfer_result(const struct transfer *transfer);

/* The answer's body; it stays the transfer's, and may be changed or freed. */
struct buffer *transfer_body(struct transfer *transfer);

/* Frees a transfer that is not under way. */
void transfer_free(struct transfer *transfer);

/* For the transport: libcurl's handle, whose private pointer is the transfer; and what tells the
 * transfer that an attempt begins, and how it has ended. */
CURL *transfer_handle(struct transfer *transfer);
void transfer_begin(struct transfer *transfer);
void transfer_finish(struct transfer *transfer, CURLcode code);

#endif
