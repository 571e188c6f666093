#include "api/engine.h"
#include "base/timestamp.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

static bool take_results(struct api *api, int64_t *wake, struct error *error)
{
    for (struct request *request = api->first; request; request = request->next) {
        if (request->state != REQUEST_IN_FLIGHT ||
            transport_carries(api->transport, request->transfer))
            continue;
        api->in_flight--;
        /* it may have to go out again, and others can go out now */
        *wake = 0;
        if (!request_take_result(api, request, error))
            return false;
    }
    return true;
}

/* Sends and receives without waiting; *wake is when there is more to do. */
static bool drive_api(struct api *api, int64_t *wake, struct error *error)
{
    *wake = INT64_MAX;
    if (!api->transport)
        return true;
    if (!api_send_ready(api, wake, error) || !transport_drive(api->transport, wake, error) ||
        !take_results(api, wake, error))
        return false;
    token_step(api->token, wake);
    api_drop_orphans(api);
    return true;
}

bool api_send(struct api *api, struct error *error)
{
    int64_t wake;

    return drive_api(api, &wake, error);
}

static bool answer_is_there(const struct api *api)
{
    for (const struct request *request = api->first; request; request = request->next)
        if (request->state == REQUEST_DONE)
            return true;
    return false;
}

/* Waits until `wake` at most, for the network, the input, or the loss of the reader. */
static bool wait_for_event(struct api *api, struct pollfd watched[2], int64_t wake,
                           struct error *error)
{
    if (api->transport)
        return transport_wait(api->transport, watched, 2, wake, error);
    return poll(watched, 2, -1) >= 0 || errno == EINTR ||
           error_set(error, EX_OSERR, "cannot wait: %s", strerror(errno));
}

bool api_wait(struct api *api, int input_fd, bool *readable, struct error *error)
{
    struct pollfd watched[2] = {{.fd = api->options.output_fd}, {.fd = input_fd, .events = POLLIN}};
    int64_t wake;

    if (readable)
        *readable = false;
    if (!drive_api(api, &wake, error))
        return false;
    if (!answer_is_there(api) && !wait_for_event(api, watched, wake, error))
        return false;
    if (poll(watched, 2, 0) <= 0)
        return true;
    if (watched[0].revents)
        return error_set(error, EXIT_NO_READER, "nobody reads standard output any more");
    if (readable)
        *readable = watched[1].revents != 0;
    return true;
}
