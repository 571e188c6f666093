#ifndef SPOTIFY_SYNC_RECORD_H
#define SPOTIFY_SYNC_RECORD_H

#include "base/buffer.h"
#include "json/json.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A record between parsing and storing: the values of the fields that its stream's load statements
 * use, numbered from 0, without the rest of the line. It is one run of bytes without pointers, so
 * that it can be moved.
 */

struct record_value {
    enum json_kind kind;
    uint32_t length; /* of a string in bytes; of a field with elements their number */
    union {
        int64_t integer; /* JSON_INTEGER */
        double real;     /* JSON_REAL */
        uint64_t
            digest;    /* JSON_OBJECT and JSON_ARRAY of a field with a digest: a hash of the text */
        size_t offset; /* of a string's text or of the elements, from the beginning of the record */
    };
};

struct record_field {
    int slot;        /* of json_paths */
    bool has_digest; /* of objects and arrays */
    bool is_id;      /* what is no id (ids.h) is NULL */
};

/* The address of a record must be a multiple of this. */
enum { RECORD_ALIGNMENT = 8 };

/*
 * Appends the values of `count` fields, as the last scan found them, to `to`, whose length is a
 * multiple of RECORD_ALIGNMENT. False when memory cannot be had; `to` then ends with a part of the
 * record.
 */
bool record_append(const struct json_paths *paths, const struct record_field *fields, size_t count,
                   struct buffer *to);

/* The value of a field whose path has no `[]`. */
static inline const struct record_value *record_value(const char *record, size_t field)
{
    return (const struct record_value *)record + field;
}

/* The number of elements of a field whose path has `[]`. */
static inline size_t record_element_count(const char *record, size_t field)
{
    return record_value(record, field)->length;
}

/* The value of such a field in the element `index`, which is below record_element_count. */
static inline const struct record_value *record_element(const char *record, size_t field,
                                                        size_t index)
{
    return (const struct record_value *)(record + record_value(record, field)->offset) + index;
}

/* The text of a string; it does not end with a NUL. */
static inline const char *record_text(const char *record, const struct record_value *value)
{
    return record + value->offset;
}

/* Whether there is a value other than null. */
static inline bool record_value_is_set(const struct record_value *value)
{
    return value->kind != JSON_ABSENT && value->kind != JSON_NULL;
}

#endif
