#ifndef SPOTIFY_SYNC_EXPORT_ZIP_H
#define SPOTIFY_SYNC_EXPORT_ZIP_H

#include "export.h"

/* Has each file of the history in a zip taken, whose bytes `read` gives of `file`. As export_visit.
 */
bool export_visit_zip(const char *name, export_read *read, void *file,
                      struct export_visitor *visitor, struct error *error);

/* Fills *error for a zip or folder that holds no history: what to ask Spotify for. Always returns
 * false. */
bool export_lacks_history(const char *name, struct error *error);

#endif
