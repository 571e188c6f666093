#include "record.h"
#include "base/ids.h"
#include "hash.h"

#include <string.h>

/* Appends room for values, to be filled later. *offset is where they begin in the record. */
static bool reserve_values(struct buffer *to, size_t start, size_t count, size_t *offset)
{
    static const char zeros[RECORD_ALIGNMENT];
    size_t odd = (to->length - start) % RECORD_ALIGNMENT;

    if ((odd > 0 && !buffer_append(to, zeros, RECORD_ALIGNMENT - odd)) ||
        !buffer_reserve(to, count * sizeof(struct record_value)))
        return false;
    *offset = to->length - start;
    to->length += count * sizeof(struct record_value);
    return true;
}

static bool is_no_id(const struct json_value *value)
{
    return value->kind != JSON_STRING || !ids_valid(value->text, value->length);
}

/* Puts a value at `offset` of the record that begins at `start`, and a string's text after the
 * record. */
static bool put_value(const struct json_value *from, const struct record_field *field,
                      struct buffer *to, size_t start, size_t offset)
{
    struct record_value value = {.kind = from->kind};

    if (field->is_id && is_no_id(from))
        value.kind = JSON_NULL;
    switch (value.kind) {
    case JSON_INTEGER:
        value.integer = from->integer;
        break;
    case JSON_REAL:
        value.real = from->real;
        break;
    case JSON_STRING:
        value.length = (uint32_t)from->length;
        value.offset = to->length - start;
        if (!buffer_append(to, from->text, from->length))
            return false;
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        if (field->has_digest)
            value.digest = hash_bytes(0, from->raw, from->raw_length);
        break;
    default:
        break;
    }
    memcpy(to->bytes + start + offset, &value, sizeof value);
    return true;
}

static bool put_elements(const struct json_paths *paths, const struct record_field *field,
                         struct buffer *to, size_t start, size_t offset)
{
    struct record_value value = {.length = (uint32_t)json_count(paths, field->slot)};

    if (!reserve_values(to, start, value.length, &value.offset))
        return false;
    memcpy(to->bytes + start + offset, &value, sizeof value);
    for (size_t i = 0; i < value.length; i++)
        if (!put_value(json_element(paths, field->slot, i), field, to, start,
                       value.offset + i * sizeof value))
            return false;
    return true;
}

bool record_append(const struct json_paths *paths, const struct record_field *fields, size_t count,
                   struct buffer *to)
{
    size_t start = to->length, offset;

    if (!reserve_values(to, start, count, &offset))
        return false;
    for (size_t i = 0; i < count; i++, offset += sizeof(struct record_value))
        if (json_is_of_element(paths, fields[i].slot)
                ? !put_elements(paths, &fields[i], to, start, offset)
                : !put_value(json_value(paths, fields[i].slot), &fields[i], to, start, offset))
            return false;
    return true;
}
