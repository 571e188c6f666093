#ifndef SPOTIFY_SYNC_MUSIC_TAGS_H
#define SPOTIFY_SYNC_MUSIC_TAGS_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What TagLib, whose interface is C++, says of an audio file. */

/* Whether the name of a file ends as that of an audio file. */
bool music_tags_has_name(const char *name);

/*
 * Opens a file, only to read it, and gives `take` each value, in UTF-8, of its properties isrc,
 * artist and title. Before that, *milliseconds is set to its length, or 0. False if it is no audio
 * file, or as soon as `take` returns false.
 */
bool music_tags_read(const char *path,
                     bool (*take)(void *context, const char *property, const char *value),
                     void *context, int *milliseconds);

#ifdef __cplusplus
}
#endif

#endif
