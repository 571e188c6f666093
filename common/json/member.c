#include "json/member.h"

#include <math.h>
#include <string.h>

/* A double holds every whole number up to here. */
#define LARGEST_WHOLE 9e15

jv member_get(jv object, const char *name)
{
    if (jv_get_kind(object) != JV_KIND_OBJECT)
        return jv_invalid();
    return jv_object_get(jv_copy(object), jv_string(name));
}

bool member_has(jv object, const char *name)
{
    return jv_get_kind(object) == JV_KIND_OBJECT && jv_object_has(jv_copy(object), jv_string(name));
}

bool member_whole_number(jv value, int64_t *number)
{
    double real = jv_get_kind(value) == JV_KIND_NUMBER ? jv_number_value(value) : -1;

    jv_free(value);
    if (!(real >= 0 && real <= LARGEST_WHOLE && floor(real) == real))
        return false;
    *number = (int64_t)real;
    return true;
}

bool member_number(jv object, const char *name, int64_t *number)
{
    return member_whole_number(member_get(object, name), number);
}

bool member_add_ids(jv array, struct ids *ids, struct error *error)
{
    int count = jv_get_kind(array) == JV_KIND_ARRAY ? jv_array_length(jv_copy(array)) : 0;
    bool added = true;

    for (int i = 0; added && i < count; i++) {
        jv id = jv_array_get(jv_copy(array), i);
        if (jv_get_kind(id) == JV_KIND_STRING) {
            const char *text = jv_string_value(id);
            size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
            added = !ids_valid(text, length) || ids_add(ids, text, length, NULL, error);
        }
        jv_free(id);
    }
    jv_free(array);
    return added;
}

char *member_text(jv object, const char *name)
{
    jv value = member_get(object, name);
    char *text = jv_get_kind(value) == JV_KIND_STRING ? strdup(jv_string_value(value)) : NULL;

    jv_free(value);
    return text;
}
