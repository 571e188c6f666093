#ifndef SPOTIFY_SYNC_STATE_DIRECTORY_H
#define SPOTIFY_SYNC_STATE_DIRECTORY_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/*
 * Appends the path of $XDG_STATE_HOME/spotify-sync (by default ~/.local/state/spotify-sync) to
 * *path, with a NUL after it that the length does not count. The folder is made with mode 0700 if
 * it is not there. False with *error if there is no home (EX_CONFIG), the
 * folder cannot be made (EX_IOERR), or memory runs out (EX_OSERR). See the XDG Base Directory
 * Specification.
 */
bool state_directory(struct buffer *path, struct error *error);

/* Makes a folder, given by its absolute path, and its parents if they are missing, with mode
 * 0700; they are on disk when this returns. False with *error (EX_IOERR). */
bool state_directory_make(char *path, struct error *error);

#endif
