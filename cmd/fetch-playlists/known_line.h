#ifndef SPOTIFY_SYNC_KNOWN_LINE_H
#define SPOTIFY_SYNC_KNOWN_LINE_H

#include "known_playlists.h"

/* Reads a line of a playlist, which it writes into; *playlist is the caller's to clear. False with
 * *error (EX_DATAERR, EX_OSERR), and nothing to clear. */
bool known_line_read(char *line, struct known_playlist *playlist, struct error *error);

void known_line_clear(struct known_playlist *playlist);

#endif
