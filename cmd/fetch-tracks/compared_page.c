#include "compared_page.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "singer/messages.h"
#include "json/member.h"

/* The most pages that one page can overlap. */
enum { OVERLAPPED_PAGES = 3 };

struct compared_entry {
    jv message;
    jv id;         /* a string, or the entry has no place in the comparison */
    int64_t place; /* from the list's head */
    int64_t added_at;
    bool same;
};

struct compared_page {
    int64_t total;
    struct buffer entries;
};

static bool add_entry(void *context, jv message, struct error *error)
{
    struct compared_page *page = context;
    struct compared_entry entry = {.message = message, .same = true};
    jv record = member_get(message, "record");
    jv added_at = member_get(record, "added_at");
    jv place = member_get(record, "place");
    bool kept;

    entry.id = member_get(record, "id");
    if (jv_get_kind(added_at) == JV_KIND_STRING)
        (void)timestamp_parse(jv_string_value(added_at),
                              (size_t)jv_string_length_bytes(jv_copy(added_at)), &entry.added_at);
    if (jv_get_kind(place) == JV_KIND_NUMBER)
        entry.place = page->total - (int64_t)jv_number_value(place);
    else
        entry.place = -1;
    jv_free(record);
    jv_free(added_at);
    jv_free(place);
    kept = buffer_append(&page->entries, &entry, sizeof entry);
    if (!kept) {
        jv_free(entry.message);
        jv_free(entry.id);
    }
    return kept || error_no_memory(error);
}

static bool has_place(const struct compared_entry *entry)
{
    return jv_get_kind(entry->id) == JV_KIND_STRING && entry->place >= 0;
}

static size_t id_length(const struct compared_entry *entry)
{
    return (size_t)jv_string_length_bytes(jv_copy(entry->id));
}

/* Forgets the pages that showed what this one repeats. Returns whether there are any. */
static bool forget_repeated(struct reconcile *reconcile, const struct compared_entry *entries,
                            size_t count)
{
    size_t pages = 0;
    bool repeats = false;

    for (size_t i = 0; i < count && pages < OVERLAPPED_PAGES; i++) {
        const char *id = has_place(&entries[i]) ? jv_string_value(entries[i].id) : NULL;
        if (!id || !reconcile_repeats(reconcile, entries[i].place, id, id_length(&entries[i])))
            continue;
        pages += reconcile_forget(reconcile, id, id_length(&entries[i]));
        repeats = true;
    }
    return repeats;
}

static bool has_different_equal(const struct compared_entry *entries, size_t count,
                                int64_t added_at)
{
    for (size_t i = 0; i < count; i++)
        if (!entries[i].same && entries[i].added_at == added_at)
            return true;
    return false;
}

static bool print_different(const struct compared_entry *entries, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (has_different_equal(entries, count, entries[i].added_at) &&
            !messages_print_one(jv_copy(entries[i].message), error))
            return false;
    return true;
}

/* Compares the entries of a page with the known list. Returns how many differ. */
static int64_t compare_page(struct reconcile *reconcile, struct compared_entry *entries,
                            size_t count)
{
    int64_t different = 0;

    for (size_t i = 0; i < count; i++) {
        entries[i].same = !has_place(&entries[i]) ||
                          reconcile_see(reconcile, entries[i].place, jv_string_value(entries[i].id),
                                        id_length(&entries[i]), entries[i].added_at);
        different += !entries[i].same;
    }
    return different;
}

bool compared_page_print(struct shape *shape, const struct shape_page *page,
                         struct page_comparison *comparison, struct error *error)
{
    struct compared_page compared = {.total = comparison->total};
    bool done = shape_page_messages(shape, page, add_entry, &compared, error);
    struct compared_entry *entries = (struct compared_entry *)(void *)compared.entries.bytes;
    size_t count = compared.entries.length / sizeof *entries;

    comparison->different = 0;
    comparison->repeats = done && !comparison->takes_repeats &&
                          forget_repeated(comparison->reconcile, entries, count);
    if (done && !comparison->repeats) {
        comparison->different = compare_page(comparison->reconcile, entries, count);
        done = print_different(entries, count, error);
    }
    for (size_t i = 0; i < count; i++) {
        jv_free(entries[i].message);
        jv_free(entries[i].id);
    }
    buffer_free(&compared.entries);
    return done;
}
