#ifndef SPOTIFY_SYNC_WRITE_AND_WAIT_H
#define SPOTIFY_SYNC_WRITE_AND_WAIT_H

#include "api/api.h"

/* One write and its answer, whatever its outcome: api_write, and api_wait until the answer is
 * there. The answer is the caller's to free. NULL with *error as api_write and api_wait. */
struct api_answer *api_write_and_wait(struct api *api, const struct api_write *write,
                                      struct error *error);

#endif
