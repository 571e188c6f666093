#ifndef SPOTIFY_SYNC_OWN_ZONE_H
#define SPOTIFY_SYNC_OWN_ZONE_H

#define OWN_ZONE 64

/* The name of this machine's time zone, such as Europe/Berlin: that of the environment (TZ), or
 * that of the system, or UTC if it has none. Written to `name` if it is not the environment's. */
const char *own_zone(char name[static OWN_ZONE]);

#endif
