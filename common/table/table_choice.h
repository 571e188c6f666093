#ifndef SPOTIFY_SYNC_TABLE_CHOICE_H
#define SPOTIFY_SYNC_TABLE_CHOICE_H

#include "base/options.h"

#include <limits.h>
#include <stdbool.h>

/* How somebody wants to see a table. */
struct table_choice {
    bool json;
    long limit; /* of rows; negative: all */
};

/* Its options, for the table of a program. */
#define TABLE_OPTIONS(choice)                                                                      \
    {.name = "json",                                                                               \
     .help = "print a JSON object for each",                                                       \
     .kind = OPTION_FLAG,                                                                          \
     .target = &(choice).json},                                                                    \
    {                                                                                              \
        .name = "limit", .letter = 'n', .argument = "N", .help = "print at most N (all)",          \
        .kind = OPTION_NUMBER, .target = &(choice).limit, .least = 0, .most = INT_MAX              \
    }

#endif
