#include "list/page_envelope.h"
#include "base/log.h"
#include "json/member.h"

#include <string.h>

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The offset that a page says it has; the one that was requested if it says nothing; -1 for
 * nonsense. */
static int64_t offset_of(jv body, int64_t requested)
{
    jv value = member_get(body, "offset");
    int64_t offset = requested;

    if (jv_is_valid(value) && !member_whole_number(jv_copy(value), &offset))
        offset = -1;
    jv_free(value);
    return offset;
}

static bool shows_nothing(jv item)
{
    bool is_object = jv_get_kind(item) == JV_KIND_OBJECT;
    bool blank = is_object || jv_get_kind(item) == JV_KIND_NULL;

    if (is_object)
        jv_object_foreach(item, name, value)
        {
            blank = blank && (jv_get_kind(value) == JV_KIND_NULL ||
                              strcmp(jv_string_value(name), "added_at") == 0);
            jv_free(name);
            jv_free(value);
        }
    jv_free(item);
    return blank;
}

/* The items stay the caller's. */
static int64_t count_blank(jv items)
{
    int64_t count = 0;

    jv_array_foreach(items, i, item) count += shows_nothing(item);
    return count;
}

const char *page_envelope_read(jv body, int64_t offset, long size, struct page_envelope *envelope)
{
    jv value;

    if (jv_get_kind(body) != JV_KIND_OBJECT)
        return "it is not an object";
    value = member_get(body, "items");
    if (jv_get_kind(value) != JV_KIND_ARRAY) {
        jv_free(value);
        return "it has no items";
    }
    envelope->blank = count_blank(value);
    envelope->items = jv_array_length(value);
    if (!member_number(body, "total", &envelope->total))
        return "it has no total";
    envelope->told = envelope->total;
    if (offset_of(body, offset) != offset)
        return "it is not the page that was requested";
    if (!member_number(body, "limit", &envelope->limit) || envelope->limit == 0 ||
        envelope->limit > size)
        envelope->limit = size;
    if (envelope->limit < envelope->items)
        envelope->limit = smaller(envelope->items, size);
    value = member_get(body, "next");
    envelope->last = jv_get_kind(value) == JV_KIND_NULL;
    jv_free(value);
    envelope->lacking = smaller(envelope->limit, envelope->total - offset) - envelope->items;
    if (envelope->lacking < 0)
        envelope->lacking = 0;
    return NULL;
}

const char *page_envelope_contradiction(const struct page_envelope *envelope, int64_t offset)
{
    if (envelope->items > 0 && offset + envelope->items > envelope->total)
        return "it has more items than its total allows";
    if (envelope->lacking + envelope->blank == 0)
        return NULL;
    if (offset == 0 && envelope->items == envelope->blank)
        return "it has none of the items that its total counts";
    return "it shows fewer items than its total counts";
}

bool page_envelope_settle(struct page_envelope *envelope, int64_t offset, bool may_hide_all,
                          jv *body)
{
    int64_t surplus = envelope->items > 0 ? offset + envelope->items - envelope->total : 0;
    jv items;

    if (surplus > 0) {
        envelope->total += surplus;
        *body = jv_object_set(*body, jv_string("total"), jv_number((double)envelope->total));
    }
    if (offset == 0 && surplus <= 0 && envelope->items == envelope->blank && !may_hide_all)
        return false;
    if (envelope->lacking == 0)
        return true;
    log_info("the page at position %lld lacks %lld items", (long long)offset,
             (long long)envelope->lacking);
    envelope->items += envelope->lacking;
    items = jv_object_get(jv_copy(*body), jv_string("items"));
    items = jv_array_set(items, (int)envelope->items - 1, jv_null());
    *body = jv_object_set(*body, jv_string("items"), items);
    return true;
}
