#include "enrich/lookup_state.h"

#include <stdlib.h>

struct lookup *lookup_new(struct api *api, const struct lookup_kind *kind,
                          const struct lookup_options *options, const struct doubts *doubts,
                          struct error *error)
{
    struct lookup *lookup = calloc(1, sizeof *lookup);

    if (!lookup) {
        (void)error_no_memory(error);
        return NULL;
    }
    lookup->api = api;
    lookup->kind = *kind;
    lookup->options = *options;
    lookup->doubts = doubts;
    if (options->mode == LOOKUP_BATCH)
        lookup->mode = APP_MODE_EXTENDED;
    if (options->mode == LOOKUP_SINGLE)
        lookup->mode = APP_MODE_DEVELOPMENT;
    if ((lookup->queue = api_queue_open(api, error)) && (lookup->ids = ids_new(error)))
        return lookup;
    lookup_free(lookup);
    return NULL;
}

bool lookup_want(struct lookup *lookup, const char *id, size_t length, struct error *error)
{
    return ids_add(lookup->ids, id, length, NULL, error);
}

size_t lookup_wanted(const struct lookup *lookup)
{
    return ids_count(lookup->ids);
}

const char *lookup_id(const struct lookup *lookup, size_t number)
{
    return ids_get(lookup->ids, number);
}

void lookup_give_up(struct lookup *lookup)
{
    struct lookup_call **link = &lookup->calls;

    lookup->given_up = true;
    while (*link) {
        struct lookup_call *call = *link;
        if (call->sent && (!call->missing || call->verdict != ABSENCE_OPEN)) {
            link = &call->next;
        } else {
            *link = call->next;
            free(call);
        }
    }
}

size_t lookup_answered(const struct lookup *lookup)
{
    return lookup->calls ? lookup->calls->first : lookup->asked;
}

bool lookup_works(const struct lookup *lookup)
{
    return lookup_endpoint_works(lookup, !lookup_by_batches(lookup));
}

bool lookup_idle(const struct lookup *lookup)
{
    return !lookup->calls;
}

void lookup_free(struct lookup *lookup)
{
    if (!lookup)
        return;
    api_queue_close(lookup->queue);
    while (lookup->calls)
        lookup_remove_call(lookup, lookup->calls);
    ids_free(lookup->ids);
    free(lookup);
}
