#ifndef SPOTIFY_SYNC_BIND_H
#define SPOTIFY_SYNC_BIND_H

#include "base/timestamp.h"
#include "message.h"
#include "record.h"
#include "statement.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The parameters of statements, bound to a record. */

/* The record to bind; at first zeros ({0}). */
struct bound_record {
    const char *values; /* record.h */
    bool deleted, full;
    int64_t time;
    char time_extracted[TIMESTAMP_TEXT], fetched_at[TIMESTAMP_TEXT], deleted_at[TIMESTAMP_TEXT];
};

/* Makes the record of a message the one to bind. `values` must stay until the next one. */
void bind_record(struct bound_record *record, const struct message *message, const char *values);

/* Binds all parameters of a statement, for an element of its array if it has one. False when SQLite
 * fails. */
bool bind_parameters(const struct bound_record *record, const struct statement *statement,
                     size_t element);

/* The value of a field: in an element of its array if it is `of_element`. */
static inline const struct record_value *bound_value(const struct bound_record *record, int field,
                                                     bool of_element, size_t element)
{
    return of_element ? record_element(record->values, (size_t)field, element)
                      : record_value(record->values, (size_t)field);
}

#endif
