#ifndef SPOTIFY_SYNC_TIMESTAMP_H
#define SPOTIFY_SYNC_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Times are microseconds since 1970-01-01T00:00:00Z; as text they are RFC 3339 in UTC. */

#define TIMESTAMP_SECOND INT64_C(1000000)

/* Room for "2026-11-23T18:00:00.000000Z" and its NUL. */
#define TIMESTAMP_TEXT 28

/* The time now. */
int64_t timestamp_now(void);

/*
 * A clock for measuring spans, which is never set: microseconds since some moment. Do not mix it
 * with the times above.
 */
int64_t timestamp_monotonic(void);

/* Writes the time with six digits of a second, "2026-11-23T18:00:00.000000Z"; the years 0 to 9999.
 */
void timestamp_format(int64_t time, char text[static TIMESTAMP_TEXT]);

/* Writes the time in whole seconds, rounded down: "2026-11-23T18:00:00Z". */
void timestamp_format_seconds(int64_t time, char text[static TIMESTAMP_TEXT]);

/*
 * Reads an RFC 3339 date-time of length bytes: any offset from UTC, any number of digits of a
 * second (those after the sixth are dropped), 'T' or a space between date and time. False, with
 * *time left alone, if it is not one or its year in UTC is not 0 to 9999.
 */
bool timestamp_parse(const char *text, size_t length, int64_t *time);

#endif
