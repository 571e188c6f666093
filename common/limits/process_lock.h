#ifndef SPOTIFY_SYNC_PROCESS_LOCK_H
#define SPOTIFY_SYNC_PROCESS_LOCK_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A number that no other running process has, by which others can see whether this one still runs:
 * it is the offset of a byte of a lock file on which the process holds a lock. The kernel drops the
 * lock when the process ends, however it ends. Numbers are used again.
 */

struct process_lock;

/* Takes a number by the lock file at `path`, which is created if it does not exist. NULL with
 * *error (EX_IOERR, EX_OSERR). */
struct process_lock *process_lock_take(const char *path, struct error *error);

/* The number of this process, greater than 0. */
int64_t process_lock_number(const struct process_lock *lock);

/* Whether a process with this number is running. False with *error (EX_IOERR). */
bool process_lock_check(const struct process_lock *lock, int64_t number, bool *running,
                        struct error *error);

/* Gives the number up. */
void process_lock_release(struct process_lock *lock);

#endif
