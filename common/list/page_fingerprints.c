#include "list/page_fingerprints.h"
#include "json/member.h"

#include <string.h>

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t fnv_1a(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ byte[i]) * FNV_PRIME;
    return hash;
}

/* The hash of a value's member `id`; 0 if it has no such text. */
static uint64_t hash_id(jv value)
{
    jv id = member_get(value, "id");
    uint64_t hash = 0;

    if (jv_get_kind(id) == JV_KIND_STRING)
        hash = fnv_1a(FNV_START, jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id)));
    jv_free(id);
    return hash;
}

static uint64_t hash_entry(jv entry)
{
    uint64_t hash = hash_id(entry);

    if (jv_get_kind(entry) != JV_KIND_OBJECT)
        return 0;
    for (int i = jv_object_iter(entry); !hash && jv_object_iter_valid(entry, i);
         i = jv_object_iter_next(entry, i)) {
        jv value = jv_object_iter_value(entry, i);
        hash = hash_id(value);
        jv_free(value);
    }
    return hash;
}

void page_fingerprints_take(jv body, struct page_fingerprints *prints)
{
    jv items = member_get(body, "items");
    int count = jv_get_kind(items) == JV_KIND_ARRAY ? jv_array_length(jv_copy(items)) : 0;

    prints->count = count < PAGE_FINGERPRINTS_MOST ? count : PAGE_FINGERPRINTS_MOST;
    for (int i = 0; i < prints->count; i++) {
        jv entry = jv_array_get(jv_copy(items), i);
        prints->of[i] = hash_entry(entry);
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

int64_t page_fingerprints_overlap(const struct page_fingerprints *before,
                                  const struct page_fingerprints *after)
{
    int64_t most = before->count < after->count ? before->count : after->count;

    for (int64_t count = most; count > 0; count--)
        if (memcmp(before->of + before->count - count, after->of,
                   (size_t)count * sizeof *after->of) == 0 &&
            has_ids(after->of, count))
            return count;
    return 0;
}

uint64_t page_fingerprints_sum(const struct page_fingerprints *prints)
{
    if (!has_ids(prints->of, prints->count))
        return 0;
    return fnv_1a(FNV_START, prints->of, (size_t)prints->count * sizeof *prints->of);
}
