#ifndef SPOTIFY_SYNC_JSON_VALUE_H
#define SPOTIFY_SYNC_JSON_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* A value as it stands in a JSON text. */

/* Limits of a text: containers inside each other, elements of an array that a path goes through. */
enum { JSON_DEEPEST = 512, JSON_MOST_ELEMENTS = 10000 };

enum json_kind {
    JSON_ABSENT,
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_INTEGER, /* written without fraction and exponent, and in the range of int64_t */
    JSON_REAL,    /* any other number; beyond the range of double it is infinite */
    JSON_STRING,
    JSON_OBJECT,
    JSON_ARRAY,
};

struct json_value {
    enum json_kind kind;
    const char *text; /* a string decoded (it may hold NULs); of others the JSON itself */
    size_t length;
    const char *raw; /* the JSON as it stands in the text */
    size_t raw_length;
    union {
        int64_t integer; /* JSON_INTEGER */
        double real;     /* JSON_REAL */
    };
};

#endif
