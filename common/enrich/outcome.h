#ifndef SPOTIFY_SYNC_OUTCOME_H
#define SPOTIFY_SYNC_OUTCOME_H

#include "enrich/lookup.h"

/* What went wrong in a run of an enricher, and what it ends with. A status EX_OK means that there
 * is no such error. */
struct enrich_outcome {
    bool gave_up;          /* no further id is requested */
    struct error failure;  /* the first one */
    struct error left_out; /* why the first id was left out */
    size_t left_out_count;
    struct error doubt; /* about ids that the API calls missing */
};

/* The input or the lookup failed. */
void outcome_fail(struct enrich_outcome *outcome, const struct error *error);

/* An id was left out, and others are still requested. */
void outcome_leave_out(struct enrich_outcome *outcome, const struct error *error);

/* The first failure that a STATE reports: text that stays as long as the outcome, or NULL. */
const char *outcome_reason(const struct enrich_outcome *outcome);

/* Whether ids are left that a later run has to request. */
bool outcome_is_incomplete(const struct enrich_outcome *outcome);

/* True if nothing went wrong. False with *error; ids that were left out are the failure of a run
 * that had no other. */
bool outcome_end(const struct enrich_outcome *outcome, const struct lookup *lookup,
                 struct error *error);

#endif
