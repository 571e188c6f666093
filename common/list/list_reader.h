#ifndef SPOTIFY_SYNC_LIST_READER_H
#define SPOTIFY_SYNC_LIST_READER_H

#include "list/census.h"
#include "list/list.h"
#include "list/pages.h"
#include "singer/messages.h"

/* What is made of a list (list.h) while it is read, page by page. */
struct list_reader {
    const struct list *list;
    const struct messages *messages;
    struct api *api;
    long window;
    struct census *census; /* sees what is read; NULL: nothing can be proved gone */
    message_taker *take;   /* takes each message */
    /* looks at each page after its messages; false with *error if nothing can go on */
    bool (*end_page)(void *context, const struct page *page, struct error *error);
    void *context;       /* of both */
    bool is_refused;     /* set: the account's country has no such list */
    struct shape *shape; /* NULL at first; to be closed at last */
};

/*
 * Reads the list once, or, if there is a census, until it stands still. Prints the SCHEMA of the
 * stream before the first page. If the API answers 403 or 404 instead of the first page of a list
 * that only some countries have, says so once (reading.h) and ends with is_refused. False with
 * *error: what `take` and `end_page` fail with, and as pages_open, pages_next, shape_open and
 * census_repeats.
 */
bool list_read(struct list_reader *reader, struct error *error);

#endif
