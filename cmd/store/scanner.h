#ifndef SPOTIFY_SYNC_SCANNER_H
#define SPOTIFY_SYNC_SCANNER_H

#include "buffer.h"
#include "error.h"
#include "json.h"

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

/* NULL with *error on failure. */
struct scanner *scanner_open(struct error *error);

/* Asks for what stands at a path (common/json.h) in the messages of a stream, `record.name`, and
 * returns the number of its slot; -1 with *error on failure. */
int scanner_ask(struct scanner *scanner, int stream, const char *path, struct error *error);

/* scanner_ask for what a record cannot be taken without, unless it is deleted. False with *error on
 * failure. */
bool scanner_need(struct scanner *scanner, int stream, const char *path, struct error *error);

/* No record of the stream shall count as typed. */
void scanner_doubt(struct scanner *scanner, int stream);

/* Values for what is kept of a message (json_recall), with the slots that have been asked for; the
 * caller's. NULL with *error when memory cannot be had. */
struct json_paths *scanner_values(const struct scanner *scanner, struct error *error);

/*
 * Checks a line and tells what it is. What has to be kept of it is appended to `kept`: of a
 * MESSAGE_RECORD what was asked for, as json_keep does it; of a MESSAGE_STATE the line; of a
 * MESSAGE_UNKNOWN_STREAM the stream's name; of a MESSAGE_BAD why it cannot be taken, for a person.
 * False when memory cannot be had.
 */
bool scanner_take(struct scanner *scanner, const char *line, size_t length, struct message *message,
                  struct buffer *kept);

void scanner_close(struct scanner *scanner);

#endif
