#ifndef SPOTIFY_SYNC_JSON_LINES_H
#define SPOTIFY_SYNC_JSON_LINES_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * One JSON value to standard output, piece by piece, a line for each. Of '<' only its escape is
 * printed, so that no text in it can end the script element that it stands in. All functions return
 * false with *error: EX_IOERR, EX_OSERR.
 */

/* Zeros ({0}) are the beginning. */
struct json_lines {
    bool has_member; /* in the object or array that is open */
};

/* Opens an object ('{') or array ('['), as the member `name` of the open one unless that is NULL.
 */
bool json_lines_open(struct json_lines *lines, const char *name, char bracket, struct error *error);
bool json_lines_close(struct json_lines *lines, char bracket, struct error *error);

/* A member of the open object with its value, which is JSON. */
bool json_lines_member(struct json_lines *lines, const char *name, const char *json, size_t length,
                       struct error *error);

/* As json_lines_member, for a text; NULL is null. */
bool json_lines_text(struct json_lines *lines, const char *name, const char *text,
                     struct error *error);

/* A row of a query (script_row; the context is a struct json_lines): as an object in the open
 * array, or its first column as it is, a member or an element. */
bool json_lines_take_row(void *lines, sqlite3_stmt *statement, struct error *error);
bool json_lines_take_text(void *lines, sqlite3_stmt *statement, struct error *error);

#endif
