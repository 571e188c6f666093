#include "enrich/message_ids.h"
#include "base/ids.h"
#include "singer/streams.h"
#include "json/json.h"

#include <stdlib.h>

enum { MOST_PATHS = 8 };

struct message_ids {
    const struct id_places *places;
    struct json_paths *paths;
    int type, stream, own_id, deleted_at; /* slots, as are those that follow */
    int ids[MOST_PATHS], id_count;
    int full[MOST_PATHS], full_count;
};

static bool add_paths(struct message_ids *ids, struct error *error)
{
    struct json_paths *paths = ids->paths;

    if ((ids->type = json_paths_add(paths, "type", error)) < 0 ||
        (ids->stream = json_paths_add(paths, "stream", error)) < 0 ||
        (ids->own_id = json_paths_add(paths, "record.id", error)) < 0 ||
        (ids->deleted_at = json_paths_add(paths, "record._sdc_deleted_at", error)) < 0)
        return false;
    for (const char *const *path = ids->places->id_paths; *path; path++)
        if ((ids->ids[ids->id_count++] = json_paths_add(paths, *path, error)) < 0)
            return false;
    /* The streams of such objects all have the same members of full ones. */
    for (const char *const *name = stream_find(ids->places->own_streams[0])->full; *name; name++) {
        const char *const path[] = {"record", *name};
        if ((ids->full[ids->full_count++] = json_paths_add_members(paths, path, 2, error)) < 0)
            return false;
    }
    return true;
}

struct message_ids *message_ids_new(const struct id_places *places, struct error *error)
{
    struct message_ids *ids = calloc(1, sizeof *ids);

    if (!ids) {
        (void)error_no_memory(error);
        return NULL;
    }
    ids->places = places;
    ids->paths = json_paths_new(error);
    if (ids->paths && add_paths(ids, error))
        return ids;
    message_ids_free(ids);
    return NULL;
}

bool message_ids_read(struct message_ids *ids, const char *line, size_t length, struct error *error)
{
    if (!json_scan(ids->paths, line, length, error))
        return false;
    if (json_value(ids->paths, ids->type)->kind != JSON_STRING)
        return error_set(error, EX_DATAERR, "the message has no type");
    return true;
}

bool message_ids_has_type(const struct message_ids *ids, const char *type)
{
    return json_is(json_value(ids->paths, ids->type), type);
}

bool message_ids_has_stream(const struct message_ids *ids, const char *stream)
{
    return json_is(json_value(ids->paths, ids->stream), stream);
}

static bool take_id(const struct json_value *id, bool is_full, message_ids_take *take,
                    void *context, struct error *error)
{
    if (id->kind != JSON_STRING || !ids_valid(id->text, id->length))
        return true;
    return take(context, id->text, id->length, is_full, error);
}

static bool is_own(const struct message_ids *ids)
{
    for (const char *const *name = ids->places->own_streams; *name; name++)
        if (message_ids_has_stream(ids, *name))
            return true;
    return false;
}

static bool is_full_object(const struct message_ids *ids)
{
    for (int i = 0; i < ids->full_count; i++)
        if (json_is_set(json_value(ids->paths, ids->full[i])))
            return true;
    return false;
}

bool message_ids_each(const struct message_ids *ids, message_ids_take *take, void *context,
                      struct error *error)
{
    /* what is gone needs no details */
    if (!message_ids_has_type(ids, "RECORD") ||
        json_value(ids->paths, ids->deleted_at)->kind > JSON_NULL)
        return true;
    if (is_own(ids) &&
        !take_id(json_value(ids->paths, ids->own_id), is_full_object(ids), take, context, error))
        return false;
    for (int i = 0; i < ids->id_count; i++) {
        int slot = ids->ids[i];

        if (!json_is_of_element(ids->paths, slot)) {
            if (!take_id(json_value(ids->paths, slot), false, take, context, error))
                return false;
            continue;
        }
        for (size_t j = 0; j < json_count(ids->paths, slot); j++)
            if (!take_id(json_element(ids->paths, slot, j), false, take, context, error))
                return false;
    }
    return true;
}

void message_ids_free(struct message_ids *ids)
{
    if (!ids)
        return;
    json_paths_free(ids->paths);
    free(ids);
}
