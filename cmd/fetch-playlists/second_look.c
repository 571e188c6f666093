#include "second_look.h"
#include "base/log.h"
#include "list/page_request.h"

#include <stdlib.h>

struct looked_page {
    int64_t offset;
    size_t playlists;
};

static int most_playlists_first(const void *a, const void *b)
{
    const struct looked_page *x = a, *y = b;

    if (x->playlists != y->playlists)
        return x->playlists < y->playlists ? 1 : -1;
    return (x->offset > y->offset) - (x->offset < y->offset);
}

static int by_place(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

size_t second_look_choose(size_t *places, size_t count, int64_t *pages)
{
    struct looked_page *looked = calloc(count, sizeof *looked);
    size_t most = (count + SECOND_LOOK_PAGE - 1) / SECOND_LOOK_PAGE;
    size_t found = 0;

    if (!looked)
        return 0;
    qsort(places, count, sizeof *places, by_place);
    for (size_t i = 0; i < count; i++) {
        int64_t offset = (int64_t)(places[i] - places[i] % SECOND_LOOK_PAGE);
        if (found == 0 || looked[found - 1].offset != offset)
            looked[found++].offset = offset;
        looked[found - 1].playlists++;
    }
    qsort(looked, found, sizeof *looked, most_playlists_first);
    if (found > most)
        found = most;
    for (size_t i = 0; i < found; i++)
        pages[i] = looked[i].offset;
    free(looked);
    return found;
}

struct look_taker {
    second_look_take *take;
    void *context;
};

static bool take_looked_at(void *context, jv message, struct error *error)
{
    const struct look_taker *taker = context;
    bool taken = taker->take(taker->context, message, error);

    jv_free(message);
    return taken;
}

static bool take_look(struct list_reader *reader, const struct api_answer *answer,
                      struct look_taker *taker, struct error *error)
{
    const struct shape_page page = {.body = answer->body,
                                    .received_at = answer->received_at,
                                    .context = jv_invalid(),
                                    .path = reader->list->path};

    if (answer->outcome == API_ANSWERED)
        return shape_page_messages(reader->shape, &page, take_looked_at, taker, error);
    log_info("the snapshots of playlists cannot be looked at once more: %s", answer->error.text);
    return true;
}

bool second_look_read(struct list_reader *reader, const int64_t *pages, size_t count,
                      second_look_take *take, void *context, struct error *error)
{
    struct look_taker taker = {take, context};
    struct page_request *requests = calloc(count, sizeof *requests);
    struct api_queue *queue = NULL;
    struct api_answer *answer;
    bool done = false;

    if (!requests) {
        (void)error_no_memory(error);
        goto out;
    }
    done = (queue = api_queue_open(reader->api, error)) != NULL;
    for (size_t i = 0; done && i < count; i++) {
        requests[i] = (struct page_request){
            .offset = pages[i], .size = SECOND_LOOK_PAGE, .may_be_blank = true};
        done = page_request_send(&requests[i], queue, reader->list->endpoint, reader->list->path,
                                 error);
    }
    while (done && api_pending(queue)) {
        done = api_wait(reader->api, -1, NULL, error);
        while (done && (answer = api_next(queue))) {
            done = take_look(reader, answer, &taker, error);
            api_answer_free(answer);
        }
    }
out:
    if (queue)
        api_queue_close(queue);
    free(requests);
    return done;
}
