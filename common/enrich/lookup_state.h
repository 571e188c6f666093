#ifndef SPOTIFY_SYNC_LOOKUP_STATE_H
#define SPOTIFY_SYNC_LOOKUP_STATE_H

#include "base/ids.h"
#include "enrich/absence.h"
#include "enrich/lookup.h"

/* The inside of the lookup, which its modules share with nobody else. */

/* One request: the ids numbered first to end - 1. */
struct lookup_call {
    struct lookup_call *next;
    const struct lookup *lookup;
    size_t first, end;
    bool single;
    bool sent;
    bool missing; /* the API called its only id missing; it is held back until the verdict */
    enum absence_verdict verdict;
    int64_t received_at; /* of that answer */
};

struct lookup {
    struct api *api;
    struct api_queue *queue;
    struct lookup_kind kind;
    struct lookup_options options;
    struct ids *ids;
    size_t asked;              /* ids that were put into batches */
    struct lookup_call *calls; /* those not answered yet, by their ids */
    const struct doubts *doubts;
    struct absence absence;
    bool no_more;         /* no further ids will be wanted */
    bool answered[2];     /* in this run, a batch or, at 1, a single id */
    bool in_trouble;      /* the last request failed in a way that may be due to an id */
    int failed_in_a_row;  /* ids, since then */
    struct error trouble; /* the first failure since then */
    bool mode_loaded;
    enum app_mode remembered; /* from earlier runs */
    enum app_mode mode;
    bool batches_refused; /* and not been granted again since */
    bool is_plain;        /* since then, an object has come as Development Mode gives it */
    bool given_up;
    bool requests_again; /* an id that is the only one */
};

/* Adds a call in order of ids. NULL with *error (EX_OSERR). */
struct lookup_call *lookup_add_call(struct lookup *lookup, size_t first, size_t end, bool single,
                                    struct error *error);

void lookup_remove_call(struct lookup *lookup, struct lookup_call *call);

/* Whether ids are requested in batches, as far as is known. */
bool lookup_by_batches(const struct lookup *lookup);

/* Loads what is remembered of the app, once. False with *error as api_load_mode. */
bool lookup_load_mode(struct lookup *lookup, struct error *error);

/* Learns the kind of app from an answer. False with *error as api_save_mode. */
bool lookup_learn_mode(struct lookup *lookup, const struct lookup_call *call, jv body,
                       struct error *error);

/* The app may not (or no longer) request many ids at once: each of these is requested on its own.
 * False with *error (EX_OSERR). */
bool lookup_ask_one_by_one(struct lookup *lookup, struct lookup_call *call, struct error *error);

/* Whether the endpoint that such a call goes to is known to answer the app. */
bool lookup_endpoint_works(const struct lookup *lookup, bool single);

/* Takes note that the API called all ids of a call missing, which replaces it with one call for
 * each, held back. False with *error (EX_OSERR). */
bool lookup_take_missing(struct lookup *lookup, struct lookup_call *call, int64_t received_at,
                         bool credible, struct error *error);

/* Takes note that an object was found. */
void lookup_take_found(struct lookup *lookup);

/* Gives out one of the ids that were held back and have a verdict by now. */
enum lookup_result lookup_next_missing(struct lookup *lookup, struct lookup_answer *answer);

/* A page of one item, which is used up. */
jv lookup_page_of(const struct lookup *lookup, jv item);

#endif
