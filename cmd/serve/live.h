#ifndef SPOTIFY_SYNC_LIVE_H
#define SPOTIFY_SYNC_LIVE_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A library as it is at the moment: how its syncs stand, as the commands of spotify-sync(1) print
 * it. It may be missing, be replaced, and come back. Errors are those of page_library.h.
 */

struct live;

/* For the library at an absolute path. NULL with *error (EX_OSERR). */
struct live *live_open(const char *path, struct error *error);

/* page_library_state of the library, opened anew if it is another file: then *is_other is set. -1
 * with *error. To be called before those below. */
int64_t live_state(struct live *live, bool *is_other, struct error *error);

/* What there is to know of a sync besides the library. */
struct live_circumstances {
    bool is_busy;           /* a sync, or another command that writes, is at work */
    const char *sign_in;    /* JSON */
    const char *last_start; /* JSON */
    int64_t edition;
};

/* Appends the status as JSON. Without a library it is that of none. False with *error. */
bool live_status(struct live *live, const struct live_circumstances *circumstances,
                 struct buffer *body, struct error *error);

/* Appends the history of syncs as JSON. False with *error. */
bool live_history(struct live *live, struct buffer *body, struct error *error);

/* Whether anything was listened to. False with *error. */
bool live_has_listens(struct live *live, bool *has_listens, struct error *error);

void live_close(struct live *live);

#endif
