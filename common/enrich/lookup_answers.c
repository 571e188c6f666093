#include "api/refusal.h"
#include "enrich/lookup_state.h"
#include "json/member.h"

/* Ids in a row that could not be had. A refusal costs one request and not five. */
enum { MOST_FAILED = 3, MOST_REFUSED = 20, ONCE_FOUND = 5 };

/* One id may be why all are refused: halves show which. */
static bool halve_call(struct lookup *lookup, struct lookup_call *call, struct error *error)
{
    size_t end = call->end;

    call->end = call->first + (end - call->first) / 2;
    call->sent = false;
    return lookup_add_call(lookup, call->end, end, false, error) != NULL;
}

static bool are_too_many(const struct lookup *lookup, bool refused)
{
    int most = refused ? MOST_REFUSED : MOST_FAILED;

    return lookup->failed_in_a_row >= (lookup->absence.found ? most * ONCE_FOUND : most);
}

/* A request failed, perhaps because of one of its ids. */
static enum lookup_result take_trouble(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *trouble, struct error *error)
{
    bool refused = trouble->outcome == API_REFUSED;

    *error = trouble->error;
    /* an app that was answered is allowed to ask */
    if (refused && lookup_endpoint_works(lookup, call->single))
        error->status = EX_UNAVAILABLE;
    if (!lookup->in_trouble)
        lookup->trouble = *error;
    lookup->in_trouble = true;
    if (call->end - call->first > 1)
        return halve_call(lookup, call, error) ? LOOKUP_WAITING : LOOKUP_FAILED;
    lookup->failed_in_a_row++;
    if (!are_too_many(lookup, refused))
        return LOOKUP_LEFT_OUT;
    *error = lookup->trouble;
    return LOOKUP_FAILED;
}

/* The end of trouble. */
static void take_success(struct lookup *lookup)
{
    lookup->in_trouble = false;
    lookup->failed_in_a_row = 0;
}

/* The API refused: the ids are requested in another way, or are missing. */
static enum lookup_result take_refusal(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *refusal, struct error *error)
{
    long status = refusal->status;
    bool of_id = status == 400 && refusal_speaks_of_id(refusal->words);
    bool credible =
        refusal_speaks_of_resource(refusal->words) || lookup_endpoint_works(lookup, call->single);

    if (!call->single && lookup->options.mode == LOOKUP_AUTO &&
        (status == 403 || status == 404 || status == 410))
        return lookup_ask_one_by_one(lookup, call, error) ? LOOKUP_WAITING : LOOKUP_FAILED;
    if (of_id && call->end - call->first > 1)
        return halve_call(lookup, call, error) ? LOOKUP_WAITING : LOOKUP_FAILED;
    if (!of_id && (status != 404 || !call->single))
        return take_trouble(lookup, call, refusal, error);
    if (credible)
        take_success(lookup);
    return lookup_take_missing(lookup, call, refusal->received_at, credible, error) ? LOOKUP_WAITING
                                                                                    : LOOKUP_FAILED;
}

/* Whether an answer to a call has any object. */
static bool has_object(const struct lookup *lookup, const struct lookup_call *call, jv body)
{
    jv list = member_get(body, lookup->kind.member);
    bool has = call->single;

    for (size_t i = 0; !has && i < call->end - call->first; i++) {
        jv item = jv_array_get(jv_copy(list), (int)i);
        has = jv_get_kind(item) == JV_KIND_OBJECT;
        jv_free(item);
    }
    jv_free(list);
    return has;
}

static enum lookup_result take_answered(struct lookup *lookup, struct lookup_call *call,
                                        const struct api_answer *api_answer,
                                        struct lookup_answer *answer, struct error *error)
{
    jv body = api_answer->body;
    bool found = has_object(lookup, call, body);

    lookup->answered[call->single] = true;
    if (!lookup_learn_mode(lookup, call, body, error))
        return LOOKUP_FAILED;
    take_success(lookup);
    if (!found)
        return lookup_take_missing(lookup, call, api_answer->received_at, true, error)
                   ? LOOKUP_WAITING
                   : LOOKUP_FAILED;
    lookup_take_found(lookup);
    answer->page = call->single ? lookup_page_of(lookup, jv_copy(body)) : jv_copy(body);
    return LOOKUP_ANSWER;
}

/* Whether a request may have failed because of its ids: not if nobody is signed in, and not if
 * nobody answered, unless others are answered or the connection broke only then. */
static bool may_be_due_to_id(const struct lookup *lookup, const struct lookup_call *call,
                             const struct api_answer *failure)
{
    return (failure->status != 0 || failure->was_cut_off || lookup->answered[call->single]) &&
           (failure->error.status == EX_UNAVAILABLE || failure->error.status == EX_PROTOCOL);
}

static enum lookup_result take_outcome(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *api_answer,
                                       struct lookup_answer *answer, struct error *error)
{
    *error = api_answer->error;
    answer->received_at = api_answer->received_at;
    switch (api_answer->outcome) {
    case API_ANSWERED:
        return take_answered(lookup, call, api_answer, answer, error);
    case API_REFUSED:
        return take_refusal(lookup, call, api_answer, error);
    case API_LIMITED:
        break;
    case API_UNKNOWN: /* of writes only */
    case API_FAILED:
        if (may_be_due_to_id(lookup, call, api_answer))
            return take_trouble(lookup, call, api_answer, error);
        break;
    }
    return LOOKUP_FAILED;
}

enum lookup_result lookup_next(struct lookup *lookup, struct lookup_answer *answer,
                               struct error *error)
{
    enum lookup_result result = LOOKUP_WAITING;
    struct api_answer *api_answer;

    while (result == LOOKUP_WAITING && (api_answer = api_next(lookup->queue))) {
        struct lookup_call *call = api_answer->context;

        answer->first = call->first;
        answer->end = call->end;
        result = take_outcome(lookup, call, api_answer, answer, error);
        if (result != LOOKUP_WAITING)
            lookup_remove_call(lookup, call);
        api_answer_free(api_answer);
        if (lookup->given_up)
            lookup_give_up(lookup);
    }
    if (result == LOOKUP_WAITING)
        result = lookup_next_missing(lookup, answer);
    if (result != LOOKUP_WAITING || lookup->given_up || !absence_is_hopeless(&lookup->absence))
        return result;
    lookup_describe_doubts(lookup, lookup->absence.in_a_row, error);
    return LOOKUP_FAILED;
}
