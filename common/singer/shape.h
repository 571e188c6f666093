#ifndef SPOTIFY_SYNC_SHAPE_H
#define SPOTIFY_SYNC_SHAPE_H

#include "base/error.h"
#include "json/jq_program.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A jq program that makes RECORD messages of a stream from answers of the API. They conform to the
 * stream's schema (conform.h); a key that is an id is a valid one (ids.h).
 */

struct shape;

/* An answer, and what the program may use besides: the members of the program's input. */
struct shape_page {
    jv body;             /* `page` */
    int64_t received_at; /* `time_extracted` (timestamp.h) */
    int64_t offset;      /* `offset`, the place of its first item */
    jv context;          /* an object with further members; invalid: there are none */
    const char *path;    /* names the answer in an error; NULL: that is the program's own */
};

/* A page without offset and context. */
#define SHAPE_PAGE(of_body, of_time, of_path)                                                      \
    {                                                                                              \
        .body = (of_body), .received_at = (of_time), .context = jv_invalid(), .path = (of_path)    \
    }

/* Takes over a message. False with *error if nothing can go on. */
typedef bool message_taker(void *context, jv message, struct error *error);

/* For a program, which goes after the definitions of messages.jq; NULL: a page is the record, as
 * it is. NULL with *error, as jq_program_open and conform_new. */
struct shape *shape_open(const char *stream, const char *program, enum jq_compiling when,
                         struct error *error);

/* Puts the id of an account, which must outlive the shape, into each record (account_key.h); NULL:
 * it is not wanted. Does nothing without a shape. */
void shape_set_account(struct shape *shape, const char *account_id);

/*
 * Calls `take` with `context` for each message of a page, in order; the page's values stay the
 * caller's. False with *error: what `take` fails with, EX_PROTOCOL if the program cannot make
 * sense of the page, and as jq_program_compiled.
 */
bool shape_page_messages(struct shape *shape, const struct shape_page *page, message_taker *take,
                         void *context, struct error *error);

void shape_close(struct shape *shape);

#endif
