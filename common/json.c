#include "json.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 32 };

/*
 * The tree of paths. A node is a place in a text; what was asked for has a slot. Nodes below an
 * array's element keep their values in rows of the array, one row for each element.
 */
struct node {
    char *name;
    size_t name_length;
    struct node *children, *next;  /* by name, in the order they were asked for */
    struct node *buckets[BUCKETS]; /* the children again, by bucket() of their names */
    struct node *bucket_next;
    struct node *element; /* what stands for each element, if this is an array */
    struct array *rows;   /* of the element nodes above or at this one */
    struct array *array;  /* where this node has an element */
    int slot;             /* -1: nobody asked for the value itself */
    int index_slot;       /* of an element node: who asked for its index */
    int count_slot;       /* who asked for the number of elements */
    uint64_t seen_in;     /* the object instance in which this member was last met */
};

struct array {
    struct json_value *values; /* count rows of width */
    size_t count, capacity;    /* in rows */
    size_t width;
    struct array *next; /* of all arrays */
};

struct slot {
    struct array *array; /* NULL: `value` holds the value */
    size_t column;
    struct json_value value;
};

/* Decoded strings; blocks never move while a scan's values are in use. */
struct block {
    struct block *next;
    size_t length, capacity;
    char bytes[];
};

struct json_paths {
    struct node root;
    struct slot *slots;
    int slot_count;
    struct array *arrays;
    struct block *arena;
    uint64_t serial; /* of the object instance met last */
    const char *end; /* of the text being scanned */
    const char *failed_at;
    const char *reason; /* NULL: out of memory */
};

static const struct json_value absent;

/* Building the tree */

static void node_init(struct node *node, struct array *rows)
{
    *node = (struct node){.rows = rows, .slot = -1, .index_slot = -1, .count_slot = -1};
}

static void node_free(struct node *node)
{
    struct node *next;

    for (struct node *child = node->children; child; child = next) {
        next = child->next;
        node_free(child);
        free(child);
    }
    if (node->element) {
        node_free(node->element);
        free(node->element);
    }
    free(node->name);
}

static size_t bucket(const char *name, size_t length)
{
    if (length == 0)
        return 0;
    return (length * 5 + (unsigned char)name[0] + (unsigned char)name[length - 1] * (size_t)3) %
           BUCKETS;
}

static struct node *find_child(const struct node *node, const char *name, size_t length)
{
    struct node *child;

    for (child = node->buckets[bucket(name, length)]; child; child = child->bucket_next)
        if (child->name_length == length && memcmp(child->name, name, length) == 0)
            return child;
    return NULL;
}

static struct node *child_node(struct node *node, const char *name, size_t length)
{
    struct node *child = find_child(node, name, length);
    struct node **last = &node->children;

    if (child)
        return child;
    child = malloc(sizeof *child);
    if (!child)
        return NULL;
    node_init(child, node->rows);
    child->name = malloc(length + 1);
    if (!child->name) {
        free(child);
        return NULL;
    }
    memcpy(child->name, name, length);
    child->name[length] = '\0';
    child->name_length = length;
    while (*last)
        last = &(*last)->next;
    *last = child;
    child->bucket_next = node->buckets[bucket(name, length)];
    node->buckets[bucket(name, length)] = child;
    return child;
}

static struct node *element_node(struct json_paths *paths, struct node *node)
{
    if (node->element)
        return node->element;
    node->array = calloc(1, sizeof *node->array);
    node->element = malloc(sizeof *node->element);
    if (!node->array || !node->element) {
        free(node->array);
        free(node->element);
        node->array = NULL;
        node->element = NULL;
        return NULL;
    }
    node->array->next = paths->arrays;
    paths->arrays = node->array;
    node_init(node->element, node->array);
    return node->element;
}

static void forget_values(struct json_paths *paths)
{
    for (int i = 0; i < paths->slot_count; i++)
        paths->slots[i].value = absent;
    for (struct array *array = paths->arrays; array; array = array->next)
        array->count = 0;
}

/* The slot of a node's value, or of its index, made at the first asking. */
static int slot_of(struct json_paths *paths, struct node *node, int *slot)
{
    struct slot *slots;

    forget_values(paths);
    if (*slot >= 0)
        return *slot;
    slots = realloc(paths->slots, ((size_t)paths->slot_count + 1) * sizeof *slots);
    if (!slots)
        return -1;
    paths->slots = slots;
    slots[paths->slot_count] = (struct slot){.array = node->rows};
    if (node->rows) {
        /* A wider row needs more room than what was had for the narrower ones. */
        slots[paths->slot_count].column = node->rows->width++;
        free(node->rows->values);
        node->rows->values = NULL;
        node->rows->capacity = 0;
    }
    *slot = paths->slot_count++;
    return *slot;
}

struct json_paths *json_paths_new(struct error *error)
{
    struct json_paths *paths = calloc(1, sizeof *paths);

    if (!paths) {
        (void)error_no_memory(error);
        return NULL;
    }
    node_init(&paths->root, NULL);
    return paths;
}

int json_paths_add(struct json_paths *paths, const char *path, struct error *error)
{
    struct node *node = &paths->root;
    const char *at = path;
    int slot;

    for (;;) {
        size_t length = strcspn(at, ".[");
        if (length == 0)
            goto malformed;
        node = child_node(node, at, length);
        if (!node)
            goto no_memory;
        at += length;
        if (strcmp(at, "[+]") == 0) {
            slot = slot_of(paths, node, &node->count_slot);
            break;
        }
        if (*at == '[') {
            bool index = at[1] == '#';
            if ((at[1] != ']' && strcmp(at, "[#]") != 0) || node->rows)
                goto malformed;
            node = element_node(paths, node);
            if (!node)
                goto no_memory;
            if (index) {
                slot = slot_of(paths, node, &node->index_slot);
                break;
            }
            at += 2;
        }
        if (!*at) {
            slot = slot_of(paths, node, &node->slot);
            break;
        }
        if (*at++ != '.')
            goto malformed;
    }
    if (slot >= 0)
        return slot;
no_memory:
    (void)error_no_memory(error);
    return -1;
malformed:
    (void)error_set(error, EX_SOFTWARE, "'%.80s' is not a path", path);
    return -1;
}

int json_paths_add_members(struct json_paths *paths, const char *const names[], size_t depth,
                           struct error *error)
{
    struct node *node = &paths->root;
    int slot;

    for (size_t i = 0; i < depth; i++) {
        node = child_node(node, names[i], strlen(names[i]));
        if (!node) {
            (void)error_no_memory(error);
            return -1;
        }
    }
    slot = slot_of(paths, node, &node->slot);
    if (slot < 0)
        (void)error_no_memory(error);
    return slot;
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

void json_paths_free(struct json_paths *paths)
{
    struct array *next;

    if (!paths)
        return;
    node_free(&paths->root);
    for (struct array *array = paths->arrays; array; array = next) {
        next = array->next;
        free(array->values);
        free(array);
    }
    for (struct block *block = paths->arena; block; block = paths->arena) {
        paths->arena = block->next;
        free(block);
    }
    free(paths->slots);
    free(paths);
}

/* Scanning: each function takes where it begins and returns where it ended, NULL on failure. */

static const char *fail(struct json_paths *paths, const char *at, const char *reason)
{
    paths->failed_at = at;
    paths->reason = reason;
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

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* A bit in each byte of a word of eight that ends a run of plain characters: a quote, a backslash,
 * a control character, or what is not ASCII. The text's first byte is the lowest. */
static uint64_t special_bytes(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t highs = ones << 7;
    uint64_t word, quote, backslash, control;

    memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    quote = word ^ (ones * '"');
    backslash = word ^ (ones * '\\');
    control = word - ones * ' ';
    /* A borrow may mark a byte falsely, but only above one that is marked rightly. */
    return ((quote - ones) | (backslash - ones) | control | word) & highs;
}

/* The length of the well-formed UTF-8 sequence at `at`, which is not ASCII; 0 if it is none. */
static size_t utf8_length(const unsigned char *at, const unsigned char *end)
{
    size_t left = (size_t)(end - at);
    unsigned char least = 0x80, most = 0xbf;
    size_t length;

    if (at[0] < 0xc2 || at[0] > 0xf4)
        return 0;
    length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (left < length)
        return 0;
    if (at[0] == 0xe0)
        least = 0xa0; /* shorter forms exist below */
    else if (at[0] == 0xed)
        most = 0x9f; /* surrogates above */
    else if (at[0] == 0xf0)
        least = 0x90;
    else if (at[0] == 0xf4)
        most = 0x8f; /* U+10FFFF is the last */
    if (at[1] < least || at[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (at[i] < 0x80 || at[i] > 0xbf)
            return 0;
    return length;
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

/* Checks the escape whose backslash stands at `at`. */
static const char *scan_escape(struct json_paths *paths, const char *at)
{
    if (paths->end - at < 2)
        return fail(paths, at, "a string without its end");
    if (at[1] != 'u')
        return at[1] && strchr("\"\\/bfnrt", at[1]) ? at + 2
                                                    : fail(paths, at, "an escape that JSON lacks");
    if (paths->end - at < 6)
        return fail(paths, at, "a string without its end");
    for (int i = 2; i < 6; i++)
        if (hex_digit(at[i]) < 0)
            return fail(paths, at, "\\u without four hexadecimal digits");
    return at + 6;
}

/* Checks the string whose first character stands at `at`; returns where its closing quote stands.
 */
static const char *scan_string(struct json_paths *paths, const char *at, bool *escaped)
{
    const char *end = paths->end;

    *escaped = false;
    for (;;) {
        while (end - at >= 8) {
            uint64_t special = special_bytes(at);
            if (special) {
                at += __builtin_ctzll(special) / 8;
                break;
            }
            at += 8;
        }
        if (at == end)
            return fail(paths, at, "a string without its end");
        if (*at == '"')
            return at;
        if (*at == '\\') {
            *escaped = true;
            at = scan_escape(paths, at);
            if (!at)
                return NULL;
        } else if ((unsigned char)*at >= 0x80) {
            size_t length = utf8_length((const unsigned char *)at, (const unsigned char *)end);
            if (length == 0)
                return fail(paths, at, "what is not UTF-8");
            at += length;
        } else if ((unsigned char)*at < ' ') {
            return fail(paths, at, "a control character in a string");
        } else {
            at++;
        }
    }
}

static unsigned hex_unit(const char *at)
{
    unsigned unit = 0;

    for (int i = 0; i < 4; i++)
        unit = unit << 4 | (unsigned)hex_digit(at[i]);
    return unit;
}

static char *put_utf8(char *to, unsigned character)
{
    if (character < 0x80) {
        *to++ = (char)character;
    } else if (character < 0x800) {
        *to++ = (char)(0xc0 | character >> 6);
        *to++ = (char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        *to++ = (char)(0xe0 | character >> 12);
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    } else {
        *to++ = (char)(0xf0 | character >> 18);
        *to++ = (char)(0x80 | (character >> 12 & 0x3f));
        *to++ = (char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (char)(0x80 | (character & 0x3f));
    }
    return to;
}

/* Decodes what scan_string has checked, [at, end), into `to`, which has as much room: no escape is
 * shorter than what it stands for. Returns where it ended in `to`. */
static char *decode_string(const char *at, const char *end, char *to)
{
    while (at < end) {
        const char *backslash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((backslash ? backslash : end) - at);
        unsigned character;

        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (!backslash)
            break;
        switch (at[1]) {
        case 'b':
            character = '\b';
            break;
        case 'f':
            character = '\f';
            break;
        case 'n':
            character = '\n';
            break;
        case 'r':
            character = '\r';
            break;
        case 't':
            character = '\t';
            break;
        case 'u':
            character = hex_unit(at + 2);
            at += 4;
            if (character >= 0xd800 && character < 0xdc00 && end - at >= 8 && at[2] == '\\' &&
                at[3] == 'u' && hex_unit(at + 4) >= 0xdc00 && hex_unit(at + 4) < 0xe000) {
                character = 0x10000 + ((character - 0xd800) << 10) + (hex_unit(at + 4) - 0xdc00);
                at += 6;
            } else if (character >= 0xd800 && character < 0xe000) {
                character = 0xfffd;
            }
            break;
        default:
            character = (unsigned char)at[1];
        }
        to = put_utf8(to, character);
        at += 2;
    }
    return to;
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
        *length = (size_t)(decode_string(at, end, decoded) - decoded);
        *text = decoded;
    }
    return true;
}

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

static const char *scan_number(struct json_paths *paths, const char *at, struct json_value *keep)
{
    const char *start = at, *end = paths->end;
    bool negative = *at == '-', whole = true;
    uint64_t magnitude = 0;
    uint64_t most = (uint64_t)INT64_MAX + negative;

    at += negative;
    if (!is_digit(at, end))
        return fail(paths, at, "what is not a value");
    if (*at == '0') {
        at++;
        if (is_digit(at, end))
            return fail(paths, at, "a number that begins with 0");
    } else {
        for (; is_digit(at, end); at++) {
            unsigned digit = (unsigned)(*at - '0');
            if (magnitude > (most - digit) / 10)
                whole = false;
            else
                magnitude = magnitude * 10 + digit;
        }
    }
    if (at < end && *at == '.') {
        whole = false;
        at++;
        if (!is_digit(at, end))
            return fail(paths, at, "a number without digits behind its point");
        while (is_digit(at, end))
            at++;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        whole = false;
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        if (!is_digit(at, end))
            return fail(paths, at, "a number without digits in its exponent");
        while (is_digit(at, end))
            at++;
    }
    if (!keep)
        return at;
    if (whole) {
        keep->kind = JSON_INTEGER;
        keep->integer = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    } else {
        size_t length = (size_t)(at - start);
        char *copy = arena_take(paths, length + 1);
        if (!copy)
            return fail(paths, at, NULL);
        memcpy(copy, start, length);
        copy[length] = '\0';
        keep->kind = JSON_REAL;
        keep->real = strtod(copy, NULL);
    }
    return at;
}

static const char *scan_word(struct json_paths *paths, const char *at, const char *word,
                             enum json_kind kind, struct json_value *keep)
{
    size_t length = strlen(word);

    if ((size_t)(paths->end - at) < length || memcmp(at, word, length) != 0)
        return fail(paths, at, "what is not a value");
    if (keep)
        keep->kind = kind;
    return at + length;
}

/* Where the value of a slot is kept; within an array, in the row of its last element. */
static struct json_value *slot_value(struct json_paths *paths, int slot)
{
    struct slot *at;

    if (slot < 0)
        return NULL;
    at = &paths->slots[slot];
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
    at = skip_space(at, end);
    if (at < end && *at == '}')
        return at + 1;
    for (;;) {
        struct node *child = NULL;
        const char *name, *name_end;
        bool escaped;

        if (at == end || *at != '"')
            return fail(paths, at, "an object without the name of a member");
        name = at + 1;
        name_end = scan_string(paths, name, &escaped);
        if (!name_end)
            return NULL;
        if (node) {
            size_t length;
            const char *text;
            if (!string_text(paths, name, name_end, escaped, &text, &length))
                return NULL;
            child = find_child(node, text, length);
            if (child && child->seen_in == serial)
                forget(paths, child);
            if (child)
                child->seen_in = serial;
        }
        at = skip_space(name_end + 1, end);
        if (at == end || *at != ':')
            return fail(paths, at, "a member without its colon");
        at = scan_value(paths, child, skip_space(at + 1, end), depth);
        if (!at)
            return NULL;
        at = skip_space(at, end);
        if (at < end && *at == '}')
            return at + 1;
        if (at == end || *at != ',')
            return fail(paths, at, "an object without its end");
        at = skip_space(at + 1, end);
    }
}

static const char *scan_array(struct json_paths *paths, struct node *node, const char *at,
                              int depth)
{
    const char *end = paths->end;
    struct node *element = node && node->array && node->array->width ? node->element : NULL;
    int64_t count = 0;

    at = skip_space(at, end);
    if (at < end && *at == ']')
        goto ended;
    for (;;) {
        if (element && !add_row(paths, node, at))
            return NULL;
        at = scan_value(paths, element, at, depth);
        if (!at)
            return NULL;
        count++;
        at = skip_space(at, end);
        if (at < end && *at == ']')
            goto ended;
        if (at == end || *at != ',')
            return fail(paths, at, "an array without its end");
        at = skip_space(at + 1, end);
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
        at = scan_string(paths, at + 1, &escaped);
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

    forget_values(paths);
    arena_reset(paths);
    paths->end = text + length;
    at = scan_value(paths, &paths->root, skip_space(text, paths->end), 0);
    if (at) {
        at = skip_space(at, paths->end);
        if (at == paths->end)
            return true;
        (void)fail(paths, at, "something behind the value");
    }
    forget_values(paths);
    if (!paths->reason)
        return error_no_memory(error);
    return error_set(error, EX_DATAERR, "not JSON: %s at byte %zu", paths->reason,
                     (size_t)(paths->failed_at - text) + 1);
}

const struct json_value *json_value(const struct json_paths *paths, int slot)
{
    return &paths->slots[slot].value;
}

bool json_is_of_element(const struct json_paths *paths, int slot)
{
    return paths->slots[slot].array != NULL;
}

size_t json_count(const struct json_paths *paths, int slot)
{
    const struct array *array = paths->slots[slot].array;

    return array ? array->count : 0;
}

const struct json_value *json_element(const struct json_paths *paths, int slot, size_t index)
{
    const struct array *array = paths->slots[slot].array;

    return &array->values[index * array->width + paths->slots[slot].column];
}

/* Keeping values */

/* A value as json_keep writes it; the text of a string follows. */
struct kept {
    uint32_t slot;
    uint32_t row; /* in the slot's array; of JSON_ABSENT the number of its rows */
    uint32_t kind;
    uint32_t length;
    union {
        int64_t integer;
        double real;
        uint64_t digest;
    };
};

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

static uint64_t digest(const char *text, size_t length)
{
    uint64_t hash = length, word;

    for (; length >= sizeof word; length -= sizeof word, text += sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, text, length);
    return mix(hash, word);
}

static bool keep_value(const struct json_value *value, uint32_t slot, uint32_t row,
                       struct buffer *to)
{
    struct kept kept = {.slot = slot, .row = row, .kind = value->kind};

    switch (value->kind) {
    case JSON_ABSENT:
        return true;
    case JSON_INTEGER:
        kept.integer = value->integer;
        break;
    case JSON_REAL:
        kept.real = value->real;
        break;
    case JSON_STRING:
        kept.length = (uint32_t)value->length;
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        kept.digest = digest(value->raw, value->raw_length);
        break;
    default:
        break;
    }
    return buffer_append(to, &kept, sizeof kept) && buffer_append(to, value->text, kept.length);
}

bool json_keep(const struct json_paths *paths, struct buffer *to)
{
    size_t start = to->length;

    for (int i = 0; i < paths->slot_count; i++) {
        const struct slot *slot = &paths->slots[i];
        size_t rows = slot->array ? slot->array->count : 0;

        if (!slot->array && !keep_value(&slot->value, (uint32_t)i, 0, to))
            goto failed;
        if (rows > 0 && slot->column == 0) {
            struct kept kept = {.slot = (uint32_t)i, .row = (uint32_t)rows, .kind = JSON_ABSENT};
            if (!buffer_append(to, &kept, sizeof kept))
                goto failed;
        }
        for (size_t row = 0; row < rows; row++)
            if (!keep_value(json_element(paths, i, row), (uint32_t)i, (uint32_t)row, to))
                goto failed;
    }
    return true;
failed:
    to->length = start;
    return false;
}

static bool reserve_rows(struct array *array, size_t rows)
{
    struct json_value *values;

    if (rows <= array->capacity)
        return true;
    values = realloc(array->values, rows * array->width * sizeof *values);
    if (!values)
        return false;
    array->values = values;
    array->capacity = rows;
    return true;
}

bool json_recall(struct json_paths *paths, const char *kept, size_t length, struct error *error)
{
    forget_values(paths);
    for (size_t at = 0; at < length;) {
        struct kept entry;
        struct json_value value;
        struct slot *slot;
        const char *text;

        memcpy(&entry, kept + at, sizeof entry);
        text = kept + at + sizeof entry;
        at += sizeof entry + entry.length;
        slot = &paths->slots[entry.slot];
        if (entry.kind == JSON_ABSENT) {
            if (!reserve_rows(slot->array, entry.row)) {
                forget_values(paths);
                return error_no_memory(error);
            }
            slot->array->count = entry.row;
            memset(slot->array->values, 0,
                   entry.row * slot->array->width * sizeof *slot->array->values);
            continue;
        }
        value = (struct json_value){
            .kind = entry.kind, .text = text, .length = entry.length, .raw = text};
        if (entry.kind == JSON_REAL)
            value.real = entry.real;
        else if (entry.kind == JSON_OBJECT || entry.kind == JSON_ARRAY)
            value.digest = entry.digest;
        else
            value.integer = entry.integer;
        if (slot->array)
            slot->array->values[entry.row * slot->array->width + slot->column] = value;
        else
            slot->value = value;
    }
    return true;
}

static struct array *twin_array(const struct json_paths *paths, const struct json_paths *twin,
                                const struct array *array)
{
    const struct array *each = paths->arrays;
    struct array *other = twin->arrays;

    for (; each && other && each != array; each = each->next)
        other = other->next;
    return other;
}

struct json_paths *json_paths_twin(const struct json_paths *paths, struct error *error)
{
    struct json_paths *twin = json_paths_new(error);
    struct array **last;

    if (!twin)
        return NULL;
    twin->slots = calloc((size_t)paths->slot_count + 1, sizeof *twin->slots);
    if (!twin->slots)
        goto no_memory;
    last = &twin->arrays;
    for (const struct array *array = paths->arrays; array; array = array->next) {
        *last = calloc(1, sizeof **last);
        if (!*last)
            goto no_memory;
        (*last)->width = array->width;
        last = &(*last)->next;
    }
    twin->slot_count = paths->slot_count;
    for (int i = 0; i < paths->slot_count; i++) {
        twin->slots[i].column = paths->slots[i].column;
        if (paths->slots[i].array)
            twin->slots[i].array = twin_array(paths, twin, paths->slots[i].array);
    }
    return twin;
no_memory:
    (void)error_no_memory(error);
    json_paths_free(twin);
    return NULL;
}

bool json_is(const struct json_value *value, const char *string)
{
    return value->kind == JSON_STRING && value->length == strlen(string) &&
           memcmp(value->text, string, value->length) == 0;
}
