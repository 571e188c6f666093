#ifndef SPOTIFY_SYNC_ENRICH_H
#define SPOTIFY_SYNC_ENRICH_H

#include "api/api.h"
#include "enrich/lookup.h"
#include "enrich/message_ids.h"

/*
 * A filter between standard input and output: every message that comes in goes out at once and as
 * it is, and for the ids seen in them the API is asked for the full objects, each once. If no
 * SCHEMA of their stream comes in, the filter's own goes out before the first record.
 *
 * A STATE vouches for what went ahead of it, so it is held until the ids seen ahead of it are
 * answered or given up, and goes out with the filter's own bookmark in it.
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
    long single_window; /* requests in flight while each asks for one id; the api's, for batches */
    const char *known;  /* a file of ids, one a line, that are not asked for; NULL: none. Not "-" */
};

/*
 * Runs the filter until the end of input. A limit or a failure of the API gives the ids up, and the
 * messages still go through; an id that cannot be had (lookup.h) is left out, and the others are
 * asked for. False with *error: the statuses of api.h, EXIT_LIMITED, EX_USAGE, EX_DATAERR for a
 * line that is not a message (what came ahead of it is dealt with), EX_IOERR, and as
 * line_file_read_ids.
 */
bool enrich(const struct enrichment *enrichment, const struct enrich_options *options,
            const struct api_options *api_options, struct error *error);

#endif
