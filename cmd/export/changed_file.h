#ifndef SPOTIFY_SYNC_CHANGED_FILE_H
#define SPOTIFY_SYNC_CHANGED_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A file that is written only if its contents change: what is to be in it is compared with what is,
 * and from the first difference on goes into a new file beside it, which then takes its place. So a
 * reader sees the old contents or the new ones, and a file that stays the same is not touched. One
 * file of a folder is written at a time, by one process at a time.
 */

struct changed_file;

/* The name of the new file until it takes its place. */
#define CHANGED_FILE_NEW ".spotify-sync-export.new"

/* Begins with a file of a folder that is open as `directory`. NULL with *error: EX_IOERR, also for
 * what is there and is no regular file; EX_OSERR. */
struct changed_file *changed_file_open(int directory, const char *name, struct error *error);

/* Adds bytes. False with *error: EX_IOERR, EX_OSERR. */
bool changed_file_write(struct changed_file *file, const char *bytes, size_t length,
                        struct error *error);

/* Ends the contents and frees the file; *changed says whether it was written. It is on disk then,
 * but for its name in the folder. False with *error (EX_IOERR, EX_OSERR): the old file remains. */
bool changed_file_finish(struct changed_file *file, bool *changed, struct error *error);

/* Frees the file and leaves the old one. */
void changed_file_abandon(struct changed_file *file);

#endif
