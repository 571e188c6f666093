#include "enrich/lookup_state.h"
#include "json/member.h"

jv lookup_page_of(const struct lookup *lookup, jv item)
{
    return JV_OBJECT(jv_string(lookup->kind.member), JV_ARRAY(item));
}

void lookup_describe_doubts(const struct lookup *lookup, size_t count, struct error *error)
{
    const char *path = lookup->kind.path;

    if (lookup->absence.incredible && !lookup->absence.found)
        (void)error_set(error, EX_PROTOCOL,
                        "none of the %zu ids requested from %s exists: is SPOTIFY_API_URL right?",
                        count, path);
    else
        (void)error_set(error, EX_PROTOCOL,
                        "%zu ids in a row are missing from %s, which a single run does not prove: "
                        "the next run requests them again",
                        count, path);
}

/* Gives the ids that are held back without a verdict this one. */
static void decide(struct lookup *lookup, enum absence_verdict verdict)
{
    for (struct lookup_call *call = lookup->calls; call; call = call->next)
        if (call->missing && call->verdict == ABSENCE_OPEN)
            call->verdict = verdict;
}

/* Holds an id back. Returns whether its verdict is open. */
static bool hold(const struct lookup *lookup, struct lookup_call *call, int64_t received_at,
                 bool credible)
{
    bool doubted_before = doubts_has_earlier(lookup->doubts, ids_get(lookup->ids, call->first));

    call->sent = call->missing = true;
    call->received_at = received_at;
    call->verdict = credible && doubted_before ? ABSENCE_BELIEVED : ABSENCE_OPEN;
    return call->verdict == ABSENCE_OPEN;
}

bool lookup_take_missing(struct lookup *lookup, struct lookup_call *call, int64_t received_at,
                         bool credible, struct error *error)
{
    size_t end = call->end, open = 0;

    call->end = call->first + 1;
    open += hold(lookup, call, received_at, credible);
    for (size_t i = call->end; i < end; i++) {
        struct lookup_call *other = lookup_add_call(lookup, i, i + 1, call->single, error);
        if (!other)
            return false;
        open += hold(lookup, other, received_at, credible);
    }
    if (open > 0)
        decide(lookup, absence_missing(&lookup->absence, open, credible));
    return true;
}

void lookup_take_found(struct lookup *lookup)
{
    decide(lookup, absence_found(&lookup->absence));
}

/* Whether nothing is left to wait for but ids that are held back. */
static bool only_missing_left(const struct lookup *lookup)
{
    for (const struct lookup_call *call = lookup->calls; call; call = call->next)
        if (!call->missing)
            return false;
    return lookup->no_more && lookup->asked == ids_count(lookup->ids);
}

/* An id that is the only one of the run is requested twice before it is believed to be missing. */
static bool request_again(struct lookup *lookup, struct lookup_call *call)
{
    if (lookup->requests_again || lookup->absence.found || lookup->absence.missing != 1 ||
        call->verdict != ABSENCE_OPEN)
        return false;
    lookup->requests_again = true;
    lookup->absence = (struct absence){0};
    call->sent = call->missing = false;
    return true;
}

enum lookup_result lookup_next_missing(struct lookup *lookup, struct lookup_answer *answer)
{
    struct lookup_call *call = lookup->calls;
    enum absence_verdict verdict;

    if (call && only_missing_left(lookup) && !request_again(lookup, call))
        decide(lookup, absence_end(&lookup->absence));
    while (call && !(call->missing && call->verdict != ABSENCE_OPEN))
        call = call->next;
    if (!call)
        return LOOKUP_WAITING;
    verdict = call->verdict;
    *answer = (struct lookup_answer){
        .first = call->first, .end = call->end, .received_at = call->received_at};
    lookup_remove_call(lookup, call);
    if (verdict == ABSENCE_DOUBTED)
        return LOOKUP_DOUBTED;
    answer->page = lookup_page_of(lookup, jv_null());
    return LOOKUP_ANSWER;
}
