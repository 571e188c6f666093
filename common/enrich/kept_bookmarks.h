#ifndef SPOTIFY_SYNC_KEPT_BOOKMARKS_H
#define SPOTIFY_SYNC_KEPT_BOOKMARKS_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The bookmarks of the STATE messages that have passed, so that the last one holds those of all
 * programs that ran one after another into one pipe. */

struct kept_bookmarks;

/* None yet. NULL with *error (EX_OSERR). */
struct kept_bookmarks *kept_bookmarks_new(struct error *error);

/*
 * Puts a STATE message into *out, in place of what is there, with the bookmarks added that earlier
 * ones had and it has not, and keeps its own. A message is left as it is if its value has no
 * bookmarks, or if it would become longer than a message may be; then those of earlier ones are
 * forgotten. False with *error (EX_OSERR).
 */
bool kept_bookmarks_add(struct kept_bookmarks *kept, const char *line, size_t length,
                        struct buffer *out, struct error *error);

void kept_bookmarks_free(struct kept_bookmarks *kept);

#endif
