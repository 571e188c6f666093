#ifndef SPOTIFY_SYNC_MUSIC_H
#define SPOTIFY_SYNC_MUSIC_H

#include "base/error.h"

#include <jv.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* Audio files on this machine, to be found by what their tags say. They are kept in a temporary
 * file of SQLite's, so that memory does not grow with them. */

struct music;

/* None yet. NULL with *error: EX_IOERR, EX_OSERR. */
struct music *music_new(struct error *error);

/* Adds a file. `place` is how a list names it, milliseconds its length, or 0 if that is not known.
 * False with *error: EX_IOERR, EX_OSERR. */
bool music_add_file(struct music *music, const char *place, int64_t milliseconds,
                    struct error *error);

/* Adds to the file that was added last the value, in UTF-8, of a property: isrc, artist or title.
 * It may have several. False with *error: EX_IOERR, EX_OSERR. */
bool music_add_tag(struct music *music, const char *property, const char *value,
                   struct error *error);

/* Notes a folder. *is_new says whether it was not noted before. False with *error: EX_IOERR,
 * EX_OSERR. */
bool music_enter_folder(struct music *music, const struct stat *folder, bool *is_new,
                        struct error *error);

/*
 * Sets *place to the place, a string of jq's, of the file that best fits an object {isrc, artists,
 * titles, duration_ms}, which stays the caller's, or to null (schema/music/find.sql). False with
 * *error: EX_IOERR, EX_OSERR.
 */
bool music_find(struct music *music, jv wanted, jv *place, struct error *error);

void music_free(struct music *music);

#endif
