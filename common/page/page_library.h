#ifndef SPOTIFY_SYNC_PAGE_LIBRARY_H
#define SPOTIFY_SYNC_PAGE_LIBRARY_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A library that is only read. Errors are sentences for whoever looks at the page. Their statuses:
 * EX_UNAVAILABLE for what will pass (there is no library yet, it is locked, it is of an older
 * version), EX_CONFIG for a file that is no library or of a newer version, EX_IOERR, EX_OSERR.
 */

struct page_library;

/* Opens the library at an absolute path. Waits for a lock as long as `patience_ms`. NULL with
 * *error. */
struct page_library *page_library_open(const char *path, int patience_ms, struct error *error);

/* A connection without a library, for statements that read no table. NULL with *error (EX_OSERR).
 */
struct page_library *page_library_open_none(struct error *error);

/* Its connection, which stays the library's. Its main database cannot be changed, and its temporary
 * one can. Statements are interrupted at the time that page_library_allow set. */
sqlite3 *page_library_connection(const struct page_library *library);

/* Gives the statements from now on this many seconds in all. */
void page_library_allow(struct page_library *library, int64_t seconds);

/*
 * Whether the path still has the same file of a version that this program knows. False with *error
 * otherwise; *is_other, if it is another file now, or none.
 */
bool page_library_check(struct page_library *library, bool *is_other, struct error *error);

/* A number that changes whenever another process has changed the library. -1 with *error. */
int64_t page_library_state(struct page_library *library, struct error *error);

/* A number that changes whenever the tables do, or are written anew by VACUUM. -1 with *error. */
int64_t page_library_schema(struct page_library *library, struct error *error);

/* Fills *error from the last failure of the connection. Always returns false. */
bool page_library_failed(const struct page_library *library, struct error *error);

/* Begins to read one state of the library, for as long as page_library_end is not called. False
 * with *error. */
bool page_library_begin(struct page_library *library, struct error *error);
void page_library_end(struct page_library *library);

void page_library_close(struct page_library *library);

#endif
