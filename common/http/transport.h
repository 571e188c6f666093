#ifndef SPOTIFY_SYNC_TRANSPORT_H
#define SPOTIFY_SYNC_TRANSPORT_H

#include "base/error.h"
#include "http/transfer.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Carries transfers side by side over one pool of connections. Whoever started one looks whether it
 * is still under way after each transport_drive. Times are of timestamp_monotonic.
 */

struct transport;

/* Opens a transport that keeps up to this many idle connections. NULL with *error: EX_SOFTWARE if
 * libcurl failed to start, EX_OSERR. */
struct transport *transport_open(long connections, struct error *error);

/*
 * Starts a transfer, which stays the caller's, until it has ended or is cancelled. After `timeout`
 * microseconds (0: never) without an answer it ends as TRANSFER_OVERDUE; only the time counts in
 * which the transport is driven or waits, for a program that waits for the reader of its output
 * reads no answers. False with *error: EX_SOFTWARE, EX_OSERR.
 */
bool transport_start(struct transport *transport, struct transfer *transfer, int64_t timeout,
                     struct error *error);

bool transport_carries(const struct transport *transport, const struct transfer *transfer);

/* Cancels a transfer, if it has not ended. */
void transport_cancel(struct transport *transport, struct transfer *transfer);

/* Sends and receives without waiting. *wake is lowered to when the next transfer is overdue. False
 * with *error (EX_SOFTWARE). */
bool transport_drive(struct transport *transport, int64_t *wake, struct error *error);

/*
 * Waits until something came from the network, one of the descriptors can be read (POLLIN; no other
 * event is waited for, and at most four descriptors are watched), or it is `wake`; it may return
 * earlier. The descriptors' revents are not set. False with *error (EX_SOFTWARE).
 */
bool transport_wait(struct transport *transport, const struct pollfd *watched, unsigned count,
                    int64_t wake, struct error *error);

/* Cancels all transfers. */
void transport_close(struct transport *transport);

#endif
