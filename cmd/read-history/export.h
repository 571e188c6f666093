#ifndef SPOTIFY_SYNC_EXPORT_H
#define SPOTIFY_SYNC_EXPORT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The JSON files of an export as Spotify hands it out: in a zip, in a folder, or one by one. Of a
 * zip or folder only those are read whose names are those of a streaming history; a file that is
 * named by itself is read whatever its name.
 */

/*
 * Reads up to size bytes of the file at hand. *length 0 is its end. False with *error: EX_IOERR
 * where it cannot be read, EX_DATAERR where the zip around it is broken.
 */
typedef bool export_read(void *file, char *bytes, size_t size, size_t *length, struct error *error);

/* Takes one file, whose name is for a person. False when nothing can go on. */
typedef bool export_take(void *context, const char *name, export_read *read, void *file);

/* How far the reading of an export has come: bytes of its files, a zip's as it came. */
struct export_bytes {
    int64_t read;
    int64_t total; /* 0: not known */
};

struct export_visitor {
    export_take *take;
    void *context;
    struct export_bytes *bytes; /* what is read is added; NULL: nobody asks */
    bool stopped;               /* what `take` returned false for */
};

/*
 * Has each file of the history at path taken, in the order of their names, or of the zip; "-" is
 * standard input, a zip or JSON. Returns true if all went well. False with *error: EX_IOERR where
 * something cannot be read, EX_DATAERR for a zip that is broken, or a zip or folder without a
 * history. With visitor->stopped it is false too, and *error is not set.
 */
bool export_visit(const char *path, struct export_visitor *visitor, struct error *error);

/* How many bytes export_visit would read at path; 0 if that cannot be known. */
int64_t export_size(const char *path);

/* Whether a file of this name, folders ahead of it left aside, is part of a streaming history. */
bool export_is_history(const char *name);

#endif
