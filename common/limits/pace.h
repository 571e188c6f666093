#ifndef SPOTIFY_SYNC_PACE_H
#define SPOTIFY_SYNC_PACE_H

#include "base/error.h"
#include "limits/quota.h"

#include <stdint.h>

/*
 * The pace that all processes using one app keep together, remembered between runs
 * (limits_database.h). Nothing limits it until the API answers 429 for the first time. From then on
 * requests go through a sliding window, "so many in so many seconds", learned from what was granted
 * before the refusal and from its Retry-After. Where that was little, for other programs may use
 * the app too, the window begins small and doubles, as a connection of TCP does, until the next
 * refusal. What was learned is forgotten a day after the last one. A request fills a place in the
 * window from its sending until the span has passed after its answer, so that however late it
 * reached the API, the API cannot count more of them than we do.
 *
 * Two kinds of refusal (Spotify, concepts/rate-limits): the rate limit holds every request of the
 * app for Retry-After; a quota holds one kind of endpoint until its reset. Times are microseconds
 * (timestamp.h).
 *
 * Where the file fails, in mid-run too, a warning is logged and the pace goes on in memory, with
 * nothing known: the functions fail only when that fails as well.
 */

struct pace;

/*
 * Opens what is known (limits_database.h) of the app and API address that `key` names. The terms
 * are copied. A hold that goes on for more than max_wait is not believed: the API would have been
 * taken to limit the kind of endpoint. NULL with *error (EX_OSERR).
 */
struct pace *pace_open(const char *key, const struct quota_terms *terms, int64_t max_wait,
                       struct error *error);

enum pace_verdict {
    PACE_GO,          /* send now; the ticket names the request in what follows */
    PACE_WAIT,        /* the allowance is used: ask again at `until` */
    PACE_CROWDED,     /* all of it is taken by requests not yet answered: ask again at `until` */
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

/* May a request to this kind of endpoint be sent now? False with *error (EX_IOERR, EX_OSERR). */
bool pace_ask(struct pace *pace, const char *endpoint, int64_t now, struct pace_turn *turn,
              struct error *error);

/* The request was answered, or failed without an answer. False with *error (EX_IOERR, EX_OSERR). */
bool pace_answered(struct pace *pace, int64_t ticket, int64_t now, struct error *error);

/* The request did not get as far as to be sent, and is no call. False with *error (EX_IOERR,
 * EX_OSERR). */
bool pace_unsent(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                 struct error *error);

/* The request met the app's rate limit and is to be sent again: nothing goes out before now +
 * retry_after. False with *error (EX_IOERR, EX_OSERR). */
bool pace_refused(struct pace *pace, int64_t ticket, int64_t now, int64_t retry_after,
                  struct error *error);

/*
 * The request met a limit of its kind of endpoint, which is held until now + retry_after, or, where
 * that is negative, until the end of the quota's window (quota.h). *reset_at is set to that time.
 * False with *error (EX_IOERR, EX_OSERR).
 */
bool pace_limited(struct pace *pace, int64_t ticket, const char *endpoint, int64_t now,
                  int64_t retry_after, int64_t *reset_at, struct error *error);

/* How the quota of this kind of endpoint stands. False with *error (EX_IOERR, EX_OSERR). */
bool pace_quota(struct pace *pace, const char *endpoint, int64_t now, struct quota *quota,
                struct error *error);

/* Spotify's two kinds of app (concepts/quota-modes). */
enum app_mode { APP_MODE_UNKNOWN, APP_MODE_EXTENDED, APP_MODE_DEVELOPMENT };

/* Which of them this one was found to be. False with *error (EX_IOERR, EX_OSERR). */
bool pace_load_mode(struct pace *pace, enum app_mode *mode, struct error *error);
bool pace_save_mode(struct pace *pace, enum app_mode mode, struct error *error);

void pace_close(struct pace *pace);

#endif
