#ifndef SPOTIFY_SYNC_LONE_REFUSALS_H
#define SPOTIFY_SYNC_LONE_REFUSALS_H

#include "writer.h"

/*
 * Refusals of items that stood alone. Each may be for the item, or for all that is written there:
 * it is believed, and remembered in the ledger, when another item of the same stream or playlist
 * gets through in the same run, before or after it. Until then the item has failed for now. If a
 * second run doubts it too, it is reported as refused, so that a run in which nothing else is left
 * can succeed. It is not remembered as refused, and the next run tries it again.
 */

struct lone_refusals {
    struct writer *writer;
    const char *list;  /* library or playlist */
    const char *scope; /* what is written to: a stream, or a playlist's id */
    bool has_proof;    /* something got through in this run */
    bool has_doubted;  /* nothing did since something was refused */
};

/* Notes a refusal with Spotify's words. False with *error as ledger_run, and EX_UNAVAILABLE if so
 * many in a row were refused that nothing seems to get through. */
bool lone_refusals_doubt(struct lone_refusals *refusals, const char *uri, const char *words,
                         struct error *error);

/* Something got through: believes those before it. False with *error as ledger_run. */
bool lone_refusals_prove(struct lone_refusals *refusals, struct error *error);

/* All has been sent: believes those that are left, if something got through before them. False with
 * *error as ledger_run. */
bool lone_refusals_conclude(struct lone_refusals *refusals, struct error *error);

/* Reports those that are still doubted, of all lists, as failed or refused, and keeps them for the
 * next run. False with *error as ledger_run. */
bool lone_refusals_settle(struct ledger *ledger, struct error *error);

#endif
