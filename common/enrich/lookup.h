#ifndef SPOTIFY_SYNC_LOOKUP_H
#define SPOTIFY_SYNC_LOOKUP_H

#include "api/api.h"
#include "enrich/doubts.h"

#include <jv.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Requests objects by their ids: many per request if the app may (Extended Quota Mode), otherwise
 * one per request. The API's answers show which it is: until that is known, one request goes
 * alone, a batch first. If that is refused (403, 404 or 410) and the same ids are answered one by
 * one, the app is in Development Mode, which is remembered for the app. An app that was moved to
 * Extended Quota Mode is noticed by the members that only such apps get.
 *
 * An id is missing if the API answers null for it, or refuses it alone with 404, or with a 400
 * that speaks of an id. When that is believed is said in absence.h; an id that an earlier run
 * doubted to be missing (doubts.h) is. A 404 may also come from an address that is not the API's:
 * its words are credible if they are about the resource, or if this kind of endpoint has answered
 * the app before.
 *
 * A request that keeps failing, or is refused, may do so because of one of its ids: the batch is
 * halved until the id stands alone, which is then left out. Meanwhile one request goes alone. Three
 * ids in a row that fail, or twenty that are refused, are the API's failure and end the lookup;
 * once an object was found in this run, five times as many do. A connection that breaks while it
 * waits for the answer counts as such a failure. A request that cannot be sent, or gets no answer
 * in time before any other is answered, ends the lookup at once.
 *
 * However the API answers, an id is part of at most 3 calls for each id in its batch, of 5 requests
 * each: N ids cost at most 15 N requests, besides those that are answered with 429 (api.h).
 */

struct lookup;

/* What is requested; the strings must outlive the lookup. */
struct lookup_kind {
    const char *path;          /* /artists, to which ?ids=… or /{id} is added */
    const char *item_endpoint; /* /artists/{id}, the kind of endpoint for single ids */
    const char *member;        /* of the answer to a batch: an array in the order of the ids */
};

enum lookup_mode { LOOKUP_AUTO, LOOKUP_BATCH, LOOKUP_SINGLE };

struct lookup_options {
    enum lookup_mode mode;
    size_t batch_size;
    long window;        /* requests in flight that ask for batches */
    long single_window; /* and those that ask for one id each */
};

/* The kind and the options are copied; the api and the doubts, of which those of earlier runs are
 * read, are the caller's. NULL with *error (EX_OSERR). */
struct lookup *lookup_new(struct api *api, const struct lookup_kind *kind,
                          const struct lookup_options *options, const struct doubts *doubts,
                          struct error *error);

/* Wants a valid id (ids.h), unless it was wanted before. False with *error (EX_OSERR). */
bool lookup_want(struct lookup *lookup, const char *id, size_t length, struct error *error);

/* Ids wanted so far; they are numbered from 0 in the order in which they came. */
size_t lookup_wanted(const struct lookup *lookup);

/* The id of this number, which is under lookup_wanted; it stays the lookup's. */
const char *lookup_id(const struct lookup *lookup, size_t number);

/* Sends what the window allows: whole batches, and with `all` the rest as well. False with *error
 * as api_get. */
bool lookup_send(struct lookup *lookup, bool all, struct error *error);

/* The answer for the ids numbered first to end - 1. */
struct lookup_answer {
    size_t first, end;
    jv page; /* as a batch is answered: objects with a valid id (ids.h), and null for each id that
                is believed to be missing; the caller's to free */
    int64_t received_at;
};

enum lookup_result {
    LOOKUP_ANSWER,
    LOOKUP_WAITING,  /* wait (api_wait), or want more */
    LOOKUP_DOUBTED,  /* the API calls an id missing, and this is not believed */
    LOOKUP_LEFT_OUT, /* one id, of number first: *error says why, with the statuses of api.h, and
                        the others are still requested */
    LOOKUP_FAILED,   /* *error says why, with the statuses of api.h, EXIT_LIMITED for a limit,
                        EX_PROTOCOL if asking on is hopeless */
};

/* Takes an answer that has come, or that lookup_send has shown to be the last. The ids of one that
 * was limited, doubted, left out or failed are not requested again. */
enum lookup_result lookup_next(struct lookup *lookup, struct lookup_answer *answer,
                               struct error *error);

/* Sends nothing more from now on, and makes no more of ids that were called missing; what is in
 * flight is still answered. */
void lookup_give_up(struct lookup *lookup);

/* Describes the doubts of this run in *error (EX_PROTOCOL), about `count` ids. */
void lookup_describe_doubts(const struct lookup *lookup, size_t count, struct error *error);

/* The ids before this number have all been answered, doubted, left out, or failed. */
size_t lookup_answered(const struct lookup *lookup);

/* Whether this kind of endpoint is known to answer the app, now or from an earlier run. */
bool lookup_works(const struct lookup *lookup);

/* Whether no request waits for an answer. */
bool lookup_idle(const struct lookup *lookup);

/* The kind of endpoint that requests go to now, and how many ids go into one of its calls. */
const char *lookup_endpoint(const struct lookup *lookup, size_t *ids_per_call);

void lookup_free(struct lookup *lookup);

#endif
