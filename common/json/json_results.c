#include "json/json_results.h"

#include <stdlib.h>
#include <string.h>

void json_results_forget(struct json_results *results)
{
    static const struct json_value absent;

    for (int i = 0; i < results->slot_count; i++)
        results->slots[i].value = absent;
    for (struct json_rows *rows = results->rows; rows; rows = rows->next)
        rows->count = 0;
}

int json_results_add_slot(struct json_results *results, struct json_rows *rows)
{
    struct json_slot *slots;

    json_results_forget(results);
    slots = realloc(results->slots, ((size_t)results->slot_count + 1) * sizeof *slots);
    if (!slots)
        return -1;
    results->slots = slots;
    slots[results->slot_count] = (struct json_slot){.rows = rows};
    if (rows) {
        /* A wider row needs more room than the narrower ones had. */
        slots[results->slot_count].column = rows->width++;
        free(rows->values);
        rows->values = NULL;
        rows->capacity = 0;
    }
    return results->slot_count++;
}

struct json_rows *json_results_add_rows(struct json_results *results)
{
    struct json_rows *rows = calloc(1, sizeof *rows);

    if (!rows)
        return NULL;
    rows->next = results->rows;
    results->rows = rows;
    return rows;
}

bool json_rows_append(struct json_rows *rows)
{
    if (rows->count == rows->capacity) {
        size_t capacity = rows->capacity ? rows->capacity * 2 : 8;
        struct json_value *values = realloc(rows->values, capacity * rows->width * sizeof *values);
        if (!values)
            return false;
        rows->values = values;
        rows->capacity = capacity;
    }
    memset(rows->values + rows->count * rows->width, 0, rows->width * sizeof *rows->values);
    rows->count++;
    return true;
}

void json_results_free(struct json_results *results)
{
    while (results->rows) {
        struct json_rows *next = results->rows->next;
        free(results->rows->values);
        free(results->rows);
        results->rows = next;
    }
    free(results->slots);
}
