#ifndef STAND_IN_MOMENT_H
#define STAND_IN_MOMENT_H

/* The clock, and times as text. */

#include "text.h"

/* Microseconds since 1970, by the wall clock. */
int64_t moment_now_us(void);

/* Microseconds by a clock that is never set. */
int64_t moment_monotonic_us(void);

/* Appends 2026-11-23T18:00:00Z. */
void moment_add_seconds(struct text *text, int64_t seconds);

/* Appends 2026-11-23T18:00:00.000Z. */
void moment_add_millis(struct text *text, int64_t millis);

/* Appends 2026-11-23T18:00:00.000000Z. */
void moment_add_micros(struct text *text, int64_t micros);

/* Reads 2026-11-23T18:00:00[.fraction]Z, or a number of milliseconds, into milliseconds. False when
 * it is neither. */
bool moment_read_millis(const char *string, int64_t *millis);

#endif
