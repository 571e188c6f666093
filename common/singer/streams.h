#ifndef SPOTIFY_SYNC_STREAMS_H
#define SPOTIFY_SYNC_STREAMS_H

/*
 * The streams that the programs know, as schema/load/ and schema/streams/ have them, built in.
 */

struct stream {
    const char *name;
    const char *load;   /* the SQL statements that make rows of a record */
    const char *schema; /* the whole SCHEMA message, on one line without its newline */
};

/* All of them by name; a NULL name ends the table. */
extern const struct stream streams[];

/* The SCHEMA message of a stream, on one line without its newline. NULL for a name that is none. */
const char *stream_schema(const char *name);

#endif
