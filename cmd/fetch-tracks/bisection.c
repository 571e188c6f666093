#include "bisection.h"
#include "known_list.h"
#include "singer/bookmark.h"
#include "verdict.h"

#include <stdlib.h>

struct bisection {
    struct probe probe;
    struct track_reading earlier;
    struct verdict verdict;
    struct bookmark bookmark;
    struct buffer reading;
};

static bool read_list(struct bisection *bisection, struct error *error)
{
    struct probe *probe = &bisection->probe;
    bool done = probe_read(probe, error);

    bisection->bookmark.total = probe->total;
    bisection->bookmark.processed = probe->different;
    if (done && probe->unread_pages == 0)
        return verdict_reach(probe, &bisection->verdict, error);
    if (probe->unread_pages > 0)
        (void)error_set(error, done ? probe->unread_error.status : error->status,
                        "%ld of %ld pages of %s could not be read, so nothing is marked as "
                        "removed: %s",
                        probe->unread_pages, probe->pages, probe->list->stream,
                        probe->unread_error.text);
    return false;
}

/* Reads the list, and a second time if most of what is known is missing (reading.h). */
static bool read_until_believed(struct bisection *bisection, struct error *error)
{
    if (!read_list(bisection, error))
        return false;
    if (bisection->verdict.believed && !bisection->verdict.hasty)
        return true;
    track_reading_clear(&bisection->verdict.reading);
    return read_list(bisection, error);
}

static bool print_gone(struct bisection *bisection, struct error *error)
{
    const struct probe *probe = &bisection->probe;
    size_t cursor = 0;
    const char *id;

    while ((id = verdict_gone(&bisection->verdict, probe, &cursor))) {
        if (!messages_print_deletion(&probe->messages, probe->list->stream, id, probe->received_at,
                                     error))
            return false;
        bisection->bookmark.processed++;
    }
    return true;
}

static bool print_reading_state(struct bisection *bisection, struct error *error)
{
    struct bookmark *bookmark = &bisection->bookmark;

    if (!track_reading_print(&bisection->verdict.reading, &bisection->reading) ||
        !(bookmark->reading = buffer_string(&bisection->reading)))
        return error_no_memory(error);
    bookmark->offset = bisection->probe.total;
    bookmark->has_more = false;
    return bookmark_print(bisection->probe.list->stream, bookmark, error);
}

/* A reading that failed still shows some of what the earlier one doubted. */
static void break_off(struct bisection *bisection, const struct error *error)
{
    struct track_reading *earlier = &bisection->earlier;
    struct error unsaid;

    if (earlier->list.missing > 0 && bisection->probe.total >= 0 && error->status != EX_OSERR &&
        reconcile_standing(bisection->probe.reconcile, earlier->list.shown, &unsaid) &&
        track_reading_print(earlier, &bisection->reading))
        bisection->bookmark.reading = buffer_string(&bisection->reading);
}

static bool run_bisection(struct bisection *bisection, struct error *error)
{
    struct probe *probe = &bisection->probe;
    bool done =
        owner_id(probe->api, probe->list->with_account_id, &probe->messages.account_id, error) &&
        read_until_believed(bisection, error) && print_gone(bisection, error);

    bisection->bookmark.requests = api_requests(bisection->probe.api);
    if (!done) {
        break_off(bisection, error);
        bookmark_print_failure(bisection->probe.list->stream, &bisection->bookmark, error);
        return false;
    }
    verdict_report(&bisection->verdict, &bisection->probe);
    return print_reading_state(bisection, error);
}

bool bisection_print(const struct list *list, const char *known, const struct api_options *options,
                     struct error *error)
{
    struct bisection bisection = {.probe = {.list = list, .page_size = list->page_size},
                                  .earlier = TRACK_READING_NONE,
                                  .verdict = {.reading = TRACK_READING_NONE},
                                  .bookmark = {.offset = -1, .total = -1, .has_more = true}};
    struct probe *probe = &bisection.probe;
    bool done = false;

    if (list->offset > 0 || list->total >= 0 || list->max_items >= 0)
        return error_set(error, EX_USAGE,
                         "--known cannot be combined with --offset, --total or --max-items: a part "
                         "of the list proves nothing");
    probe->earlier = &bisection.earlier;
    if ((probe->api = api_open(options, error)) &&
        (probe->queue = api_queue_open(probe->api, error)) &&
        (probe->reconcile = reconcile_new(error)) &&
        known_list_read(known, &bisection.earlier, probe->reconcile, &probe->messages.known, error))
        done = run_bisection(&bisection, error);
    known_records_close(probe->messages.known);
    free(probe->messages.account_id);
    api_queue_close(probe->queue);
    probe_end(probe);
    reconcile_free(probe->reconcile);
    track_reading_clear(&bisection.earlier);
    track_reading_clear(&bisection.verdict.reading);
    buffer_free(&bisection.reading);
    api_close(probe->api);
    return done;
}
