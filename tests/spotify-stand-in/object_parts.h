#ifndef STAND_IN_OBJECT_PARTS_H
#define STAND_IN_OBJECT_PARTS_H

/* Members that several kinds of object have, each written without a comma around it, but
 * part_markets and part_popularity, which end with one if they write anything. */

#include "objects.h"

/* What a hash is drawn for, so that the figures of an object are independent of each other. */
enum purpose {
    PURPOSE_NAME = 1,
    PURPOSE_IMAGE,
    PURPOSE_FIGURES,
    PURPOSE_GENRES,
    PURPOSE_DATE,
    PURPOSE_CODE,
};

void part_name(struct text *text, const struct shape *shape, enum id_kind kind, uint64_t number);
void part_external_urls(struct text *text, const char *word, const struct spotify_id *id);
void part_links(struct text *text, const char *word, const struct spotify_id *id);
void part_uri(struct text *text, const char *word, const struct spotify_id *id);
void part_images(struct text *text, const struct shape *shape, enum id_kind kind, uint64_t number);
void part_markets(struct text *text, const struct shape *shape);
void part_popularity(struct text *text, const struct shape *shape, enum id_kind kind,
                     uint64_t number);
int64_t part_duration_ms(uint64_t hash);

/* How many tracks an album has. */
unsigned object_album_track_count(const struct shape *shape, uint32_t album);

#endif
