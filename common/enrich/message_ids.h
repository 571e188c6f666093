#ifndef SPOTIFY_SYNC_MESSAGE_IDS_H
#define SPOTIFY_SYNC_MESSAGE_IDS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The ids that messages hold of one kind of object. */

/* Where they are; each list ends with NULL. */
struct id_places {
    const char *const *id_paths;    /* in the records of other streams (json.h) */
    const char *const *own_streams; /* whose records are such objects themselves, full or not
                                       (singer/streams.h) */
};

struct message_ids;

/* The places stay the caller's. NULL with *error (EX_SOFTWARE, EX_OSERR). */
struct message_ids *message_ids_new(const struct id_places *places, struct error *error);

/* Reads a message, which the next calls are about as long as its line stays. False with *error:
 * EX_DATAERR if it is none, EX_OSERR. */
bool message_ids_read(struct message_ids *ids, const char *line, size_t length,
                      struct error *error);

bool message_ids_has_type(const struct message_ids *ids, const char *type);
bool message_ids_has_stream(const struct message_ids *ids, const char *stream);

/* Takes an id, a valid one (ids.h); is_full: the message itself is its full object. False with
 * *error. */
typedef bool message_ids_take(void *context, const char *id, size_t length, bool is_full,
                              struct error *error);

/* Gives each id of the message to `take`, if it is a RECORD that is not a deletion. False with
 * *error as `take`. */
bool message_ids_each(const struct message_ids *ids, message_ids_take *take, void *context,
                      struct error *error);

void message_ids_free(struct message_ids *ids);

#endif
