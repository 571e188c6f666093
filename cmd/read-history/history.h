#ifndef SPOTIFY_SYNC_HISTORY_H
#define SPOTIFY_SYNC_HISTORY_H

#include "base/error.h"
#include "export.h"

#include <stdbool.h>
#include <stdint.h>

/* The files of a streaming history, printed as messages (output.h). */

struct history;

/* keep_device: also the platform and country of each row. `bytes`, which must outlive the history,
 * is what its STATEs say of how far the reading has come; NULL: nothing. The rows are those of the
 * account of the id (account_key.h), which must outlive it too; NULL: that is not asked for. NULL
 * with *error: EX_OSERR, EX_SOFTWARE. */
struct history *history_open(bool keep_device, char *account_id, const struct export_bytes *bytes,
                             struct error *error);

/*
 * Prints the rows of one file, and a STATE after them. Rows of no sense are counted, and the first
 * of a file are named (log.h). A file that cannot be read to its end is named too, and is counted;
 * what was whole is kept. False with history_error where no further message can be printed.
 */
bool history_take(void *history, const char *name, export_read *read, void *file);

/* Counts a file that could not be read because of *error, after saying so. */
void history_miss(struct history *history, const struct error *error);

const struct error *history_error(const struct history *history);

/* Says what was left out, and ends the messages with a last STATE. False, after saying why, with
 * *error as output_line or that of the first file that could not be read. */
bool history_end(struct history *history, struct error *error);

void history_close(struct history *history);

#endif
