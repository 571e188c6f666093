#ifndef SPOTIFY_SYNC_ACCOUNT_KEY_H
#define SPOTIFY_SYNC_ACCOUNT_KEY_H

#include "base/buffer.h"
#include "base/error.h"

#include <jv.h>
#include <stdbool.h>

/*
 * The libraries of several accounts in one place: in the streams of what belongs to an account
 * (`.owned` in schema/load/), each record has the account's id in its member account_id, and the
 * key of the stream begins with that. The records of other streams stay as they are.
 */

/* The name of the member. */
#define ACCOUNT_KEY "account_id"

/* Whether a stream of schema/streams/ is one of these. False for one that is not there. */
bool account_key_applies(const char *stream);

/* Appends the SCHEMA message of such a stream to *out. False with *error (EX_OSERR). */
bool account_key_schema(const char *stream, struct buffer *out, struct error *error);

/* Appends a record, a JSON object, with the account's id set in it. False with *error: EX_DATAERR
 * if it is no object, EX_OSERR. */
bool account_key_set(const char *record, size_t length, const char *account_id, struct buffer *out,
                     struct error *error);

/* Sets the id in the record of a RECORD message, which is used up; returns the message. */
jv account_key_message(jv message, const char *account_id);

#endif
