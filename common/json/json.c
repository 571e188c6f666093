#include "json/json.h"
#include "json/json_string.h"
#include "json/json_token.h"
#include "json/json_tree.h"

#include <stdlib.h>
#include <string.h>

/* Decoded strings; blocks never move while a scan's values are in use. */
struct block {
    struct block *next;
    size_t length, capacity;
    char bytes[];
};

struct json_paths {
    struct json_tree tree;
    struct block *arena;
    uint64_t serial;         /* of the object instance met last */
    const char *end;         /* of the text being scanned */
    struct json_fault fault; /* what ended the last scan */
};

static const struct json_value absent;

struct json_paths *json_paths_new(struct error *error)
{
    struct json_paths *paths = malloc(sizeof *paths);

    if (!paths) {
        (void)error_no_memory(error);
        return NULL;
    }
    *paths = (struct json_paths){0};
    json_tree_init(&paths->tree);
    return paths;
}

void json_paths_free(struct json_paths *paths)
{
    if (!paths)
        return;
    json_tree_clear(&paths->tree);
    for (struct block *block = paths->arena; block; block = paths->arena) {
        paths->arena = block->next;
        explicit_bzero(block->bytes, block->length); /* it may have been a token */
        free(block);
    }
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

static void arena_reset(struct json_paths *paths)
{
    /* One block is kept for the next text, unless a giant made it. */
    while (paths->arena && (paths->arena->next || paths->arena->capacity > 1 << 20)) {
        struct block *next = paths->arena->next;
        free(paths->arena);
        paths->arena = next;
    }
    if (paths->arena)
        paths->arena->length = 0;
}

/* Scanning: each function takes where it begins and returns where it ended, NULL on failure. */

static const char *fail(struct json_paths *paths, const char *at, const char *reason)
{
    paths->fault = (struct json_fault){at, reason};
    return NULL;
}

static char *arena_take(struct json_paths *paths, size_t length)
{
    struct block *block = paths->arena;

    if (!block || block->capacity - block->length < length) {
        size_t capacity = length > 4096 ? length : 4096;
        block = malloc(sizeof *block + capacity);
        if (!block)
            return NULL;
        block->next = paths->arena;
        block->length = 0;
        block->capacity = capacity;
        paths->arena = block;
    }
    block->length += length;
    return block->bytes + block->length - length;
}

/* The string between its quotes, [at, end), as text. */
static bool string_text(struct json_paths *paths, const char *at, const char *end, bool escaped,
                        const char **text, size_t *length)
{
    *text = at;
    *length = (size_t)(end - at);
    if (escaped) {
        char *decoded = arena_take(paths, *length);
        if (!decoded)
            return fail(paths, at, NULL);
        *length = (size_t)(json_string_decode(at, end, decoded) - decoded);
        *text = decoded;
    }
    return true;
}

static const char *scan_number(struct json_paths *paths, const char *at, struct json_value *keep)
{
    const char *start = at;
    struct json_number number;
    size_t length;
    char *copy;

    at = json_number_scan(at, paths->end, &number, &paths->fault);
    if (!at || !keep)
        return at;
    if (number.whole) {
        keep->kind = JSON_INTEGER;
        keep->integer = number.integer;
        return at;
    }
    length = (size_t)(at - start);
    copy = arena_take(paths, length + 1);
    if (!copy)
        return fail(paths, at, NULL);
    memcpy(copy, start, length);
    copy[length] = '\0';
    keep->kind = JSON_REAL;
    keep->real = strtod(copy, NULL);
    return at;
}

static const char *scan_word(struct json_paths *paths, const char *at, const char *word,
                             enum json_kind kind, struct json_value *keep)
{
    if (keep)
        keep->kind = kind;
    return json_word_scan(at, paths->end, word, &paths->fault);
}

/* Where the value of a slot is kept; within an array, in the row of its last element. */
static struct json_value *slot_value(struct json_paths *paths, int slot)
{
    struct slot *at;

    if (slot < 0)
        return NULL;
    at = &paths->tree.slots[slot];
    if (!at->array)
        return &at->value;
    return &at->array->values[(at->array->count - 1) * at->array->width + at->column];
}

/* Forgets what an earlier member of the same name left at a node and below it. */
static void forget(struct json_paths *paths, struct node *node)
{
    struct json_value *value = slot_value(paths, node->slot);
    struct json_value *count = slot_value(paths, node->count_slot);

    if (value)
        *value = absent;
    if (count)
        *count = absent;
    if (node->array)
        node->array->count = 0;
    for (struct node *child = node->children; child; child = child->next)
        forget(paths, child);
}

static void put_integer(struct json_value *value, int64_t integer)
{
    if (value)
        *value =
            (struct json_value){.kind = JSON_INTEGER, .text = "", .raw = "", .integer = integer};
}

/* Opens a row for the next element of a node's array. */
static bool add_row(struct json_paths *paths, struct node *node, const char *at)
{
    struct array *array = node->array;

    if (array->count == JSON_MOST_ELEMENTS)
        return fail(paths, at, "an array of too many elements");
    if (array->count == array->capacity) {
        size_t capacity = array->capacity ? array->capacity * 2 : 8;
        struct json_value *values =
            realloc(array->values, capacity * array->width * sizeof *values);
        if (!values)
            return fail(paths, at, NULL);
        array->values = values;
        array->capacity = capacity;
    }
    memset(array->values + array->count * array->width, 0, array->width * sizeof *array->values);
    array->count++;
    put_integer(slot_value(paths, node->element->index_slot), (int64_t)(array->count - 1));
    return true;
}

static const char *scan_value(struct json_paths *paths, struct node *node, const char *at,
                              int depth);

static const char *scan_object(struct json_paths *paths, struct node *node, const char *at,
                               int depth)
{
    const char *end = paths->end;
    uint64_t serial = 0;

    if (node && !node->children)
        node = NULL;
    if (node)
        serial = ++paths->serial;
    at = json_skip_blanks(at, end);
    if (at < end && *at == '}')
        return at + 1;
    for (;;) {
        struct node *child = NULL;
        const char *name, *name_end;
        bool escaped;

        if (at == end || *at != '"')
            return fail(paths, at, "an object without the name of a member");
        name = at + 1;
        name_end = json_string_scan(name, end, &escaped, &paths->fault);
        if (!name_end)
            return NULL;
        if (node) {
            size_t length;
            const char *text;
            if (!string_text(paths, name, name_end, escaped, &text, &length))
                return NULL;
            child = json_tree_child(node, text, length);
            if (child && child->seen_in == serial)
                forget(paths, child);
            if (child)
                child->seen_in = serial;
        }
        at = json_skip_blanks(name_end + 1, end);
        if (at == end || *at != ':')
            return fail(paths, at, "a member without its colon");
        at = scan_value(paths, child, json_skip_blanks(at + 1, end), depth);
        if (!at)
            return NULL;
        at = json_skip_blanks(at, end);
        if (at < end && *at == '}')
            return at + 1;
        if (at == end || *at != ',')
            return fail(paths, at, "an object without its end");
        at = json_skip_blanks(at + 1, end);
    }
}

static const char *scan_array(struct json_paths *paths, struct node *node, const char *at,
                              int depth)
{
    const char *end = paths->end;
    struct node *element = node && node->array && node->array->width ? node->element : NULL;
    int64_t count = 0;

    at = json_skip_blanks(at, end);
    if (at < end && *at == ']')
        goto ended;
    for (;;) {
        if (element && !add_row(paths, node, at))
            return NULL;
        at = scan_value(paths, element, at, depth);
        if (!at)
            return NULL;
        count++;
        at = json_skip_blanks(at, end);
        if (at < end && *at == ']')
            goto ended;
        if (at == end || *at != ',')
            return fail(paths, at, "an array without its end");
        at = json_skip_blanks(at + 1, end);
    }
ended:
    if (node)
        put_integer(slot_value(paths, node->count_slot), count);
    return at + 1;
}

/* Scans the value at `at`, which nobody asked for where node is NULL. */
static const char *scan_value(struct json_paths *paths, struct node *node, const char *at,
                              int depth)
{
    const char *start = at;
    struct json_value value = absent;
    struct json_value *keep = node && node->slot >= 0 ? &value : NULL;
    bool escaped;

    if (at == paths->end)
        return fail(paths, at, "an end where a value should be");
    switch (*at) {
    case '"':
        at = json_string_scan(at + 1, paths->end, &escaped, &paths->fault);
        if (!at)
            return NULL;
        at++;
        value.kind = JSON_STRING;
        if (keep && !string_text(paths, start + 1, at - 1, escaped, &value.text, &value.length))
            return NULL;
        break;
    case '{':
    case '[':
        if (depth == JSON_DEEPEST)
            return fail(paths, at, "containers nested too deeply");
        value.kind = *at == '{' ? JSON_OBJECT : JSON_ARRAY;
        at = *at == '{' ? scan_object(paths, node, at + 1, depth + 1)
                        : scan_array(paths, node, at + 1, depth + 1);
        break;
    case 't':
        at = scan_word(paths, at, "true", JSON_TRUE, keep);
        break;
    case 'f':
        at = scan_word(paths, at, "false", JSON_FALSE, keep);
        break;
    case 'n':
        at = scan_word(paths, at, "null", JSON_NULL, keep);
        break;
    default:
        at = scan_number(paths, at, keep);
    }
    if (!at || !keep)
        return at;
    value.raw = start;
    value.raw_length = (size_t)(at - start);
    if (value.kind != JSON_STRING) {
        value.text = value.raw;
        value.length = value.raw_length;
    }
    *slot_value(paths, node->slot) = value;
    return at;
}

bool json_scan(struct json_paths *paths, const char *text, size_t length, struct error *error)
{
    const char *at;

    json_tree_forget(&paths->tree);
    arena_reset(paths);
    paths->end = text + length;
    at = scan_value(paths, &paths->tree.root, json_skip_blanks(text, paths->end), 0);
    if (at) {
        at = json_skip_blanks(at, paths->end);
        if (at == paths->end)
            return true;
        (void)fail(paths, at, "something behind the value");
    }
    json_tree_forget(&paths->tree);
    if (!paths->fault.reason)
        return error_no_memory(error);
    return error_set(error, EX_DATAERR, "not JSON: %s at byte %zu", paths->fault.reason,
                     (size_t)(paths->fault.at - text) + 1);
}

const struct json_value *json_value(const struct json_paths *paths, int slot)
{
    return &paths->tree.slots[slot].value;
}

bool json_is_of_element(const struct json_paths *paths, int slot)
{
    return paths->tree.slots[slot].array != NULL;
}

size_t json_count(const struct json_paths *paths, int slot)
{
    const struct array *array = paths->tree.slots[slot].array;

    return array ? array->count : 0;
}

const struct json_value *json_element(const struct json_paths *paths, int slot, size_t index)
{
    const struct array *array = paths->tree.slots[slot].array;

    return &array->values[index * array->width + paths->tree.slots[slot].column];
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
