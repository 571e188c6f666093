#ifndef STAND_IN_CHANGE_KINDS_H
#define STAND_IN_CHANGE_KINDS_H

/* The changes themselves, and what they have in common. Each appends what was done as a JSON
 * object, or fails and appends the reason as plain text. */

#include "changes.h"

typedef bool apply_change(struct library *library, const struct change *change,
                          struct text *result);

/* Tracks saved: at the head, at the head with the same time, or further down. */
apply_change change_add;
/* Tracks removed: at a place, so many scattered ones, a block of them, or all but so many. */
apply_change change_remove;
/* Tracks removed and saved again: at the head, or further down with an older time. */
apply_change change_resave;

/* A playlist's items: another number of them, another order, or an edit. */
apply_change change_playlist_items;
apply_change change_playlist_remove;
apply_change change_playlist_add;
apply_change change_playlist_rename;

/* An album saved or unsaved, an artist followed or not. */
apply_change change_list;
/* Artists or albums of saved tracks that answer null. */
apply_change change_unavailable;
/* A list emptied, or all; and all put back as they were. */
apply_change change_empty;
apply_change change_put_back;

/* The value, or if it is not given, the other one. */
int64_t change_given(int64_t value, int64_t otherwise);

/* Appends the id of a track and a comma, unless many are listed; counts it. */
void change_list_id(const struct library *library, const struct entry *entry, size_t *shown,
                    struct text *ids);

/* Appends the result: how many things, how many there are, and the ids, whose last comma goes. */
void change_tell(const struct change *change, size_t count, struct text *ids, size_t total,
                 struct text *result);

#endif
