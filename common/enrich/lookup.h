#ifndef SPOTIFY_SYNC_LOOKUP_H
#define SPOTIFY_SYNC_LOOKUP_H

#include "api/api.h"

#include <jv.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Asks the API for objects by their ids: many in a request where the app may (Extended Quota Mode),
 * else each in one of its own. Which it is, the API's answers tell: while that is not known, one
 * request goes alone, a batch first; where it is refused (403, 404 or 410) and the same ids are
 * answered one by one, the app is a personal one. That is remembered for the app. An app that was
 * moved to Extended Quota Mode is noticed by the members that only such apps get.
 *
 * An id does not exist where the API answers null for it, or refuses it alone with 404, or with a
 * 400 that speaks of an id. A 404 may also come from an address that is not the API's: one whose
 * words are not about the resource is held back until an answer from that kind of endpoint shows
 * that it works. Those of a few ids are also believed for an app that is remembered to have had
 * such answers.
 *
 * A request that keeps failing, or is refused, may do so because of one of its ids: halves of a
 * batch tell which, and that one is left out. Meanwhile one request goes alone. Several such ids
 * in a row are the API's failure; so is a request that nobody answers, but that for one id where
 * others were answered.
 */

struct lookup;

/* What is asked for; the strings must outlive the lookup. */
struct lookup_kind {
    const char *path;          /* /artists, to which ?ids=… or /{id} is added */
    const char *item_endpoint; /* /artists/{id}, the kind of endpoint that is asked one by one */
    const char *member;        /* of the answer to a batch: an array in the order of the ids */
};

enum lookup_mode { LOOKUP_AUTO, LOOKUP_BATCH, LOOKUP_SINGLE };

struct lookup_options {
    enum lookup_mode mode;
    size_t batch_size;
    long window;        /* requests in flight that ask for batches */
    long single_window; /* and those that ask for one id each */
};

/* The kind and the options are copied; the api is the caller's. NULL with *error (EX_OSERR). */
struct lookup *lookup_new(struct api *api, const struct lookup_kind *kind,
                          const struct lookup_options *options, struct error *error);

/* Wants an id that is valid (ids.h), if it was not wanted before. False with *error (EX_OSERR). */
bool lookup_want(struct lookup *lookup, const char *id, size_t length, struct error *error);

/* Ids wanted so far; they are numbered from 0 in the order in which they came. */
size_t lookup_wanted(const struct lookup *lookup);

/* The id of this number, which is under lookup_wanted; it stays the lookup's. */
const char *lookup_id(const struct lookup *lookup, size_t number);

/* Sends what the window allows: whole batches, and with `all` what is left as well. False with
 * *error as api_get. */
bool lookup_send(struct lookup *lookup, bool all, struct error *error);

/* The answer for the ids numbered first to end - 1. */
struct lookup_answer {
    size_t first, end;
    jv page; /* as a batch is answered: objects with a valid id (ids.h), and null for what does not
                exist; the caller's to free */
    int64_t received_at;
};

enum lookup_result {
    LOOKUP_ANSWER,
    LOOKUP_WANTING,  /* wait (api_wait), or want more */
    LOOKUP_LEFT_OUT, /* one id, of number first: *error tells, with the statuses of api.h, and
                        others can still be had */
    LOOKUP_FAILED,   /* first and end are set, and *error tells, with the statuses of api.h,
                        EXIT_LIMITED for a limit */
};

/* Takes an answer that has come, or that lookup_send has shown to be the last. The ids of one that
 * was limited, left out or failed are not asked for again. */
enum lookup_result lookup_next(struct lookup *lookup, struct lookup_answer *answer,
                               struct error *error);

/* Sends nothing more from now on, and believes no refusal that is held back; what is in flight is
 * still answered. */
void lookup_give_up(struct lookup *lookup);

/* The ids ahead of this number have all been answered, or failed. */
size_t lookup_answered(const struct lookup *lookup);

/* Whether this kind of endpoint is known to answer the app, now or from an earlier run. */
bool lookup_works(const struct lookup *lookup);

/* Whether nothing that was asked for waits for an answer. */
bool lookup_idle(const struct lookup *lookup);

/* The kind of endpoint that is asked now, and how many ids go into one of its calls. */
const char *lookup_endpoint(const struct lookup *lookup, size_t *ids_per_call);

void lookup_free(struct lookup *lookup);

#endif
