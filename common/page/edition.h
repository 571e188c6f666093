#ifndef SPOTIFY_SYNC_EDITION_H
#define SPOTIFY_SYNC_EDITION_H

#include "base/buffer.h"
#include "base/error.h"
#include "page/answer_cache.h"
#include "page/page_library.h"

#include <stdbool.h>

/*
 * An edition: a connection to a library with temporary tables of what its views need (sorted lists,
 * words to search, recordings, plays), as the library was when the edition was made. It may be made
 * by one thread and used by another. Errors are those of page_library.h, and EX_USAGE for
 * parameters that are wrong.
 */

struct edition;

/* Makes an edition of the library at a path, with the zone of its days and months. NULL with
 * *error. */
struct edition *edition_make(const char *path, const char *zone, struct error *error);

/* Whether the rows of the library still have the numbers by which the edition knows them, which
 * VACUUM changes. False with *error otherwise. */
bool edition_check(const struct edition *edition, struct error *error);

/* The answers that it has given. They stay the edition's. */
struct answer_cache *edition_answers(const struct edition *edition);

/* Its library. It stays the edition's. */
struct page_library *edition_library(const struct edition *edition);

/* Makes all days and months those of a zone, and makes the tables of schema/page/on-demand/ that
 * SQL names; NULL: all. False with *error: EX_USAGE for an unknown zone, EX_UNAVAILABLE for another
 * one than that of the answers which hold the edition. */
bool edition_use_zone(struct edition *edition, const char *zone, const char *sql,
                      struct error *error);

/* The zone that they are of, and the one with which the edition was made. */
const char *edition_zone(const struct edition *edition);
const char *edition_own_zone(const struct edition *edition);

/* Keeps an edition open and in its zone until edition_release, also if it is closed before.
 * False with *error (EX_UNAVAILABLE) if it is held twice already. */
bool edition_hold(struct edition *edition, struct error *error);
void edition_release(struct edition *edition);
bool edition_is_held(const struct edition *edition);

void edition_close(struct edition *edition);

#endif
