#include "base/log.h"
#include "enrich/lookup_state.h"
#include "json/member.h"

bool lookup_by_batches(const struct lookup *lookup)
{
    return lookup->mode != APP_MODE_DEVELOPMENT && !lookup->batches_refused;
}

const char *lookup_endpoint(const struct lookup *lookup, size_t *ids_per_call)
{
    *ids_per_call = lookup_by_batches(lookup) ? lookup->options.batch_size : 1;
    return lookup_by_batches(lookup) ? lookup->kind.path : lookup->kind.item_endpoint;
}

bool lookup_load_mode(struct lookup *lookup, struct error *error)
{
    if (lookup->mode_loaded)
        return true;
    if (!api_load_mode(lookup->api, &lookup->remembered, error))
        return false;
    lookup->mode_loaded = true;
    if (lookup->options.mode == LOOKUP_AUTO)
        lookup->mode = lookup->remembered;
    return true;
}

static bool found_mode(struct lookup *lookup, enum app_mode mode, struct error *error)
{
    lookup->mode = mode;
    log_info("requesting %s %s", lookup->kind.path,
             mode == APP_MODE_EXTENDED ? "many at once" : "one at a time");
    return lookup->options.mode != LOOKUP_AUTO || api_save_mode(lookup->api, mode, error);
}

bool lookup_learn_mode(struct lookup *lookup, const struct lookup_call *call, jv body,
                       struct error *error)
{
    if (!call->single)
        return lookup->mode != APP_MODE_UNKNOWN || lookup->batches_refused ||
               found_mode(lookup, APP_MODE_EXTENDED, error);
    if (lookup->mode == APP_MODE_UNKNOWN && lookup->batches_refused &&
        !found_mode(lookup, APP_MODE_DEVELOPMENT, error))
        return false;
    if (!member_has(body, "popularity") && !member_has(body, "followers")) {
        lookup->is_plain = true;
    } else if (lookup->options.mode == LOOKUP_AUTO &&
               (lookup->is_plain || !lookup->batches_refused)) {
        lookup->mode = APP_MODE_UNKNOWN;
        lookup->batches_refused = lookup->is_plain = false;
    }
    return true;
}

bool lookup_ask_one_by_one(struct lookup *lookup, struct lookup_call *call, struct error *error)
{
    size_t end = call->end;

    if (!lookup->batches_refused) {
        lookup->batches_refused = true;
        lookup->is_plain = false;
        lookup->mode = APP_MODE_UNKNOWN;
    }
    call->end = call->first + 1;
    call->single = true;
    call->sent = false;
    for (size_t i = call->end; i < end; i++)
        if (!lookup_add_call(lookup, i, i + 1, true, error))
            return false;
    return true;
}

bool lookup_endpoint_works(const struct lookup *lookup, bool single)
{
    return lookup->answered[single] ||
           lookup->remembered == (single ? APP_MODE_DEVELOPMENT : APP_MODE_EXTENDED);
}
