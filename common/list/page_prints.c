#include "list/page_prints.h"
#include "json/member.h"

#include <string.h>

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t print_bytes(uint64_t print, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < length; i++)
        print = (print ^ byte[i]) * FNV_PRIME;
    return print;
}

/* The print of a value's member `id`; 0 if it has no such text. */
static uint64_t print_id(jv value)
{
    jv id = member_get(value, "id");
    uint64_t print = 0;

    if (jv_get_kind(id) == JV_KIND_STRING)
        print = print_bytes(FNV_START, jv_string_value(id),
                            (size_t)jv_string_length_bytes(jv_copy(id)));
    jv_free(id);
    return print;
}

static uint64_t print_entry(jv entry)
{
    uint64_t print = print_id(entry);

    if (jv_get_kind(entry) != JV_KIND_OBJECT)
        return 0;
    for (int i = jv_object_iter(entry); !print && jv_object_iter_valid(entry, i);
         i = jv_object_iter_next(entry, i)) {
        jv value = jv_object_iter_value(entry, i);
        print = print_id(value);
        jv_free(value);
    }
    return print;
}

void page_prints_take(jv body, struct page_prints *prints)
{
    jv items = member_get(body, "items");
    int count = jv_get_kind(items) == JV_KIND_ARRAY ? jv_array_length(jv_copy(items)) : 0;

    prints->count = count < PAGE_PRINTS_MOST ? count : PAGE_PRINTS_MOST;
    for (int i = 0; i < prints->count; i++) {
        jv entry = jv_array_get(jv_copy(items), i);
        prints->of[i] = print_entry(entry);
        jv_free(entry);
    }
    jv_free(items);
}

static bool has_ids(const uint64_t *prints, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (prints[i])
            return true;
    return false;
}

int64_t page_prints_overlap(const struct page_prints *before, const struct page_prints *after)
{
    int64_t most = before->count < after->count ? before->count : after->count;

    for (int64_t count = most; count > 0; count--)
        if (memcmp(before->of + before->count - count, after->of,
                   (size_t)count * sizeof *after->of) == 0 &&
            has_ids(after->of, count))
            return count;
    return 0;
}

uint64_t page_prints_sum(const struct page_prints *prints)
{
    if (!has_ids(prints->of, prints->count))
        return 0;
    return print_bytes(FNV_START, prints->of, (size_t)prints->count * sizeof *prints->of);
}
