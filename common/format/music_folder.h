#ifndef SPOTIFY_SYNC_MUSIC_FOLDER_H
#define SPOTIFY_SYNC_MUSIC_FOLDER_H

#include "base/options.h"
#include "format/music.h"

/* The option that names a folder, for the table of a program. */
#define MUSIC_OPTION(folder)                                                                       \
    {                                                                                              \
        .name = "music", .argument = "FOLDER", .help = "in m3u8, list the audio files in FOLDER",  \
        .kind = OPTION_TEXT, .target = &(folder)                                                   \
    }

/*
 * Reads the tags of all audio files in a folder and in those below it, each folder once, whatever
 * links lead there. The place of a file is its absolute path, or, if a line of a playlist cannot
 * hold that, a URI. What cannot be read is logged and left out. NULL with *error: EX_IOERR if the
 * folder itself cannot be read, EX_OSERR.
 */
struct music *music_folder_read(const char *path, struct error *error);

#endif
