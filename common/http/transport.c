#include "http/transport.h"
#include "base/timestamp.h"

#include <curl/curl.h>
#include <stdlib.h>

enum { MOST_WATCHED = 4 };

/* A transfer under way. */
struct flight {
    struct flight *next;
    struct transfer *transfer;
    int64_t overdue_at; /* of the transport's clock */
};

struct transport {
    CURLM *multi;
    struct flight *first;
    int64_t clock; /* how long it was driven or has waited, so far */
};

struct transport *transport_open(long connections, struct error *error)
{
    struct transport *transport = calloc(1, sizeof *transport);

    if (!transport) {
        (void)error_no_memory(error);
        return NULL;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(transport);
        (void)error_set(error, EX_SOFTWARE, "libcurl failed to start");
        return NULL;
    }
    transport->multi = curl_multi_init();
    if (!transport->multi) {
        (void)error_no_memory(error);
        goto failed;
    }
    if (curl_multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, connections) != CURLM_OK) {
        (void)error_set(error, EX_SOFTWARE, "libcurl cannot keep %ld connections open",
                        connections);
        goto failed;
    }
    return transport;

failed:
    transport_close(transport);
    return NULL;
}

bool transport_start(struct transport *transport, struct transfer *transfer, int64_t timeout,
                     struct error *error)
{
    struct flight *flight = calloc(1, sizeof *flight);

    if (!flight)
        return error_no_memory(error);
    transfer_begin(transfer);
    if (curl_multi_add_handle(transport->multi, transfer_handle(transfer)) != CURLM_OK) {
        free(flight);
        return error_set(error, EX_SOFTWARE, "libcurl rejected a request");
    }
    *flight = (struct flight){.next = transport->first,
                              .transfer = transfer,
                              .overdue_at = timeout ? transport->clock + timeout : INT64_MAX};
    transport->first = flight;
    return true;
}

/* The link to a transfer's flight, or to NULL. */
static struct flight **find_flight(struct transport *transport, const struct transfer *transfer)
{
    struct flight **link = &transport->first;

    while (*link && (*link)->transfer != transfer)
        link = &(*link)->next;
    return link;
}

bool transport_carries(const struct transport *transport, const struct transfer *transfer)
{
    const struct flight *flight = transport->first;

    while (flight && flight->transfer != transfer)
        flight = flight->next;
    return flight != NULL;
}

static bool land(struct transport *transport, struct flight **link, CURLcode code,
                 struct error *error)
{
    struct flight *flight = *link;
    CURL *easy = transfer_handle(flight->transfer);

    transfer_finish(flight->transfer, code);
    *link = flight->next;
    free(flight);
    return curl_multi_remove_handle(transport->multi, easy) == CURLM_OK ||
           error_set(error, EX_SOFTWARE, "libcurl lost a request");
}

void transport_cancel(struct transport *transport, struct transfer *transfer)
{
    struct flight **link = find_flight(transport, transfer);
    struct error ignored; /* nothing is left to do about it */

    if (*link)
        (void)land(transport, link, CURLE_ABORTED_BY_CALLBACK, &ignored);
}

static bool land_finished(struct transport *transport, struct error *error)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(transport->multi, &left))) {
        CURLcode code = message->data.result;
        struct flight **link;
        char *transfer = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) != CURLE_OK ||
            !*(link = find_flight(transport, (struct transfer *)(void *)transfer)))
            return error_set(error, EX_SOFTWARE, "libcurl lost a request");
        if (!land(transport, link, code, error))
            return false;
    }
    return true;
}

static bool land_overdue(struct transport *transport, int64_t *wake, struct error *error)
{
    int64_t now = timestamp_monotonic();

    for (struct flight **link = &transport->first; *link;) {
        int64_t overdue_at = (*link)->overdue_at;

        if (overdue_at <= transport->clock) {
            if (!land(transport, link, CURLE_OPERATION_TIMEDOUT, error))
                return false;
            continue;
        }
        if (overdue_at != INT64_MAX && now + overdue_at - transport->clock < *wake)
            *wake = now + overdue_at - transport->clock;
        link = &(*link)->next;
    }
    return true;
}

bool transport_drive(struct transport *transport, int64_t *wake, struct error *error)
{
    int64_t begun_at = timestamp_monotonic();
    int running;

    if (curl_multi_perform(transport->multi, &running) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl failed");
    if (!land_finished(transport, error))
        return false;
    transport->clock += timestamp_monotonic() - begun_at;
    return land_overdue(transport, wake, error);
}

bool transport_wait(struct transport *transport, const struct pollfd *watched, unsigned count,
                    int64_t wake, struct error *error)
{
    struct curl_waitfd waitfds[MOST_WATCHED];
    int64_t begun_at = timestamp_monotonic();
    unsigned waitfd_count = 0;

    if (wake <= begun_at)
        return true;
    for (unsigned i = 0; i < count && waitfd_count < MOST_WATCHED; i++)
        if (watched[i].fd >= 0)
            waitfds[waitfd_count++] = (struct curl_waitfd){
                .fd = watched[i].fd, .events = watched[i].events & POLLIN ? CURL_WAIT_POLLIN : 0};
    if (wake > begun_at + 60 * TIMESTAMP_SECOND)
        wake = begun_at + 60 * TIMESTAMP_SECOND;
    if (curl_multi_poll(transport->multi, waitfds, waitfd_count,
                        (int)((wake - begun_at + 999) / 1000), NULL) != CURLM_OK)
        return error_set(error, EX_SOFTWARE, "libcurl failed to wait");
    transport->clock += timestamp_monotonic() - begun_at;
    return true;
}

void transport_close(struct transport *transport)
{
    if (!transport)
        return;
    while (transport->first)
        transport_cancel(transport, transport->first->transfer);
    if (transport->multi)
        (void)curl_multi_cleanup(transport->multi);
    curl_global_cleanup();
    free(transport);
}
