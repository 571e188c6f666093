#ifndef SPOTIFY_SYNC_CONTAINS_H
#define SPOTIFY_SYNC_CONTAINS_H

#include "batches.h"

/* Asks which things the account has saved, 40 a request. */

enum { CONTAINS_MOST = 40 };

/* Sets is_there[i] for each of the `count` items, at most CONTAINS_MOST. False with *error as
 * api_get_and_wait. */
bool contains_ask(struct api *api, struct batch_item *const *items, size_t count, bool *is_there,
                  struct error *error);

/* Appends the URIs of items, separated by commas. False without memory. */
bool contains_add_uris(struct buffer *path, struct batch_item *const *items, size_t count);

#endif
