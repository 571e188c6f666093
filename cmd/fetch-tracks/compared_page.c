#include "compared_page.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "singer/messages.h"
#include "json/member.h"

struct compared_entry {
    jv message;
    int64_t added_at;
    bool same;
};

struct compared_page {
    struct reconcile *reconcile;
    int64_t total;
    struct buffer entries;
};

static bool compare_entry(void *context, jv message, struct error *error)
{
    struct compared_page *page = context;
    struct compared_entry entry = {.message = message};
    jv record = member_get(message, "record");
    jv id = member_get(record, "id");
    jv added_at = member_get(record, "added_at");
    jv place = member_get(record, "place");
    bool kept;

    if (jv_get_kind(added_at) == JV_KIND_STRING)
        (void)timestamp_parse(jv_string_value(added_at),
                              (size_t)jv_string_length_bytes(jv_copy(added_at)), &entry.added_at);
    entry.same = jv_get_kind(id) != JV_KIND_STRING || jv_get_kind(place) != JV_KIND_NUMBER ||
                 reconcile_see(page->reconcile, page->total - (int64_t)jv_number_value(place),
                               jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id)),
                               entry.added_at);
    jv_free(record);
    jv_free(id);
    jv_free(added_at);
    jv_free(place);
    kept = buffer_append(&page->entries, &entry, sizeof entry);
    if (!kept)
        jv_free(message);
    return kept || error_no_memory(error);
}

static bool has_different_equal(const struct compared_entry *entries, size_t count,
                                int64_t added_at)
{
    for (size_t i = 0; i < count; i++)
        if (!entries[i].same && entries[i].added_at == added_at)
            return true;
    return false;
}

bool compared_page_print(struct shape *shape, const struct shape_page *page, int64_t total,
                         struct reconcile *reconcile, int64_t *different, struct error *error)
{
    struct compared_page compared = {.reconcile = reconcile, .total = total};
    bool done = shape_page_messages(shape, page, compare_entry, &compared, error);
    const struct compared_entry *entries =
        (const struct compared_entry *)(const void *)compared.entries.bytes;
    size_t count = compared.entries.length / sizeof *entries;

    *different = 0;
    for (size_t i = 0; i < count; i++) {
        if (done && has_different_equal(entries, count, entries[i].added_at))
            done = messages_print_one(jv_copy(entries[i].message), error);
        *different += !entries[i].same;
        jv_free(entries[i].message);
    }
    buffer_free(&compared.entries);
    return done;
}
