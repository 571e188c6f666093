#ifndef STAND_IN_SPOKEN_H
#define STAND_IN_SPOKEN_H

/* Saved shows, episodes and audiobooks: their pages, their changes, and the truth about them. Among
 * the saved shows are the audiobooks too. */

#include "call.h"
#include "changes.h"

void call_saved_shows(struct call *call);
void call_saved_episodes(struct call *call);
void call_saved_audiobooks(struct call *call);

/* save-show, unsave-show, and the same of an episode or audiobook. */
bool change_spoken(struct library *library, const struct change *change, struct text *result);

bool truth_saved_show(struct stand_in *in, size_t place, struct text *text);
bool truth_saved_episode(struct stand_in *in, size_t place, struct text *text);
bool truth_saved_audiobook(struct stand_in *in, size_t place, struct text *text);

#endif
