#include "probe.h"
#include "compared_page.h"
#include "singer/messages.h"
#include "still_saved.h"

/* This number of pages in a row that cannot be read ends the reading. */
enum { MOST_UNREAD_IN_ROW = 3 };

/* How often a page that repeats what others showed is requested again; and, beside once for each
 * page of the list, all pages together. */
enum { MOST_REPEATS_OF_PAGE = 3, MOST_REPEATS = 8 };

static bool request_offset(struct probe *probe, int64_t offset, struct error *error)
{
    struct page_request *request = &probe->requests[probe->request_count++];
    int64_t total = probe->total < 0 ? probe->earlier->list.total : probe->total;

    *request = (struct page_request){.offset = offset, .size = probe->page_size};
    request->hidden =
        reconcile_known_gaps(probe->reconcile, total, offset, offset + probe->page_size);
    return page_request_send(request, probe->queue, probe->list->endpoint, probe->list->path,
                             error);
}

/* What this run has shown is not missed any more, whatever its later pages say. */
static bool keep_what_was_shown(const struct probe *probe, struct error *error)
{
    const struct reading *earlier = &probe->earlier->list;

    return earlier->missing == 0 || probe->total < 0 ||
           reconcile_standing(probe->reconcile, earlier->shown, error);
}

static bool begin_anew(struct probe *probe, int64_t total, struct error *error)
{
    if (total > MOST_PLACES)
        return error_set(error, EX_PROTOCOL, "Spotify counts %lld %s, which cannot be",
                         (long long)total, probe->list->stream);
    if (++probe->beginnings > MOST_BEGINNINGS)
        return error_set(error, EX_UNAVAILABLE,
                         "the library keeps changing while it is read; try again later");
    if (!keep_what_was_shown(probe, error))
        return false;
    probe->total = total;
    probe->asked = false;
    if (!reconcile_begin(probe->reconcile, total, error))
        return false;
    if (probe->whole)
        reconcile_want_all(probe->reconcile);
    return true;
}

/* The pages disagree: reads all of them, up to the greatest total. The first one that is taken said
 * this total. */
static bool begin_whole(struct probe *probe, int64_t place, int64_t total, struct error *error)
{
    int64_t greatest = probe->totals.greatest;
    bool disagree;

    told_totals_free(&probe->totals);
    probe->totals = (struct told_totals)TOLD_TOTALS_NONE;
    probe->whole = true;
    return told_totals_add(&probe->totals, place, total, &disagree, error) &&
           begin_anew(probe, greatest, error);
}

/* Makes the total of a page the one of this reading, or begins anew. */
static bool follow_total(struct probe *probe, const struct page_request *request,
                         struct error *error)
{
    const struct track_reading *earlier = probe->earlier;
    int64_t total = request->envelope.total;
    bool disagree;

    if (!told_totals_add(&probe->totals, request->offset, total, &disagree, error))
        return false;
    if (request->offset == 0) {
        probe->first_total = total;
        /* the first page counted less than others in the earlier reading */
        if (!probe->whole && earlier->first_total >= 0 &&
            earlier->first_total < earlier->list.total)
            total += earlier->list.total - earlier->first_total;
    }
    if (total == probe->total || (probe->whole && total < probe->total))
        return true;
    if (disagree && !probe->whole)
        return begin_whole(probe, request->offset, request->envelope.total, error);
    return begin_anew(probe, total, error);
}

/* The places of a page are not wanted again. If the pages disagree, those are short ones that hold
 * less than the greatest total promises. */
static void mark_read(const struct probe *probe, const struct page_request *request)
{
    const struct page_envelope *envelope = &request->envelope;
    int64_t end = request->offset + envelope->items;
    bool is_short = envelope->lacking > 0;

    if (probe->whole && envelope->items < envelope->limit) {
        end = request->offset + envelope->limit;
        is_short = true;
    }
    reconcile_read(probe->reconcile, request->offset, end, is_short);
}

/* Whether a page at this offset that repeats what others showed is requested again. */
static bool may_repeat(const struct probe *probe, int64_t offset)
{
    const int64_t *repeats = (const int64_t *)(const void *)probe->repeats.bytes;
    size_t count = probe->repeats.length / sizeof *repeats, of_offset = 0;

    for (size_t i = 0; i < count; i++)
        of_offset += repeats[i] == offset;
    return of_offset < MOST_REPEATS_OF_PAGE &&
           (int64_t)count < MOST_REPEATS + probe->total / probe->page_size;
}

/* A page that was not taken, as it repeats what others showed, is wanted again. */
static bool read_again(struct probe *probe, const struct page_request *request, struct error *error)
{
    reconcile_want_again(probe->reconcile, request->offset,
                         request->offset + request->envelope.items);
    return buffer_append(&probe->repeats, &request->offset, sizeof request->offset) ||
           error_no_memory(error);
}

static bool take_page(struct probe *probe, struct api_answer *answer, struct error *error)
{
    const struct page_request *request = answer->context;
    const struct page_envelope *envelope = &request->envelope;
    struct shape_page page = {.received_at = answer->received_at,
                              .offset = request->offset,
                              .context = jv_invalid(),
                              .path = probe->list->path};
    struct page_comparison comparison = {.reconcile = probe->reconcile};

    if (envelope->told < envelope->total &&
        (probe->surpassed < 0 || envelope->told < probe->surpassed))
        probe->surpassed = envelope->told;
    if (envelope->limit < probe->page_size)
        probe->page_size = (long)envelope->limit;
    if (!follow_total(probe, request, error))
        return false;
    if (envelope->total != probe->total)
        answer->body =
            jv_object_set(answer->body, jv_string("total"), jv_number((double)probe->total));
    page.body = answer->body;
    comparison.total = probe->total;
    comparison.takes_repeats = !may_repeat(probe, request->offset);
    if (envelope->items > 0 && !compared_page_print(probe->shape, &page, &comparison, error))
        return false;
    probe->received_at = answer->received_at;
    probe->different += comparison.different;
    probe->unread_in_row = 0;
    if (comparison.repeats)
        return read_again(probe, request, error);
    mark_read(probe, request);
    return true;
}

/* Whether the rest of the list can be read after this failure of a page. */
static bool can_pass_over(const struct api_answer *answer)
{
    return answer->outcome == API_REFUSED
               ? answer->status != 401 && answer->status != 403
               : answer->outcome == API_FAILED && (answer->error.status == EX_UNAVAILABLE ||
                                                   answer->error.status == EX_PROTOCOL);
}

static bool pass_over(struct probe *probe, const struct api_answer *answer, struct error *error)
{
    const struct page_request *request = answer->context;

    *error = answer->error;
    if (!can_pass_over(answer))
        return false;
    if (probe->unread_pages++ == 0)
        probe->unread_error = answer->error;
    if (++probe->unread_in_row >= MOST_UNREAD_IN_ROW)
        return false;
    if (probe->total < 0)
        /* the next one says the total too */
        return request_offset(probe, request->offset + request->size, error);
    reconcile_read(probe->reconcile, request->offset, request->offset + request->size, true);
    return true;
}

/* Reads the pages of this round. */
static bool read_round(struct probe *probe, struct error *error)
{
    struct api_answer *answer;
    bool done = true;

    while (done && api_pending(probe->queue) > 0) {
        done = api_wait(probe->api, -1, NULL, error);
        while (done && (answer = api_next(probe->queue))) {
            probe->pages++;
            done = answer->outcome == API_ANSWERED ? take_page(probe, answer, error)
                                                   : pass_over(probe, answer, error);
            api_answer_free(answer);
        }
    }
    probe->request_count = 0;
    return done;
}

/* Asks whether what is missing is still saved: the places that were not read may hold it. */
static bool ask_elsewhere(struct probe *probe, struct error *error)
{
    enum still_saved answer = STILL_SAVED_NONE;
    struct ids *elsewhere = ids_new(error);
    bool done = elsewhere && reconcile_elsewhere(probe->reconcile, elsewhere, error) &&
                still_saved_ask(probe->api, elsewhere, &answer, error);

    if (answer == STILL_SAVED_SOME)
        reconcile_want_all(probe->reconcile);
    if (answer == STILL_SAVED_UNKNOWN)
        reconcile_unanswered(probe->reconcile);
    ids_free(elsewhere);
    probe->asked = true;
    return done;
}

/* Which pages to read next; *count is 0 if there are none. */
static bool choose_round(struct probe *probe, int64_t *offsets, size_t *count, struct error *error)
{
    *count = reconcile_wanted(probe->reconcile, probe->page_size, offsets, PROBE_ROUND);
    if (*count > 0 || probe->asked)
        return true;
    if (!ask_elsewhere(probe, error))
        return false;
    *count = reconcile_wanted(probe->reconcile, probe->page_size, offsets, PROBE_ROUND);
    return true;
}

/* Requests the pages of the next round; *more says whether there are any. */
static bool begin_round(struct probe *probe, bool *more, struct error *error)
{
    int64_t offsets[PROBE_ROUND];
    size_t count;

    if (!choose_round(probe, offsets, &count, error))
        return false;
    if (!probe->whole && probe->earlier->list.least >= 0 &&
        (count > 0 || !probe->earlier->confirmed || reconcile_has_suspects(probe->reconcile))) {
        probe->whole = true;
        if (probe->total != probe->totals.greatest &&
            !begin_anew(probe, probe->totals.greatest, error))
            return false;
        reconcile_want_all(probe->reconcile);
        count = reconcile_wanted(probe->reconcile, probe->page_size, offsets, PROBE_ROUND);
    }
    for (size_t i = 0; i < count; i++)
        if (!request_offset(probe, offsets[i], error))
            return false;
    *more = count > 0;
    return true;
}

bool probe_read(struct probe *probe, struct error *error)
{
    const struct list *list = probe->list;
    bool more = true;

    told_totals_free(&probe->totals);
    probe->totals = (struct told_totals)TOLD_TOTALS_NONE;
    probe->total = probe->first_total = probe->surpassed = -1;
    probe->whole = false;
    probe->beginnings = 0;
    probe->repeats.length = 0;
    /* the first page, which has the total, is all that most runs need */
    if (!request_offset(probe, 0, error) || !api_send(probe->api, error))
        return false;
    if (!probe->shape) {
        probe->shape =
            shape_open(list->stream, list->program,
                       probe->earlier->list.total > 0 ? COMPILE_AHEAD : COMPILE_WHEN_NEEDED, error);
        shape_set_account(probe->shape, probe->messages.account_id);
        if (!probe->shape || !messages_print_schema(&probe->messages, list->stream, error))
            return false;
    }
    while (more)
        if (!read_round(probe, error) || !begin_round(probe, &more, error))
            return false;
    return true;
}

void probe_end(struct probe *probe)
{
    shape_close(probe->shape);
    told_totals_free(&probe->totals);
    buffer_free(&probe->repeats);
}
