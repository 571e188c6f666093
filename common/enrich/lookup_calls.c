#include "base/buffer.h"
#include "enrich/lookup_state.h"
#include "json/member.h"

#include <stdlib.h>

struct lookup_call *lookup_add_call(struct lookup *lookup, size_t first, size_t end, bool single,
                                    struct error *error)
{
    struct lookup_call **link = &lookup->calls;
    struct lookup_call *call = calloc(1, sizeof *call);

    if (!call) {
        (void)error_no_memory(error);
        return NULL;
    }
    *call = (struct lookup_call){.lookup = lookup, .first = first, .end = end, .single = single};
    while (*link && (*link)->first < first)
        link = &(*link)->next;
    call->next = *link;
    *link = call;
    return call;
}

void lookup_remove_call(struct lookup *lookup, struct lookup_call *call)
{
    struct lookup_call **link = &lookup->calls;

    while (*link != call)
        link = &(*link)->next;
    *link = call->next;
    free(call);
}

/* Whether a value, which it takes over, is an object with an id. The id need not be the one that
 * was requested: Spotify merges objects. */
static bool is_object(jv value)
{
    jv id = member_get(value, "id");
    bool is = jv_get_kind(id) == JV_KIND_STRING &&
              ids_valid(jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id)));

    jv_free(value);
    jv_free(id);
    return is;
}

/* Whether a value, which it takes over, is an array of `count` objects, or null in their place. */
static bool are_objects(jv value, size_t count)
{
    bool are =
        jv_get_kind(value) == JV_KIND_ARRAY && (size_t)jv_array_length(jv_copy(value)) == count;

    for (size_t i = 0; are && i < count; i++) {
        jv element = jv_array_get(jv_copy(value), (int)i);
        are = jv_get_kind(element) == JV_KIND_NULL || is_object(jv_copy(element));
        jv_free(element);
    }
    jv_free(value);
    return are;
}

/* Why an answered body cannot belong to its call, or NULL. */
static const char *check_call(void *context, jv *body, int tries)
{
    const struct lookup_call *call = context;

    (void)tries;
    if (call->single)
        return is_object(jv_copy(*body)) ? NULL : "it is not an object with an id";
    if (are_objects(member_get(*body, call->lookup->kind.member), call->end - call->first))
        return NULL;
    return "it does not have one object with an id, or null, for each id";
}

static bool send_call(struct lookup *lookup, struct lookup_call *call, struct error *error)
{
    struct buffer path = {0};
    bool well = buffer_append_string(&path, lookup->kind.path) &&
                buffer_append_string(&path, call->single ? "/" : "?ids=");

    for (size_t i = call->first; well && i < call->end; i++)
        well = (i == call->first || buffer_append_string(&path, ",")) &&
               buffer_append_string(&path, ids_get(lookup->ids, i));
    well =
        well && buffer_string(&path)
            ? api_get(lookup->queue, call->single ? lookup->kind.item_endpoint : lookup->kind.path,
                      path.bytes, check_call, call, error)
            : error_no_memory(error);
    call->sent = well;
    buffer_free(&path);
    return well;
}

/* The call to make next, which may be a new one, or NULL when there is none. False with *error. */
static bool choose_call(struct lookup *lookup, bool all, struct lookup_call **chosen,
                        struct error *error)
{
    size_t left = ids_count(lookup->ids) - lookup->asked;
    size_t size;

    for (*chosen = lookup->calls; *chosen && (*chosen)->sent;)
        *chosen = (*chosen)->next;
    if (*chosen)
        return true;
    (void)lookup_endpoint(lookup, &size);
    if (left == 0 || (left < size && !all))
        return true;
    if (left > size)
        left = size;
    *chosen = lookup_add_call(lookup, lookup->asked, lookup->asked + left,
                              !lookup_by_batches(lookup), error);
    if (*chosen)
        lookup->asked += left;
    return *chosen != NULL;
}

bool lookup_send(struct lookup *lookup, bool all, struct error *error)
{
    struct lookup_call *call;

    lookup->no_more = all;
    if (!lookup_load_mode(lookup, error))
        return false;
    for (;;) {
        /* while the mode is not known, or whether the API works, one request shows it */
        bool alone = lookup->mode == APP_MODE_UNKNOWN || lookup->in_trouble;
        long window =
            lookup_by_batches(lookup) ? lookup->options.window : lookup->options.single_window;

        if (lookup->given_up || api_pending(lookup->queue) >= (alone ? 1 : window))
            return true;
        if (!choose_call(lookup, all, &call, error))
            return false;
        if (!call)
            return true;
        if (!send_call(lookup, call, error))
            return false;
    }
}
