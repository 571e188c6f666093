#include "json/json_print.h"

#include "json/json_string.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Integers below are written alike by all versions of libjq. */
#define LARGEST_PLAIN 1e15

/* What jq writes in a way of its own: a fraction, a number that keeps the text it was read from. */
static bool print_as_jq(jv value, struct buffer *out)
{
    jv text = jv_dump_string(jv_copy(value), 0);
    bool printed =
        buffer_append(out, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));

    jv_free(text);
    return printed;
}

static bool print_number(jv value, struct buffer *out)
{
    double number = jv_number_value(value);
    char digits[24];

    if (!(fabs(number) < LARGEST_PLAIN) || floor(number) != number || signbit(number))
        return print_as_jq(value, out);
    return buffer_append(out, digits,
                         (size_t)snprintf(digits, sizeof digits, "%" PRId64, (int64_t)number));
}

static bool print_string(jv string, struct buffer *out)
{
    return json_quote(jv_string_value(string), (size_t)jv_string_length_bytes(jv_copy(string)),
                      out);
}

static bool print_array(jv array, struct buffer *out)
{
    int length = jv_array_length(jv_copy(array));
    bool printed = buffer_append(out, "[", 1);

    for (int i = 0; printed && i < length; i++) {
        jv element = jv_array_get(jv_copy(array), i);
        printed = (i == 0 || buffer_append(out, ",", 1)) && json_print(element, out);
        jv_free(element);
    }
    return printed && buffer_append(out, "]", 1);
}

static bool print_object(jv object, struct buffer *out)
{
    bool first = true, printed = buffer_append(out, "{", 1);

    for (int i = jv_object_iter(object); printed && jv_object_iter_valid(object, i);
         i = jv_object_iter_next(object, i)) {
        jv name = jv_object_iter_key(object, i);
        jv value = jv_object_iter_value(object, i);
        printed = (first || buffer_append(out, ",", 1)) && print_string(name, out) &&
                  buffer_append(out, ":", 1) && json_print(value, out);
        first = false;
        jv_free(name);
        jv_free(value);
    }
    return printed && buffer_append(out, "}", 1);
}

bool json_print(jv value, struct buffer *out)
{
    switch (jv_get_kind(value)) {
    case JV_KIND_NULL:
        return buffer_append(out, "null", 4);
    case JV_KIND_FALSE:
        return buffer_append(out, "false", 5);
    case JV_KIND_TRUE:
        return buffer_append(out, "true", 4);
    case JV_KIND_NUMBER:
        return print_number(value, out);
    case JV_KIND_STRING:
        return print_string(value, out);
    case JV_KIND_ARRAY:
        return print_array(value, out);
    case JV_KIND_OBJECT:
        return print_object(value, out);
    default:
        return print_as_jq(value, out);
    }
}
