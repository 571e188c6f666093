#ifndef SPOTIFY_SYNC_KNOWN_RECORDS_H
#define SPOTIFY_SYNC_KNOWN_RECORDS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/line_file.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Messages of earlier runs, by the keys of their records: what is known, and what a deletion
 * repeats. They are kept in a temporary file.
 */

struct known_records;

/* For these streams of schema/streams/, which NULL ends and which must outlive it. Only the first
 * one's STATEs are looked at, for its reading. NULL with *error (EX_OSERR, EX_IOERR). */
struct known_records *known_records_open(const char *const *names, struct error *error);

/* Takes a message. Of two records with one key the newer one counts, of equal times the later one;
 * what is of no use is passed over. False with *error: EX_DATAERR for what is no message, EX_IOERR,
 * EX_OSERR. */
bool known_records_take(struct known_records *records, const char *line, size_t length,
                        struct error *error);

/*
 * Gives `take`, with `context`, a line "reading {JSON}" if a STATE had one, and then each row of a
 * query that gives one column of text. It reads the table known (stream, record): the records,
 * except those that say that something was deleted. False with *error: EX_IOERR, EX_OSERR,
 * EX_SOFTWARE, or that of `take`.
 */
bool known_records_lines(struct known_records *records, const char *query, line_file_take *take,
                         void *context, struct error *error);

/* Appends to *out, as JSON, the record with this key: members of a JSON object, without spaces, in
 * the order of the stream's key. Appends nothing if there is none. False with *error: EX_IOERR,
 * EX_OSERR. */
bool known_records_find(struct known_records *records, const char *stream, const char *key,
                        struct buffer *out, struct error *error);

/* NULL is nothing to close. */
void known_records_close(struct known_records *records);

#endif
