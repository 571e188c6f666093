#ifndef STAND_IN_PLACE_H
#define STAND_IN_PLACE_H

/* Which requests something is about: ENDPOINT or ID, then /OFFSET, /FROM-TO or /FROM- for pages. */

#include "exchange.h"
#include "spotify_id.h"

struct place {
    /* ENDPOINT_COUNT: all of the Web API. */
    enum endpoint endpoint;
    /* Not empty: of what the request asks for. */
    char id[SPOTIFY_ID_LENGTH + 1];
    /* The offsets of the pages. */
    int64_t least_offset, most_offset;
};

/* All requests to the Web API. */
void place_init(struct place *place);

/* False if the text is none. */
bool place_read(const char *text, size_t length, struct place *place);

bool place_has(const struct place *place, const struct request *request);

#endif
