#ifndef SPOTIFY_SYNC_KNOWN_FILE_H
#define SPOTIFY_SYNC_KNOWN_FILE_H

#include "base/line_file.h"
#include "singer/known_records.h"

/* The file that --known names: lines of a program's own, or messages that it or another program
 * has printed (`dump`, an archive). */

struct known_file {
    const char *const *streams; /* as known_records_open takes them */
    const char *query;          /* makes lines of the records (known_records_lines) */
    line_file_take *take;
    void *context;
    struct known_records *records; /* set: the messages; NULL: there were none */
};

/* Gives each line of the file `name` to `take` that is no message, and then those that `query`
 * makes of the messages. `records` is the caller's to close in any case. False with *error: as
 * line_file_read, known_records_take and known_records_lines, preceded by the file's name. */
bool known_file_read(const char *name, struct known_file *file, struct error *error);

/* What makes lines of ids of the records of the one stream. */
extern const char known_file_ids[];

#endif
