#include "json/json_parse.h"

#include "base/buffer.h"
#include "json/json_string.h"
#include "json/json_token.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEEPEST = 256, /* as libjq 1.6 allows */
    BUCKETS = 256,
    MOST_NAMES = BUCKETS / 2,
    LONGEST_NAME = 32,
};

/* Integers below are the same number to all versions of libjq. */
static const int64_t LARGEST_PLAIN = 1000000000000000;

struct known_name {
    jv text; /* invalid: the bucket is free */
    size_t length;
    bool unwanted;
};

struct json_parser {
    const char *const *unwanted;
    struct known_name names[BUCKETS];
    size_t name_count;
    struct buffer decoded; /* of a string with escapes */
    const char *end;       /* of the text */
    struct json_fault fault;
};

struct json_parser *json_parser_new(const char *const unwanted[], struct error *error)
{
    struct json_parser *parser = malloc(sizeof *parser);

    if (!parser) {
        (void)error_no_memory(error);
        return NULL;
    }
    *parser = (struct json_parser){.unwanted = unwanted};
    for (size_t i = 0; i < BUCKETS; i++)
        parser->names[i].text = jv_invalid();
    return parser;
}

void json_parser_free(struct json_parser *parser)
{
    if (!parser)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        jv_free(parser->names[i].text);
    buffer_free(&parser->decoded);
    free(parser);
}

static bool is_unwanted(const struct json_parser *parser, const char *name, size_t length)
{
    for (const char *const *unwanted = parser->unwanted; *unwanted; unwanted++)
        if (strlen(*unwanted) == length && memcmp(*unwanted, name, length) == 0)
            return true;
    return false;
}

static size_t bucket_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619;
    return (hash ^ hash >> 16) % BUCKETS;
}

/* The name of a member: *text, the caller's to free, or *unwanted. */
static void take_name(struct json_parser *parser, const char *name, size_t length, jv *text,
                      bool *unwanted)
{
    struct known_name *known = NULL;

    if (length <= LONGEST_NAME) {
        size_t bucket = bucket_of(name, length);
        for (known = &parser->names[bucket]; jv_is_valid(known->text);
             known = &parser->names[bucket]) {
            if (known->length == length && memcmp(jv_string_value(known->text), name, length) == 0)
                break;
            bucket = (bucket + 1) % BUCKETS;
        }
    }
    if (known && jv_is_valid(known->text)) {
        *unwanted = known->unwanted;
        *text = jv_copy(known->text);
        return;
    }
    *unwanted = is_unwanted(parser, name, length);
    *text = jv_string_sized(name, (int)length);
    if (known && parser->name_count < MOST_NAMES) {
        *known = (struct known_name){jv_copy(*text), length, *unwanted};
        parser->name_count++;
    }
}

/* Each of the following parses from `at` on and returns where it ended, with *value set, which may
 * be NULL if nobody wants it. NULL, and nothing in *value, if the text is not strict JSON. */

static const char *parse_value(struct json_parser *parser, const char *at, int depth, jv *value);

/* The string whose opening quote stands ahead of `at`, decoded. */
static const char *parse_string(struct json_parser *parser, const char *at, const char **text,
                                size_t *length)
{
    bool escaped;
    const char *close = json_string_scan(at, parser->end, &escaped, &parser->fault);

    if (!close)
        return NULL;
    *text = at;
    *length = (size_t)(close - at);
    if (escaped) {
        parser->decoded.length = 0;
        if (!buffer_reserve(&parser->decoded, *length))
            return NULL;
        *text = parser->decoded.bytes;
        *length = (size_t)(json_string_decode(at, close, parser->decoded.bytes) - *text);
    }
    return close + 1;
}

static const char *parse_member(struct json_parser *parser, const char *at, int depth, jv *object)
{
    const char *end = parser->end;
    const char *text;
    size_t length;
    jv name = jv_invalid(), value;
    bool unwanted = true;

    if (at == end || *at != '"' || !(at = parse_string(parser, at + 1, &text, &length)))
        return NULL;
    if (object)
        take_name(parser, text, length, &name, &unwanted);
    at = json_skip_blanks(at, end);
    if (at < end && *at == ':')
        at = parse_value(parser, json_skip_blanks(at + 1, end), depth, unwanted ? NULL : &value);
    else
        at = NULL;
    if (at && !unwanted)
        *object = jv_object_set(*object, name, value);
    else
        jv_free(name);
    return at;
}

static const char *parse_element(struct json_parser *parser, const char *at, int depth, jv *array)
{
    jv element;

    at = parse_value(parser, at, depth, array ? &element : NULL);
    if (at && array)
        *array = jv_array_append(*array, element);
    return at;
}

/* What stands between the brackets of an object or array, behind the opening one. */
static const char *parse_container(struct json_parser *parser, const char *at, int depth,
                                   bool is_object, jv *value)
{
    const char *end = parser->end;
    char close = is_object ? '}' : ']';
    jv container = !value ? jv_invalid() : is_object ? jv_object() : jv_array();
    jv *filled = value ? &container : NULL;

    at = json_skip_blanks(at, end);
    if (at < end && *at == close)
        goto closed;
    for (;;) {
        at = json_skip_blanks(at, end);
        at = is_object ? parse_member(parser, at, depth, filled)
                       : parse_element(parser, at, depth, filled);
        if (!at)
            goto failed;
        at = json_skip_blanks(at, end);
        if (at < end && *at == close)
            goto closed;
        if (at == end || *at++ != ',')
            goto failed;
    }
closed:
    if (value)
        *value = container;
    return at + 1;
failed:
    jv_free(container);
    return NULL;
}

static const char *parse_json_number(struct json_parser *parser, const char *at, jv *value)
{
    const char *start = at;
    struct json_number number;

    at = json_number_scan(at, parser->end, &number, &parser->fault);
    if (!at || !value)
        return at;
    if (number.whole && number.integer != 0 && number.integer < LARGEST_PLAIN &&
        number.integer > -LARGEST_PLAIN)
        *value = jv_number((double)number.integer);
    else
        *value = jv_parse_sized(start, (int)(at - start));
    return at;
}

static const char *parse_word(struct json_parser *parser, const char *at, const char *word, jv is,
                              jv *value)
{
    at = json_word_scan(at, parser->end, word, &parser->fault);
    if (at && value)
        *value = is;
    return at;
}

static const char *parse_value(struct json_parser *parser, const char *at, int depth, jv *value)
{
    const char *text;
    size_t length;

    if (at == parser->end)
        return NULL;
    switch (*at) {
    case '"':
        at = parse_string(parser, at + 1, &text, &length);
        if (at && value)
            *value = jv_string_sized(text, (int)length);
        return at;
    case '{':
    case '[':
        return depth == DEEPEST ? NULL
                                : parse_container(parser, at + 1, depth + 1, *at == '{', value);
    case 't':
        return parse_word(parser, at, "true", jv_true(), value);
    case 'f':
        return parse_word(parser, at, "false", jv_false(), value);
    case 'n':
        return parse_word(parser, at, "null", jv_null(), value);
    default:
        return parse_json_number(parser, at, value);
    }
}

/* A value, which is used up, without the unwanted members. */
static jv drop_unwanted(const struct json_parser *parser, jv value)
{
    if (jv_get_kind(value) == JV_KIND_ARRAY) {
        for (int i = 0; i < jv_array_length(jv_copy(value)); i++)
            value = jv_array_set(value, i, drop_unwanted(parser, jv_array_get(jv_copy(value), i)));
    } else if (jv_get_kind(value) == JV_KIND_OBJECT) {
        jv names;
        for (const char *const *unwanted = parser->unwanted; *unwanted; unwanted++)
            value = jv_object_delete(value, jv_string(*unwanted));
        names = jv_keys_unsorted(jv_copy(value));
        for (int i = 0; i < jv_array_length(jv_copy(names)); i++) {
            jv name = jv_array_get(jv_copy(names), i);
            jv member = jv_object_get(jv_copy(value), jv_copy(name));
            value = jv_object_set(value, name, drop_unwanted(parser, member));
        }
        jv_free(names);
    }
    return value;
}

jv json_parse(struct json_parser *parser, char *text, size_t length)
{
    const char *at;
    jv value;

    parser->end = text + length;
    at = parse_value(parser, json_skip_blanks(text, parser->end), 0, &value);
    if (at && json_skip_blanks(at, parser->end) == parser->end)
        return value;
    if (at)
        jv_free(value);
    json_mend_escapes(text, length);
    return drop_unwanted(parser, jv_parse_sized(text, (int)length));
}
