#include "following.h"
#include "http/form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Spotify's cursors are ids of 22 characters. */
enum { LONGEST_CURSOR = 512 };

/* A member of a member of an object; invalid where there is none. */
static jv member(jv object, const char *outer, const char *inner)
{
    jv value = jv_get_kind(object) == JV_KIND_OBJECT
                   ? jv_object_get(jv_copy(object), jv_string(outer))
                   : jv_invalid();

    if (jv_get_kind(value) == JV_KIND_OBJECT)
        return jv_object_get(value, jv_string(inner));
    jv_free(value);
    return jv_invalid();
}

/* Sets *cursor, the caller's to free, to the next page's, a string; or to null behind the last
 * page. False when there is one and it makes no sense. */
static bool read_cursor(jv body, jv *cursor)
{
    jv artists = jv_object_get(jv_copy(body), jv_string("artists"));
    jv after = member(artists, "cursors", "after");
    jv next = jv_object_get(artists, jv_string("next"));
    jv_kind next_kind = jv_get_kind(next);
    bool good = true;

    jv_free(next);
    if (jv_get_kind(after) == JV_KIND_STRING && next_kind != JV_KIND_NULL) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(after));
        good = length > 0 && length <= LONGEST_CURSOR && strlen(jv_string_value(after)) == length;
        *cursor = after;
    } else {
        /* an answer without `next` may be a last one */
        good = next_kind == JV_KIND_NULL ||
               (next_kind == JV_KIND_INVALID && jv_get_kind(after) <= JV_KIND_NULL);
        jv_free(after);
        *cursor = jv_null();
    }
    return good;
}

static bool set_path(struct following *following, struct error *error)
{
    following->path.length = 0;
    return (buffer_append_format(&following->path, "/me/following?type=artist&limit=50") &&
            (!following->cursor || form_add(&following->path, "after", following->cursor))) ||
           error_no_memory(error);
}

bool following_begin(struct following *following, struct error *error)
{
    free(following->cursor);
    free(following->mark);
    following->cursor = following->mark = NULL;
    following->pages = 0;
    return set_path(following, error);
}

const char *following_check(void *context, jv body)
{
    struct following *following = context;
    jv items = member(body, "artists", "items");
    jv total = member(body, "artists", "total");
    double number = jv_get_kind(total) == JV_KIND_NUMBER ? jv_number_value(total) : -1;
    bool has_items = jv_get_kind(items) == JV_KIND_ARRAY;
    jv cursor;
    bool good;

    jv_free(items);
    jv_free(total);
    if (!has_items)
        return "it has no items";
    if (!(number >= 0 && number <= 9e15 && floor(number) == number))
        return "it tells no total";
    good = read_cursor(body, &cursor);
    jv_free(cursor);
    if (!good)
        return "it does not tell where to go on";
    following->total = (int64_t)number;
    return NULL;
}

bool following_next(struct following *following, jv body, bool *more, struct error *error)
{
    jv cursor;

    *more = read_cursor(body, &cursor) && jv_get_kind(cursor) == JV_KIND_STRING;
    if (!*more) {
        jv_free(cursor);
        return true;
    }
    free(following->cursor);
    following->cursor = strdup(jv_string_value(cursor));
    jv_free(cursor);
    if (!following->cursor)
        return error_no_memory(error);
    /* a circle of any length passes the mark, which is moved ever more seldom */
    if (following->mark && strcmp(following->cursor, following->mark) == 0)
        return error_set(error, EX_PROTOCOL, "the cursors of /me/following lead in a circle");
    if ((following->pages & (following->pages + 1)) == 0) {
        free(following->mark);
        if (!(following->mark = strdup(following->cursor)))
            return error_no_memory(error);
    }
    following->pages++;
    return set_path(following, error);
}

void following_end(struct following *following)
{
    buffer_free(&following->path);
    free(following->cursor);
    free(following->mark);
}
