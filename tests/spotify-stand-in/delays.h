#ifndef STAND_IN_DELAYS_H
#define STAND_IN_DELAYS_H

/* A thread that wakes things at their time. */

#include <stdint.h>

struct delays;

/* Starts the thread, which will call wake for each thing. NULL when there can be no thread. */
struct delays *delays_start(void (*wake)(void *thing));

/* Wakes a thing at a time of moment_monotonic_us. */
void delays_add(struct delays *delays, int64_t due_us, void *thing);

/* Wakes everything at once, and what is added from now on immediately; ends the thread. */
void delays_stop(struct delays *delays);

void delays_free(struct delays *delays);

#endif
