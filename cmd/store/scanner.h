#ifndef SPOTIFY_SYNC_SCANNER_H
#define SPOTIFY_SYNC_SCANNER_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lines into messages. */

enum message_kind {
    MESSAGE_BAD, /* it cannot be taken */
    MESSAGE_RECORD,
    MESSAGE_UNKNOWN_STREAM, /* a RECORD too */
    MESSAGE_STATE,
    MESSAGE_OTHER,
};

struct message {
    enum message_kind kind;
    /* of a MESSAGE_RECORD: */
    int stream;           /* its place in `streams` */
    uint64_t key;         /* how its key begins, as a number to sort by */
    int64_t time;         /* time_extracted, else _sdc_deleted_at, else 0 (common/timestamp.h) */
    int64_t deleted_time; /* _sdc_deleted_at, if it is deleted */
    bool deleted;
    bool typed; /* what was asked for is of the types of the stream's schema, and not doubted */
};

struct scanner;

/* NULL with *error on failure (EX_SOFTWARE, EX_OSERR). */
struct scanner *scanner_open(struct error *error);

/*
 * Asks for what stands at a path (common/json.h) in the messages of a stream, `record.name`, to be
 * kept of each of its records; with `digested` also a hash of an object or array. Returns its
 * number among the values of such a record (kept.h), the same for the same path; -1 with *error on
 * failure (EX_SOFTWARE, EX_OSERR).
 */
int scanner_ask(struct scanner *scanner, int stream, const char *path, bool digested,
                struct error *error);

/* No record of the stream can be taken without value number `value`, unless it is deleted. */
void scanner_need(struct scanner *scanner, int stream, int value);

/* No record of the stream shall count as typed. */
void scanner_doubt(struct scanner *scanner, int stream);

/*
 * Checks a line and tells what it is. What has to be kept of it is appended to `kept`: of a
 * MESSAGE_RECORD what was asked for (kept.h); of a MESSAGE_STATE the line; of a
 * MESSAGE_UNKNOWN_STREAM the stream's name; of a MESSAGE_BAD why it cannot be taken, for a person.
 * The length of `kept` is a multiple of KEPT_ALIGNMENT. False when memory cannot be had.
 */
bool scanner_take(struct scanner *scanner, const char *line, size_t length, struct message *message,
                  struct buffer *kept);

void scanner_close(struct scanner *scanner);

#endif
