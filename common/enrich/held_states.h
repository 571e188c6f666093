#ifndef SPOTIFY_SYNC_HELD_STATES_H
#define SPOTIFY_SYNC_HELD_STATES_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * STATE messages that wait for what they vouch for: each until a number of ids are answered.
 * Ids are answered in batches, and of the messages that wait for one batch the newest is enough.
 */

struct held_states;

/* For batches of batch_size ids. NULL with *error (EX_OSERR). */
struct held_states *held_states_new(size_t batch_size, struct error *error);

/* Holds a line until the first `after` ids are answered, which are no fewer than those of the line
 * before. False with *error (EX_OSERR). */
bool held_states_add(struct held_states *states, const char *line, size_t length, size_t after,
                     struct error *error);

/*
 * Puts into *line, in place of what is there, the newest message that waits for no more than the
 * first `answered` ids. It and those before it are then held no longer. False if there is none, and
 * *line stays as it was.
 */
bool held_states_release(struct held_states *states, size_t answered, struct buffer *line);

void held_states_free(struct held_states *states);

#endif
