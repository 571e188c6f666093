#ifndef SPOTIFY_SYNC_FORMAT_H
#define SPOTIFY_SYNC_FORMAT_H

#include "base/error.h"
#include "format/music.h"

#include <jv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A format for lists of tracks, albums or listens: a jq program that makes lines of text of them.
 * It is compiled once, in tens of milliseconds, in a thread of its own.
 */

struct format;

struct format_about {
    const char *kinds[4]; /* what it takes, the usual kind first; NULL ends them */
    bool takes_many;      /* several lists can stand in one file */
    bool takes_music;     /* entries can stand for audio files */
    const char *extension;
    char separator; /* of the cells of a row */
};

/* Where lines go. */
struct format_sink {
    /* Takes a line without its newline. False with *error if nothing can go on. */
    bool (*take)(void *context, const char *line, size_t length, struct error *error);
    void *context;
};

/* Begins to compile a format. NULL with *error: EX_USAGE for one that is not there, whose text
 * names those that are; EX_OSERR. */
struct format *format_open(const char *name, struct error *error);

/* What the format says of itself; it stays the format's. NULL with *error: EX_SOFTWARE if its
 * program does not compile or says something else, EX_OSERR. */
const struct format_about *format_about(struct format *format, struct error *error);

/* Whether the format takes lists of this kind, once format_about has returned. */
bool format_takes(const struct format *format, const char *kind);

/* From now on lists have a member "music", and an entry may stand for a file of this music, which
 * stays the caller's. Takes NULL for none. False with *error (EX_USAGE) if the format, once
 * format_about has returned, has no files. */
bool format_use_music(struct format *format, struct music *music, struct error *error);

/* The lines before a list, after it, and of an entry, which is used up; position counts entries
 * from 0. The list stays the caller's. False with *error: what the sink or music_find fails with,
 * EX_DATAERR for what the program cannot make sense of. */
bool format_head(struct format *format, jv list, const struct format_sink *sink,
                 struct error *error);
bool format_foot(struct format *format, jv list, const struct format_sink *sink,
                 struct error *error);
bool format_entry(struct format *format, jv list, jv entry, int64_t position,
                  const struct format_sink *sink, struct error *error);

void format_close(struct format *format);

#endif
