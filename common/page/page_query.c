#include "page/page_query.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "http/form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The names of all parameters there are. */
static const char *const parameter_names[] = {"q",  "sort", "offset", "limit", "from",
                                              "to", "zone", "by",     "since", "token"};

enum { PARAMETERS = sizeof parameter_names / sizeof *parameter_names };

struct page_query {
    char *target;
    struct buffer path;
    struct buffer values[PARAMETERS];
};

/* A path is decoded as the value of a field is, but a plus sign is one. */
static bool decode_path(const char *path, size_t length, struct buffer *decoded)
{
    struct buffer field = {0};
    bool done = buffer_append_string(&field, "p=");

    for (size_t i = 0; done && i < length; i++)
        done = path[i] == '+'   ? buffer_append_string(&field, "%2B")
               : path[i] == '&' ? buffer_append_string(&field, "%26")
                                : buffer_append(&field, path + i, 1);
    done = done && form_get(field.bytes, field.length, "p", decoded);
    buffer_free(&field);
    return done;
}

struct page_query *page_query_parse(const char *target, struct error *error)
{
    struct page_query *query = calloc(1, sizeof *query);
    size_t path_length = strcspn(target, "?");
    const char *fields = target + path_length + (target[path_length] ? 1 : 0);

    if (!query || !(query->target = strdup(target))) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (!decode_path(target, path_length, &query->path)) {
        (void)error_set(error, EX_USAGE, "the path is not valid URL encoding");
        goto failed;
    }
    for (int i = 0; i < PARAMETERS; i++) {
        size_t length = strlen(parameter_names[i]);
        bool found = form_get(fields, strlen(fields), parameter_names[i], &query->values[i]);

        for (const char *field = fields; !found && *field;) {
            if (strncmp(field, parameter_names[i], length) == 0 && field[length] == '=') {
                (void)error_set(error, EX_USAGE, "the value of '%s' is not valid URL encoding",
                                parameter_names[i]);
                goto failed;
            }
            field += strcspn(field, "&");
            field += strspn(field, "&");
        }
    }
    return query;
failed:
    page_query_free(query);
    return NULL;
}

const char *page_query_target(const struct page_query *query)
{
    return query->target;
}

const char *page_query_path(const struct page_query *query)
{
    return query->path.bytes;
}

const char *page_query_below(const struct page_query *query, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(query->path.bytes, prefix, length) == 0 ? query->path.bytes + length : NULL;
}

const char *page_query_text(const struct page_query *query, const char *name)
{
    for (int i = 0; i < PARAMETERS; i++)
        if (strcmp(parameter_names[i], name) == 0)
            return query->values[i].length > 0 ? query->values[i].bytes : NULL;
    return NULL;
}

bool page_query_number(const struct page_query *query, const char *name, int64_t least,
                       int64_t most, int64_t *number, struct error *error)
{
    const char *text = page_query_text(query, name);
    size_t length = text ? strlen(text) : 0;
    int64_t value;

    if (!text)
        return true;
    if (length > 0 && length < 16 && strspn(text, "0123456789") == length) {
        value = strtoll(text, NULL, 10);
        if (value >= least && value <= most) {
            *number = value;
            return true;
        }
    }
    return error_set(error, EX_USAGE, "'%s' takes a whole number from %lld to %lld", name,
                     (long long)least, (long long)most);
}

bool page_query_day(const struct page_query *query, const char *name, int64_t *day, bool *given,
                    struct error *error)
{
    const char *text = page_query_text(query, name);
    char moment[TIMESTAMP_TEXT];
    int64_t time;

    *given = text != NULL;
    if (!text)
        return true;
    (void)snprintf(moment, sizeof moment, "%.10sT00:00:00Z", text);
    if (strlen(text) != 10 || !timestamp_parse(moment, strlen(moment), &time) || time < 0)
        return error_set(error, EX_USAGE, "'%s' takes a day such as 2026-11-23", name);
    *day = time / (86400 * TIMESTAMP_SECOND);
    return true;
}

void page_query_free(struct page_query *query)
{
    if (!query)
        return;
    free(query->target);
    buffer_free(&query->path);
    for (int i = 0; i < PARAMETERS; i++)
        buffer_free(&query->values[i]);
    free(query);
}
