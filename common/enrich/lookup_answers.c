#include "api/refusal.h"
#include "enrich/lookup_state.h"

enum {
    /* So many ids of which the API knows none: it is not the ids. */
    MOST_DOUBTED = 20,
    /* So many ids in a row that could not be had: likewise. A refusal costs one request and not
     * five, and where the app was answered before it is more likely due to the id. */
    MOST_FAILED = 3,
    MOST_REFUSED = 20,
};

/* One id is enough to have all refused: halves tell which. */
static bool halve_call(struct lookup *lookup, struct lookup_call *call, struct error *error)
{
    size_t end = call->end;

    call->end = call->first + (end - call->first) / 2;
    call->sent = false;
    return lookup_add_call(lookup, call->end, end, false, error) != NULL;
}

/* A request failed, and that may be due to one of its ids. */
static enum lookup_result take_trouble(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *trouble, struct error *error)
{
    bool refused = trouble->outcome == API_REFUSED;
    bool known = lookup_endpoint_works(lookup, call->single);

    *error = trouble->error;
    /* that the app is allowed is known */
    if (refused && known)
        error->status = EX_UNAVAILABLE;
    if (!lookup->in_trouble)
        lookup->trouble = *error;
    lookup->in_trouble = true;
    if (call->end - call->first > 1)
        return halve_call(lookup, call, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    lookup->failed_in_a_row++;
    if (lookup->failed_in_a_row < (refused && known && call->single ? MOST_REFUSED : MOST_FAILED))
        return LOOKUP_LEFT_OUT;
    *error = lookup->trouble;
    return LOOKUP_FAILED;
}

static bool doubt(const struct lookup *lookup, struct error *error)
{
    return error_set(error, EX_PROTOCOL,
                     "none of the %zu ids requested from %s exists: is SPOTIFY_API_URL right?",
                     lookup->missing_count, lookup->kind.path);
}

/* The API said that an id does not exist. */
static enum lookup_result take_missing(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *refusal, struct error *error)
{
    if (lookup->answered[call->single] || refusal_speaks_of_resource(refusal->words))
        return LOOKUP_ANSWER;
    call->missing = true;
    call->received_at = refusal->received_at;
    if (++lookup->missing_count < MOST_DOUBTED)
        return LOOKUP_WANTING;
    (void)doubt(lookup, error);
    return LOOKUP_FAILED;
}

/* The API refused: asks in another way, or takes it as said that the id does not exist. */
static enum lookup_result take_refusal(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *refusal, struct error *error)
{
    long status = refusal->status;
    bool of_id = status == 400 && refusal_speaks_of_id(refusal->words);

    if (!call->single && lookup->options.mode == LOOKUP_AUTO &&
        (status == 403 || status == 404 || status == 410))
        return lookup_ask_one_by_one(lookup, call, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    if (of_id && call->end - call->first > 1)
        return halve_call(lookup, call, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    if (of_id || (status == 404 && call->single))
        return take_missing(lookup, call, refusal, error);
    return take_trouble(lookup, call, refusal, error);
}

/* Whether a request that failed would have been answered but for its ids: not where nobody is
 * signed in, and not where nobody answered, unless others are answered. */
static bool may_be_due_to_id(const struct lookup *lookup, const struct lookup_call *call,
                             const struct api_answer *failure)
{
    bool answers = failure->status != 0 || (call->single && lookup->answered[true]);

    return answers &&
           (failure->error.status == EX_UNAVAILABLE || failure->error.status == EX_PROTOCOL);
}

/* A page of one item, which is used up. */
static jv page_of(const struct lookup *lookup, jv item)
{
    return JV_OBJECT(jv_string(lookup->kind.member), JV_ARRAY(item));
}

static enum lookup_result take_outcome(struct lookup *lookup, struct lookup_call *call,
                                       const struct api_answer *api_answer,
                                       struct lookup_answer *answer, struct error *error)
{
    enum lookup_result result = LOOKUP_FAILED;
    jv items = jv_null();

    *error = api_answer->error;
    answer->received_at = api_answer->received_at;
    switch (api_answer->outcome) {
    case API_ANSWERED:
        lookup->answered[call->single] = true;
        if (lookup_learn_mode(lookup, call, api_answer->body, error))
            result = LOOKUP_ANSWER;
        items = jv_copy(api_answer->body);
        break;
    case API_REFUSED:
        result = take_refusal(lookup, call, api_answer, error);
        break;
    case API_LIMITED:
        break;
    case API_FAILED:
        if (may_be_due_to_id(lookup, call, api_answer))
            result = take_trouble(lookup, call, api_answer, error);
        break;
    }
    if (result == LOOKUP_ANSWER) {
        lookup->in_trouble = false;
        lookup->failed_in_a_row = 0;
    }
    if (result == LOOKUP_ANSWER && (call->single || api_answer->outcome != API_ANSWERED))
        items = page_of(lookup, items);
    answer->page = items;
    return result;
}

/* Whether nothing is left to wait for but what was said to be missing. */
static bool only_missing_left(const struct lookup *lookup)
{
    for (const struct lookup_call *call = lookup->calls; call; call = call->next)
        if (!call->missing)
            return false;
    return lookup->no_more && lookup->asked == ids_count(lookup->ids);
}

/* Gives out one of the answers that were held back, when it is known what to make of them. */
static enum lookup_result next_held_back(struct lookup *lookup, struct lookup_answer *answer,
                                         struct error *error)
{
    struct lookup_call *call = lookup->calls;
    bool at_end = only_missing_left(lookup);
    bool believed;

    while (call && !(call->missing && (at_end || lookup->answered[call->single])))
        call = call->next;
    if (!call)
        return LOOKUP_WANTING;
    believed = lookup_endpoint_works(lookup, call->single);
    *answer = (struct lookup_answer){
        .first = call->first, .end = call->end, .received_at = call->received_at};
    lookup_remove_call(lookup, call);
    if (!believed) {
        (void)doubt(lookup, error);
        return LOOKUP_FAILED;
    }
    answer->page = page_of(lookup, jv_null());
    return LOOKUP_ANSWER;
}

enum lookup_result lookup_next(struct lookup *lookup, struct lookup_answer *answer,
                               struct error *error)
{
    enum lookup_result result = LOOKUP_WANTING;
    struct api_answer *api_answer;

    while (result == LOOKUP_WANTING && (api_answer = api_next(lookup->queue))) {
        struct lookup_call *call = api_answer->context;

        answer->first = call->first;
        answer->end = call->end;
        result = take_outcome(lookup, call, api_answer, answer, error);
        if (result != LOOKUP_WANTING)
            lookup_remove_call(lookup, call);
        if (result != LOOKUP_ANSWER)
            jv_free(answer->page);
        api_answer_free(api_answer);
        if (lookup->given_up)
            lookup_give_up(lookup);
    }
    return result == LOOKUP_WANTING ? next_held_back(lookup, answer, error) : result;
}
