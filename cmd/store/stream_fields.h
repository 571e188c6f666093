#ifndef SPOTIFY_SYNC_STREAM_FIELDS_H
#define SPOTIFY_SYNC_STREAM_FIELDS_H

#include "base/error.h"
#include "record.h"
#include "singer/streams.h"
#include "json/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which fields of a stream's records are stored, and what they must be. */

struct stream_fields;

/* The fields of `stream` in the texts that `paths` scans: its key, and what the parameters of its
 * load statements name (statement.h). `paths` must outlive them. NULL with *error when a path in
 * them is wrong (EX_SOFTWARE) or memory cannot be had (EX_OSERR). */
struct stream_fields *stream_fields_new(const struct stream *stream, struct json_paths *paths,
                                        struct error *error);

/* The number of the field at a path in the record (json.h), or -1. */
int stream_fields_find(const struct stream_fields *fields, const char *path);

/* The number of the field that says whose a record is (singer/account_key.h), or -1 if the stream
 * has none. */
int stream_fields_account(const struct stream_fields *fields);

/* All fields in the order of their numbers; *count is set to how many there are. */
const struct record_field *stream_fields_list(const struct stream_fields *fields, size_t *count);

/* These look at the record that `paths` scanned last. */

/* Whether it has its key; *sort_key is set to how that begins. False with *error (EX_DATAERR). */
bool stream_fields_read_key(const struct stream_fields *fields, uint64_t *sort_key,
                            struct error *error);

/* Whether it has all required fields. False with *error (EX_DATAERR). */
bool stream_fields_check_required(const struct stream_fields *fields, struct error *error);

/* Whether all fields have the types of the schema. */
bool stream_fields_have_types(const struct stream_fields *fields);

/* Whether it has a member that only a full object has (singer/streams.h). */
bool stream_fields_are_full(const struct stream_fields *fields);

void stream_fields_free(struct stream_fields *fields);

#endif
