#include "singer/conform.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/timestamp.h"
#include "singer/streams.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers up to here are exact, and written without an exponent. */
#define LARGEST_INTEGER 9007199254740992.0

/* What the schema says of a value. */
struct node {
    struct node *next; /* the next member of the same object */
    const struct node *parent;
    jv name;        /* invalid: it is the record, or the elements of an array */
    unsigned kinds; /* a bit for each jv_kind that it may have; 0: any */
    bool is_key;
    bool whole;           /* a number has to be */
    double least;         /* number */
    bool is_id, is_time;  /* a string has to be */
    jv choices;           /* an array, of which it has to be one; invalid: it is free */
    struct node *members; /* of an object, those that are declared */
    struct node *element; /* of an array; NULL: anything */
    bool told;            /* that one was not so */
};

struct conform {
    const char *stream;
    bool keeps_literals;
    struct node record;
};

/* A member of an object; invalid where there is none. */
static jv member(jv object, const char *name)
{
    return jv_get_kind(object) == JV_KIND_OBJECT ? jv_object_get(jv_copy(object), jv_string(name))
                                                 : jv_invalid();
}

static bool is_text(jv value, const char *text)
{
    return jv_get_kind(value) == JV_KIND_STRING && strcmp(jv_string_value(value), text) == 0;
}

static bool has_text(jv object, const char *name, const char *text)
{
    jv value = member(object, name);
    bool is = is_text(value, text);

    jv_free(value);
    return is;
}

/* Whether an array has the value; both stay the caller's. */
static bool has(jv array, jv value)
{
    bool is = false;

    for (int i = 0; !is && i < jv_array_length(jv_copy(array)); i++)
        is = jv_equal(jv_array_get(jv_copy(array), i), jv_copy(value));
    return is;
}

/* Reading the schema */

static bool add_type(struct node *node, jv type)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } types[] = {
        {"null", 1U << JV_KIND_NULL},      {"boolean", 1U << JV_KIND_FALSE | 1U << JV_KIND_TRUE},
        {"integer", 1U << JV_KIND_NUMBER}, {"number", 1U << JV_KIND_NUMBER},
        {"string", 1U << JV_KIND_STRING},  {"array", 1U << JV_KIND_ARRAY},
        {"object", 1U << JV_KIND_OBJECT}};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_text(type, types[i].name)) {
            node->kinds |= types[i].kinds;
            node->whole = node->whole || is_text(type, "integer");
            return true;
        }
    return false;
}

static bool read_types(struct node *node, jv schema)
{
    jv types = member(schema, "type");
    bool known = !jv_is_valid(types) || add_type(node, types);

    if (jv_get_kind(types) == JV_KIND_ARRAY) {
        known = true;
        for (int i = 0; known && i < jv_array_length(jv_copy(types)); i++) {
            jv type = jv_array_get(jv_copy(types), i);
            known = add_type(node, type);
            jv_free(type);
        }
    }
    jv_free(types);
    return known;
}

static bool read_pattern(struct node *node, jv schema)
{
    jv pattern = member(schema, "pattern");
    bool known = !jv_is_valid(pattern) || is_text(pattern, IDS_PATTERN);

    node->is_id = jv_is_valid(pattern);
    jv_free(pattern);
    return known;
}

static struct node *node_new(const struct node *parent, jv name, struct error *error)
{
    struct node *node = malloc(sizeof *node);

    if (!node) {
        jv_free(name);
        (void)error_no_memory(error);
        return NULL;
    }
    *node =
        (struct node){.parent = parent, .name = name, .least = -INFINITY, .choices = jv_invalid()};
    return node;
}

static bool read_schema(struct node *node, jv schema, struct error *error);

static bool read_members(struct node *node, jv members, struct error *error)
{
    struct node **end = &node->members;
    bool read = true;

    for (int i = jv_object_iter(members); read && jv_object_iter_valid(members, i);
         i = jv_object_iter_next(members, i)) {
        jv schema = jv_object_iter_value(members, i);
        *end = node_new(node, jv_object_iter_key(members, i), error);
        read = *end && read_schema(*end, schema, error);
        if (read)
            end = &(*end)->next;
        jv_free(schema);
    }
    return read;
}

/* What the schema, which stays the caller's, says of the node's value. */
static bool read_schema(struct node *node, jv schema, struct error *error)
{
    jv members = member(schema, "properties");
    jv element = member(schema, "items");
    jv least = member(schema, "minimum");
    bool read = read_types(node, schema) && read_pattern(node, schema);

    if (!read)
        (void)error_set(error, EX_SOFTWARE, "a built-in schema has a type or a pattern of no kind");
    if (jv_get_kind(least) == JV_KIND_NUMBER)
        node->least = jv_number_value(least);
    jv_free(least);
    node->is_time = has_text(schema, "format", "date-time");
    node->choices = member(schema, "enum");
    if (jv_get_kind(members) == JV_KIND_OBJECT)
        read = read && read_members(node, members, error);
    if (read && jv_is_valid(element))
        read = (node->element = node_new(node, jv_invalid(), error)) &&
               read_schema(node->element, element, error);
    jv_free(members);
    jv_free(element);
    return read;
}

static void mark_keys(struct conform *conform, jv names)
{
    for (struct node *node = conform->record.members; node; node = node->next)
        node->is_key = has(names, node->name);
    jv_free(names);
}

/* From its version 1.7 on libjq writes a number as it stood in the text that it was read from. */
static bool keeps_literals(void)
{
    jv text = jv_dump_string(jv_parse("1.0"), 0);
    bool keeps = !is_text(text, "1");

    jv_free(text);
    return keeps;
}

struct conform *conform_new(const char *stream, struct error *error)
{
    const char *text = stream_schema(stream);
    struct conform *conform = NULL;
    jv message, schema;
    bool read;

    if (!text) {
        (void)error_set(error, EX_SOFTWARE, "there is no stream %s", stream);
        return NULL;
    }
    conform = calloc(1, sizeof *conform);
    if (!conform) {
        (void)error_no_memory(error);
        return NULL;
    }
    message = jv_parse(text);
    schema = member(message, "schema");
    *conform = (struct conform){
        .stream = stream,
        .keeps_literals = keeps_literals(),
        .record = {.name = jv_invalid(), .least = -INFINITY, .choices = jv_invalid()}};
    read = read_schema(&conform->record, schema, error);
    if (read)
        mark_keys(conform, member(message, "key_properties"));
    jv_free(schema);
    jv_free(message);
    if (read)
        return conform;
    conform_free(conform);
    return NULL;
}

static void node_clear(struct node *node)
{
    while (node->members) {
        struct node *first = node->members;
        node->members = first->next;
        node_clear(first);
        free(first);
    }
    if (node->element)
        node_clear(node->element);
    free(node->element);
    jv_free(node->name);
    jv_free(node->choices);
}

void conform_free(struct conform *conform)
{
    if (!conform)
        return;
    node_clear(&conform->record);
    free(conform);
}

/* Looking at values, which stay the caller's */

static bool is_whole(jv value)
{
    double number = jv_number_value(value);

    return fabs(number) <= LARGEST_INTEGER && floor(number) == number;
}

/* Whether a whole number is also written as one. */
static bool is_written_whole(const struct conform *conform, jv value)
{
    jv text;
    bool is;

    if (!conform->keeps_literals)
        return true;
    text = jv_dump_string(jv_copy(value), 0);
    is = strspn(jv_string_value(text), "-0123456789") == strlen(jv_string_value(text));
    jv_free(text);
    return is;
}

static bool string_conforms(const struct node *node, jv value)
{
    const char *text = jv_string_value(value);
    size_t length = (size_t)jv_string_length_bytes(jv_copy(value));
    int64_t time;

    return (!node->is_id || ids_valid(text, length)) &&
           (!node->is_time || timestamp_parse(text, length, &time)) &&
           (!node->is_key || length > 0);
}

/* Whether the value could stay as it is but for what is inside it and how a number is written. */
static bool suits(const struct node *node, jv value)
{
    jv_kind kind = jv_get_kind(value);

    if (node->kinds && !(node->kinds & 1U << kind))
        return false;
    if (kind == JV_KIND_NUMBER &&
        ((node->whole && !is_whole(value)) || !(jv_number_value(value) >= node->least)))
        return false;
    if (kind == JV_KIND_STRING && !string_conforms(node, value))
        return false;
    return jv_get_kind(node->choices) != JV_KIND_ARRAY || has(node->choices, value);
}

static bool conforms(const struct conform *conform, const struct node *node, jv value)
{
    jv_kind kind = jv_get_kind(value);
    bool well = suits(node, value);

    if (well && kind == JV_KIND_NUMBER && node->whole)
        return is_written_whole(conform, value);
    if (kind == JV_KIND_ARRAY && node->element)
        for (int i = 0; well && i < jv_array_length(jv_copy(value)); i++) {
            jv element = jv_array_get(jv_copy(value), i);
            well = conforms(conform, node->element, element);
            jv_free(element);
        }
    if (kind == JV_KIND_OBJECT)
        for (const struct node *inner = node->members; well && inner; inner = inner->next) {
            jv part = jv_object_get(jv_copy(value), jv_copy(inner->name));
            well = jv_is_valid(part) ? conforms(conform, inner, part) : !inner->is_key;
            jv_free(part);
        }
    return well;
}

/* Mending */

/* Appends the node's place in the record to a path of size bytes. */
static void add_path(const struct node *node, char *path, size_t size)
{
    size_t length;

    if (!node->parent)
        return;
    add_path(node->parent, path, size);
    length = strlen(path);
    if (jv_is_valid(node->name))
        (void)snprintf(path + length, size - length, ".%s", jv_string_value(node->name));
    else
        (void)snprintf(path + length, size - length, "[]");
}

/* Says, once, that a value cannot stay, and what becomes of that. */
static void tell(const struct conform *conform, struct node *node, jv value, const char *outcome)
{
    static const char *const names[] = {
        [JV_KIND_INVALID] = "null",   [JV_KIND_NULL] = "null",       [JV_KIND_FALSE] = "a boolean",
        [JV_KIND_TRUE] = "a boolean", [JV_KIND_NUMBER] = "a number", [JV_KIND_STRING] = "a string",
        [JV_KIND_ARRAY] = "an array", [JV_KIND_OBJECT] = "an object"};
    jv_kind kind = jv_get_kind(value);
    bool right_kind = (node->kinds & 1U << kind) != 0;
    char path[200];
    jv text;

    if (node->told)
        return;
    node->told = true;
    (void)snprintf(path, sizeof path, "%s", conform->stream);
    add_path(node, path, sizeof path);
    text = right_kind && (kind == JV_KIND_NUMBER || kind == JV_KIND_STRING)
               ? jv_dump_string(jv_copy(value), JV_PRINT_ASCII)
               : jv_string(names[kind]);
    log_warning("Spotify sent %s as %.60s; %s", path, jv_string_value(text), outcome);
    jv_free(text);
}

/* Returns the value, which it takes over, as it conforms. */
static jv mend(const struct conform *conform, struct node *node, jv value)
{
    jv_kind kind = jv_get_kind(value);

    if (!suits(node, value)) {
        tell(conform, node, value, "it is left out");
        jv_free(value);
        return jv_null();
    }
    if (kind == JV_KIND_NUMBER && node->whole) {
        double number = jv_number_value(value);
        jv_free(value);
        return jv_number(number);
    }
    if (kind == JV_KIND_ARRAY && node->element)
        for (int i = 0; i < jv_array_length(jv_copy(value)); i++)
            value = jv_array_set(value, i,
                                 mend(conform, node->element, jv_array_get(jv_copy(value), i)));
    if (kind == JV_KIND_OBJECT)
        for (struct node *inner = node->members; inner; inner = inner->next) {
            jv part = jv_object_get(jv_copy(value), jv_copy(inner->name));
            if (jv_is_valid(part))
                value = jv_object_set(value, jv_copy(inner->name), mend(conform, inner, part));
            else
                jv_free(part);
        }
    return value;
}

/* Whether the record has its keys; says so where it has not. */
static bool has_keys(struct conform *conform, jv record)
{
    bool well = true;

    for (struct node *node = conform->record.members; well && node; node = node->next) {
        jv key;
        if (!node->is_key)
            continue;
        key = jv_object_get(jv_copy(record), jv_copy(node->name));
        well = suits(node, key);
        if (!well)
            tell(conform, node, key, "the record is left out");
        jv_free(key);
    }
    return well;
}

jv conform_message(struct conform *conform, jv message)
{
    jv record = member(message, "record");
    bool kept;

    if (conforms(conform, &conform->record, record)) {
        jv_free(record);
        return message;
    }
    kept = jv_get_kind(record) == JV_KIND_OBJECT && has_keys(conform, record);
    if (!kept) {
        jv_free(record);
        jv_free(message);
        return jv_invalid();
    }
    return jv_object_set(message, jv_string("record"), mend(conform, &conform->record, record));
}
