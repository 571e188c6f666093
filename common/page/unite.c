#include "page/unite.h"

#include <stdint.h>
#include <stdlib.h>

enum { LARGEST = 1 << 24 };

/* parents[n] is n or a lesser number of its set; 0 stands for n itself. */
struct sets {
    uint32_t *parents;
    uint32_t count;
};

static uint32_t least_of(struct sets *sets, uint32_t number)
{
    uint32_t least = number;

    while (least < sets->count && sets->parents[least])
        least = sets->parents[least];
    while (number != least) {
        uint32_t next = sets->parents[number];

        sets->parents[number] = least;
        number = next;
    }
    return least;
}

static bool make_room(struct sets *sets, uint32_t number)
{
    uint32_t count = sets->count ? sets->count : 1024;
    uint32_t *parents;

    if (number < sets->count)
        return true;
    while (count <= number)
        count *= 2;
    parents = realloc(sets->parents, count * sizeof *parents);
    if (!parents)
        return false;
    for (uint32_t i = sets->count; i < count; i++)
        parents[i] = 0;
    sets->parents = parents;
    sets->count = count;
    return true;
}

/* 0 if it is no number that can be in a set. */
static uint32_t number_of(sqlite3_value *value)
{
    int64_t number = sqlite3_value_int64(value);

    return number > 0 && number <= LARGEST ? (uint32_t)number : 0;
}

static void unite_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct sets *sets = sqlite3_user_data(context);
    uint32_t left = number_of(values[0]), right = number_of(values[1]);

    (void)count;
    if (!left || !right)
        return;
    if (!make_room(sets, left > right ? left : right)) {
        sqlite3_result_error_nomem(context);
        return;
    }
    left = least_of(sets, left);
    right = least_of(sets, right);
    if (left < right)
        sets->parents[right] = left;
    else if (right < left)
        sets->parents[left] = right;
}

static void united_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    uint32_t number = number_of(values[0]);

    (void)count;
    if (number)
        sqlite3_result_int64(context, least_of(sqlite3_user_data(context), number));
    else
        sqlite3_result_value(context, values[0]);
}

static void free_sets(void *context)
{
    struct sets *sets = context;

    free(sets->parents);
    free(sets);
}

bool unite_register(sqlite3 *connection)
{
    struct sets *sets = calloc(1, sizeof *sets);

    /* The connection frees them with `unite`, also if that fails. */
    return sets &&
           sqlite3_create_function_v2(connection, "unite", 2, SQLITE_UTF8, sets, unite_function,
                                      NULL, NULL, free_sets) == SQLITE_OK &&
           sqlite3_create_function_v2(connection, "united", 1, SQLITE_UTF8, sets, united_function,
                                      NULL, NULL, NULL) == SQLITE_OK;
}
