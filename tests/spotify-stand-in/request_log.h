#ifndef STAND_IN_REQUEST_LOG_H
#define STAND_IN_REQUEST_LOG_H

/* What was asked, in order of arrival, and the totals of it. */

#include "exchange.h"

#include <stdio.h>

#define STATUS_LIMIT 600

struct request_log {
    /* One JSON object a line. */
    struct text lines;
    /* Lines are appended to this file as well, when not NULL. */
    FILE *file;

    /* Requests to the Web API since the log was last cleared, and to each kind of endpoint. */
    uint64_t api_requests;
    uint64_t by_endpoint[ENDPOINT_COUNT];
    uint64_t by_status[STATUS_LIMIT];
    uint64_t in_flight;
    uint64_t most_in_flight;
    uint64_t connections;
};

/* Counts a request that came: number 1 is the first one of its kind. */
void request_log_count(struct request_log *log, enum endpoint endpoint);

/* Writes the line of a request just counted; fault and change may be NULL. A status of 0 stands for
 * no answer. */
void request_log_write(struct request_log *log, const struct request *request, unsigned status,
                       const char *fault, const char *change, int64_t at_us);

/* Forgets lines and totals and counts from 1 again. */
void request_log_clear(struct request_log *log);

/* Appends the totals as a JSON object. */
void request_log_stats(const struct request_log *log, struct text *text);

void request_log_free(struct request_log *log);

#endif
