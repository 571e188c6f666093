#ifndef SPOTIFY_SYNC_CALLBACK_H
#define SPOTIFY_SYNC_CALLBACK_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Where the browser comes back to when the user has signed in (RFC 8252, section 7.3): a small HTTP
 * server on a free port of 127.0.0.1 that takes one answer. Where the browser runs on another
 * machine and cannot come back, the user may paste the address instead.
 */

struct callback;

/* Listens. NULL with *error (EX_OSERR). */
struct callback *callback_open(struct error *error);

/* The redirect URI, http://127.0.0.1:PORT/callback; it stays the callback's. */
const char *callback_address(const struct callback *callback);

/*
 * Waits for the answer that ends the sign-in of this `state`, over the network or as a line from
 * input_fd, until the monotonic time `give_up_at` (timestamp.h). Appends the code to *code. What is
 * not an answer is turned away and does not end the wait; an answer ends it, good or not, and
 * nothing is listened to from then on. False with *error: EX_NOPERM when the state is wrong, the
 * user said no, or nobody answered in time; EX_PROTOCOL for an answer that makes no sense;
 * EX_OSERR.
 */
bool callback_wait(struct callback *callback, const char *state, int input_fd, int64_t give_up_at,
                   struct buffer *code, struct error *error);

/* Shows the browser that brought the answer, if it was one, that the user is signed in, or why not:
 * `failure` is a sentence as error.h has it, NULL if there is none. */
void callback_finish(struct callback *callback, const char *failure);

void callback_close(struct callback *callback);

#endif
