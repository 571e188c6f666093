#ifndef SPOTIFY_SYNC_WRITER_H
#define SPOTIFY_SYNC_WRITER_H

#include "api/api.h"
#include "ledger.h"

/* Writes to the account, one after the other, with a note of each in the ledger before and after
 * it. */

struct writer {
    struct api *api;
    struct ledger *ledger;
    long settle;               /* microseconds after which reading shows what was written */
    int64_t writes;            /* sent so far */
    int64_t successes;         /* of these */
    int64_t failed_items;      /* in a row, that Spotify failed to take without saying why */
    int64_t refused_items;     /* in a row, that were refused alone (lone_refusals.h) */
    int64_t refused_playlists; /* in a row */
};

enum write_end {
    WRITE_DONE,
    WRITE_REFUSED, /* for what it asks for: the answer has the words */
    WRITE_UNKNOWN, /* it may have been done, or not */
    WRITE_FAILED,  /* *error: no other write of its kind can be done now */
};

/*
 * Sends a write. *answer is the caller's to free, and NULL with WRITE_FAILED. *error is set with
 * WRITE_UNKNOWN, too: as the api's, EX_NOPERM if the app or the sign-in may not write, and
 * EX_UNAVAILABLE if it is refused for another reason that is not in what it asks for.
 */
enum write_end writer_send(struct writer *writer, const struct api_write *write,
                           struct api_answer **answer, struct error *error);

/* Whether a request that is refused with this status may be taken with other contents. */
bool writer_is_about_contents(long status);

/* A reading of what an unknown write was to bring. It sets *is_there if all of it is there. False
 * with *error. */
typedef bool writer_look(void *context, bool is_last, bool *is_there, struct error *error);

/* Looks again and again, at growing intervals, until it is there or what was written is to be seen
 * (settle): then `is_last`. False with *error of `look`. */
bool writer_settle(const struct writer *writer, writer_look *look, void *context,
                   struct error *error);

/* Waits until what an earlier run wrote is to be seen. False with *error. */
bool writer_wait_for_earlier(struct writer *writer, struct error *error);

/* Waits for this many microseconds. */
void writer_pause(int64_t span);

#endif
