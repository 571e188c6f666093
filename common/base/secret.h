#ifndef SPOTIFY_SYNC_SECRET_H
#define SPOTIFY_SYNC_SECRET_H

#include "base/buffer.h"

/* Memory that held a token or what leads to one: it is wiped before it is given back. */

/* Wipes and frees a string; NULL is none. */
void secret_free(char *secret);

/* Wipes a buffer's memory, gives it back and leaves an empty buffer. */
void secret_free_buffer(struct buffer *buffer);

#endif
