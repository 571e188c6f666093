#ifndef SPOTIFY_SYNC_ZONE_H
#define SPOTIFY_SYNC_ZONE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/* A time zone with its summer times, from 1970 to 2100. Times are seconds since 1970 in UTC. */

struct zone;

/* The zone of a name such as Europe/Berlin, or UTC. NULL with *error: EX_USAGE if this system knows
 * none of that name, EX_OSERR. */
struct zone *zone_open(const char *name, struct error *error);

const char *zone_name(const struct zone *zone);

/* How many seconds the zone's clocks are before UTC at a time. */
int64_t zone_offset(const struct zone *zone, int64_t time);

/* The first second of a day that is so many days after 1970-01-01. */
int64_t zone_day_begins(const struct zone *zone, int64_t day);

void zone_close(struct zone *zone);

#endif
