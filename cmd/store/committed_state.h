#ifndef SPOTIFY_SYNC_COMMITTED_STATE_H
#define SPOTIFY_SYNC_COMMITTED_STATE_H

#include "base/error.h"
#include "loader.h"

#include <stdbool.h>
#include <stddef.h>

/* The newest STATE line of a transaction, which is printed when that is committed. */

struct committed_state;

/* No line yet. The counts of the streams, which stay the caller's, must outlive it. NULL with
 * *error on failure (EX_SOFTWARE, EX_OSERR). */
struct committed_state *committed_state_new(const struct load_counts *counts, size_t count,
                                            struct error *error);

/* Keeps a STATE line of length bytes instead of an earlier one. False with *error without memory.
 */
bool committed_state_keep(struct committed_state *state, const char *line, size_t length,
                          struct error *error);

/* Prints the line, if there is one, with `new` and `updated` set to the counts in the bookmarks of
 * the streams that it has, flushes and forgets it. False with *error as output_line, or without
 * memory. */
bool committed_state_print(struct committed_state *state, struct error *error);

/* Forgets the line. */
void committed_state_forget(struct committed_state *state);

void committed_state_free(struct committed_state *state);

#endif
