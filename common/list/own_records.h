#ifndef SPOTIFY_SYNC_OWN_RECORDS_H
#define SPOTIFY_SYNC_OWN_RECORDS_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>

/*
 * The objects that a list of what was saved or followed brings, as records of their own stream: a
 * reader that knows nothing of the list has all artists or albums in one place.
 *
 * They are kept until the records of the list's page are printed, because store sorts the records
 * of one stream that follow each other.
 */

struct own_records {
    const char *stream; /* NULL: there is none, and nothing is kept */
    bool schema_printed;
    jv messages; /* of this page; invalid at first */
};

#define OWN_RECORDS(of_stream)                                                                     \
    {                                                                                              \
        .stream = (of_stream), .messages = jv_invalid()                                            \
    }

/* Keeps a RECORD of the list, which stays the caller's, as one of the objects' stream. */
void own_records_add(struct own_records *own, jv message);

/* Prints what is kept, after the stream's SCHEMA the first time. False with *error as
 * output_line. */
bool own_records_print(struct own_records *own, struct error *error);

/* Frees what is kept. */
void own_records_clear(struct own_records *own);

#endif
