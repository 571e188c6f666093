#ifndef SPOTIFY_SYNC_API_H
#define SPOTIFY_SYNC_API_H

#include "auth/token.h"
#include "base/error.h"
#include "base/options.h"
#include "limits/pace.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The Web API: GET requests side by side over one pool of connections, at the pace that the app is
 * allowed (pace.h), each tried again where that can help. The caller puts requests in with api_get,
 * waits with api_wait, and takes answers out with api_next.
 */

struct api;

struct api_options {
    long window;      /* requests in flight at once, at most */
    long timeout;     /* for one try of one request, microseconds; 0: none */
    long max_wait;    /* a request told to wait longer in all, microseconds, has met a limit */
    long retry_delay; /* ahead of the second try, microseconds; doubled for each further one */
    struct quota_terms quota;
};

#define API_OPTIONS_DEFAULT                                                                        \
    {                                                                                              \
        .window = 10, .timeout = 30000000, .max_wait = 60000000, .retry_delay = 1000000,           \
        .quota = {                                                                                 \
            .budget = -1                                                                           \
        }                                                                                          \
    }

/* Their entries in a program's option table (options.h). */
#define API_OPTION_ENTRIES(options)                                                                \
    {.name = "window",                                                                             \
     .argument = "N",                                                                              \
     .help = "keep up to N requests in flight (10)",                                               \
     .kind = OPTION_NUMBER,                                                                        \
     .target = &(options).window,                                                                  \
     .least = 1,                                                                                   \
     .most = 100},                                                                                 \
        {.name = "timeout",                                                                        \
         .argument = "SECONDS",                                                                    \
         .help = "time limit for each attempt (30; 0: none)",                                      \
         .kind = OPTION_SPAN,                                                                      \
         .target = &(options).timeout,                                                             \
         .least = 0,                                                                               \
         .most = 3600},                                                                            \
        {.name = "max-wait",                                                                       \
         .argument = "SECONDS",                                                                    \
         .help = "longest total wait for a rate limit (60)",                                       \
         .kind = OPTION_SPAN,                                                                      \
         .target = &(options).max_wait,                                                            \
         .least = 0,                                                                               \
         .most = 86400},                                                                           \
        {.name = "retry-delay",                                                                    \
         .argument = "SECONDS",                                                                    \
         .help = "delay before the second attempt, then doubled (1)",                              \
         .kind = OPTION_SPAN,                                                                      \
         .target = &(options).retry_delay,                                                         \
         .least = 0,                                                                               \
         .most = 3600},                                                                            \
        {.name = "budget",                                                                         \
         .argument = "N",                                                                          \
         .help = "calls to each kind of endpoint per quota window",                                \
         .kind = OPTION_NUMBER,                                                                    \
         .target = &(options).quota.budget,                                                        \
         .least = 0,                                                                               \
         .most = 1000000000},                                                                      \
    {                                                                                              \
        .name = "quota-window", .argument = "SECONDS",                                             \
        .help = "length of that window, until Spotify shows it (86400)", .kind = OPTION_SPAN,      \
        .target = &(options).quota.window, .least = 0, .most = 31 * 86400                          \
    }

enum api_outcome {
    API_ANSWERED, /* 2xx: body holds the JSON value */
    API_REFUSED,  /* another 4xx, but 408 and 425: status, and error with Spotify's own message */
    API_LIMITED,  /* no calls to this kind of endpoint until reset_at; error tells (EXIT_LIMITED) */
    API_FAILED, /* error tells: EX_UNAVAILABLE after five tries, EX_PROTOCOL where what came made no
                   sense, EX_NOPERM for a token that is not accepted */
};

struct api_answer {
    enum api_outcome outcome;
    void *context;       /* as given to api_get */
    jv body;             /* invalid unless API_ANSWERED */
    int64_t received_at; /* when the answer arrived */
    int64_t reset_at;
    int tries; /* how often the request was sent for it */
    long status;
    char words[300]; /* API_REFUSED: the status and Spotify's own message */
    struct error error;
};

/*
 * Opens the API at SPOTIFY_API_URL (https, or plain http to a loopback address). The options stay
 * the caller's and are copied. NULL with *error: EX_CONFIG for an address that cannot be right,
 * EX_OSERR.
 */
struct api *api_open(const struct api_options *options, struct error *error);

/* Signs the requests with this token, which stays the caller's and must outlive the api, instead of
 * the one that token_open takes. To be called ahead of the first api_get. */
void api_use_token(struct api *api, struct token *token);

/*
 * Asks for path (from its slash on, with its query; copied). `endpoint`, a string that outlives the
 * api, names the kind of endpoint that quotas count by. Requests leave in the order in which they
 * were put in, but those that are tried again. False with *error when the first request finds
 * nobody signed in (as token_open) or what is remembered of the app cannot be read (as pace_open),
 * when memory cannot be had (EX_OSERR), or libcurl fails (EX_SOFTWARE).
 */
bool api_get(struct api *api, const char *endpoint, const char *path, void *context,
             struct error *error);

/* Sends what may be sent, without waiting for anything. False with *error as api_wait. */
bool api_send(struct api *api, struct error *error);

/*
 * Sends what may be sent and waits until an answer is there or, where input_fd is not negative,
 * that descriptor can be read (*readable is then set, and may be NULL for no input_fd). It may
 * return with neither. Ends the program by SIGPIPE when nobody reads standard output any more.
 * False with *error (EX_SOFTWARE, EX_OSERR, EX_IOERR) when nothing can go on.
 */
bool api_wait(struct api *api, int input_fd, bool *readable, struct error *error);

/* Returns an answer that has come, or NULL. It is the caller's, to be ended by api_answer_free or
 * by api_reject. */
struct api_answer *api_next(struct api *api);

/*
 * Gives an answer back because what it holds makes no sense (`reason` says what): the request is
 * tried again like any other that failed, and after the last try comes back as API_FAILED with
 * EX_PROTOCOL.
 */
void api_reject(struct api *api, struct api_answer *answer, const char *reason);

void api_answer_free(struct api_answer *answer);

/* How the quota of a kind of endpoint stands, after the first api_get. False with *error
 * (EX_IOERR, EX_OSERR). */
bool api_quota(struct api *api, const char *endpoint, struct quota *quota, struct error *error);

/* Which kind the app was found to be, in this run or an earlier one. False with *error as api_get,
 * or EX_IOERR. */
bool api_load_mode(struct api *api, enum app_mode *mode, struct error *error);
bool api_save_mode(struct api *api, enum app_mode mode, struct error *error);

/* Requests sent so far, tries included. */
int64_t api_requests(const struct api *api);

/* Requests put in and not yet given out by api_next. */
long api_pending(const struct api *api);

/* Gives up what is in flight and frees all. */
void api_close(struct api *api);

#endif
