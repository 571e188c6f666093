#ifndef SPOTIFY_SYNC_ENGINE_H
#define SPOTIFY_SYNC_ENGINE_H

#include "api/api.h"
#include "http/service.h"
#include "http/transport.h"
#include "json/json_parse.h"

/* The inside of the api, which its modules share with nobody else. */

/* The longest body of an answer. */
#define API_LONGEST_BODY ((size_t)64 << 20)

enum request_state { REQUEST_READY, REQUEST_IN_FLIGHT, REQUEST_DONE };

struct request {
    struct api_answer answer; /* first, so that an answer leads back to its request */
    struct request *next;
    struct api_queue *queue; /* NULL: nobody waits for its answer */
    api_check *check;
    const char *endpoint;
    const char *write; /* the method of one that writes; else NULL */
    char *url;
    char shown[120]; /* the URL for a person, without its query if it is long */
    struct transfer *transfer;
    enum request_state state;
    bool was_sent; /* by the last try */
    int tries;
    int refusals;         /* of tokens */
    int64_t token_number; /* the token that it was sent with */
    int64_t held_for;     /* what all its 429s have asked for */
    int64_t default_retry_after;
    int64_t not_before; /* of timestamp_monotonic */
    int64_t ticket;
};

struct api_queue {
    struct api *api;
    long pending;
};

/* How the pace holds the requests; times are of timestamp_monotonic. */
struct pause {
    int64_t until;
    enum pace_verdict reason;
    int64_t held_until; /* when the last hold that was met ends */
    long holds;         /* how many were met */
    int64_t idle_since; /* when the pace last left nothing in flight; 0: it has not */
    bool reported_pace, reported_others;
};

struct api {
    struct api_options options;
    struct service service;
    struct transport *transport;
    struct json_parser *parser; /* of bodies */
    struct token *token;
    bool token_is_lent; /* by api_use_token */
    struct pace *pace;
    struct request *first; /* in the order in which they were put in */
    long in_flight;
    int64_t requests;
    int tries_said; /* the try at which Spotify, out of reach, was last reported; 0: it answers */
    struct pause pause;
    unsigned short random[3];
};

/* Opens what only requests need, and a filter that has none to send can do without. False with
 * *error as api_get. */
bool api_connect(struct api *api, struct error *error);

/* Frees a request that is not in flight, with its answer. */
void request_free(struct request *request);

/* Ends a request with this outcome. */
void request_complete(struct request *request, enum api_outcome outcome);

/* Ends a request with a limit that lasts until reset_at, or with its used-up budget. */
void request_limit(struct request *request, int64_t reset_at);
void request_end_budget(struct request *request, const struct pace_turn *turn);

/* Makes of a request's transfer that has ended an answer, or another try. False with *error when
 * nothing can go on. */
bool request_take_result(struct api *api, struct request *request, struct error *error);

/* Sends what window, pace and delays let go. *wake is lowered to when there may be more. False with
 * *error when nothing can go on. */
bool api_send_ready(struct api *api, int64_t *wake, struct error *error);

/* Frees the requests that nobody waits for and that are not in flight. */
void api_drop_orphans(struct api *api);

#endif
