#ifndef STAND_IN_ODDITIES_H
#define STAND_IN_ODDITIES_H

/* Answers that are well formed and not true: what the faults of one request make of a page. */

#include "schedule.h"

/* The words a fault may have that only change what a good answer says. */
extern const char oddity_words[];

/* All zero but `only`: the truth. */
struct oddities {
    /* One item is a bare null; all are. */
    bool null_item, nulls;
    /* The second half of the items is missing. */
    bool few_items;
    /* The list holds only its first things; -1: all. */
    int64_t only;
    /* The total that is said: this, or the true one and this. */
    bool total_set, total_added;
    int64_t total;
    /* A page behind the first begins so many places early; each page by so many more. */
    int64_t overlap, drift;
    /* The first page at every offset, with its offset or with none. */
    bool first_page, offset_untold;
    /* So many first items of a playlist, INT64_MAX: all, are those before the last edit; in a list
     * of playlists the snapshots are. */
    int64_t stale;
    /* Of the items to add, so many of the last are left out, or one in the middle. */
    int64_t fewer;
    bool gap;
    /* A playlist is public, whatever was asked for; one with a description is refused. */
    bool always_public, no_description;
    /* What the answer says of its own offset is so much off. */
    int64_t offset_added;
    /* All is rolled: totals up to this; 0: nothing is. The same each time for the same request. */
    int64_t longest;
    bool settled;
    /* Not 0: the error to answer instead. */
    unsigned status;
};

void oddities_init(struct oddities *oddities);

/* Adds what a rule does, if its word is one of these. False if it is none. */
bool oddities_add(struct oddities *oddities, const struct rule *rule);

/* Rolls all of them if they are to be random; by the seed and the request if they are to settle. */
void oddities_roll(struct oddities *oddities, const struct request *request, uint64_t seed,
                   uint64_t *dice);

/* The total that a list of `count` things says. */
int64_t oddities_total(const struct oddities *oddities, int64_t count);

#endif
