#ifndef SPOTIFY_SYNC_FUZZ_SINK_H
#define SPOTIFY_SYNC_FUZZ_SINK_H

#include "base/buffer.h"

/* What the code under test prints on standard output, caught in memory. */

/* Begins to catch; to be called ahead of the first output, and again without effect. */
void sink_open(void);

/* Appends all that was printed since the last call, and forgets it. */
void sink_take(struct buffer *printed);

#endif
