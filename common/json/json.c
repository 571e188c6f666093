#include "json/json.h"
#include "json/json_arena.h"
#include "json/json_scan.h"
#include "json/json_tree.h"

#include <stdlib.h>
#include <string.h>

struct json_paths {
    struct json_tree tree;
    struct json_arena arena; /* strings that were decoded */
};

struct json_paths *json_paths_new(struct error *error)
{
    struct json_paths *paths = malloc(sizeof *paths);

    if (!paths) {
        (void)error_no_memory(error);
        return NULL;
    }
    paths->arena = (struct json_arena){0};
    json_tree_init(&paths->tree);
    return paths;
}

void json_paths_free(struct json_paths *paths)
{
    if (!paths)
        return;
    json_tree_clear(&paths->tree);
    json_arena_free(&paths->arena);
    free(paths);
}

int json_paths_add(struct json_paths *paths, const char *path, struct error *error)
{
    return json_tree_add(&paths->tree, path, error);
}

int json_paths_add_members(struct json_paths *paths, const char *const names[], size_t depth,
                           struct error *error)
{
    return json_tree_add_members(&paths->tree, names, depth, error);
}

bool json_scan(struct json_paths *paths, const char *text, size_t length, struct error *error)
{
    struct json_fault fault;

    json_results_forget(&paths->tree.results);
    json_arena_reset(&paths->arena);
    if (json_scan_text(&paths->tree, &paths->arena, text, length, &fault))
        return true;
    json_results_forget(&paths->tree.results);
    if (!fault.reason)
        return error_no_memory(error);
    return error_set(error, EX_DATAERR, "not JSON: %s at byte %zu", fault.reason,
                     (size_t)(fault.at - text) + 1);
}

const struct json_value *json_value(const struct json_paths *paths, int slot)
{
    return &paths->tree.results.slots[slot].value;
}

bool json_is_of_element(const struct json_paths *paths, int slot)
{
    return paths->tree.results.slots[slot].rows != NULL;
}

size_t json_count(const struct json_paths *paths, int slot)
{
    const struct json_rows *rows = paths->tree.results.slots[slot].rows;

    return rows ? rows->count : 0;
}

const struct json_value *json_element(const struct json_paths *paths, int slot, size_t index)
{
    const struct json_slot *at = &paths->tree.results.slots[slot];

    return &at->rows->values[index * at->rows->width + at->column];
}

bool json_is_set(const struct json_value *value)
{
    return value->kind != JSON_ABSENT && value->kind != JSON_NULL;
}

bool json_is(const struct json_value *value, const char *string)
{
    return value->kind == JSON_STRING && value->length == strlen(string) &&
           memcmp(value->text, string, value->length) == 0;
}
