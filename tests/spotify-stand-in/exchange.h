#ifndef STAND_IN_EXCHANGE_H
#define STAND_IN_EXCHANGE_H

/* A request as it came, and the answer to it. */

#include "endpoint.h"
#include "text.h"

struct request {
    const char *method;
    /* As they stood in the request line, still encoded; the query without its question mark. */
    const char *path;
    const char *query;
    /* NULL when the header is absent. */
    const char *authorization;
    const char *content_type;
    const char *body;
    unsigned connection;

    enum endpoint endpoint;
    const char *id;
    size_t id_length;
};

enum delivery {
    DELIVER_WHOLE,
    /* The connection is reset and nothing sent. */
    DELIVER_RESET,
    /* The connection is closed and nothing sent. */
    DELIVER_CLOSED,
    /* Half of the body, then the connection is closed. */
    DELIVER_HALF,
    DELIVER_NEVER,
    /* A byte now and then. */
    DELIVER_SLOWLY,
};

struct stand_in;

/* Appends one line of a long answer; false behind the last one. */
typedef bool line_writer(struct stand_in *in, size_t place, struct text *text);

struct answer {
    unsigned status;
    const char *content_type;
    struct text body;
    /* Seconds, or -1 for no such header. */
    int64_t retry_after;
    /* A Location header when not empty. */
    struct text location;
    enum delivery delivery;
    /* The time between bytes when delivered slowly. */
    int64_t byte_us;
    /* When not NULL, the body is what this appends for 0, 1, … until it returns false: for answers
     * too long to be held in memory. */
    line_writer *write_line;
};

/* Puts an error of the Web API in place of what the answer held. */
void answer_error(struct answer *answer, unsigned status, const char *message);

/* Begins an answer anew: a status and an empty JSON body. */
void answer_reset(struct answer *answer, unsigned status);

void answer_free(struct answer *answer);

#endif
