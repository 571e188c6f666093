#ifndef SPOTIFY_SYNC_APP_MODE_H
#define SPOTIFY_SYNC_APP_MODE_H

#include "limits/limits_database.h"

/* Spotify's two kinds of app (concepts/quota-modes), and which of them this one was found to be. */
enum app_mode { APP_MODE_UNKNOWN, APP_MODE_EXTENDED, APP_MODE_DEVELOPMENT };

/* Both work inside a transaction of the database, and are false with *error as limits_database_run.
 */
bool app_mode_load(struct limits_database *database, enum app_mode *mode, struct error *error);
bool app_mode_save(struct limits_database *database, enum app_mode mode, struct error *error);

#endif
