#ifndef STAND_IN_TRUTH_H
#define STAND_IN_TRUTH_H

/* The library as it really is, one JSON object a line, for tests to compare with. */

#include "stand_in.h"

/* The saved track, album or followed artist at a place; line_writers. */
bool truth_saved_track(struct stand_in *in, size_t place, struct text *text);
bool truth_saved_album(struct stand_in *in, size_t place, struct text *text);
bool truth_play(struct stand_in *in, size_t place, struct text *text);
bool truth_followed_artist(struct stand_in *in, size_t place, struct text *text);
bool truth_playlist(struct stand_in *in, size_t place, struct text *text);

/* All artists or albums (`kind`) of the saved tracks, ids and names. */
void truth_referenced(struct stand_in *in, enum id_kind kind, struct text *text);

/* The items of a playlist. */
void truth_items(const struct stand_in *in, const struct playlist *playlist, struct text *text);

/* Appends all that the account holds, the newest first: a URI of a list a line, and a playlist with
 * the URIs of its items a line. */
void truth_account(struct stand_in *in, struct text *text);

#endif
