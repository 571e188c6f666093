#ifndef SPOTIFY_SYNC_ADDING_H
#define SPOTIFY_SYNC_ADDING_H

#include "playlist.h"

/* How batches of items are added to a playlist: the functions of struct batches. */

struct adding {
    struct restored_playlist *playlist;
    int64_t position; /* where item `begin` goes; negative: behind all others */
    size_t begin;
};

enum write_end adding_send(void *adding, const struct batch *batch, struct api_answer **answer,
                           struct error *error);
bool adding_look(void *adding, const struct batch *batch, bool is_last, struct error *error);
bool adding_note(void *adding, const struct batch *batch, struct error *error);

#endif
