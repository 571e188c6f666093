#ifndef SPOTIFY_SYNC_JSON_PARSE_H
#define SPOTIFY_SYNC_JSON_PARSE_H

#include "base/error.h"

#include <jv.h>
#include <stddef.h>

/*
 * JSON texts as values of jq's, made in a fraction of the time that jv_parse_sized takes: names are
 * made once for many texts, and members that nobody wants are never made.
 */

struct json_parser;

/* A parser that leaves out the members of these names, at any depth; NULL ends the list, which must
 * outlive the parser. NULL with *error if there is no memory. */
struct json_parser *json_parser_new(const char *const unwanted[], struct error *error);

/*
 * Returns the value that jv_parse_sized makes of a text, but for the unwanted members and for
 * NULs and halves of surrogate pairs, which become U+FFFD; the caller's to free. A text that RFC
 * 8259 does not allow is jq's to accept or refuse; it may be changed. Invalid if it is refused.
 */
jv json_parse(struct json_parser *parser, char *text, size_t length);

void json_parser_free(struct json_parser *parser);

#endif
