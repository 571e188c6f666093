#ifndef SPOTIFY_SYNC_GUARD_H
#define SPOTIFY_SYNC_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Who may ask what. A page of another site cannot name this server as its Host or its Origin, and a
 * user of this machine who was not given the link has no cookie.
 */

/* What a request says of itself. A header that it lacks is NULL. */
struct request_head {
    const char *method;
    const char *path; /* without the query */
    const char *host;
    unsigned hosts; /* how many Host headers there are */
    const char *origin;
    const char *content_type;
    const char *cookie;
    const char *fetch_site;
};

struct guard {
    const char *hosts[3]; /* the names of this server with its port; NULL ends them */
    const char *cookie;   /* NAME=VALUE */
};

/* Why a request is refused: an HTTP status, and a sentence. */
struct guard_refusal {
    unsigned status;
    const char *text;
};

/* Whether the request comes to this server by its own name, with a method that it knows, from none
 * but its own pages; what changes something also as JSON. False with *refusal. */
bool guard_admits(const struct guard *guard, const struct request_head *head,
                  struct guard_refusal *refusal);

/* Whether the request has the cookie. */
bool guard_knows(const struct guard *guard, const struct request_head *head);

/* Whether two strings are equal, in a time that depends on their lengths alone. */
bool guard_equal(const char *left, const char *right);

#endif
