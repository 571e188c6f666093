#ifndef SPOTIFY_SYNC_ARTISTS_H
#define SPOTIFY_SYNC_ARTISTS_H

#include "api/api.h"

struct artists_options {
    bool with_top;        /* the top artists too */
    bool with_account_id; /* in each record (account_key.h) */
    const char *known;    /* a file of the ids that are followed as far as one knows; NULL: none */
};

/*
 * Prints the artists that the account follows (stream followed_artists), each once, and behind each
 * page a STATE. The list is read again when it was changed meanwhile; then what is proved gone is
 * printed as deleted (census.h). With with_top the artists heard most follow, each once as well
 * (stream artists); a limit or a failure of the one list does not hinder the other, and
 * every STATE has both bookmarks. False with *error as list_print.
 */
bool artists_print(const struct artists_options *options, const struct api_options *api_options,
                   struct error *error);

#endif
