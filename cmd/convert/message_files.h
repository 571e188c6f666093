#ifndef SPOTIFY_SYNC_MESSAGE_FILES_H
#define SPOTIFY_SYNC_MESSAGE_FILES_H

#include "message_table.h"

/* Adds the messages of a file to a table; "-" is standard input. A line that is no message is
 * logged, left out and counted in *bad. False with *error: EX_IOERR, EX_OSERR. */
bool message_files_read(const char *path, struct message_table *table, size_t *bad,
                        struct error *error);

#endif
