#ifndef SPOTIFY_SYNC_SECOND_LOOK_H
#define SPOTIFY_SYNC_SECOND_LOOK_H

#include "list/list_reader.h"
#include "queued_playlist.h"

/*
 * The second look at the list of playlists, after the items of some of them were read (filing.h).
 *
 * It costs one request for each SECOND_LOOK_PAGE playlists that were read, at most: the pages are
 * looked at that hold most of them. One that fails is done without.
 */

enum { SECOND_LOOK_PAGE = 50 };

/*
 * Chooses the pages to look at for `count` playlists at these places of the list, which are sorted
 * by it. Writes the offsets to `pages`, which has room for count, and returns how many there are: 0
 * also if memory runs out.
 */
size_t second_look_choose(size_t *places, size_t count, int64_t *pages);

/* Takes a playlist that the second look shows, by its RECORD, which stays the caller's. False with
 * *error. */
typedef bool second_look_take(void *context, jv message, struct error *error);

/*
 * Requests these pages of the reader's list, and gives each playlist on them to `take` with
 * `context`. False with *error if nothing can go on: as api_wait, shape_page_messages and `take`.
 */
bool second_look_read(struct list_reader *reader, const int64_t *pages, size_t count,
                      second_look_take *take, void *context, struct error *error);

#endif
