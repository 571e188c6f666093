#include "enrich/doubts.h"
#include "base/ids.h"
#include "json/json.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

struct doubts {
    const char *stream;
    bool is_given; /* an earlier run has left a reading */
    struct ids *earlier, *unavailable, *settled, *own;
};

struct doubts *doubts_new(const char *stream, struct error *error)
{
    struct doubts *doubts = calloc(1, sizeof *doubts);

    if (!doubts) {
        (void)error_no_memory(error);
        return NULL;
    }
    doubts->stream = stream;
    if ((doubts->earlier = ids_new(error)) && (doubts->unavailable = ids_new(error)) &&
        (doubts->settled = ids_new(error)) && (doubts->own = ids_new(error)))
        return doubts;
    doubts_free(doubts);
    return NULL;
}

/* Takes the ids out of a reading. */
static bool take_reading(struct doubts *doubts, const struct json_value *text, struct error *error)
{
    jv reading = jv_parse_sized(text->raw, (int)text->raw_length);
    jv doubted = member_get(reading, "doubted");
    bool taken = member_add_ids(member_get(doubted, "ids"), doubts->earlier, error) &&
                 member_add_ids(member_get(reading, "unavailable"), doubts->unavailable, error);

    doubts->is_given = true;
    jv_free(doubted);
    jv_free(reading);
    return taken;
}

bool doubts_read(struct doubts *doubts, const char *line, size_t length, struct error *error)
{
    const char *const path[] = {"value", "bookmarks", doubts->stream, "reading"};
    struct json_paths *paths = json_paths_new(error);
    struct error ignored; /* a line that makes no sense says nothing */
    int slot;
    bool read = false;

    if (paths && (slot = json_paths_add_members(paths, path, 4, error)) >= 0)
        read = !json_scan(paths, line, length, &ignored) ||
               json_value(paths, slot)->kind != JSON_OBJECT ||
               take_reading(doubts, json_value(paths, slot), error);
    json_paths_free(paths);
    return read;
}

bool doubts_has_earlier(const struct doubts *doubts, const char *id)
{
    return ids_has(doubts->earlier, id, strlen(id)) || ids_has(doubts->unavailable, id, strlen(id));
}

bool doubts_add(struct doubts *doubts, const char *id, struct error *error)
{
    return ids_add(doubts->own, id, strlen(id), NULL, error);
}

bool doubts_settle(struct doubts *doubts, const char *id, struct error *error)
{
    return !doubts_has_earlier(doubts, id) || ids_add(doubts->settled, id, strlen(id), NULL, error);
}

size_t doubts_count(const struct doubts *doubts)
{
    return ids_count(doubts->own);
}

/* Whether an earlier run's doubt is none of this run's. */
static bool is_only_earlier(const struct doubts *doubts, const char *id)
{
    return !ids_has(doubts->settled, id, strlen(id)) && !ids_has(doubts->own, id, strlen(id));
}

bool doubts_format(const struct doubts *doubts, bool complete, struct buffer *reading,
                   struct error *error)
{
    size_t count = 0, own_count = ids_count(doubts->own);
    size_t earlier_count = complete ? 0 : ids_count(doubts->earlier);
    struct buffer list = {0};
    bool well = true;

    reading->length = 0;
    if (!doubts->is_given && own_count == 0)
        return true;
    for (size_t i = 0; well && i < own_count + earlier_count; i++) {
        const char *id =
            i < own_count ? ids_get(doubts->own, i) : ids_get(doubts->earlier, i - own_count);
        if (i < own_count || is_only_earlier(doubts, id))
            well = buffer_append_format(&list, "%s\"%s\"", count++ ? "," : "", id);
    }
    well = well &&
           (count ? buffer_append_format(reading, "{\"doubted\":{\"missing\":%zu,\"ids\":[%s]}}",
                                         count, list.bytes)
                  : buffer_append_format(reading, "{}"));
    buffer_free(&list);
    return well || error_no_memory(error);
}

void doubts_free(struct doubts *doubts)
{
    if (!doubts)
        return;
    ids_free(doubts->earlier);
    ids_free(doubts->unavailable);
    ids_free(doubts->settled);
    ids_free(doubts->own);
    free(doubts);
}
