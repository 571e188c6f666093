#ifndef SPOTIFY_SYNC_PACE_H
#define SPOTIFY_SYNC_PACE_H

#include "base/error.h"
#include "limits/app_mode.h"
#include "limits/quota.h"

#include <stdint.h>

/*
 * The pace that all processes of an app keep together. It is remembered between runs
 * (limits_database.h). Nothing limits it until the API first answers 429. From then on, requests
 * take places in a sliding window (rate_window.h), whose size and length are learned from refusals
 * and grants (rate_lesson.h) and forgotten a day after the last refusal.
 *
 * There are two kinds of refusal (Spotify, concepts/rate-limits): the rate limit holds every
 * request of the app for Retry-After; a quota holds one kind of endpoint until its reset (quota.h).
 * Times are microseconds (timestamp.h).
 *
 * If the file fails, in mid-run too, a warning is logged and the pace is kept in memory, with
 * nothing known. The functions fail only if that fails as well.
 */

struct pace;

/*
 * Opens what is known of the app and API address that `key` names. The terms are copied. A hold of
 * more than max_wait is not believed, for the API would have been taken to limit the kind of
 * endpoint. NULL with *error (EX_OSERR).
 */
struct pace *pace_open(const char *key, const struct quota_terms *terms, int64_t max_wait,
                       struct error *error);

enum pace_verdict {
    PACE_GO,          /* send now; the ticket names the request in what follows */
    PACE_WAIT,        /* the allowance is used up: ask again at `until` */
    PACE_CROWDED,     /* it is used up by requests not yet answered: ask again at `until` */
    PACE_HELD,        /* the API holds all requests of the app until `until` */
    PACE_LIMITED,     /* the API holds this kind of endpoint until `until` */
    PACE_BUDGET_USED, /* its `budget` of calls is used up until `until` */
};

struct pace_turn {
    enum pace_verdict verdict;
    int64_t ticket;
    int64_t until;
    int64_t budget;
};

/* Asks whether a request to this kind of endpoint may be sent now. False with *error (EX_IOERR,
 * EX_OSERR). */
bool pace_ask(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
              struct error *error);

/* The request was answered, or failed without an answer. False with *error (EX_IOERR, EX_OSERR). */
bool pace_answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error);

/* The request was never sent, and is no call. False with *error (EX_IOERR, EX_OSERR). */
bool pace_unsent(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                 struct error *error);

/* The request met the app's rate limit and will be sent again: nothing is sent before now +
 * retry_after. False with *error (EX_IOERR, EX_OSERR). */
bool pace_refused(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                  struct error *error);

/*
 * The request met a limit of its kind of endpoint. It holds until now + retry_after or, if that is
 * negative, until the end of the quota's window (quota.h). *reset_at is set to that time. False
 * with *error (EX_IOERR, EX_OSERR).
 */
bool pace_limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                  int64_t retry_after, int64_t *reset_at, struct error *error);

/* Reads the quota of this kind of endpoint. False with *error (EX_IOERR, EX_OSERR). */
bool pace_quota(struct pace *pace, const char *endpoint, int64_t now, struct quota *quota,
                struct error *error);

/* Read and write the app's mode (app_mode.h). False with *error (EX_IOERR, EX_OSERR). */
bool pace_load_mode(struct pace *pace, enum app_mode *mode, struct error *error);
bool pace_save_mode(struct pace *pace, enum app_mode mode, struct error *error);

void pace_close(struct pace *pace);

#endif
