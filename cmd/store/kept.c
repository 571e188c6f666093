#include "kept.h"
#include "hash.h"

#include <string.h>

/* Appends room for values, to be filled later. *offset is where they begin. */
static bool reserve(struct buffer *to, size_t start, size_t count, size_t *offset)
{
    static const char zeros[KEPT_ALIGNMENT];
    size_t odd = (to->length - start) % KEPT_ALIGNMENT;

    if ((odd > 0 && !buffer_append(to, zeros, KEPT_ALIGNMENT - odd)) ||
        !buffer_reserve(to, count * sizeof(struct kept_value)))
        return false;
    *offset = to->length - start;
    to->length += count * sizeof(struct kept_value);
    return true;
}

/* Puts a value at `offset` of the record that begins at `start`, and behind the record what has no
 * room there. */
static bool keep(const struct json_value *value, bool digested, struct buffer *to, size_t start,
                 size_t offset)
{
    struct kept_value kept = {.kind = value->kind};

    switch (value->kind) {
    case JSON_INTEGER:
        kept.integer = value->integer;
        break;
    case JSON_REAL:
        kept.real = value->real;
        break;
    case JSON_STRING:
        kept.length = (uint32_t)value->length;
        kept.offset = to->length - start;
        if (!buffer_append(to, value->text, value->length))
            return false;
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        if (digested)
            kept.digest = hash_bytes(0, value->raw, value->raw_length);
        break;
    default:
        break;
    }
    memcpy(to->bytes + start + offset, &kept, sizeof kept);
    return true;
}

static bool keep_elements(const struct json_paths *paths, const struct kept_slot *slot,
                          struct buffer *to, size_t start, size_t offset)
{
    struct kept_value kept = {.length = (uint32_t)json_count(paths, slot->slot)};

    if (!reserve(to, start, kept.length, &kept.offset))
        return false;
    memcpy(to->bytes + start + offset, &kept, sizeof kept);
    for (size_t i = 0; i < kept.length; i++)
        if (!keep(json_element(paths, slot->slot, i), slot->digested, to, start,
                  kept.offset + i * sizeof kept))
            return false;
    return true;
}

bool kept_append(const struct json_paths *paths, const struct kept_slot *slots, size_t count,
                 struct buffer *to)
{
    size_t start = to->length, offset;

    if (!reserve(to, start, count, &offset))
        return false;
    for (size_t i = 0; i < count; i++, offset += sizeof(struct kept_value))
        if (json_is_of_element(paths, slots[i].slot)
                ? !keep_elements(paths, &slots[i], to, start, offset)
                : !keep(json_value(paths, slots[i].slot), slots[i].digested, to, start, offset))
            return false;
    return true;
}
