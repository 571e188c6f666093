#ifndef SPOTIFY_SYNC_PLAYLIST_ITEMS_H
#define SPOTIFY_SYNC_PLAYLIST_ITEMS_H

#include "api/api.h"
#include "failed_playlists.h"
#include "refusals.h"
#include "singer/bookmark.h"
#include "singer/messages.h"

/*
 * Reads the items of playlists side by side, and prints each playlist after its items.
 *
 * With totals of T at most, a playlist gets at most CONTENTS_READINGS * (T / CONTENTS_PAGE + 2)
 * requests, whatever is answered, each tried at most five times.
 */

struct playlist_items;

/* Both must outlive it. NULL with *error (EX_OSERR). */
struct playlist_items *playlist_items_open(struct api *api, const struct messages *messages,
                                           long window, struct error *error);

/* Queues a playlist, which is taken over, before any is read. */
void playlist_items_queue(struct playlist_items *items, struct queued_playlist *playlist);

/* Prints deletions of a playlist's items from a position to the one before `end`. False with *error
 * as output_line. */
bool playlist_items_print_deleted(struct playlist_items *items, const char *playlist_id,
                                  int64_t position, int64_t end, int64_t time, struct error *error);

/*
 * Reads the items of all queued playlists. Prints each with a STATE when it is read, and without
 * them if they could not be read; those about whose items there is a doubt (filing.h) wait for the
 * second look, and those that are refused for the first time for all others (refusals.h). False
 * with *error: the statuses of api.h, as failed_playlists_add.
 */
bool playlist_items_read(struct playlist_items *items, struct bookmark *bookmark,
                         struct error *error);

/* The playlists that were read, linked by `next`. They stay the items'. */
struct queued_playlist *playlist_items_first_read(const struct playlist_items *items);

/* Prints a message about a playlist that was read, which is used up, after deletions of the items
 * that it has no more, and a STATE. False with *error as output_line. */
bool playlist_items_print(struct playlist_items *items, const struct queued_playlist *playlist,
                          jv message, struct bookmark *bookmark, struct error *error);

/* The playlists whose items could not be read. */
struct failed_playlists *playlist_items_failed(struct playlist_items *items);

/* The playlists that were refused. */
struct refusals *playlist_items_refusals(struct playlist_items *items);

void playlist_items_close(struct playlist_items *items);

#endif
