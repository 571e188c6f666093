#ifndef SPOTIFY_SYNC_LIST_SOURCE_H
#define SPOTIFY_SYNC_LIST_SOURCE_H

#include "base/error.h"

#include <jv.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Lists of tracks, albums and listens as SQL reads them from a database. What a query of entries
 * returns in each row are JSON objects, the later ones adding to the ones before them.
 */

enum { LIST_KINDS = 4 };

/* The SQL of a source. */
struct list_queries {
    const char *lists; /* kind, id or NULL, what it holds, name, state, a JSON object with more */
    struct list_query {
        const char *kind;
        const char *entries; /* of the list :id, in its order */
    } kinds[LIST_KINDS];
};

struct known_list {
    char *kind; /* saved_tracks, playlist, saved_albums, listens */
    char *id;   /* NULL: there is only one of its kind */
    char *holds;
    char *name;
    bool is_gone;
    bool is_unread; /* its contents are not known */
    jv about;       /* an object for formats */
};

struct list_source;

/* Reads which lists there are; the database stays the caller's and must outlive the source, as must
 * the queries. NULL with *error: EX_DATAERR or EX_IOERR if the database cannot be read, EX_OSERR.
 */
struct list_source *list_source_open(sqlite3 *database, const struct list_queries *queries,
                                     struct error *error);

/* The lists, which stay the source's, and how many. */
const struct known_list *list_source_lists(const struct list_source *source, size_t *count);

/* Takes over an entry. False with *error if nothing can go on. */
typedef bool list_entry_taker(void *context, jv entry, struct error *error);

/* Calls `take` with `context` for each entry of a list in order. False with *error: what `take`
 * fails with, or as list_source_open. */
bool list_source_read(struct list_source *source, const struct known_list *list,
                      list_entry_taker *take, void *context, struct error *error);

void list_source_close(struct list_source *source);

#endif
