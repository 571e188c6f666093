#ifndef SPOTIFY_SYNC_SELECTION_H
#define SPOTIFY_SYNC_SELECTION_H

#include "base/error.h"
#include "base/options.h"
#include "format/format.h"
#include "format/list_source.h"

#include <stdbool.h>
#include <stddef.h>

/* Which lists somebody wants. */

struct selection {
    struct option_texts playlists;
    bool saved, albums, listens, all;
};

/* Its options, for the table of a program. */
#define SELECTION_OPTIONS(selection)                                                               \
    {.name = "playlist",                                                                           \
     .argument = "NAME|ID",                                                                        \
     .help = "this playlist; may be given several times",                                          \
     .kind = OPTION_TEXTS,                                                                         \
     .target = &(selection).playlists},                                                            \
        {.name = "saved",                                                                          \
         .help = "the saved tracks",                                                               \
         .kind = OPTION_FLAG,                                                                      \
         .target = &(selection).saved},                                                            \
        {.name = "albums",                                                                         \
         .help = "the saved albums",                                                               \
         .kind = OPTION_FLAG,                                                                      \
         .target = &(selection).albums},                                                           \
        {.name = "listens",                                                                        \
         .help = "what was played",                                                                \
         .kind = OPTION_FLAG,                                                                      \
         .target = &(selection).listens},                                                          \
    {                                                                                              \
        .name = "all", .help = "all lists that the format takes", .kind = OPTION_FLAG,             \
        .target = &(selection).all                                                                 \
    }

/* Whether anything was asked for. */
bool selection_is_set(const struct selection *selection);

/*
 * Sets chosen[i], of `count`, to whether lists[i] is wanted. If nothing was asked for: all lists of
 * the kind that the format takes first with is_folder; else the saved tracks or what was played, or
 * the only list of that kind. Lists that are gone, or in a folder unread, are never wanted. `about`
 * is the format's. False with *error: EX_USAGE for what the format does not take, EX_DATAERR for a
 * list that is not there, is unread or is one of several of its name.
 */
bool selection_choose(const struct selection *selection, const struct known_list *lists,
                      size_t count, const struct format *format, const struct format_about *about,
                      bool is_folder, bool *chosen, struct error *error);

#endif
