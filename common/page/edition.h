#ifndef SPOTIFY_SYNC_EDITION_H
#define SPOTIFY_SYNC_EDITION_H

#include "base/buffer.h"
#include "base/error.h"
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

/* Its library. It stays the edition's. */
struct page_library *edition_library(const struct edition *edition);

/* Has all days and months be those of a zone. False with *error (EX_USAGE for an unknown one). */
bool edition_use_zone(struct edition *edition, const char *zone, struct error *error);

const char *edition_zone(const struct edition *edition);

/* The first second of the day that is so many days after 1970-01-01, in its zone. */
int64_t edition_day_begins(const struct edition *edition, int64_t day);

void edition_close(struct edition *edition);

#endif
