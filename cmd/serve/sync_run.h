#ifndef SPOTIFY_SYNC_SYNC_RUN_H
#define SPOTIFY_SYNC_SYNC_RUN_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/*
 * Syncs that are started and cancelled from the page, as a shell would: by the driver, which takes
 * the lock. They do not end with this program. One thread starts and asks; another may reap.
 */

struct sync_run;

/* For a database, by its absolute path, with the driver of that file name; NULL: the one that
 * belongs to this program. NULL with *error (EX_CONFIG if there is no such driver, EX_OSERR). */
struct sync_run *sync_run_open(const char *database, const char *driver, struct error *error);

/* Whether a sync is running, whoever started it. False with *error set also means that this cannot
 * be known; its status is 0 otherwise. */
bool sync_run_is_running(struct sync_run *run, struct error *error);

/* Starts a sync. False with *error: EXIT_LIMITED if one is running, EX_OSERR. */
bool sync_run_start(struct sync_run *run, bool full, bool wait, struct error *error);

/* Has the running sync end. False with *error: EXIT_LIMITED if none is running, EX_OSERR. */
bool sync_run_cancel(struct sync_run *run, struct error *error);

/* Notices what has ended. To be called after a SIGCHLD. */
void sync_run_reap(struct sync_run *run);

/* Appends how the last sync that was started here ended, as JSON: null, or its exit status, which
 * is null while it runs, and what it said. False with *error (EX_OSERR). */
bool sync_run_describe(struct sync_run *run, struct buffer *json, struct error *error);

void sync_run_close(struct sync_run *run);

#endif
