#ifndef SPOTIFY_SYNC_LIBRARY_MARK_H
#define SPOTIFY_SYNC_LIBRARY_MARK_H

/* How a database file says that it is a library (schema/): PRAGMA application_id and user_version.
 */

enum { LIBRARY_APPLICATION_ID = 1936749433, LIBRARY_VERSION = 12 };

#endif
