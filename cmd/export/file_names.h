#ifndef SPOTIFY_SYNC_FILE_NAMES_H
#define SPOTIFY_SYNC_FILE_NAMES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Names of files for things that may have any name: they are names on every usual file system, and
 * no two are the same, whatever it makes of capitals. Of those that would be, the first stays as it
 * is and the others get numbers: "Rock", "Rock (2)".
 */

struct file_names;

/* No names yet. NULL with *error (EX_OSERR) if memory runs out. */
struct file_names *file_names_new(struct error *error);

/* Returns the name of the file for the next thing, without a folder and with the extension; to be
 * freed. A thing whose name says nothing is called by `otherwise`. NULL with *error (EX_OSERR). */
char *file_names_next(struct file_names *names, const char *name, const char *otherwise,
                      const char *extension, struct error *error);

void file_names_free(struct file_names *names);

#endif
