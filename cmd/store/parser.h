#ifndef SPOTIFY_SYNC_PARSER_H
#define SPOTIFY_SYNC_PARSER_H

#include "base/buffer.h"
#include "base/error.h"
#include "message.h"
#include "stream_fields.h"

#include <stdbool.h>
#include <stddef.h>

/* Lines into messages. */

struct parser;

/* NULL with *error on failure (EX_SOFTWARE, EX_OSERR). */
struct parser *parser_open(struct error *error);

/* The fields that are taken of the records of a stream, by its index in `streams`; NULL before its
 * first MESSAGE_RECORD. They stay the parser's, and as they are, so that another thread may look at
 * them that has a MESSAGE_RECORD of the stream. */
const struct stream_fields *parser_fields(const struct parser *parser, int stream);

/* From now on no record of the stream is valid (message.h): its tables have constraints that may
 * refuse any row. */
void parser_distrust(struct parser *parser, int stream);

/*
 * Parses a line and appends to `to`, whose length is a multiple of RECORD_ALIGNMENT, what storing
 * it takes: for a MESSAGE_RECORD the values of its fields (record.h), for a MESSAGE_STATE the line,
 * for a MESSAGE_UNKNOWN_STREAM the stream's name, for a MESSAGE_BAD the reason, for a person. False
 * with *error when memory cannot be had (EX_OSERR) or as stream_fields_new.
 */
bool parser_parse(struct parser *parser, const char *line, size_t length, struct message *message,
                  struct buffer *to, struct error *error);

void parser_close(struct parser *parser);

#endif
