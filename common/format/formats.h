#ifndef SPOTIFY_SYNC_FORMATS_H
#define SPOTIFY_SYNC_FORMATS_H

/* The formats that the programs know, built in from cmd/convert/ (scripts/embed-formats). */

struct format_program {
    const char *name;
    const char *program; /* the jq program; entries.jq says what it defines */
};

/* All of them by name; a NULL name ends the table. */
extern const struct format_program format_programs[];

#endif
