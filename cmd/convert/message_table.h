#ifndef SPOTIFY_SYNC_MESSAGE_TABLE_H
#define SPOTIFY_SYNC_MESSAGE_TABLE_H

#include "base/error.h"
#include "format/list_source.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/* The records of messages in a database of its own, which is on disk where memory is not enough and
 * goes with the table (schema/convert/). */

struct message_table;

/* An empty table. NULL with *error: EX_OSERR, EX_IOERR. */
struct message_table *message_table_new(struct error *error);

/* Takes a line. False with *error: EX_DATAERR for what is no message, without anything changed;
 * EX_IOERR, EX_OSERR if nothing can go on. */
bool message_table_add(struct message_table *table, const char *line, size_t length,
                       struct error *error);

/*
 * Finds out which plays of the API and rows of the streaming history are one, as the library does
 * (listens.h). To be called once, after all messages, where listens are to be read. False with
 * *error: EX_IOERR, EX_OSERR.
 */
bool message_table_settle(struct message_table *table, struct error *error);

/* The lists in its database. */
extern const struct list_queries message_table_queries;

/* The database, which stays the table's. */
sqlite3 *message_table_database(const struct message_table *table);

void message_table_free(struct message_table *table);

#endif
