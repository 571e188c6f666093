#ifndef SPOTIFY_SYNC_JSON_RESULTS_H
#define SPOTIFY_SYNC_JSON_RESULTS_H

#include "json/json_value.h"

#include <stdbool.h>
#include <stddef.h>

/* The values that a scan found, by slot. A slot below an array has one value for each element: a
 * column of the array's rows. */

struct json_rows {
    struct json_value *values; /* count rows of width */
    size_t count, capacity;    /* in rows */
    size_t width;
    struct json_rows *next; /* of all */
};

struct json_slot {
    struct json_rows *rows; /* NULL: `value` holds the value */
    size_t column;
    struct json_value value;
};

/* Results of zeros ({0}) have no slots. */
struct json_results {
    struct json_slot *slots;
    int slot_count;
    struct json_rows *rows; /* of all arrays */
};

/* Returns a new slot, a column of `rows` unless that is NULL; what was found is forgotten. -1 when
 * memory cannot be had. */
int json_results_add_slot(struct json_results *results, struct json_rows *rows);

/* Returns rows without columns, the results' own; NULL when memory cannot be had. */
struct json_rows *json_results_add_rows(struct json_results *results);

/* Appends a row of absent values. False when memory cannot be had. */
bool json_rows_append(struct json_rows *rows);

/* Where the value of a slot is kept: of a column in the last row, of which there must be one. NULL
 * for a slot of -1. */
static inline struct json_value *json_results_value(const struct json_results *results, int slot)
{
    struct json_slot *at;

    if (slot < 0)
        return NULL;
    at = &results->slots[slot];
    if (!at->rows)
        return &at->value;
    return &at->rows->values[(at->rows->count - 1) * at->rows->width + at->column];
}

/* Makes every value absent, and removes all rows. */
void json_results_forget(struct json_results *results);

void json_results_free(struct json_results *results);

#endif
