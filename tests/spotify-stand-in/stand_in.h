#ifndef STAND_IN_STAND_IN_H
#define STAND_IN_STAND_IN_H

/* All that the server knows. It belongs to the thread that answers requests. */

#include "accounts.h"
#include "edits.h"
#include "library.h"
#include "limits.h"
#include "request_log.h"
#include "schedule.h"
#include "writes.h"

struct stand_in {
    /* What is set before the start. */
    int64_t port;
    struct library_size size;
    char **recorded;
    size_t recorded_count;
    int64_t parent_pid;
    bool exit_with_parent;

    /* What may change at any time. */
    char *user;
    /* NULL: none. */
    char *account_id;
    bool development;
    int64_t removed_status;
    int64_t markets;
    int64_t page_cap; /* a page's limit is at most this; 0: what was asked for */
    int64_t latency_ms;
    int64_t jitter_ms;
    char *redirect_to;
    /* What begins the URLs of `next` and `previous`; NULL: the server's own. */
    char *next_url;
    /* The deprecated names (tracks, track) beside the new ones: "both", "new" or "old". */
    char *names;
    /* What an episode is for who does not ask for episodes: "episode", "track" or "null". */
    char *episodes;
    /* What stands in place of an endpoint's good answers; empty: nothing. */
    struct text answers[ENDPOINT_COUNT];
    struct accounts accounts;
    struct limits limits;
    struct schedule faults;
    struct schedule changes;
    struct writes writes;

    struct edits edits;
    /* How many things of an endpoint's list are hidden; as null, or left out. */
    int64_t hidden[ENDPOINT_COUNT];
    bool hidden_null;

    struct library library;
    struct request_log log;
    /* http://127.0.0.1:PORT */
    char base[40];
    uint64_t dice;
};

/* Fills in the defaults. */
void stand_in_init(struct stand_in *in);

/* Answers a request to the Web API or to the accounts service, and logs it. Returns how long the
 * answer is to be held back, in microseconds. */
int64_t stand_in_answer(struct stand_in *in, struct request *request, struct answer *answer);

void stand_in_free(struct stand_in *in);

#endif
