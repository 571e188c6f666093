#include "enrich/lookup.h"
#include "api/refusal.h"
#include "base/buffer.h"
#include "base/ids.h"
#include "base/log.h"
#include "json/member.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* So many ids of which the API knows none: it is not the ids. */
    MOST_DOUBTED = 20,
    /* So many ids in a row that could not be had: likewise. A refusal costs one request and not
     * five, and where the app was answered before it is more likely due to the id. */
    MOST_FAILED = 3,
    MOST_REFUSED = 20,
};

/* One request: the ids numbered first to end - 1. */
struct batch {
    struct batch *next;
    const struct lookup *lookup;
    size_t first, end;
    bool single;
    bool sent;
    bool missing;        /* the answer was that its only id does not exist; it is held back */
    int64_t received_at; /* of that answer */
};

struct lookup {
    struct api *api;
    struct api_queue *queue;
    struct lookup_kind kind;
    struct lookup_options options;
    struct ids *ids;
    size_t asked;          /* ids that were put into batches */
    struct batch *batches; /* those not answered yet, by their ids */
    size_t missing;        /* batches of which that is said, so far */
    bool no_more;          /* no further ids will be wanted */
    bool answered[2];      /* in this run, a batch or, at 1, a single id */
    bool in_trouble;       /* the last request failed in a way that may be due to an id */
    int failed_in_a_row;   /* ids, since then */
    struct error trouble;  /* the first failure since then */
    bool mode_loaded;
    enum app_mode remembered; /* from earlier runs */
    enum app_mode mode;
    bool batches_refused; /* and not been granted again since */
    bool is_plain;        /* since then, an object has come as Development Mode gives it */
    bool given_up;
};

struct lookup *lookup_new(struct api *api, const struct lookup_kind *kind,
                          const struct lookup_options *options, struct error *error)
{
    struct lookup *lookup = calloc(1, sizeof *lookup);

    if (!lookup) {
        (void)error_no_memory(error);
        return NULL;
    }
    lookup->api = api;
    lookup->kind = *kind;
    lookup->options = *options;
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

static bool by_batches(const struct lookup *lookup)
{
    return lookup->mode != APP_MODE_DEVELOPMENT && !lookup->batches_refused;
}

const char *lookup_endpoint(const struct lookup *lookup, size_t *ids_per_call)
{
    *ids_per_call = by_batches(lookup) ? lookup->options.batch_size : 1;
    return by_batches(lookup) ? lookup->kind.path : lookup->kind.item_endpoint;
}

/* Puts a batch in its place among the others. */
static struct batch *add_batch(struct lookup *lookup, size_t first, size_t end, bool single,
                               struct error *error)
{
    struct batch **link = &lookup->batches;
    struct batch *batch = calloc(1, sizeof *batch);

    if (!batch) {
        (void)error_no_memory(error);
        return NULL;
    }
    *batch = (struct batch){.lookup = lookup, .first = first, .end = end, .single = single};
    while (*link && (*link)->first < first)
        link = &(*link)->next;
    batch->next = *link;
    *link = batch;
    return batch;
}

static void remove_batch(struct lookup *lookup, struct batch *batch)
{
    struct batch **link = &lookup->batches;

    while (*link != batch)
        link = &(*link)->next;
    *link = batch->next;
    free(batch);
}

/* Whether a value, which it takes over, is an object with an id. The id need not be the one that
 * was asked for: Spotify merges objects. */
static bool is_object(jv value)
{
    jv id = member_get(value, "id");
    bool is = jv_get_kind(id) == JV_KIND_STRING &&
              ids_valid(jv_string_value(id), (size_t)jv_string_length_bytes(jv_copy(id)));

    jv_free(value);
    jv_free(id);
    return is;
}

/* Whether a value, which it takes over, is an array of so many objects, or null in their place. */
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

/* Why an answered body cannot belong to its batch, or NULL. */
static const char *check_batch(void *context, jv *body, int tries)
{
    const struct batch *batch = context;

    (void)tries;
    if (batch->single)
        return is_object(jv_copy(*body)) ? NULL : "it is not an object with an id";
    if (are_objects(member_get(*body, batch->lookup->kind.member), batch->end - batch->first))
        return NULL;
    return "it does not hold one object with an id, or null, for each id";
}

static bool send_batch(struct lookup *lookup, struct batch *batch, struct error *error)
{
    struct buffer path = {0};
    bool well = buffer_append_string(&path, lookup->kind.path) &&
                buffer_append_string(&path, batch->single ? "/" : "?ids=");

    for (size_t i = batch->first; well && i < batch->end; i++)
        well = (i == batch->first || buffer_append_string(&path, ",")) &&
               buffer_append_string(&path, ids_get(lookup->ids, i));
    well =
        well && buffer_string(&path)
            ? api_get(lookup->queue, batch->single ? lookup->kind.item_endpoint : lookup->kind.path,
                      path.bytes, check_batch, batch, error)
            : error_no_memory(error);
    batch->sent = well;
    buffer_free(&path);
    return well;
}

/* The batch to send next, which may be a new one, or NULL when there is none. False with *error. */
static bool choose_batch(struct lookup *lookup, bool all, struct batch **chosen,
                         struct error *error)
{
    size_t left = ids_count(lookup->ids) - lookup->asked;
    size_t size;

    for (*chosen = lookup->batches; *chosen && (*chosen)->sent;)
        *chosen = (*chosen)->next;
    if (*chosen)
        return true;
    (void)lookup_endpoint(lookup, &size);
    if (left == 0 || (left < size && !all))
        return true;
    if (left > size)
        left = size;
    *chosen = add_batch(lookup, lookup->asked, lookup->asked + left, !by_batches(lookup), error);
    if (*chosen)
        lookup->asked += left;
    return *chosen != NULL;
}

static bool load_mode(struct lookup *lookup, struct error *error)
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

bool lookup_send(struct lookup *lookup, bool all, struct error *error)
{
    struct batch *batch;

    lookup->no_more = all;
    if (!load_mode(lookup, error))
        return false;
    for (;;) {
        /* while the mode is not known, or whether the API works, one request tells */
        bool alone = lookup->mode == APP_MODE_UNKNOWN || lookup->in_trouble;
        long window = alone ? 1 : lookup->options.window;

        if (lookup->given_up || api_pending(lookup->queue) >= window)
            return true;
        if (!choose_batch(lookup, all, &batch, error))
            return false;
        if (!batch)
            return true;
        if (!send_batch(lookup, batch, error))
            return false;
    }
}

static bool found_mode(struct lookup *lookup, enum app_mode mode, struct error *error)
{
    lookup->mode = mode;
    log_info("%s is asked %s", lookup->kind.path,
             mode == APP_MODE_EXTENDED ? "for many ids at once" : "for one id at a time");
    return lookup->options.mode != LOOKUP_AUTO || api_save_mode(lookup->api, mode, error);
}

/* What an answer tells about the app. */
static bool learn_mode(struct lookup *lookup, const struct batch *batch, jv body,
                       struct error *error)
{
    if (!batch->single)
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

/* The app may not ask for many at once (any more): each of these ids is asked for on its own. */
static bool ask_one_by_one(struct lookup *lookup, struct batch *batch, struct error *error)
{
    size_t end = batch->end;

    if (!lookup->batches_refused) {
        lookup->batches_refused = true;
        lookup->is_plain = false;
        lookup->mode = APP_MODE_UNKNOWN;
    }
    batch->end = batch->first + 1;
    batch->single = true;
    batch->sent = false;
    for (size_t i = batch->end; i < end; i++)
        if (!add_batch(lookup, i, i + 1, true, error))
            return false;
    return true;
}

/* One id is enough to have all refused: halves tell which. */
static bool halve(struct lookup *lookup, struct batch *batch, struct error *error)
{
    size_t end = batch->end;

    batch->end = batch->first + (end - batch->first) / 2;
    batch->sent = false;
    return add_batch(lookup, batch->end, end, false, error) != NULL;
}

/* Whether the endpoint that such a request goes to is known to answer the app. */
static bool works(const struct lookup *lookup, bool single)
{
    return lookup->answered[single] ||
           lookup->remembered == (single ? APP_MODE_DEVELOPMENT : APP_MODE_EXTENDED);
}

/* A request failed, and that may be due to one of its ids. */
static enum lookup_result take_trouble(struct lookup *lookup, struct batch *batch,
                                       const struct api_answer *trouble, struct error *error)
{
    bool refused = trouble->outcome == API_REFUSED;
    bool known = works(lookup, batch->single);

    *error = trouble->error;
    /* that the app is allowed is known */
    if (refused && known)
        error->status = EX_UNAVAILABLE;
    if (!lookup->in_trouble)
        lookup->trouble = *error;
    lookup->in_trouble = true;
    if (batch->end - batch->first > 1)
        return halve(lookup, batch, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    lookup->failed_in_a_row++;
    if (lookup->failed_in_a_row < (refused && known && batch->single ? MOST_REFUSED : MOST_FAILED))
        return LOOKUP_LEFT_OUT;
    *error = lookup->trouble;
    return LOOKUP_FAILED;
}

static bool doubt(const struct lookup *lookup, struct error *error)
{
    return error_set(error, EX_PROTOCOL,
                     "none of the ids asked for was found (%zu at %s): is SPOTIFY_API_URL right?",
                     lookup->missing, lookup->kind.path);
}

/* The API said that an id does not exist. */
static enum lookup_result take_missing(struct lookup *lookup, struct batch *batch,
                                       const struct api_answer *refusal, struct error *error)
{
    if (lookup->answered[batch->single] || refusal_speaks_of_resource(refusal->words))
        return LOOKUP_ANSWER;
    batch->missing = true;
    batch->received_at = refusal->received_at;
    if (++lookup->missing < MOST_DOUBTED)
        return LOOKUP_WANTING;
    (void)doubt(lookup, error);
    return LOOKUP_FAILED;
}

/* The API refused: asks in another way, or takes it as said that the id does not exist. */
static enum lookup_result take_refusal(struct lookup *lookup, struct batch *batch,
                                       const struct api_answer *refusal, struct error *error)
{
    long status = refusal->status;
    bool of_id = status == 400 && refusal_speaks_of_id(refusal->words);

    if (!batch->single && lookup->options.mode == LOOKUP_AUTO &&
        (status == 403 || status == 404 || status == 410))
        return ask_one_by_one(lookup, batch, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    if (of_id && batch->end - batch->first > 1)
        return halve(lookup, batch, error) ? LOOKUP_WANTING : LOOKUP_FAILED;
    if (of_id || (status == 404 && batch->single))
        return take_missing(lookup, batch, refusal, error);
    return take_trouble(lookup, batch, refusal, error);
}

/* Whether a request that failed would have been answered but for its ids: not where nobody is
 * signed in, and not where nobody answered, unless others are answered. */
static bool may_be_due_to_id(const struct lookup *lookup, const struct batch *batch,
                             const struct api_answer *failure)
{
    bool answers = failure->status != 0 || (batch->single && lookup->answered[true]);

    return answers &&
           (failure->error.status == EX_UNAVAILABLE || failure->error.status == EX_PROTOCOL);
}

/* A page of one item, which is used up. */
static jv page_of(const struct lookup *lookup, jv item)
{
    return JV_OBJECT(jv_string(lookup->kind.member), JV_ARRAY(item));
}

static enum lookup_result take(struct lookup *lookup, struct batch *batch,
                               const struct api_answer *api_answer, struct lookup_answer *answer,
                               struct error *error)
{
    enum lookup_result result = LOOKUP_FAILED;
    jv items = jv_null();

    *error = api_answer->error;
    answer->received_at = api_answer->received_at;
    switch (api_answer->outcome) {
    case API_ANSWERED:
        lookup->answered[batch->single] = true;
        if (learn_mode(lookup, batch, api_answer->body, error))
            result = LOOKUP_ANSWER;
        items = jv_copy(api_answer->body);
        break;
    case API_REFUSED:
        result = take_refusal(lookup, batch, api_answer, error);
        break;
    case API_LIMITED:
        break;
    case API_FAILED:
        if (may_be_due_to_id(lookup, batch, api_answer))
            result = take_trouble(lookup, batch, api_answer, error);
        break;
    }
    if (result == LOOKUP_ANSWER) {
        lookup->in_trouble = false;
        lookup->failed_in_a_row = 0;
    }
    if (result == LOOKUP_ANSWER && (batch->single || api_answer->outcome != API_ANSWERED))
        items = page_of(lookup, items);
    answer->page = items;
    return result;
}

/* Whether nothing is left to wait for but what was said to be missing. */
static bool only_missing_left(const struct lookup *lookup)
{
    for (const struct batch *batch = lookup->batches; batch; batch = batch->next)
        if (!batch->missing)
            return false;
    return lookup->no_more && lookup->asked == ids_count(lookup->ids);
}

/* Gives out one of the answers that were held back, when it is known what to make of them. */
static enum lookup_result next_missing(struct lookup *lookup, struct lookup_answer *answer,
                                       struct error *error)
{
    struct batch *batch = lookup->batches;
    bool at_end = only_missing_left(lookup);
    bool believed;

    while (batch && !(batch->missing && (at_end || lookup->answered[batch->single])))
        batch = batch->next;
    if (!batch)
        return LOOKUP_WANTING;
    believed = works(lookup, batch->single);
    *answer = (struct lookup_answer){
        .first = batch->first, .end = batch->end, .received_at = batch->received_at};
    remove_batch(lookup, batch);
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
        struct batch *batch = api_answer->context;

        answer->first = batch->first;
        answer->end = batch->end;
        result = take(lookup, batch, api_answer, answer, error);
        if (result != LOOKUP_WANTING)
            remove_batch(lookup, batch);
        if (result != LOOKUP_ANSWER)
            jv_free(answer->page);
        api_answer_free(api_answer);
        if (lookup->given_up)
            lookup_give_up(lookup);
    }
    return result == LOOKUP_WANTING ? next_missing(lookup, answer, error) : result;
}

void lookup_give_up(struct lookup *lookup)
{
    struct batch **link = &lookup->batches;

    lookup->given_up = true;
    while (*link) {
        struct batch *batch = *link;
        if (batch->sent && (!batch->missing || lookup->answered[batch->single])) {
            link = &batch->next;
        } else {
            *link = batch->next;
            free(batch);
        }
    }
}

size_t lookup_answered(const struct lookup *lookup)
{
    return lookup->batches ? lookup->batches->first : lookup->asked;
}

bool lookup_works(const struct lookup *lookup)
{
    return works(lookup, !by_batches(lookup));
}

bool lookup_idle(const struct lookup *lookup)
{
    return !lookup->batches;
}

void lookup_free(struct lookup *lookup)
{
    if (!lookup)
        return;
    api_queue_close(lookup->queue);
    while (lookup->batches)
        remove_batch(lookup, lookup->batches);
    ids_free(lookup->ids);
    free(lookup);
}
