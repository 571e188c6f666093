#include "json/json_scan.h"
#include "json/json_token.h"

#include <stdlib.h>
#include <string.h>

/* Each function that scans takes where it begins and returns where it ended, NULL on failure. */

struct scan {
    struct json_tree *tree;
    struct json_arena *arena;
    const char *end; /* of the text */
    struct json_fault *fault;
};

static bool decode_string(struct scan *scan, const char *at, const char **text, size_t *length)
{
    char *decoded = json_arena_take(scan->arena, *length);

    if (!decoded)
        return json_fault_set(scan->fault, at, NULL);
    *length = (size_t)(json_string_decode(at, at + *length, decoded) - decoded);
    *text = decoded;
    return true;
}

/* The string between its quotes, [at, end), as text. */
static inline bool string_text(struct scan *scan, const char *at, const char *end, bool escaped,
                               const char **text, size_t *length)
{
    *text = at;
    *length = (size_t)(end - at);
    return !escaped || decode_string(scan, at, text, length);
}

/* The value of a number that is not whole, or out of range. */
static bool read_real(struct scan *scan, const char *start, const char *end, double *real)
{
    size_t length = (size_t)(end - start);
    char *copy = json_arena_take(scan->arena, length + 1);

    if (!copy)
        return json_fault_set(scan->fault, start, NULL);
    memcpy(copy, start, length);
    copy[length] = '\0';
    *real = strtod(copy, NULL);
    return true;
}

static const char *scan_number(struct scan *scan, const char *at, bool kept,
                               struct json_value *value)
{
    const char *start = at;
    struct json_number number;

    at = json_number_scan(at, scan->end, &number, scan->fault);
    if (!at || !kept)
        return at;
    value->kind = number.whole ? JSON_INTEGER : JSON_REAL;
    if (number.whole)
        value->integer = number.integer;
    else if (!read_real(scan, start, at, &value->real))
        return NULL;
    return at;
}

static const char *scan_word(struct scan *scan, const char *at, const char *word,
                             enum json_kind kind, struct json_value *value)
{
    value->kind = kind;
    return json_word_scan(at, scan->end, word, scan->fault);
}

static void put_integer(struct json_value *value, int64_t integer)
{
    if (value)
        *value =
            (struct json_value){.kind = JSON_INTEGER, .text = "", .raw = "", .integer = integer};
}

/* Opens a row for the next element of a node's array. */
static bool add_row(struct scan *scan, struct json_node *node, const char *at)
{
    struct json_rows *rows = node->element_rows;

    if (rows->count == JSON_MOST_ELEMENTS)
        return json_fault_set(scan->fault, at, "an array of too many elements");
    if (!json_rows_append(rows))
        return json_fault_set(scan->fault, at, NULL);
    put_integer(json_results_value(&scan->tree->results, node->element->index_slot),
                (int64_t)(rows->count - 1));
    return true;
}

static const char *scan_value(struct scan *scan, struct json_node *node, const char *at, int depth);

/* Scans the name of a member and its colon. *child is the node of that name below `node`, which met
 * no other member of the name in this instance of an object; NULL if there is none. */
static const char *scan_name(struct scan *scan, const struct json_node *node, uint64_t object,
                             const char *at, struct json_node **child)
{
    const char *name = at + 1, *name_end;
    bool escaped;

    *child = NULL;
    if (at == scan->end || *at != '"')
        return json_fault_set(scan->fault, at, "no member name in an object");
    name_end = json_string_scan(name, scan->end, &escaped, scan->fault);
    if (!name_end)
        return NULL;
    if (node) {
        size_t length;
        const char *text;
        if (!string_text(scan, name, name_end, escaped, &text, &length))
            return NULL;
        *child = json_tree_child(node, text, length);
        if (*child && (*child)->seen_in == object)
            json_tree_forget(scan->tree, *child);
        if (*child)
            (*child)->seen_in = object;
    }
    at = json_skip_blanks(name_end + 1, scan->end);
    if (at == scan->end || *at != ':')
        return json_fault_set(scan->fault, at, "a member without a colon");
    return at + 1;
}

static const char *scan_object(struct scan *scan, struct json_node *node, const char *at, int depth)
{
    const char *end = scan->end;
    uint64_t object = 0;

    if (node && !node->children)
        node = NULL;
    if (node)
        object = ++scan->tree->objects;
    at = json_skip_blanks(at, end);
    if (at < end && *at == '}')
        return at + 1;
    for (;;) {
        struct json_node *child;

        at = scan_name(scan, node, object, at, &child);
        if (!at)
            return NULL;
        at = scan_value(scan, child, json_skip_blanks(at, end), depth);
        if (!at)
            return NULL;
        at = json_skip_blanks(at, end);
        if (at < end && *at == '}')
            return at + 1;
        if (at == end || *at != ',')
            return json_fault_set(scan->fault, at, "an unterminated object");
        at = json_skip_blanks(at + 1, end);
    }
}

static const char *scan_array(struct scan *scan, struct json_node *node, const char *at, int depth)
{
    const char *end = scan->end;
    struct json_node *element =
        node && node->element_rows && node->element_rows->width ? node->element : NULL;
    int64_t count = 0;

    at = json_skip_blanks(at, end);
    if (at < end && *at == ']')
        goto ended;
    for (;;) {
        if (element && !add_row(scan, node, at))
            return NULL;
        at = scan_value(scan, element, at, depth);
        if (!at)
            return NULL;
        count++;
        at = json_skip_blanks(at, end);
        if (at < end && *at == ']')
            goto ended;
        if (at == end || *at != ',')
            return json_fault_set(scan->fault, at, "an unterminated array");
        at = json_skip_blanks(at + 1, end);
    }
ended:
    if (node)
        put_integer(json_results_value(&scan->tree->results, node->count_slot), count);
    return at + 1;
}

/* Scans the value at `at`, which nobody asked for if node is NULL. */
static const char *scan_value(struct scan *scan, struct json_node *node, const char *at, int depth)
{
    const char *start = at;
    struct json_value value = {0};
    bool kept = node && node->slot >= 0, escaped;

    if (at == scan->end)
        return json_fault_set(scan->fault, at, "no value before the end");
    switch (*at) {
    case '"':
        at = json_string_scan(at + 1, scan->end, &escaped, scan->fault);
        if (!at)
            return NULL;
        at++;
        value.kind = JSON_STRING;
        if (kept && !string_text(scan, start + 1, at - 1, escaped, &value.text, &value.length))
            return NULL;
        break;
    case '{':
    case '[':
        if (depth == JSON_DEEPEST)
            return json_fault_set(scan->fault, at, "containers nested too deeply");
        value.kind = *at == '{' ? JSON_OBJECT : JSON_ARRAY;
        at = *at == '{' ? scan_object(scan, node, at + 1, depth + 1)
                        : scan_array(scan, node, at + 1, depth + 1);
        break;
    case 't':
        at = scan_word(scan, at, "true", JSON_TRUE, &value);
        break;
    case 'f':
        at = scan_word(scan, at, "false", JSON_FALSE, &value);
        break;
    case 'n':
        at = scan_word(scan, at, "null", JSON_NULL, &value);
        break;
    default:
        at = scan_number(scan, at, kept, &value);
    }
    if (!at || !kept)
        return at;
    value.raw = start;
    value.raw_length = (size_t)(at - start);
    if (value.kind != JSON_STRING) {
        value.text = value.raw;
        value.length = value.raw_length;
    }
    *json_results_value(&scan->tree->results, node->slot) = value;
    return at;
}

bool json_scan_text(struct json_tree *tree, struct json_arena *arena, const char *text,
                    size_t length, struct json_fault *fault)
{
    struct scan scan = {.tree = tree, .arena = arena, .end = text + length, .fault = fault};
    const char *at = scan_value(&scan, &tree->root, json_skip_blanks(text, scan.end), 0);

    if (!at)
        return false;
    at = json_skip_blanks(at, scan.end);
    return at == scan.end || json_fault_set(fault, at, "more text after the value");
}
