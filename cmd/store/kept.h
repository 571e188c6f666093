#ifndef SPOTIFY_SYNC_KEPT_H
#define SPOTIFY_SYNC_KEPT_H

#include "base/buffer.h"
#include "json/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What is kept of a record between its scan and its storing: the values that its stream's load
 * statements ask for, numbered from 0, without the rest of the line. It is one run of bytes without
 * pointers to anything outside, and can be moved.
 */

struct kept_value {
    enum json_kind kind;
    uint32_t length; /* of a string in bytes; of a value with elements their number */
    union {
        int64_t integer; /* JSON_INTEGER */
        double real;     /* JSON_REAL */
        uint64_t
            digest;    /* JSON_OBJECT and JSON_ARRAY, where it was asked for: a hash of the text */
        size_t offset; /* of a string's text, or of the elements, from the record's beginning */
    };
};

/* A value to keep. */
struct kept_slot {
    int slot; /* of json_paths */
    bool digested;
};

/* What the beginning of a record must be a multiple of. */
enum { KEPT_ALIGNMENT = 8 };

/*
 * Appends what the last scan found for `count` slots to `to`, whose length is a multiple of
 * KEPT_ALIGNMENT. False when memory cannot be had; `to` then ends somewhere in the record.
 */
bool kept_append(const struct json_paths *paths, const struct kept_slot *slots, size_t count,
                 struct buffer *to);

/* Value number `number` of a record, which has no `[]` in its path. */
static inline const struct kept_value *kept_value(const char *record, size_t number)
{
    return (const struct kept_value *)record + number;
}

/* How many elements value number `number` has, which has `[]` in its path. */
static inline size_t kept_count(const char *record, size_t number)
{
    return kept_value(record, number)->length;
}

/* What that value is in the element `index`, which is under kept_count. */
static inline const struct kept_value *kept_element(const char *record, size_t number, size_t index)
{
    return (const struct kept_value *)(record + kept_value(record, number)->offset) + index;
}

/* The text of a string; no NUL follows it. */
static inline const char *kept_text(const char *record, const struct kept_value *value)
{
    return record + value->offset;
}

#endif
