#include "api/engine.h"
#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a request's first 429 without Retry-After is taken to ask for, in seconds; each further one
 * doubles it. */
#define DEFAULT_RETRY_AFTER 5

struct api_queue *api_queue_open(struct api *api, struct error *error)
{
    struct api_queue *queue = calloc(1, sizeof *queue);

    if (queue)
        queue->api = api;
    else
        (void)error_no_memory(error);
    return queue;
}

void request_free(struct request *request)
{
    jv_free(request->answer.body);
    transfer_free(request->transfer);
    free(request->url);
    free(request);
}

static struct request *make_request(const struct api *api, const char *path,
                                    const struct api_write *write, struct error *error)
{
    struct request *request = calloc(1, sizeof *request);
    struct buffer url = {0};

    if (!request || !buffer_append_format(&url, "%s%s", api->service.address, path)) {
        free(request);
        (void)error_no_memory(error);
        return NULL;
    }
    request->answer.body = jv_invalid();
    request->default_retry_after = DEFAULT_RETRY_AFTER;
    request->url = url.bytes;
    (void)snprintf(request->shown, sizeof request->shown, "%.*s",
                   (int)(url.length < sizeof request->shown ? url.length : strcspn(url.bytes, "?")),
                   url.bytes);
    request->write = write ? write->method : NULL;
    request->transfer = transfer_new(&(struct transfer_terms){.url = request->url,
                                                              .plain = api->service.plain,
                                                              .longest_body = API_LONGEST_BODY,
                                                              .write = request->write,
                                                              .json = write ? write->json : NULL},
                                     error);
    if (request->transfer)
        return request;
    request_free(request);
    return NULL;
}

static void put_in(struct api_queue *queue, struct request *request)
{
    struct request **end = &queue->api->first;

    while (*end)
        end = &(*end)->next;
    *end = request;
    request->queue = queue;
    queue->pending++;
}

bool api_get(struct api_queue *queue, const char *endpoint, const char *path, api_check *check,
             void *context, struct error *error)
{
    struct request *request;

    if (!api_connect(queue->api, error) || !(request = make_request(queue->api, path, NULL, error)))
        return false;
    request->check = check;
    request->endpoint = endpoint;
    request->answer.context = context;
    put_in(queue, request);
    return true;
}

bool api_write(struct api_queue *queue, const struct api_write *write, void *context,
               struct error *error)
{
    struct request *request;

    if (!api_connect(queue->api, error) ||
        !(request = make_request(queue->api, write->path, write, error)))
        return false;
    request->endpoint = write->endpoint;
    request->answer.context = context;
    put_in(queue, request);
    return true;
}

struct api_answer *api_next(struct api_queue *queue)
{
    for (struct request **link = &queue->api->first; *link; link = &(*link)->next) {
        struct request *request = *link;

        if (request->state == REQUEST_DONE && request->queue == queue) {
            *link = request->next;
            queue->pending--;
            return &request->answer;
        }
    }
    return NULL;
}

struct api_answer *api_await(struct api_queue *queue, struct error *error)
{
    struct api_answer *answer = NULL;

    while (!(answer = api_next(queue)) && api_wait(queue->api, -1, NULL, error))
        continue;
    return answer;
}

long api_pending(const struct api_queue *queue)
{
    return queue->pending;
}

void api_answer_free(struct api_answer *answer)
{
    if (answer)
        request_free((struct request *)answer);
}

void api_drop_orphans(struct api *api)
{
    for (struct request **link = &api->first; *link;) {
        struct request *request = *link;

        if (request->queue || request->state == REQUEST_IN_FLIGHT) {
            link = &request->next;
        } else {
            *link = request->next;
            request_free(request);
        }
    }
}

void api_queue_close(struct api_queue *queue)
{
    if (!queue)
        return;
    for (struct request *request = queue->api->first; request; request = request->next)
        if (request->queue == queue)
            request->queue = NULL;
    api_drop_orphans(queue->api);
    free(queue);
}
