#include "list/removals.h"
#include "base/ids.h"
#include "base/line_file.h"
#include "base/log.h"
#include "singer/messages.h"

#include <stdlib.h>
#include <string.h>

/* How often a list may change under the reading before it is left to the next run. */
enum { MOST_READINGS = 10 };

struct removals {
    struct ids *known;
    struct ids *seen;
    int64_t total; /* as the pages told; negative: none has */
    bool changed;  /* they told different ones */
    int readings;
};

struct removals *removals_open(const char *known, struct error *error)
{
    struct removals *removals = calloc(1, sizeof *removals);

    if (!removals) {
        (void)error_no_memory(error);
        return NULL;
    }
    removals->total = -1;
    removals->known = ids_new(error);
    if (removals->known)
        removals->seen = ids_new(error);
    if (!removals->seen || (known && !line_file_read_ids(known, removals->known, error))) {
        removals_close(removals);
        return NULL;
    }
    return removals;
}

void removals_total(struct removals *removals, int64_t total)
{
    removals->changed = removals->changed || (removals->total >= 0 && removals->total != total);
    removals->total = total;
}

bool removals_see(struct removals *removals, jv message, struct error *error)
{
    jv record = jv_object_get(jv_copy(message), jv_string("record"));
    jv id = jv_get_kind(record) == JV_KIND_OBJECT ? jv_object_get(record, jv_string("id")) : record;
    bool seen = true;

    if (jv_get_kind(id) == JV_KIND_STRING) {
        size_t length = (size_t)jv_string_length_bytes(jv_copy(id));
        if (ids_valid(jv_string_value(id), length))
            seen = ids_add(removals->seen, jv_string_value(id), length, NULL, error);
    }
    jv_free(id);
    return seen;
}

bool removals_again(struct removals *removals, bool *again, struct error *error)
{
    *again = removals->changed;
    if (!*again)
        return true;
    if (++removals->readings >= MOST_READINGS)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    for (size_t i = 0; i < ids_count(removals->seen); i++) {
        const char *id = ids_get(removals->seen, i);
        if (!ids_add(removals->known, id, strlen(id), NULL, error))
            return false;
    }
    ids_free(removals->seen);
    removals->seen = ids_new(error);
    removals->total = -1;
    removals->changed = false;
    return removals->seen != NULL;
}

bool removals_misses(const struct removals *removals, const char *id, size_t length)
{
    return !ids_has(removals->seen, id, length);
}

bool removals_proved(const struct removals *removals, const char *stream)
{
    size_t seen = ids_count(removals->seen);

    if (!removals->changed && removals->total == (int64_t)seen)
        return true;
    log_warning(
        "what is gone from %s cannot be told: of the %lld that Spotify counts, %zu are shown",
        stream, (long long)removals->total, seen);
    return false;
}

/* The next known id that was not seen, from *cursor on; NULL behind the last. */
static const char *next_missing(const struct removals *removals, size_t *cursor)
{
    while (*cursor < ids_count(removals->known)) {
        const char *id = ids_get(removals->known, (*cursor)++);
        if (removals_misses(removals, id, strlen(id)))
            return id;
    }
    return NULL;
}

bool removals_print(const struct removals *removals, const char *stream, int64_t time,
                    int64_t *printed, struct error *error)
{
    size_t cursor = 0;
    const char *id = next_missing(removals, &cursor);

    if (!id || !removals_proved(removals, stream))
        return true;
    for (; id; id = next_missing(removals, &cursor)) {
        if (!messages_print_deletion(stream, id, time, error))
            return false;
        ++*printed;
    }
    return true;
}

void removals_close(struct removals *removals)
{
    if (!removals)
        return;
    ids_free(removals->known);
    ids_free(removals->seen);
    free(removals);
}
