#ifndef SPOTIFY_SYNC_MESSAGES_H
#define SPOTIFY_SYNC_MESSAGES_H

#include "base/error.h"
#include "singer/known_records.h"
#include "singer/shape.h"

#include <stdbool.h>
#include <stdint.h>

/* The messages of the Singer specification as a stage prints them (output.h). */

/* What they hold besides what the API says, each its setter's to free. All zeros: nothing. */
struct messages {
    char *account_id;            /* whose they are (account_key.h); NULL: not wanted */
    struct known_records *known; /* of these, what is gone is repeated; NULL: nothing is known */
};

/* Prints the SCHEMA message of a stream of schema/streams/. False with *error as output_line, or
 * EX_SOFTWARE for a stream that is not there. */
bool messages_print_schema(const struct messages *messages, const char *stream,
                           struct error *error);

/* Prints a message, which is used up. False with *error as output_line. */
bool messages_print_one(jv message, struct error *error);

/* Prints the messages of a page. *printed is how many. False with *error as shape_page_messages and
 * output_line. */
bool messages_print_page(struct shape *shape, const struct shape_page *page, int64_t *printed,
                         struct error *error);

/* Prints a RECORD which says that the id, a valid one (ids.h), was found gone at this time, with
 * what is known of it. False with *error as output_line and known_records_find. */
bool messages_print_deletion(const struct messages *messages, const char *stream, const char *id,
                             int64_t time, struct error *error);

/* The same for a stream with another key, which is given as known_records_find takes it. */
bool messages_print_keyed_deletion(const struct messages *messages, const char *stream,
                                   const char *key, int64_t time, struct error *error);

#endif
