#ifndef SPOTIFY_SYNC_REFUSAL_H
#define SPOTIFY_SYNC_REFUSAL_H

#include <stdbool.h>

/* What the words of a refusal (api.h) are about. */

/* The id that was asked for: whether they have the word "id". */
bool refusal_speaks_of_id(const char *words);

/* What was asked for, and not the service. */
bool refusal_speaks_of_resource(const char *words);

#endif
