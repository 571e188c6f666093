/* A fuzzer of json_parse and json_print, for libFuzzer: whatever the text, they make of it what
 * libjq does, but for the members that are left out and for NUL, which is printed as U+FFFD. */
#include "support/check.h"
#include "json/json_parse.h"
#include "json/json_print.h"
#include "json/json_string.h"

#include <math.h>
#include <string.h>

static const char *const unwanted[] = {"href", "a", NULL};

static bool is_unwanted(jv name)
{
    return jv_equal(jv_copy(name), jv_string(unwanted[0])) ||
           jv_equal(jv_copy(name), jv_string(unwanted[1]));
}

/* A whole number is printed plainly; newer versions of libjq would print it as it was written. The
 * value is used up. */
static jv plain_number(jv value)
{
    double number = jv_number_value(value);

    if (!(fabs(number) < 1e15) || floor(number) != number || signbit(number))
        return value;
    jv_free(value);
    return jv_number(number);
}

/* As json_parse should: by jq alone. The value is used up. */
static jv without_unwanted(jv value)
{
    jv result;

    if (jv_get_kind(value) == JV_KIND_NUMBER)
        return plain_number(value);
    if (jv_get_kind(value) == JV_KIND_ARRAY) {
        result = jv_array();
        for (int i = 0; i < jv_array_length(jv_copy(value)); i++)
            result = jv_array_append(result, without_unwanted(jv_array_get(jv_copy(value), i)));
        jv_free(value);
        return result;
    }
    if (jv_get_kind(value) != JV_KIND_OBJECT)
        return value;
    result = jv_object();
    for (int i = jv_object_iter(value); jv_object_iter_valid(value, i);
         i = jv_object_iter_next(value, i)) {
        jv name = jv_object_iter_key(value, i);
        if (!is_unwanted(name))
            result = jv_object_set(result, jv_copy(name),
                                   without_unwanted(jv_object_iter_value(value, i)));
        jv_free(name);
    }
    jv_free(value);
    return result;
}

/* As json_print should. The value is used up. */
static void print_by_jq(jv value, struct buffer *out)
{
    static const char nul[] = "\\u0000";
    jv text = jv_dump_string(value, 0);
    const char *at = jv_string_value(text);
    const char *end = at + jv_string_length_bytes(jv_copy(text));

    while (at < end) {
        bool is_nul = strncmp(at, nul, sizeof nul - 1) == 0;
        size_t length = is_nul ? sizeof nul - 1 : *at == '\\' ? 2 : 1;

        CHECK(is_nul ? buffer_append_string(out, "\xef\xbf\xbd") : buffer_append(out, at, length));
        at += length;
    }
    jv_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct json_parser *parser;
    struct buffer printed = {0}, printed_by_jq = {0};
    struct error error;
    char *text = malloc(size ? size : 1);
    jv value, expected;

    CHECK(text != NULL);
    if (!parser)
        parser = json_parser_new(unwanted, &error);
    CHECK(parser);
    memcpy(text, data, size);
    value = json_parse(parser, text, size);
    memcpy(text, data, size);
    json_mend_escapes(text, size);
    expected = jv_parse_sized(text, (int)size);
    free(text);
    CHECK(jv_is_valid(value) == jv_is_valid(expected));
    if (!jv_is_valid(value)) {
        jv_free(value);
        jv_free(expected);
        return 0;
    }
    print_by_jq(without_unwanted(expected), &printed_by_jq);
    CHECK(json_print(value, &printed) && printed_by_jq.bytes);
    CHECK(printed.length == printed_by_jq.length &&
          memcmp(printed.bytes, printed_by_jq.bytes, printed.length) == 0);
    buffer_free(&printed);
    buffer_free(&printed_by_jq);
    jv_free(value);
    return 0;
}
