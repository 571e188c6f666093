#ifndef SPOTIFY_SYNC_SYNCS_H
#define SPOTIFY_SYNC_SYNCS_H

#include "json_lines.h"
#include "page/page_library.h"

/* What the driver's SQL says of the syncs and of what they changed. All functions return false with
 * *error: as page_library.h, or EX_IOERR. */

/* Prints the last sync as the member "status", without the sign-in, and all as "history". Temporary
 * tables are gone after that. */
bool syncs_print(struct page_library *library, struct json_lines *lines, struct error *error);

/* Prints what came and went in a year, of an edition's library, as the member "changes", with the
 * owners of playlists unless it is to be private. */
bool syncs_print_changes(struct page_library *library, long year, bool is_private,
                         struct json_lines *lines, struct error *error);

#endif
