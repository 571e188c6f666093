#include "list/census.h"
#include "base/ids.h"
#include "base/line_file.h"
#include "base/log.h"
#include "singer/messages.h"

#include <stdlib.h>
#include <string.h>

/* How often a list may change under the reading before it is left to the next run. */
enum { MOST_REPEATS = 10 };

struct census {
    struct ids *known;
    struct ids *seen;
    int64_t total; /* as the pages told; negative: none has */
    bool changed;  /* they told different ones */
    int readings;
};

struct census *census_open(const char *known, struct error *error)
{
    struct census *census = calloc(1, sizeof *census);

    if (!census) {
        (void)error_no_memory(error);
        return NULL;
    }
    census->total = -1;
    census->known = ids_new(error);
    if (census->known)
        census->seen = ids_new(error);
    if (!census->seen || (known && !line_file_read_ids(known, census->known, error))) {
        census_close(census);
        return NULL;
    }
    return census;
}

void census_count(struct census *census, int64_t total)
{
    census->changed = census->changed || (census->total >= 0 && census->total != total);
    census->total = total;
}

bool census_see(struct census *census, jv message, struct error *error)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    jv id = jv_get_kind(record) == JV_KIND_OBJECT ? jv_object_get(record, jv_string("id")) : record;
    bool seen = true;

    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        if (ids_valid(jv_string_value(id), length))
            seen = ids_add(census->seen, jv_string_value(id), length, NULL, error);
    }
    jv_free(id);
    return seen;
}

bool census_repeats(struct census *census, bool *again, struct error *error)
{
    *again = census->changed;
    if (!*again)
        return true;
    if (++census->readings >= MOST_REPEATS)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    for (size_t i = 0; i < ids_count(census->seen); i++) {
        const char *id = ids_get(census->seen, i);
        if (!ids_add(census->known, id, strlen(id), NULL, error))
            return false;
    }
    ids_free(census->seen);
    census->seen = ids_new(error);
    census->total = -1;
    census->changed = false;
    return census->seen != NULL;
}

bool census_misses(const struct census *census, const char *id, size_t length)
{
    return !ids_has(census->seen, id, length);
}

bool census_is_complete(const struct census *census, const char *stream)
{
    size_t seen = ids_count(census->seen);

    if (!census->changed && census->total == (int64_t)seen)
        return true;
    log_warning("cannot tell what was removed from %s: Spotify counts %lld items but shows %zu",
                stream, (long long)census->total, seen);
    return false;
}

/* The next known id that was not seen, from *cursor on; NULL behind the last. */
static const char *next_gone(const struct census *census, size_t *cursor)
{
    while (*cursor < ids_count(census->known)) {
        const char *id = ids_get(census->known, (*cursor)++);
        if (census_misses(census, id, strlen(id)))
            return id;
    }
    return NULL;
}

bool census_print_gone(const struct census *census, const char *stream, int64_t time,
                       int64_t *printed, struct error *error)
{
    size_t cursor = 0;
    const char *id = next_gone(census, &cursor);

    if (!id || !census_is_complete(census, stream))
        return true;
    for (; id; id = next_gone(census, &cursor)) {
        if (!messages_print_deletion(stream, id, time, error))
            return false;
        ++*printed;
    }
    return true;
}

void census_close(struct census *census)
{
    if (!census)
        return;
    ids_free(census->known);
    ids_free(census->seen);
    free(census);
}
