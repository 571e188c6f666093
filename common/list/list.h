#ifndef SPOTIFY_SYNC_LIST_H
#define SPOTIFY_SYNC_LIST_H

#include "api/api.h"
#include "api/owner.h"

/* A list of the API, as the options of a program that prints it say. */

struct list {
    const char *stream;
    const char *own_stream; /* of the objects that it brings (own_records.h); NULL: there is none */
    const char *endpoint;   /* the kind of endpoint, for quotas */
    const char *path;
    const char *program; /* in jq: a page as messages (shape.h) */
    long page_size;
    long offset;
    long total;             /* of the page before the offset; negative: not known */
    long max_items;         /* positions to read at most; negative: all */
    const char *known_ids;  /* a file of ids that were in the list (line_file.h); NULL: none */
    bool with_account_id;   /* in each record (account_key.h) */
    bool of_some_countries; /* where there is none, the API answers 403 or 404 */
};

#define LIST_MEMBERS(of_stream, of_path, of_program)                                               \
    .stream = (of_stream), .endpoint = (of_path), .path = (of_path), .program = (of_program),      \
    .page_size = 50, .total = -1, .max_items = -1

/* The whole list, at a path that is its kind of endpoint too. */
#define LIST_OF(of_stream, of_path, of_program)                                                    \
    {                                                                                              \
        LIST_MEMBERS(of_stream, of_path, of_program)                                               \
    }

/* The same of a list that brings objects with a stream of their own. */
#define LIST_OF_OWN(of_stream, of_own_stream, of_path, of_program)                                 \
    {                                                                                              \
        LIST_MEMBERS(of_stream, of_path, of_program), .own_stream = (of_own_stream)                \
    }

/* The same of a list that some countries do not have. */
#define LIST_OF_SOME_COUNTRIES(of_stream, of_path, of_program)                                     \
    {                                                                                              \
        LIST_MEMBERS(of_stream, of_path, of_program), .of_some_countries = true                    \
    }

/* Entries in a program's option table (options.h). */
#define LIST_OPTION_ENTRIES(list)                                                                  \
    {.name = "offset",                                                                             \
     .argument = "N",                                                                              \
     .help = "start at position N of the list (0)",                                                \
     .kind = OPTION_NUMBER,                                                                        \
     .target = &(list).offset,                                                                     \
     .least = 0,                                                                                   \
     .most = 1000000000},                                                                          \
        {.name = "total",                                                                          \
         .argument = "N",                                                                          \
         .help = "total of the list when --offset was reached",                                    \
         .kind = OPTION_NUMBER,                                                                    \
         .target = &(list).total,                                                                  \
         .least = 0,                                                                               \
         .most = 1000000000},                                                                      \
        ACCOUNT_ID_OPTION_ENTRY((list).with_account_id),                                           \
        {.name = "max-items",                                                                      \
         .argument = "N",                                                                          \
         .help = "read at most N positions",                                                       \
         .kind = OPTION_NUMBER,                                                                    \
         .target = &(list).max_items,                                                              \
         .least = 0,                                                                               \
         .most = 1000000000},                                                                      \
    {                                                                                              \
        .name = "page-size", .argument = "N", .help = "items per page, 1 to 50 (50)",              \
        .kind = OPTION_NUMBER, .target = &(list).page_size, .least = 1, .most = 50                 \
    }

#endif
