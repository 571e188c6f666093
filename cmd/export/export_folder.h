#ifndef SPOTIFY_SYNC_EXPORT_FOLDER_H
#define SPOTIFY_SYNC_EXPORT_FOLDER_H

#include "base/error.h"
#include "format/list_printing.h"

#include <stdbool.h>
#include <stddef.h>

/* A folder that lists are exported into. */

struct export_folder;

/* Opens a folder, makes it if `make` and it is not there, and waits until no other process exports
 * into it. NULL with *error: EX_IOERR, EX_OSERR. */
struct export_folder *export_folder_open(const char *path, bool make, struct error *error);

/* Prints lists[i] for each i of `count` that is chosen into a file of this name, one after another,
 * and counts it in *written if its contents changed. `how` says from where and in
 * what format; its sink does not count. False with *error:
 * as list_printing_add and changed_file_finish; the file remains as it was. */
bool export_folder_write(struct export_folder *folder, const char *name,
                         const struct list_printing *how, const struct known_list *lists,
                         const bool *chosen, size_t count, size_t *written, struct error *error);

/* Closes the folder; what was written is on disk then. False with *error (EX_IOERR). */
bool export_folder_close(struct export_folder *folder, struct error *error);

#endif
