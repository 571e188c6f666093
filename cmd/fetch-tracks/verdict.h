#ifndef SPOTIFY_SYNC_VERDICT_H
#define SPOTIFY_SYNC_VERDICT_H

#include "probe.h"

/* What a reading proves, and what the next run has to know of it. */
struct verdict {
    struct track_reading reading; /* to be cleared by the caller */
    bool agreed;                  /* the pages agreed on the total */
    bool believed;                /* all that it misses is gone (reading_believes) */
    bool hasty;                   /* the list is to be read again all the same */
};

/* Judges a reading that misses no page. To be called once after each probe_read. *verdict is not
 * to hold a reading. False with *error (EX_OSERR). */
bool verdict_reach(const struct probe *probe, struct verdict *verdict, struct error *error);

/* The next id that is gone, from *cursor on, which is 0 at first. NULL after the last. */
const char *verdict_gone(const struct verdict *verdict, const struct probe *probe, size_t *cursor);

/* Logs what the reading hides, doubts or cannot settle: as a notice if that is new, else as
 * information. */
void verdict_report(const struct verdict *verdict, const struct probe *probe);

#endif
