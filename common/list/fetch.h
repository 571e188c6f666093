#ifndef SPOTIFY_SYNC_FETCH_H
#define SPOTIFY_SYNC_FETCH_H

#include "api/api.h"

/* A list of the API's, from its first page to its last, as one stream of messages on standard
 * output: what the programs that fetch have in common. */

struct fetch {
    const char *stream;
    const char *endpoint;
    const char *path;
    const char
        *program; /* jq: {page, offset, time_extracted} to messages (messages.jq goes ahead) */
    long page_size;
    long offset;
    long total;        /* what the page ahead of offset told; negative: not known */
    long max_items;    /* places to read at most; negative: all */
    const char *known; /* a file of ids that are in the list as far as one knows; NULL: none */
};

#define FETCH_DEFAULT .page_size = 50, .total = -1, .max_items = -1

#define FETCH_OPTION_ENTRIES(fetch)                                                                \
    {.name = "offset",                                                                             \
     .argument = "N",                                                                              \
     .help = "start at position N of the list (0)",                                                \
     .kind = OPTION_NUMBER,                                                                        \
     .target = &(fetch).offset,                                                                    \
     .least = 0,                                                                                   \
     .most = 1000000000},                                                                          \
        {.name = "total",                                                                          \
         .argument = "N",                                                                          \
         .help = "total of the list when --offset was reached",                                    \
         .kind = OPTION_NUMBER,                                                                    \
         .target = &(fetch).total,                                                                 \
         .least = 0,                                                                               \
         .most = 1000000000},                                                                      \
        {.name = "max-items",                                                                      \
         .argument = "N",                                                                          \
         .help = "read at most N positions",                                                       \
         .kind = OPTION_NUMBER,                                                                    \
         .target = &(fetch).max_items,                                                             \
         .least = 0,                                                                               \
         .most = 1000000000},                                                                      \
    {                                                                                              \
        .name = "page-size", .argument = "N", .help = "items per page, 1 to 50 (50)",              \
        .kind = OPTION_NUMBER, .target = &(fetch).page_size, .least = 1, .most = 50                \
    }

/*
 * Reads the list and prints its SCHEMA, its RECORDs, and a STATE behind each page. Where it must
 * stop ahead of the end, what was read is printed, and a last STATE says why. Where all of the list
 * is read and ids are known, it is read again when it was changed meanwhile, and what is proved
 * gone is printed as deleted (removals.h). False with *error: the statuses of api.h, EXIT_LIMITED
 * for a limit, EX_IOERR for standard output, and as removals_open and removals_again.
 */
bool fetch_list(const struct fetch *fetch, const struct api_options *options, struct error *error);

#endif
