#ifndef SPOTIFY_SYNC_STREAMS_H
#define SPOTIFY_SYNC_STREAMS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The streams that the programs know, built in from schema/streams/ and schema/load/
 * (scripts/embed-streams).
 */

enum schema_type {
    SCHEMA_NULL = 1 << 0,
    SCHEMA_BOOLEAN = 1 << 1,
    SCHEMA_INTEGER = 1 << 2,
    SCHEMA_NUMBER = 1 << 3,
    SCHEMA_STRING = 1 << 4,
    SCHEMA_ARRAY = 1 << 5,
    SCHEMA_OBJECT = 1 << 6,
};

/* What a JSON Schema says of a value. */
struct schema {
    size_t number;              /* of this schema among all of its stream, from 0 */
    unsigned types;             /* enum schema_type; 0: any */
    bool is_key;                /* a key property of the stream */
    bool may_be_empty;          /* as a key; "" is its default */
    bool is_id, is_time;        /* a string must be an id (ids.h), a time (timestamp.h) */
    bool has_minimum;           /* a number must be at least `minimum` */
    int minimum;                /* */
    const char *const *choices; /* of a string, NULL ends them; NULL: any */
    const struct schema_member
        *members;               /* of an object, a NULL name ends them; NULL: none is declared */
    const struct schema *items; /* of an array; NULL: any */
};

struct schema_member {
    const char *name;
    struct schema schema;
};

struct stream {
    const char *name;
    const char *const *key;     /* the names of its key properties, NULL ends them */
    const char *load;           /* the SQL statements that make rows of a record */
    const char *schema_message; /* on one line without its newline */
    const char *const
        *full;     /* members of which a record has one only if it is a full object, as the API
                      gives it to who asks for its id; NULL ends them. NULL: there are no others */
    bool is_owned; /* its records belong to an account (account_key.h) */
    struct schema record;
    size_t schema_count; /* the record's and all inside it */
};

/* All of them by name; a NULL name ends the table. */
extern const struct stream streams[];

/* The stream of this name, or NULL. */
const struct stream *stream_find(const char *name);

/* What the stream's schema says of the value at a path (json.h) in a record. NULL if it says
 * nothing. */
const struct schema *stream_schema_at(const struct stream *stream, const char *path);

#endif
