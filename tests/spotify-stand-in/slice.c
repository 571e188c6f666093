#include "slice.h"

#include <string.h>

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* Behind the string that begins at `at`, or NULL. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '"')
            return at + 1;
    }
    return NULL;
}

static const char *skip_word(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && strchr(",]} \t\r\n:", *at) == NULL)
        at++;
    return at > start ? at : NULL;
}

/* Behind the value that begins at `at`, or NULL. */
static const char *skip_value(const char *at, const char *end)
{
    size_t depth = 0;

    do {
        at = skip_space(at, end);
        if (at >= end)
            return NULL;
        if (*at == '{' || *at == '[') {
            depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            if (depth == 0)
                return NULL;
            depth--;
            at++;
        } else if (*at == ',' || *at == ':') {
            if (depth == 0)
                return NULL;
            at++;
        } else {
            at = *at == '"' ? skip_string(at, end) : skip_word(at, end);
            if (at == NULL)
                return NULL;
        }
    } while (depth > 0);
    return at;
}

bool slice_whole(const char *bytes, size_t length, struct slice *value)
{
    const char *end = bytes + length;
    const char *start = skip_space(bytes, end);
    const char *behind = skip_value(start, end);

    if (behind == NULL || skip_space(behind, end) != end)
        return false;
    *value = (struct slice){start, (size_t)(behind - start)};
    return true;
}

bool slice_next_member(struct slice object, size_t *at, struct slice *key, struct slice *value)
{
    const char *end = object.bytes + object.length;

    if (object.length == 0 || *object.bytes != '{')
        return false;
    const char *from = skip_space(object.bytes + (*at == 0 ? 1 : *at), end);
    if (from < end && *from == ',')
        from = skip_space(from + 1, end);
    const char *behind = from < end && *from == '"' ? skip_string(from, end) : NULL;
    if (behind == NULL)
        return false;
    *key = (struct slice){from, (size_t)(behind - from)};
    from = skip_space(behind, end);
    if (from >= end || *from != ':')
        return false;
    from = skip_space(from + 1, end);
    behind = skip_value(from, end);
    if (behind == NULL)
        return false;
    *value = (struct slice){from, (size_t)(behind - from)};
    *at = (size_t)(behind - object.bytes);
    return true;
}

bool slice_member(struct slice object, const char *key, struct slice *value)
{
    struct slice name;
    size_t at = 0;

    while (slice_next_member(object, &at, &name, value)) {
        if (slice_is(name, key))
            return true;
    }
    return false;
}

bool slice_path(struct slice object, const char *first, const char *second, const char *third,
                struct slice *value)
{
    const char *const keys[] = {first, second, third};

    for (size_t i = 0; i < 3 && keys[i] != NULL; i++) {
        if (!slice_member(object, keys[i], &object))
            return false;
    }
    *value = object;
    return true;
}

bool slice_next(struct slice array, size_t *at, struct slice *item)
{
    const char *end = array.bytes + array.length;

    if (array.length == 0 || *array.bytes != '[')
        return false;
    const char *from = skip_space(array.bytes + (*at == 0 ? 1 : *at), end);
    if (from < end && *from == ',')
        from = skip_space(from + 1, end);
    if (from >= end || *from == ']')
        return false;
    const char *behind = skip_value(from, end);
    if (behind == NULL)
        return false;
    *item = (struct slice){from, (size_t)(behind - from)};
    *at = (size_t)(behind - array.bytes);
    return true;
}

bool slice_is(struct slice value, const char *string)
{
    struct slice inside = slice_inside(value);
    return inside.length == strlen(string) && value.length == inside.length + 2 &&
           memcmp(inside.bytes, string, inside.length) == 0;
}

bool slice_is_null(struct slice value)
{
    return value.length == 4 && memcmp(value.bytes, "null", 4) == 0;
}

struct slice slice_inside(struct slice value)
{
    if (value.length < 2 || *value.bytes != '"')
        return (struct slice){value.bytes, 0};
    return (struct slice){value.bytes + 1, value.length - 2};
}
