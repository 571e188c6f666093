#ifndef SPOTIFY_SYNC_ZONE_H
#define SPOTIFY_SYNC_ZONE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* A time zone with its summer times, from 1970 to 2100. Times are seconds since 1970 in UTC. */

struct zone;

/* Whether this system knows a zone of this name, such as Europe/Berlin or UTC. */
bool zone_is_known(const char *name);

/* The zone of a name such as Europe/Berlin, or UTC. NULL with *error: EX_USAGE if this system knows
 * none of that name, EX_OSERR. */
struct zone *zone_open(const char *name, struct error *error);

const char *zone_name(const struct zone *zone);

/* How many seconds the zone's clocks are ahead of UTC at a time. */
int64_t zone_offset(const struct zone *zone, int64_t time);

/* The first second of a day, which is numbered from 1970-01-01 on. */
int64_t zone_day_begins(const struct zone *zone, int64_t day);

void zone_close(struct zone *zone);

#endif
