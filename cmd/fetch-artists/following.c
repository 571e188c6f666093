#include "following.h"
#include "http/form.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

/* Spotify's cursors are ids of 22 characters. */
enum { LONGEST_CURSOR = 512, SPARE_PAGES = 1000 };

/* A page that lacks artists is believed when it did so often. */
enum { BELIEVED_AT = 3 };

/* A member of a member of an object; invalid if there is none. */
static jv inner_member(jv object, const char *outer, const char *inner)
{
    jv value = member_get(object, outer);
    jv member = member_get(value, inner);

    jv_free(value);
    return member;
}

/* Sets *cursor, the caller's to free, to the next page's, a string; or to null behind the last
 * page. False when there is one and it makes no sense. */
static bool read_cursor(jv body, jv *cursor)
{
    jv artists = jv_object_get(jv_copy(body), jv_string("artists"));
    jv after = inner_member(artists, "cursors", "after");
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
    following->pages = following->shown = 0;
    following->first = -1;
    return set_path(following, error);
}

/* Counts the nulls among the items, which are used up. */
static int64_t count_nulls(jv items)
{
    int64_t count = 0;

    jv_array_foreach(items, i, item)
    {
        count += jv_get_kind(item) == JV_KIND_NULL;
        jv_free(item);
    }
    jv_free(items);
    return count;
}

/* Whether the page lacks artists that it should show, unlike before. Of totals that differ the
 * lesser one counts: what they mean is for the next reading to show. */
static bool lacks_artists(const struct following *following, bool is_last)
{
    int64_t total = following->total < following->first ? following->total : following->first;
    int64_t lacking = total - following->shown - following->items + following->blank;

    return following->blank > following->hidden || (is_last && lacking > following->hidden);
}

const char *following_check(void *context, jv *page, int tries)
{
    struct following *following = context;
    jv items = inner_member(*page, "artists", "items");
    int64_t total;
    jv cursor;
    bool good, is_last;

    if (jv_get_kind(items) != JV_KIND_ARRAY) {
        jv_free(items);
        return "it has no items";
    }
    following->items = jv_array_length(jv_copy(items));
    following->blank = count_nulls(items);
    if (!member_whole_number(inner_member(*page, "artists", "total"), &total))
        return "it has no total";
    good = read_cursor(*page, &cursor);
    is_last = jv_get_kind(cursor) == JV_KIND_NULL;
    jv_free(cursor);
    if (!good)
        return "it does not say where to continue";
    following->total = total;
    if (following->first < 0 || following->pages == 0)
        following->first = total;
    return tries < BELIEVED_AT && lacks_artists(following, is_last)
               ? "it does not show all that it counts"
               : NULL;
}

bool following_next(struct following *following, jv body, bool *more, struct error *error)
{
    jv cursor;

    following->shown += following->items - following->blank;
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
        return error_set(error, EX_PROTOCOL, "the cursors of /me/following form a loop");
    if (following->pages >= 2 * following->first + SPARE_PAGES)
        return error_set(error, EX_PROTOCOL, "the cursors of /me/following lead to no end");
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
