#ifndef SPOTIFY_SYNC_QUERIES_H
#define SPOTIFY_SYNC_QUERIES_H

/*
 * The queries of schema/dump/, built in from its files (scripts/embed-queries).
 *
 * Each SELECT gives messages of a stream: in its first column, which is named after that stream,
 * the record as JSON, and in its second one time_extracted, or '' or NULL for none. $since is the
 * time before which nothing is wanted, or ''. If the first SELECT of a file gives no records, all
 * that follow it are run for each of its rows, with its columns as their parameters.
 */

struct query_file {
    const char *name; /* without .sql */
    const char *sql;
};

/* All of them by name; a NULL name ends the table. */
extern const struct query_file dump_queries[];

#endif
