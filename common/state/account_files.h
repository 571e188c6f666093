#ifndef SPOTIFY_SYNC_ACCOUNT_FILES_H
#define SPOTIFY_SYNC_ACCOUNT_FILES_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The files that are kept of an account, in its folder below $XDG_STATE_HOME/spotify-sync. They are
 * for their owner only, as is the folder, and anything wider is refused. A file is replaced whole:
 * a reader sees the old one or the new one.
 */

struct account_files;

/*
 * Opens the folder of an account, whose name is valid (account.h). If it does not exist it is made
 * only with `make`; without a folder there is nothing to read, to lock or to remove, and replacing
 * fails. NULL with *error: EX_CONFIG for a folder that others can enter, EX_IOERR,
 * EX_OSERR.
 */
struct account_files *account_files_open(const char *account, bool make, struct error *error);

/* The folder's path; it stays the files'. */
const char *account_files_path(const struct account_files *files);

/* Appends the contents of a file; *found says whether it exists. False with *error:
 * EX_CONFIG when others can read it, EX_IOERR, EX_OSERR. */
bool account_files_read(const struct account_files *files, const char *name, struct buffer *text,
                        bool *found, struct error *error);

/* Replaces or creates a file; it is on disk when this returns. The caller
 * has the lock. False with *error (EX_IOERR): the old one remains or, if only the
 * folder cannot be synced, the new one, at least until a power cut. */
bool account_files_replace(const struct account_files *files, const char *name,
                           const struct buffer *text, struct error *error);

/* Removes a file, and what a killed process left of a new one. *removed says whether there was
 * either. The caller has the lock. False with *error (EX_IOERR). */
bool account_files_remove(const struct account_files *files, const char *name, bool *removed,
                          struct error *error);

/*
 * Takes the folder's lock if no other process holds it; *locked says whether. False with *error:
 * EX_UNAVAILABLE if the caller, who began to try at `since` (timestamp_monotonic), has done so for
 * two minutes, EX_IOERR.
 */
bool account_files_try_lock(struct account_files *files, int64_t since, bool *locked,
                            struct error *error);

/* How long to wait before the next try, in microseconds. */
enum { ACCOUNT_FILES_LOCK_INTERVAL = 20000 };

/*
 * Waits until no other process holds the folder's lock, and takes it. It is the kernel's: it ends
 * with its process. False with *error: EX_UNAVAILABLE if another process keeps it for
 * two minutes, EX_IOERR.
 */
bool account_files_lock(struct account_files *files, struct error *error);
void account_files_unlock(struct account_files *files);

void account_files_close(struct account_files *files);

#endif
