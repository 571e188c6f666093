#ifndef SPOTIFY_SYNC_PACE_FILE_H
#define SPOTIFY_SYNC_PACE_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The SQLite file $XDG_STATE_HOME/spotify-sync/pace.db, in which all processes of an app keep what
 * they know of its limits: pace.h (the rate) and quota.h. It holds nothing that could not be
 * learned again.
 */

struct pace_file;

enum pace_statement {
    PACE_BEGIN,
    PACE_COMMIT,
    PACE_LOAD_APP,
    PACE_SAVE_APP,
    PACE_LOAD_MODE,
    PACE_SAVE_MODE,
    PACE_PRUNE,
    PACE_COUNT_BUSY,
    PACE_NEXT_FREE,
    PACE_SEND,
    PACE_ANSWER,
    PACE_READ_REQUEST,
    PACE_REMOVE_REQUEST,
    PACE_EXPLAIN,
    PACE_COUNT_SENT,
    PACE_LOAD_QUOTA,
    PACE_SAVE_QUOTA,
    PACE_STATEMENTS
};

/*
 * Opens the file, made if it is not there. Where it cannot be had, a warning is logged and what
 * would be in it is kept in memory. NULL with *error (EX_OSERR) when not even that works.
 */
struct pace_file *pace_file_open(struct error *error);

/*
 * Runs a statement: its first parameters are the texts, the numbers follow. The columns of its row,
 * if there is one, go to results. *found tells whether there was, and may be NULL. False with
 * *error (EX_IOERR) when the file fails.
 */
bool pace_file_run(struct pace_file *file, enum pace_statement statement, const char *const *texts,
                   int text_count, const int64_t *numbers, int number_count, int64_t *results,
                   int result_count, bool *found, struct error *error);

/* The numbers and their count, as arguments of pace_file_run. */
#define PACE_NUMBERS(...)                                                                          \
    (const int64_t[]){__VA_ARGS__}, (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

/* The number of the row that PACE_SEND has just made. */
int64_t pace_file_ticket(const struct pace_file *file);

/* Begins a transaction, waiting for other processes. False with *error as pace_file_run. */
bool pace_file_begin(struct pace_file *file, struct error *error);

/* Commits where all went well, and else rolls back and keeps the *error that stands. True where it
 * was committed. */
bool pace_file_end(struct pace_file *file, bool well, struct error *error);

/*
 * After a failure, outside a transaction: logs it as a warning and goes on in memory, where nothing
 * is known yet, as if the file could not have been opened. False, with the *error that stands,
 * where that is so already, or with *error (EX_OSERR).
 */
bool pace_file_go_on_in_memory(struct pace_file *file, struct error *error);

void pace_file_close(struct pace_file *file);

#endif
