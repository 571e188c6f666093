#ifndef SPOTIFY_SYNC_PLAIN_ROW_H
#define SPOTIFY_SYNC_PLAIN_ROW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A row as nearly all rows are: a JSON object of plain values, which a jq program can only pass on.
 * A value that one may look into and compute with, such as a negative number, a time with a
 * fraction or an object, makes a row that is not plain.
 */

enum { PLAIN_ROW_MOST = 48 };

/* What a program can know of a plain value without looking at the very bytes of it. */
enum plain_kind {
    PLAIN_NULL = 'n',
    PLAIN_FALSE = 'f',
    PLAIN_TRUE = 't',
    PLAIN_ZERO = '0',
    PLAIN_ONE = '1',
    PLAIN_NUMBER = '2', /* a whole number from 2 on, below 10^11 */
    PLAIN_LARGE = '9',  /* from 10^11, as a time in milliseconds is, below 10^15 */
    PLAIN_EMPTY = 'e',
    PLAIN_TIME = 'd',   /* a moment in whole seconds, 2026-11-23T18:00:00Z */
    PLAIN_MINUTE = 'm', /* one in minutes, 2026-11-23 18:00 */
    PLAIN_URI = 'u',    /* spotify:word:id, an id having 22 letters and digits */
    PLAIN_TEXT = 's',   /* any other string that does not begin as a time or a URI does */
};

struct plain_member {
    const char *name; /* both as they stand in the text, a string without its quotes */
    size_t name_length;
    const char *value;
    size_t value_length;
    enum plain_kind kind;
};

struct plain_row {
    struct plain_member members[PLAIN_ROW_MOST];
    size_t count;
};

/* Reads a text of length bytes, strictly by RFC 8259; the row points into it. False for one that is
 * not plain, or no JSON. */
bool plain_row_read(const char *text, size_t length, struct plain_row *row);

#endif
