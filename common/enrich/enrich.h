#ifndef SPOTIFY_SYNC_ENRICH_H
#define SPOTIFY_SYNC_ENRICH_H

#include "api/api.h"
#include "enrich/lookup.h"
#include "enrich/message_ids.h"

/*
 * A filter between standard input and output: every message goes out at once and unchanged, and
 * for each id seen in them the full object is requested from the API, once. If no SCHEMA of their
 * stream comes in, the filter's own goes out before the first record. What is no id (ids.h) is
 * ignored.
 *
 * A STATE vouches for what came before it, so it is held until the ids seen before it are answered
 * or given up, and goes out with the filter's own bookmark in it, and with those that earlier ones
 * had (kept_bookmarks.h). Ids that are missing and doubted stand there for the next run, which
 * reads them from a STATE before its first record (doubts.h).
 */

struct enrichment {
    const char *stream; /* of the records it adds, and its bookmark's name */
    struct lookup_kind kind;
    const char *program;     /* jq: {page, ids, time_extracted} to messages */
    struct id_places places; /* where messages have ids of such objects */
};

struct enrich_options {
    const char *mode; /* auto, batch or single (lookup.h) */
    long batch_size;
    long single_window; /* requests in flight while each is for one id; the api's, for batches */
    const char *known;  /* a file of ids, one a line, that are not requested; NULL: none. Not "-" */
};

/*
 * Runs the filter until the end of input. A limit or a failure of the API gives the ids up, and the
 * messages still go through; an id that cannot be fetched (lookup.h) is left out, and the others
 * are requested. False with *error: the statuses of api.h, EXIT_LIMITED, EX_PROTOCOL if missing ids
 * are doubted, EX_USAGE, EX_DATAERR for a line that is not a message (what came before it is
 * processed), EX_IOERR, and as line_file_read_ids.
 */
bool enrich(const struct enrichment *enrichment, const struct enrich_options *options,
            const struct api_options *api_options, struct error *error);

#endif
