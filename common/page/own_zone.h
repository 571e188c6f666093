#ifndef SPOTIFY_SYNC_OWN_ZONE_H
#define SPOTIFY_SYNC_OWN_ZONE_H

#define OWN_ZONE 64

/* The name of this machine's time zone, such as Europe/Berlin: that of the environment (TZ), or
 * that of the system if TZ names no known zone, or UTC. It is static or written to `name`. */
const char *own_zone(char name[static OWN_ZONE]);

#endif
