#ifndef SPOTIFY_SYNC_ARTIST_LISTS_H
#define SPOTIFY_SYNC_ARTIST_LISTS_H

#include "artists.h"
#include "base/ids.h"
#include "list/census.h"
#include "list/own_records.h"
#include "singer/bookmark.h"
#include "singer/messages.h"

#include <jv.h>

/* What the two lists of fetch-artists share: the inside of artists.c. */

enum artist_stream { FOLLOWED, TOP, ARTIST_STREAMS };

extern const char *const artist_streams[ARTIST_STREAMS];

struct artist_lists {
    const struct artists_options *options;
    long window;
    struct api *api;
    struct messages messages;
    struct census *census; /* of the followed artists */
    struct buffer reading; /* what that showed in the end */
    struct ids *printed[ARTIST_STREAMS];
    struct own_records own; /* of the followed artists */
    struct bookmark bookmarks[ARTIST_STREAMS];
};

/* Prints an artist of a stream, which is used up, unless it was printed before. False with *error
 * as messages_print_one. */
bool artist_lists_print_once(struct artist_lists *lists, enum artist_stream stream, jv message,
                             struct error *error);

/* Counts to a stream's bookmark the requests that were made for it. */
void artist_lists_count_requests(struct artist_lists *lists, enum artist_stream stream);

/* Prints a STATE with the bookmarks of all streams that are printed. False with *error as
 * bookmarks_print. */
bool artist_lists_print_state(struct artist_lists *lists, enum artist_stream stream,
                              struct error *error);

/* Each prints a list whole. False with *error as list_print. */
bool followed_artists_print(struct artist_lists *lists, struct error *error);
bool top_artists_print(struct artist_lists *lists, struct error *error);

#endif
