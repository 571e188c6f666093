#ifndef SPOTIFY_SYNC_API_H
#define SPOTIFY_SYNC_API_H

#include "api/refusal.h"
#include "auth/token.h"
#include "base/error.h"
#include "base/options.h"
#include "limits/pace.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The Web API: requests side by side over one pool of connections, at the pace that the app is
 * allowed (pace.h), each tried again if that can help. A client opens a queue, puts requests in
 * with api_get, waits with api_wait, and takes its answers out with api_next. One that writes
 * (api_write) is sent once, unless it is certain that it has done nothing.
 */

struct api;

/* The requests of one client of the api, and their answers. */
struct api_queue;

struct api_options {
    long window;      /* requests in flight at once, at most */
    long timeout;     /* for one try of one request, microseconds; 0: none */
    long max_wait;    /* a request that has to wait longer in all, microseconds, has met a limit */
    long retry_delay; /* before the second try, microseconds; doubled for each further one */
    struct quota_terms quota;
    int output_fd; /* api_wait fails when nobody reads this descriptor; negative: none */
};

/* What a program has before its options are parsed; `output` is its output_fd. */
#define API_OPTIONS_DEFAULT(output)                                                                \
    {                                                                                              \
        .window = 24, .timeout = 30000000, .max_wait = 60000000, .retry_delay = 1000000,           \
        .quota = {.budget = -1}, .output_fd = (output)                                             \
    }

/* Their entries in a program's option table (options.h). */
#define API_OPTION_ENTRIES(options)                                                                \
    {.name = "window",                                                                             \
     .argument = "N",                                                                              \
     .help = "keep up to N requests in flight (24; single ids 10)",                                \
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
    API_LIMITED,  /* no calls to this kind of endpoint for a while; error: EXIT_LIMITED */
    API_FAILED,   /* error: EX_UNAVAILABLE after five tries, EX_PROTOCOL if what came made no
                     sense, EX_NOPERM for a token that is not accepted */
    API_UNKNOWN,  /* a write that may have been done, or may still be: error as above */
};

struct api_answer {
    enum api_outcome outcome;
    void *context;       /* as given to api_get */
    jv body;             /* invalid unless API_ANSWERED; null if the answer to a write has none */
    int64_t received_at; /* when the answer arrived */
    long status;
    bool was_cut_off; /* API_FAILED: the last try's connection broke when the request was sent */
    char words[REFUSAL_LONGEST_WORDS]; /* API_REFUSED: the status and the API's words (refusal.h) */
    struct error error;
};

/*
 * Opens the API at SPOTIFY_API_URL (https, or plain http to a loopback address). The options stay
 * the caller's and are copied. NULL with *error: EX_CONFIG for an address that cannot be right,
 * EX_OSERR.
 */
struct api *api_open(const struct api_options *options, struct error *error);

/* Signs the requests with this token, which stays the caller's and must outlive the api, instead of
 * the one that token_open takes. To be called before the first api_get. */
void api_use_token(struct api *api, struct token *token);

/* Opens a queue, which is to be closed before the api. NULL with *error (EX_OSERR). */
struct api_queue *api_queue_open(struct api *api, struct error *error);

/*
 * Checks the body of an answer to the request with this context, which was sent `tries` times by
 * then. Returns what is wrong with it, or NULL. It may change the body. It is called while the api
 * is driven (api_send, api_wait), and not after its queue is closed.
 */
typedef const char *api_check(void *context, jv *body, int tries);

/*
 * Asks for path (from its slash on, with its query; copied). `endpoint`, a string that outlives the
 * api, names the kind of endpoint that quotas count by. Requests leave in the order in which they
 * were put in, except those that are tried again. A body that `check` (NULL: none) finds fault with
 * is requested again like any other request that failed, and after the last try comes back as
 * API_FAILED with EX_PROTOCOL. False with *error when the first request finds nobody signed in (as
 * token_open) or what is remembered of the app cannot be read (as pace_open), when there is no
 * memory (EX_OSERR), or libcurl fails (EX_SOFTWARE).
 */
bool api_get(struct api_queue *queue, const char *endpoint, const char *path, api_check *check,
             void *context, struct error *error);

struct api_write {
    const char *method;   /* PUT or POST */
    const char *endpoint; /* as for api_get, but not that of reading the path */
    const char *path;
    const struct buffer *json; /* the body, which outlives the request; NULL: none */
};

/*
 * Asks for a write, in order as api_get does. It is sent again after a 429, after a token was
 * refused, and if there was no connection; after any other failure its outcome is API_UNKNOWN.
 * False with *error as api_get.
 */
bool api_write(struct api_queue *queue, const struct api_write *write, void *context,
               struct error *error);

/* Sends what may be sent, without waiting for anything. False with *error as api_wait. */
bool api_send(struct api *api, struct error *error);

/*
 * Sends what may be sent and waits until an answer is there or, if input_fd is not negative, that
 * descriptor can be read (*readable is then set; it may be NULL if there is no input_fd). It may
 * return with neither. False with *error when nothing can go on (EX_SOFTWARE, EX_OSERR, EX_IOERR),
 * or when the options' output_fd has no reader (EXIT_NO_READER).
 */
bool api_wait(struct api *api, int input_fd, bool *readable, struct error *error);

/* Returns an answer to one of the queue's requests that has come, or NULL. It is the caller's, to
 * be freed by api_answer_free. */
struct api_answer *api_next(struct api_queue *queue);

/* Waits for the answer of the queue's only request, and returns it as api_next. NULL with *error as
 * api_wait. */
struct api_answer *api_await(struct api_queue *queue, struct error *error);

/* The queue's requests that api_next has not yet given an answer to. */
long api_pending(const struct api_queue *queue);

/* Drops the queue's requests: those not yet sent are not sent, and the answers of the others are
 * thrown away when they come. */
void api_queue_close(struct api_queue *queue);

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

/* Gives up what is in flight and frees all. */
void api_close(struct api *api);

#endif
