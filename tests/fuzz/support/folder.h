#ifndef SPOTIFY_SYNC_FUZZ_FOLDER_H
#define SPOTIFY_SYNC_FUZZ_FOLDER_H

/* Returns a folder of this process's own, in memory where that can be had, which is removed with
 * all that is in it when the process ends. Always the same one. */
const char *folder(void);

#endif
