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

/* Where a value stands in its record. */
struct value_place {
    const struct value_place *parent; /* NULL: it is the record */
    const char *name;                 /* NULL: the elements of an array */
};

struct conform {
    const struct stream *stream;
    bool keeps_literals;
    /* of each schema by its number: */
    jv *names;    /* invalid: it is of no member */
    bool *warned; /* of a value that did not conform */
};

static bool is_text(jv value, const char *text)
{
    return jv_get_kind(value) == JV_KIND_STRING && strcmp(jv_string_value(value), text) == 0;
}

/* From its version 1.7 on libjq writes a number as it stood in the text that it was read from. */
static bool keeps_literals(void)
{
    jv text = jv_dump_string(jv_parse("1.0"), 0);
    bool keeps = !is_text(text, "1");

    jv_free(text);
    return keeps;
}

/* Makes names to look members up by, once for all records. */
static void name_members(struct conform *conform, const struct schema *schema)
{
    if (schema->items)
        name_members(conform, schema->items);
    for (const struct schema_member *member = schema->members; member && member->name; member++) {
        conform->names[member->schema.number] = jv_string(member->name);
        name_members(conform, &member->schema);
    }
}

struct conform *conform_new(const char *stream, struct error *error)
{
    const struct stream *known = stream_find(stream);
    struct conform *conform;

    if (!known) {
        (void)error_set(error, EX_SOFTWARE, "unknown stream %s", stream);
        return NULL;
    }
    conform = calloc(1, sizeof *conform);
    if (!conform)
        goto no_memory;
    conform->stream = known;
    conform->keeps_literals = keeps_literals();
    conform->warned = calloc(known->schema_count, sizeof *conform->warned);
    conform->names = calloc(known->schema_count, sizeof *conform->names);
    if (!conform->warned || !conform->names)
        goto no_memory;
    for (size_t i = 0; i < known->schema_count; i++)
        conform->names[i] = jv_invalid();
    name_members(conform, &known->record);
    return conform;
no_memory:
    (void)error_no_memory(error);
    conform_free(conform);
    return NULL;
}

void conform_free(struct conform *conform)
{
    if (!conform)
        return;
    for (size_t i = 0; conform->names && i < conform->stream->schema_count; i++)
        jv_free(conform->names[i]);
    free(conform->names);
    free(conform->warned);
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

static bool string_conforms(const struct schema *schema, jv value)
{
    const char *text = jv_string_value(value);
    size_t length = (size_t)jv_string_length_bytes(jv_copy(value));
    const char *const *choice = schema->choices;
    int64_t time;

    while (choice && *choice && (strlen(*choice) != length || memcmp(*choice, text, length) != 0))
        choice++;
    return (!choice || *choice) && (!schema->is_id || ids_valid(text, length)) &&
           (!schema->is_time || timestamp_parse(text, length, &time)) &&
           (!schema->is_key || schema->may_be_empty || length > 0);
}

static unsigned types_of(jv_kind kind)
{
    static const unsigned types[] = {[JV_KIND_INVALID] = 0,
                                     [JV_KIND_NULL] = SCHEMA_NULL,
                                     [JV_KIND_FALSE] = SCHEMA_BOOLEAN,
                                     [JV_KIND_TRUE] = SCHEMA_BOOLEAN,
                                     [JV_KIND_NUMBER] = SCHEMA_INTEGER | SCHEMA_NUMBER,
                                     [JV_KIND_STRING] = SCHEMA_STRING,
                                     [JV_KIND_ARRAY] = SCHEMA_ARRAY,
                                     [JV_KIND_OBJECT] = SCHEMA_OBJECT};

    return types[kind];
}

static bool has_type(const struct schema *schema, jv_kind kind)
{
    return schema->types == 0 || (schema->types & types_of(kind)) != 0;
}

/* Whether the value may stay, but for what is inside it and how a number is written. */
static bool suits(const struct schema *schema, jv value)
{
    jv_kind kind = jv_get_kind(value);

    if (!has_type(schema, kind))
        return false;
    if (kind == JV_KIND_NUMBER)
        return (!(schema->types & SCHEMA_INTEGER) || is_whole(value)) &&
               (!schema->has_minimum || jv_number_value(value) >= schema->minimum);
    return kind != JV_KIND_STRING || string_conforms(schema, value);
}

static bool conforms(const struct conform *conform, const struct schema *schema, jv value)
{
    jv_kind kind = jv_get_kind(value);
    bool well = suits(schema, value);

    if (well && kind == JV_KIND_NUMBER && schema->types & SCHEMA_INTEGER)
        return is_written_whole(conform, value);
    if (kind == JV_KIND_ARRAY && schema->items)
        for (int i = 0; well && i < jv_array_length(jv_copy(value)); i++) {
            jv element = jv_array_get(jv_copy(value), i);
            well = conforms(conform, schema->items, element);
            jv_free(element);
        }
    if (kind == JV_KIND_OBJECT && schema->members)
        for (const struct schema_member *member = schema->members; well && member->name; member++) {
            jv part = jv_object_get(jv_copy(value), jv_copy(conform->names[member->schema.number]));
            well = jv_is_valid(part) ? conforms(conform, &member->schema, part)
                                     : !member->schema.is_key;
            jv_free(part);
        }
    return well;
}

/* Mending */

/* Appends a place to a path of size bytes. */
static void add_path(const struct value_place *place, char *path, size_t size)
{
    size_t length;

    if (!place->parent)
        return;
    add_path(place->parent, path, size);
    length = strlen(path);
    (void)snprintf(path + length, size - length, place->name ? ".%s" : "[]", place->name);
}

/* Warns, once for each schema, of a value that cannot stay. */
static void warn(struct conform *conform, const struct schema *schema,
                 const struct value_place *place, jv value, const char *outcome)
{
    static const char *const names[] = {
        [JV_KIND_INVALID] = "null",   [JV_KIND_NULL] = "null",       [JV_KIND_FALSE] = "a boolean",
        [JV_KIND_TRUE] = "a boolean", [JV_KIND_NUMBER] = "a number", [JV_KIND_STRING] = "a string",
        [JV_KIND_ARRAY] = "an array", [JV_KIND_OBJECT] = "an object"};
    jv_kind kind = jv_get_kind(value);
    char path[200];
    jv text;

    if (conform->warned[schema->number])
        return;
    conform->warned[schema->number] = true;
    (void)snprintf(path, sizeof path, "%s", conform->stream->name);
    add_path(place, path, sizeof path);
    text = (kind == JV_KIND_NUMBER || kind == JV_KIND_STRING) && has_type(schema, kind)
               ? jv_dump_string(jv_copy(value), JV_PRINT_ASCII)
               : jv_string(names[kind]);
    log_warning("Spotify sent %s as %.60s; %s", path, jv_string_value(text), outcome);
    jv_free(text);
}

/* Returns the value, which it takes over, as it conforms. */
static jv mend(struct conform *conform, const struct schema *schema,
               const struct value_place *place, jv value)
{
    jv_kind kind = jv_get_kind(value);

    if (!suits(schema, value)) {
        warn(conform, schema, place, value, "it is left out");
        jv_free(value);
        return jv_null();
    }
    if (kind == JV_KIND_NUMBER && schema->types & SCHEMA_INTEGER) {
        double number = jv_number_value(value);
        jv_free(value);
        return jv_number(number);
    }
    if (kind == JV_KIND_ARRAY && schema->items) {
        const struct value_place items = {.parent = place};
        for (int i = 0; i < jv_array_length(jv_copy(value)); i++)
            value = jv_array_set(
                value, i, mend(conform, schema->items, &items, jv_array_get(jv_copy(value), i)));
    }
    if (kind == JV_KIND_OBJECT && schema->members)
        for (const struct schema_member *member = schema->members; member->name; member++) {
            const struct value_place inside = {.parent = place, .name = member->name};
            jv name = conform->names[member->schema.number];
            jv part = jv_object_get(jv_copy(value), jv_copy(name));
            if (jv_is_valid(part))
                value = jv_object_set(value, jv_copy(name),
                                      mend(conform, &member->schema, &inside, part));
            else
                jv_free(part);
        }
    return value;
}

/* Whether the record has its key; warns if it has not. */
static bool has_key(struct conform *conform, const struct value_place *place, jv record)
{
    bool well = true;

    for (const struct schema_member *member = conform->stream->record.members; well && member->name;
         member++) {
        const struct value_place inside = {.parent = place, .name = member->name};
        jv key;
        if (!member->schema.is_key)
            continue;
        key = jv_object_get(jv_copy(record), jv_copy(conform->names[member->schema.number]));
        well = suits(&member->schema, key);
        if (!well)
            warn(conform, &member->schema, &inside, key, "the record is left out");
        jv_free(key);
    }
    return well;
}

jv conform_message(struct conform *conform, jv message)
{
    const struct schema *schema = &conform->stream->record;
    const struct value_place place = {0};
    jv record = jv_get_kind(message) == JV_KIND_OBJECT
                    ? jv_object_get(jv_copy(message), jv_string("record"))
                    : jv_invalid();

    if (conforms(conform, schema, record)) {
        jv_free(record);
        return message;
    }
    if (jv_get_kind(record) != JV_KIND_OBJECT || !has_key(conform, &place, record)) {
        jv_free(record);
        jv_free(message);
        return jv_invalid();
    }
    return jv_object_set(message, jv_string("record"), mend(conform, schema, &place, record));
}
