#ifndef SPOTIFY_SYNC_EDITION_KEEPER_H
#define SPOTIFY_SYNC_EDITION_KEEPER_H

#include "base/error.h"
#include "page/edition.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Keeps the newest edition of a library. A thread makes the next one while the last is used: when
 * the library has changed, but, since that costs, no more than a tenth of the time.
 */

struct edition_keeper;

/* For the library at a path, which need not be there yet, with the zone that editions begin with.
 * NULL with *error (EX_OSERR). */
struct edition_keeper *edition_keeper_open(const char *path, const char *zone, struct error *error);

/*
 * The newest edition. `state` is page_library_state of the library, which is asked for anew if that
 * differs from the last one. If an edition takes little time, waits for it. It stays the keeper's,
 * until the next call. NULL with *error: EX_UNAVAILABLE if the first one is still being made, or
 * why it could not be.
 */
struct edition *edition_keeper_get(struct edition_keeper *keeper, int64_t state,
                                   struct error *error);

/* Has a new edition made if the library has changed, and does not wait. */
void edition_keeper_renew(struct edition_keeper *keeper, int64_t state);

/* Whether the first edition is still being made. */
bool edition_keeper_is_waited_for(const struct edition_keeper *keeper);

/* The number of the newest edition, from 1 on; 0: there is none. */
int64_t edition_keeper_number(const struct edition_keeper *keeper);

/* Forgets all editions, as when the library is another file. */
void edition_keeper_forget(struct edition_keeper *keeper);

void edition_keeper_close(struct edition_keeper *keeper);

#endif
