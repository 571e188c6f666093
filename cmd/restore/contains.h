#ifndef SPOTIFY_SYNC_CONTAINS_H
#define SPOTIFY_SYNC_CONTAINS_H

#include "api/library_contains.h"
#include "batches.h"

/*
 * Sets is_there[i] to whether the account has saved items[i], for each of the `count` items, at
 * most LIBRARY_CONTAINS_MOST. Those that are refused are halved, until one that Spotify knows
 * nothing of stands alone: it is not there. False with *error as library_contains_ask, or the
 * answer's own, and EX_UNAVAILABLE if all are refused.
 */
bool contains_ask(struct api *api, struct batch_item *const *items, size_t count, bool *is_there,
                  struct error *error);

/* Appends the URIs of items, separated by commas. False without memory. */
bool contains_add_uris(struct buffer *path, struct batch_item *const *items, size_t count);

#endif
